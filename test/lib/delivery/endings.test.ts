import assert from 'node:assert/strict';
import type { EndingParts } from '../../../src/lib/delivery/endings';
import { cancelled, damaged, endCommands, endLost, endWaiting, givenUp, heldBack } from '../../../src/lib/delivery/endings';
import type { Item } from '../../../src/lib/delivery/item';
import type { Lane } from '../../../src/lib/delivery/lanes';
import type { DeliveryOptions } from '../../../src/lib/delivery/options';
import type { Ended } from '../../../src/lib/delivery/outcomes';
import { Queue } from '../../../src/lib/delivery/queue';
import { parseAddress } from '../../../src/lib/jira/address';
import type { Entry } from '../../../src/lib/records/entry';
import { Records } from '../../../src/lib/records/records';
import { Guids } from '../../../src/lib/records/guids';
import type { Outcome, Row } from '../../../src/lib/records/row';
import { pendingRow } from '../../../src/lib/records/row';
import type { Command } from '../../../src/lib/ticket/command';
import { VirtualClock } from '../../simulation/virtual-clock';

const hour = 3_600_000;
const all = (): boolean => true;
const made = { id: '7', key: 'NET-7', url: 'u', warnings: '' };
const refused: Ended = { is: 'failed', code: 'JIRA_REJECTED', error: 'no such field' };
const command = (id: string, guid = id): Command => ({ id, guid, action: 'UPDATE', type: 'Automatic', fields: {}, node: 'n', time: '2026-11-23T08:00:00.000Z' });
const create = (id: string): Command => ({ ...command(id), action: 'CREATE' });

/** A queue, and a ledger that keeps what it is given once `disk` resolves: to false where it closed before. */
function world(disk: () => Promise<boolean> = async () => true) {
  const clock = new VirtualClock();
  const queue = new Queue(new Guids());
  const entries: Entry[] = [];
  const rows: Row[] = [];
  const outcomes: Outcome[] = [];
  const options = {
    address: parseAddress('https://jira.example.com', 'rest/api/latest/issue'),
    settings: { giveUpAfter: 24 * hour },
    ports: { clock, client: {} },
    events: { onRow: (row: Row) => rows.push(row), hears: () => true, onOutcome: (outcome: Outcome) => outcomes.push(outcome) },
  } as unknown as DeliveryOptions;
  const ledger = {
    async insist(some: Entry[], written: () => void) {
      if (!(await disk())) return false;
      entries.push(...some);
      written();
      return true;
    },
    records: new Records(100),
  } as unknown as EndingParts['ledger'];
  const parts: EndingParts = { options, ledger, queue, dayOf: () => '2026-11-23' };
  const add = (one: Command, over: Partial<Item> = {}): Item => Object.assign(queue.add(one, { offset: 0, length: 0 }), over);
  return { clock, queue, entries, rows, outcomes, options, parts, add };
}

