import assert from 'node:assert/strict';
import type { Entry } from '../../../src/lib/records/entry';
import { toCsv } from '../../../src/lib/records/csv';
import { filterRows } from '../../../src/lib/records/filter';
import { Records } from '../../../src/lib/records/records';
import { Responses } from '../../../src/lib/records/responses';
import type { Outcome } from '../../../src/lib/records/row';
import { pendingRow } from '../../../src/lib/records/row';
import type { Command } from '../../../src/lib/ticket/command';

function command(id: string, over: Partial<Command> = {}): Command {
  return { id, guid: `guid-${id}`, action: 'CREATE', type: 'Automatic', fields: {}, node: 'n', time: `2026-11-23T10:00:0${id}.000Z`, ...over };
}

function ended(one: Command, over: Partial<Outcome['row']> = {}, more: Partial<Outcome> = {}): Extract<Entry, { kind: 'outcome' }> {
  const row = { ...pendingRow(one), status: 'Ok' as const, ticketId: '1', ticketKey: `NET-${one.id}`, finished: '2026-11-23T10:01:00.000Z', ...over };
  return { kind: 'outcome', outcome: { row, node: one.node, day: '2026-11-23', ...more } };
}

describe('records', () => {
  it('show a command as Pending, then as what became of it', () => {
    const records = new Records(10);
    records.apply({ kind: 'command', command: command('1') });
    assert.equal(records.log.list()[0]?.status, 'Pending');
    records.apply(ended(command('1')));
    assert.deepEqual(records.log.list().map(({ status, ticketKey }) => [status, ticketKey]), [['Ok', 'NET-1']]);
    assert.equal(records.statistics.read().create.total, 1);
    assert.equal(records.guids.get('guid-1')?.key, 'NET-1');
  });

  it('drop the oldest rows over Maximum Entries, and do not bring them back', () => {
    const records = new Records(2);
    for (const id of ['1', '2', '3']) records.apply({ kind: 'command', command: command(id) });
    records.apply(ended(command('1')));
    assert.deepEqual(records.log.list().map(({ id }) => id), ['2', '3']);
    assert.equal(records.statistics.read().create.total, 1);
  });

  it('show what was refused before it was accepted', () => {
    const records = new Records(10);
    records.apply(ended(command('1'), { status: 'Failed' }, { refused: true, code: 'INVALID_COMMAND' }));
    assert.equal(records.log.list().length, 1);
    assert.equal(records.guids.get('guid-1'), undefined);
  });

  it('remember that nobody knows what became of a create', () => {
    const records = new Records(10);
    records.apply({ kind: 'command', command: command('1') });
    records.apply(ended(command('1'), { status: 'Failed', ticketKey: '' }, { code: 'UNKNOWN_OUTCOME' }));
    assert.equal(records.guids.get('guid-1')?.key, '');
  });

  it('keep no guid for an update by key', () => {
    const records = new Records(10);
    records.apply(ended(command('1', { guid: 'NET-1', action: 'UPDATE' })));
    assert.equal(records.guids.get('NET-1'), undefined);
  });

  it('keep no guid for an update by a key in small letters, so that it stays free for a create', () => {
    const records = new Records(10);
    records.apply(ended(command('1', { guid: 'net-1', action: 'UPDATE' })));
    assert.equal(records.guids.get('net-1'), undefined);
  });

  it('keep the id of a create that happens to look like its ticket\'s key: a second one makes no second ticket', () => {
    const records = new Records(10);
    for (const [id, guid] of [['1', 'net-1'], ['2', 'NET-2']] as const) {
      records.apply(ended(command(id, { guid })));
      assert.equal(records.guids.get(guid)?.key, `NET-${id}`);
    }
  });

  it('keep the id of an update that looks like the key of another ticket', () => {
    const records = new Records(10);
    records.apply(ended(command('1', { guid: 'net-7', action: 'UPDATE' })));
    assert.equal(records.guids.get('net-7')?.key, 'NET-1');
  });

  it('clear what has ended and keep what is on its way', () => {
    const records = new Records(10);
    for (const id of ['1', '2']) records.apply({ kind: 'command', command: command(id) });
    records.apply(ended(command('1')));
    records.apply({ kind: 'response', response: { time: '', method: 'GET', path: '', status: 200, ms: 1, rows: '', error: '' } });
    records.apply({ kind: 'clear', table: 'tickets' });
    assert.deepEqual(records.log.list().map(({ id }) => id), ['2']);
    assert.equal(records.responses.list().length, 1);
    records.apply({ kind: 'clear', table: 'responses' });
    assert.equal(records.responses.list().length, 0);
    assert.equal(records.statistics.read().create.total, 1, 'the counters are not the log\'s');
  });

  it('remove what is old, but nothing that is Pending; guids have an age of their own', () => {
    const records = new Records(10);
    for (const id of ['1', '2', '3']) records.apply({ kind: 'command', command: command(id) });
    records.apply(ended(command('1')));
    records.apply(ended(command('3')));
    records.apply({ kind: 'prune', at: 5, before: '2026-11-23T10:00:03.000Z', guidsBefore: 0 });
    assert.deepEqual(records.log.list().map(({ id }) => id), ['2', '3']);
    assert.equal(records.guids.get('guid-1')?.key, 'NET-1');
    assert.equal(records.prunedAt, 5);
    records.apply({ kind: 'prune', at: 6, before: '', guidsBefore: Date.parse('2026-11-24') });
    assert.equal(records.guids.get('guid-1'), undefined);
    assert.equal(records.log.list().length, 2);
  });

  it('are the same after a compaction', () => {
    const records = new Records(3);
    for (const id of ['1', '2', '3', '4']) records.apply({ kind: 'command', command: command(id) });
    records.apply(ended(command('2')));
    records.apply({ kind: 'response', response: { time: 't', method: 'GET', path: '', status: 200, ms: 1, rows: '', error: '' } });
    records.apply({ kind: 'untold', outcome: ended(command('2')).outcome });
    records.apply({ kind: 'prune', at: 7, before: '', guidsBefore: 0 });
    const compacted: Entry[] = [
      ...records.snapshot(3, { updateTimes: [], pauses: [] }),
      ...['1', '3', '4'].map((id): Entry => ({ kind: 'command', command: command(id) })),
      { kind: 'progress', id: '1', attempts: 1, sentAt: 0 },
      ...records.tables(),
    ];
    const again = new Records(3);
    for (const entry of compacted) again.apply(entry);
    assert.deepEqual(again.log.list(), records.log.list());
    assert.deepEqual([again.untold.list(), again.untold.list().length], [records.untold.list(), 1]);
    assert.deepEqual(again.statistics.read(), records.statistics.read());
    assert.deepEqual(again.statistics.days(), [{ day: '2026-11-23', create: 1, update: 0, total: 1 }]);
    assert.deepEqual(again.responses.list(), records.responses.list());
    assert.deepEqual([...again.guids.entries()], [...records.guids.entries()]);
    assert.equal(again.prunedAt, 7);
    again.apply({ kind: 'command', command: command('5') });
    assert.equal(again.log.list().at(-1)?.id, '5', 'commands after the compaction have rows of their own again');
  });

  it('reset counters by entries', () => {
    const records = new Records(3);
    records.apply(ended(command('1')));
    records.apply({ kind: 'reset', scope: 'all', counter: 'all', day: '2026-11-23' });
    assert.equal(records.statistics.read().total.total, 0);
  });
});

