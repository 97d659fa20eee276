import assert from 'node:assert/strict';
import type { Cursor } from '../../../src/lib/records/changes';
import { Changes } from '../../../src/lib/records/changes';
import { Log } from '../../../src/lib/records/log';
import { Responses } from '../../../src/lib/records/responses';
import { pendingRow } from '../../../src/lib/records/row';
import type { Row } from '../../../src/lib/records/row';

function row(id: string, over: Partial<Row> = {}): Row {
  return { ...pendingRow({ id, guid: `guid-${id}`, action: 'CREATE', type: 'Manual', time: '' }), ...over };
}

function filled(count: number, max = 100_000): Log {
  const log = new Log(max);
  for (let i = 0; i < count; i++) log.add(row(String(i)));
  return log;
}

/** What someone who reads a log page by page has of it. */
class Reader {
  readonly rows = new Map<string, Row>();
  cursor: Cursor | undefined;
  startedOver = 0;

  constructor(
    private readonly log: Log,
    private readonly max: number,
  ) {}

  read(): boolean {
    const page = this.log.since(this.cursor, this.max);
    if (page.anew) {
      this.rows.clear();
      if (this.cursor) this.startedOver += 1;
    }
    for (const one of page.rows) this.rows.set(one.id, one);
    for (const { id } of page.removed) this.rows.delete(id);
    this.cursor = page.cursor;
    return page.more;
  }

  readAll(): void {
    while (this.read());
  }

  get statuses(): Record<string, string> {
    return Object.fromEntries(Array.from(this.rows.values(), ({ id, status }) => [id, status]).toSorted(([a], [b]) => String(a).localeCompare(String(b))));
  }
}

function statuses(log: Log): Record<string, string> {
  return Object.fromEntries(log.list().map(({ id, status }) => [id, status]).toSorted(([a], [b]) => String(a).localeCompare(String(b))));
}

describe('the changes of a log', () => {
  it('are all its rows at first, page by page, and then only what changed', () => {
    const log = filled(5);
    log.finish({ row: { ...row('3'), status: 'Failed' }, node: 'n', day: '' });
    const reader = new Reader(log, 2);
    reader.readAll();
    assert.equal(reader.rows.size, 5);
    log.finish({ row: { ...row('1'), status: 'Ok' }, node: 'n', day: '' });
    log.remove(['3']);
    log.add(row('5'));
    const page = log.since(reader.cursor, 10);
    assert.deepEqual([page.rows.map(({ id }) => id), page.removed, page.more], [['1', '5'], [{ id: '3', guid: 'guid-3' }], false]);
    assert.deepEqual(log.since(page.cursor, 10), { anew: false, rows: [], removed: [], cursor: page.cursor, more: false });
  });

  it('tell of every way in which a row changes or goes', () => {
    const log = filled(6, 6);
    const reader = new Reader(log, 100);
    for (const act of [
      () => log.add(row('new')), // and the oldest goes
      () => log.name('2', { id: '9', key: 'NET-9', url: '' }),
      () => log.finish({ row: { ...row('2'), status: 'Failed' }, node: 'n', day: '' }),
      () => log.reopen(['2']),
      () => log.finish({ row: { ...row('3'), status: 'Ok', time: '2026' }, node: 'n', day: '' }),
      () => log.finish({ row: { ...row('4'), status: 'Ok', time: '2020' }, node: 'n', day: '' }),
      () => log.prune('2025'),
      () => log.clear(),
      () => log.finish({ row: { ...row('5'), status: 'Failed' }, node: 'n', day: '' }),
      () => log.remove(['5']),
    ]) {
      const before = JSON.stringify(log.list());
      act();
      assert.notEqual(JSON.stringify(log.list()), before);
      reader.readAll();
      assert.deepEqual(reader.statuses, statuses(log));
    }
    assert.equal(reader.startedOver, 0);
  });

  it('miss nothing that happens between two pages', () => {
    const log = filled(10, 10);
    const reader = new Reader(log, 3);
    for (let i = 10; reader.read(); i++) log.add(row(String(i)));
    reader.readAll();
    assert.deepEqual(reader.statuses, statuses(log));
  });

  it('can be read of a log that has dropped more rows than are remembered', () => {
    const log = filled(10_000, 5);
    const reader = new Reader(log, 2);
    reader.readAll();
    assert.deepEqual([reader.startedOver, reader.statuses], [0, statuses(log)]);
  });

  it('are unknown to who was away for too long, or comes from another log', () => {
    const changes = new Changes(() => ['1']);
    const { cursor } = changes.since(undefined, 10);
    for (let i = 0; i < 2_001; i++) changes.remove(`x${i}`, '');
    for (const unknown of [cursor, { changed: 5_000, removed: 5_000 }]) {
      const { anew, changed, removed } = changes.since(unknown, 10);
      assert.deepEqual([anew, changed, removed], [true, ['1'], []]);
    }
  });
});

describe('the changes that nobody has asked for', () => {
  it('are told to the first who asks: the rows, and not what is gone', () => {
    const log = filled(10, 3);
    log.finish({ row: { ...row('7'), status: 'Ok' }, node: 'n', day: '' });
    const { anew, rows, removed, more } = log.since(undefined, 10);
    assert.deepEqual([anew, rows.map(({ id, status }) => [id, status]), removed, more], [true, [['7', 'Ok'], ['8', 'Pending'], ['9', 'Pending']], [], false]);
  });
});

describe('the pages of the responses', () => {
  function responsesOf(count: number, max: number): Responses {
    const responses = new Responses(max);
    for (let i = 0; i < count; i++) responses.add({ time: String(i), method: 'GET', path: '', status: 200, ms: 1, rows: '', error: '' });
    return responses;
  }

  it('begin with the oldest that is kept, and go on where the last one ended', () => {
    const responses = responsesOf(20, 3);
    const page = responses.since(undefined, 2);
    assert.deepEqual([page.lines.map(({ time }) => time), page.from, page.first, page.more, page.anew], [['17', '18'], 17, 17, true, true]);
    assert.deepEqual(responses.since(page.next, 2), { anew: false, lines: responses.list().slice(2), from: 19, first: 17, next: 20, more: false });
  });

  it('tell what is gone', () => {
    const responses = responsesOf(3, 10);
    responses.clear();
    assert.deepEqual(responses.since(3, 2), { anew: false, lines: [], from: 3, first: 3, next: 3, more: false });
  });

  it('begin anew for a number that never was', () => assert.deepEqual(responsesOf(3, 10).since(4, 2), responsesOf(3, 10).since(undefined, 2)));
});