describe('an ending', () => {
  it('is told once it is on disk', async () => {
    let written = (): void => {};
    const { parts, add, entries, rows, outcomes } = world(() => new Promise((resolve) => (written = () => resolve(true))));
    const ending = endCommands(parts, [{ item: add(create('a'), { attempts: 2 }), ended: refused }], () => assert.deepEqual(rows, []));
    await Promise.resolve();
    assert.equal(outcomes.length, 0);
    written();
    await ending;
    const { row, code, day, node } = outcomes[0] as Outcome;
    assert.deepEqual([row.status, row.error, row.attempts, row.finished, code, day], ['Failed', 'no such field', 2, '2026-11-23T08:00:00.000Z', 'JIRA_REJECTED', '2026-11-23']);
    assert.deepEqual([row.id, row.guid, row.action, row.type, row.time, node], ['a', 'a', 'CREATE', 'Automatic', '2026-11-23T08:00:00.000Z', 'n']);
    assert.deepEqual(entries, [{ kind: 'outcome', outcome: outcomes[0] }]);
    assert.deepEqual(rows, [row]);
  });

  it('tells with a failure which fields it is about, which no row and no journal has', async () => {
    const { parts, add, entries, outcomes } = world();
    const fields = { summary: 'is required' };
    const ok: Ended = { is: 'ok', ticket: { id: '8', key: 'NET-8' }, warnings: '' };
    const ends: Ended[] = [{ ...refused, fields }, refused, ok];
    await endCommands(parts, ends.map((ended, n) => ({ item: add(create(String(n))), ended })), () => {});
    assert.deepEqual(outcomes.map((outcome) => outcome.fields), [fields, undefined, undefined]);
    assert.deepEqual(outcomes.map(({ row }) => row.id), ['0', '1', '2']);
    assert.doesNotMatch(JSON.stringify(entries), /is required/);
  });

  it('says whether a person or a flow has asked', async () => {
    const { parts, add, outcomes } = world();
    await endCommands(parts, [{ item: add({ ...create('a'), type: 'Manual' }), ended: refused }], () => {});
    assert.equal(outcomes[0]?.row.type, 'Manual');
  });

  it('is not told where the connection closes before it is on disk', async () => {
    const { parts, add, rows, outcomes } = world(async () => false);
    await endCommands(parts, [{ item: add(create('a')), ended: refused }], () => {});
    assert.deepEqual([rows, outcomes], [[], []]);
  });

  it('writes nothing where nothing has ended', async () => {
    let asked = 0;
    const { parts } = world(async () => (asked += 1) > 0);
    await endCommands(parts, [], () => {});
    assert.equal(asked, 0);
  });

  it('names the ticket that its row names where a restart has forgotten it', async () => {
    const { parts, add, outcomes } = world();
    for (const [id, done, ticketKey] of [['a', 1, 'NET-8'], ['b', 0, 'NET-8'], ['c', 1, '']] as const) {
      parts.ledger.records.log.add({ ...pendingRow(command(id)), ticketId: '8', ticketKey });
      await endCommands(parts, [{ item: add(command(id), { done }), ended: refused }], () => {});
    }
    const error = 'NET-8 was changed, but not all that was asked for is done: no such field';
    assert.deepEqual(outcomes.map(({ row }) => [row.ticketKey, row.error]), [['NET-8', error], ['', 'no such field'], ['', 'no such field']]);
  });

  it('names the ticket where some of a failed command is carried out, and says so', async () => {
    const { parts, add, outcomes } = world();
    const cases: Array<[over: Partial<Item>, error: string, key: string]> = [
      [{ made }, 'NET-7 was created, but not all that was asked for is done: no such field', 'NET-7'],
      [{ ticket: { id: '8', key: 'NET-8' }, done: 1 }, 'NET-8 was changed, but not all that was asked for is done: no such field', 'NET-8'],
      [{ ticket: { id: '8', key: 'NET-8' }, done: 0 }, 'no such field', ''],
      [{ ticket: { id: '8', key: 'NET-8' } }, 'no such field', ''],
      [{}, 'no such field', ''],
    ];
    const endings = cases.map(([over], n) => ({ item: add(create(String(n)), over), ended: refused }));
    await endCommands(parts, endings, () => {});
    assert.deepEqual(outcomes.map(({ row }) => [row.error, row.ticketKey]), cases.map(([, error, key]) => [error, key]));
    const ok: Ended = { is: 'ok', ticket: { id: '8', key: 'NET-8' }, warnings: '' };
    await endCommands(parts, [{ item: add(create('ok'), { made, done: 2 }), ended: ok }], () => {});
    assert.deepEqual([outcomes.at(-1)?.row.status, outcomes.at(-1)?.row.error, outcomes.at(-1)?.row.ticketKey], ['Ok', '', 'NET-8']);
  });
});

describe('a command that waits too long', () => {
  const after = (ms: number, one: Command, over: Partial<Item> = {}): Ended | undefined => {
    const { clock, options, add } = world();
    const item = add(one, over);
    clock.set(item.since + ms);
    return givenUp(item, options);
  };

  it('is given up at its age, with its story', () => {
    assert.equal(after(24 * hour - 1, create('a')), undefined);
    const story = 'Given up after 24 h and 3 attempts. Last: no answer from Jira';
    assert.deepEqual(after(24 * hour, create('a'), { attempts: 3, story: 'no answer from Jira' }), { is: 'failed', code: 'GAVE_UP', error: story });
    assert.deepEqual(after(24 * hour, create('a')), { is: 'failed', code: 'GAVE_UP', error: 'Given up after 24 h and 0 attempts. Last: it was never its turn' });
  });

  for (const [seconds, words] of [[6_000, '1.7 h'], [3_600, '1 h'], [3_599, '60 min'], [1_800, '30 min'], [60, '1 min'], [59, '59 s'], [20, '20 s']] as const) {
    it(`says the age in words: ${words}`, () => {
      const { clock, options, add } = world();
      const item = add(create('a'));
      options.settings.giveUpAfter = seconds * 1_000;
      clock.set(item.since + 2 * hour);
      assert.equal((givenUp(item, options) as { error: string }).error, `Given up after ${words} and 0 attempts. Last: it was never its turn`);
    });
  }

  it('has an unknown outcome where it is a create that may have made a ticket, and only there', () => {
    const unknown = { is: 'failed', code: 'UNKNOWN_OUTCOME', error: 'It is unknown whether Jira created the ticket. Given up after 24 h and 1 attempt. Last: x' };
    const sent = { attempts: 1, sentAt: 5, story: 'x' };
    assert.deepEqual(after(24 * hour, create('a'), sent), unknown);
    const codes = [after(24 * hour, command('a'), sent), after(24 * hour, create('a'), { ...sent, made }), after(24 * hour, create('a'), { ...sent, sentAt: 0 })];
    assert.deepEqual(codes.map((end) => end?.is === 'failed' && end.code), ['GAVE_UP', 'GAVE_UP', 'GAVE_UP']);
  });

  it('has one where what was sent last of its steps may have been carried out', () => {
    const unknown = { is: 'failed', code: 'UNKNOWN_OUTCOME', error: 'It is unknown whether Jira carried out what was sent last. Given up after 24 h and 1 attempt. Last: x' };
    const sent: Partial<Item> = { attempts: 1, sentAt: 5, story: 'x', steps: true };
    assert.deepEqual(after(24 * hour, command('a'), sent), unknown);
    assert.deepEqual(after(24 * hour, create('a'), { ...sent, made }), unknown);
    assert.match((after(24 * hour, create('a'), sent) as { error: string }).error, /^It is unknown whether Jira created the ticket\./);
  });
});