describe('the responses log', () => {
  it('keeps the newest', () => {
    const responses = new Responses(3);
    for (let i = 0; i < 20; i++) responses.add({ time: String(i), method: 'GET', path: '', status: 200, ms: 1, rows: '', error: '' });
    assert.deepEqual(responses.list().map(({ time }) => time), ['17', '18', '19']);
  });

  it('removes what is old', () => {
    const responses = new Responses(3);
    for (const time of ['1', '2']) responses.add({ time, method: 'GET', path: '', status: 200, ms: 1, rows: '', error: '' });
    responses.prune('2');
    assert.equal(responses.list().length, 1);
  });
});

describe('a filter of rows', () => {
  const rows = [{ status: 'Ok', attempts: 1 }, { status: 'Failed', attempts: 2 }, { status: 'Failed', attempts: 1 }];

  it('takes all rows where there is none', () => {
    assert.equal(filterRows(rows, undefined), rows);
    assert.equal(filterRows(rows, null), rows);
  });
  it('matches a column without case, numbers, and lists of values', () => {
    assert.equal(filterRows(rows, { status: 'failed' }).length, 2);
    assert.equal(filterRows(rows, { status: 'Failed', attempts: 1 }).length, 1);
    assert.equal(filterRows(rows, { status: ['ok', 'FAILED'] }).length, 3);
  });
  it('names the columns where one does not exist', () => {
    assert.throws(() => filterRows(rows, { state: 'Ok' }), { code: 'INVALID_COMMAND', message: /"state".*status, attempts/ });
    assert.throws(() => filterRows(rows, { ['__proto__x']: 'Ok' }), { code: 'INVALID_COMMAND' });
  });
  it('refuses what cannot be compared', () => {
    assert.throws(() => filterRows(rows, { status: {} }), { code: 'INVALID_COMMAND', message: /msg\.filter\.status/ });
    assert.throws(() => filterRows(rows, 'Failed'), { code: 'INVALID_COMMAND', message: /expected an object/ });
  });
});

describe('CSV', () => {
  it('quotes what needs it, and lets no spreadsheet run a formula', () => {
    const csv = toCsv([{ key: 'NET-1', error: 'a "b", c\nd' }, { key: '=1+1', error: undefined }]);
    assert.equal(csv, 'key,error\r\nNET-1,"a ""b"", c\nd"\r\n\'=1+1,\r\n');
  });
  const cells: Array<[text: unknown, cell: string]> = [
    ['x;=HYPERLINK("http://e";"c");y', '"x;\'=HYPERLINK(""http://e"";""c"");y"'],
    ['\n=1+1', '"\n\'=1+1"'],
    ['a\r\n\r\n @x', '"a\r\n\r\n \'@x"'],
    ['\t-1', '"\t\'-1"'],
    [' =1', " '=1"],
    ['＝1', "'＝1"],
    ['a;＠x', '"a;\'＠x"'],
    ['a;"=1', '"a;""\'=1"'],
    ['"+1', `"""'+1"`],
    ['a;-b', '"a;\'-b"'],
    ['a; b=c, d - e', '"a; b=c, d - e"'],
    ['https://x/?a=b+c', 'https://x/?a=b+c'],
    ['2026-11-23', '2026-11-23'],
    [-5, '-5'],
  ];
  for (const [text, cell] of cells) it(`has no formula in ${JSON.stringify(text)}`, () => assert.equal(toCsv([{ text }]), `text\r\n${cell}\r\n`));
  it('of nothing is nothing', () => assert.equal(toCsv([]), ''));
});