describe('a command whose record is damaged', () => {
  it('fails, and says what may have become of it', () => {
    const { add } = world();
    const error = 'Its record in the journal is damaged (byte 0): what it asked for is not known any more.';
    assert.deepEqual(damaged(add(create('a'))), { is: 'failed', code: 'JOURNAL', error: `${error} Send it again.` });
    assert.deepEqual(damaged(add(create('a'), { sentAt: 5 })), { is: 'failed', code: 'UNKNOWN_OUTCOME', error: `It is unknown whether Jira created the ticket. ${error}` });
  });
});

describe('a command that a damaged journal has only the row of', () => {
  it('ends with an unknown outcome, once that is on disk, and names its ticket', async () => {
    const { parts, entries, outcomes } = world();
    const row = (id: string, action: Row['action'], over: Partial<Row> = {}): Row => ({ ...pendingRow({ ...command(id), action: 'CREATE' }), action, attempts: 2, ...over });
    await endLost(parts, [row('a', 'CREATE'), row('b', 'UPDATE'), row('c', 'CREATE', { ticketId: '7', ticketKey: 'NET-7' })]);
    const story = 'Its record in the journal is damaged: what it asked for is not known any more.';
    assert.deepEqual(outcomes.map((outcome) => [outcome.row.id, outcome.row.status, outcome.row.error, outcome.row.ticketKey]), [
      ['a', 'Failed', `It is unknown whether Jira created the ticket. ${story}`, ''],
      ['b', 'Failed', `It is unknown whether Jira carried out what was sent last. ${story}`, ''],
      ['c', 'Failed', `NET-7 was created, but not all that was asked for is done: It is unknown whether Jira carried out what was sent last. ${story}`, 'NET-7'],
    ]);
    for (const outcome of outcomes) assert.deepEqual([outcome.code, outcome.node, outcome.row.attempts], ['UNKNOWN_OUTCOME', '', 2]);
    assert.deepEqual(outcomes.map(({ row: { ticketId } }) => ticketId), ['', '', '7']);
    assert.equal(entries.length, 3);
    await endLost(parts, []);
    assert.equal(entries.length, 3);
  });
});

describe('a command that is cancelled', () => {
  it('says whether it was tried', () => {
    const { add } = world();
    const error = (over: Partial<Item>): unknown => cancelled(add(create('a'), over));
    assert.deepEqual(error({}), { is: 'failed', code: 'CANCELLED', error: 'Cancelled by hand before it was sent.' });
    assert.deepEqual(error({ attempts: 2, story: 'Jira said 500' }), { is: 'failed', code: 'CANCELLED', error: 'Cancelled by hand after 2 attempts. Last: Jira said 500.' });
    assert.deepEqual(error({ attempts: 2 }), { is: 'failed', code: 'CANCELLED', error: 'Cancelled by hand after 2 attempts. Last: no answer.' });
  });
});

describe('a connection that is held', () => {
  it('fails what a person asked for, but for what may have been carried out', () => {
    const { add } = world();
    const back = (one: Command, over: Partial<Item> = {}, held: string | undefined = 'the password is wrong'): unknown => heldBack(add(one, over), held);
    const manual = (one: Command): Command => ({ ...one, type: 'Manual' });
    const auth = { is: 'failed', code: 'AUTH', error: 'the password is wrong' };
    assert.deepEqual(back(manual(create('a'))), auth);
    assert.deepEqual(back(manual(command('a')), { sentAt: 5 }), auth);
    assert.deepEqual(back(manual(create('a')), { sentAt: 5, made }), auth);
    assert.equal(back(manual(create('a')), { sentAt: 5 }), undefined);
    assert.equal(back(manual(command('a')), { sentAt: 5, steps: true }), undefined);
    assert.equal(back(create('a')), undefined);
    assert.equal(heldBack(add(manual(create('a'))), undefined), undefined);
  });
});

describe('ending what waits', () => {
  const choose = (...ids: string[]) => (item: Item): Ended | undefined => (ids.includes(item.id) ? refused : undefined);

  it('ends what is chosen, and not what is on its way', async () => {
    const { parts, queue, add, outcomes } = world();
    add(create('busy'), { taken: true });
    for (const id of ['a', 'b', 'c']) add(create(id));
    const busy = queue.lanes.take(0, all) as Lane;
    assert.equal(await endWaiting(parts, choose('busy', 'a', 'c')), 2);
    assert.deepEqual(outcomes.map(({ row }) => row.id), ['a', 'c']);
    assert.deepEqual(['busy', 'a', 'b', 'c'].map((id) => queue.canRetry(id)), [false, true, false, true]);
    queue.lanes.release(busy);
    assert.deepEqual([queue.lanes.take(0, all), queue.lanes.take(0, all), queue.lanes.take(0, all)].map((lane) => lane?.items[0]?.id), ['b', 'busy', undefined]);
  });

  it('ends what waits behind one that is on its way, which nobody else ends meanwhile', async () => {
    let written = (_kept: boolean): void => {};
    const { parts, queue, add } = world(() => new Promise((resolve) => (written = resolve)));
    add(create('a'), { taken: true });
    for (const id of ['b', 'c']) add(command(id, 'a'));
    const lane = queue.lanes.take(0, all) as Lane;
    const ending = endWaiting(parts, choose('a', 'b'));
    assert.equal(await endWaiting(parts, choose('a', 'b')), 0, 'it is being ended');
    queue.lanes.release(lane);
    assert.equal(queue.lanes.take(0, all), undefined, 'not before its end is written');
    written(true);
    assert.equal(await ending, 1);
    assert.deepEqual([queue.canRetry('b'), queue.lanes.take(0, all)?.items.map(({ id }) => id)], [true, ['a', 'c']]);
  });

  it('has done with one once its end is written: it may be retried, and on its way, before all is told', async () => {
    const { parts, add, options } = world();
    const item = add(create('a'));
    options.events.onOutcome = () => (item.taken = true);
    await endWaiting(parts, choose('a'));
    assert.equal(item.taken, true);
  });

  it('leaves to themselves those whose end could not be written', async () => {
    const { parts, add } = world(() => Promise.resolve(false));
    add(create('a'));
    assert.equal(await endWaiting(parts, choose('a')), 1);
    assert.equal(await endWaiting(parts, choose('a')), 1, 'it can be chosen again');
  });

  it('sends nothing of a lane while its ending is written, and goes on with the rest at the moment that was planned', async () => {
    let written = (_kept: boolean): void => {};
    const { parts, queue, add } = world(() => new Promise((resolve) => (written = resolve)));
    const [asleep] = [add(create('a'), {}), add(command('b', 'a'))].map(({ lane }) => lane as Lane);
    queue.lanes.release(queue.lanes.take(0, all) as Lane, 50);
    const [ready] = [add(create('c')), add(command('d', 'c'))].map(({ lane }) => lane as Lane);
    const ending = endWaiting(parts, choose('a', 'c'));
    await new Promise(setImmediate);
    assert.equal(queue.lanes.take(100, all), undefined);
    assert.deepEqual([asleep?.state, ready?.state], ['busy', 'busy']);
    written(true);
    await ending;
    assert.equal(queue.lanes.nextWake(), 50);
    assert.equal(queue.lanes.take(49, all), ready);
    assert.equal(queue.lanes.take(49, all), undefined);
    assert.equal(queue.lanes.take(50, all), asleep);
  });

  it('opens the lanes again where it fails', async () => {
    const { parts, queue, add } = world(() => Promise.reject(new RangeError('a fault of our own')));
    const { lane } = add(create('a'));
    await assert.rejects(endWaiting(parts, choose('a')), RangeError);
    assert.equal(queue.lanes.take(0, all), lane);
  });
});
