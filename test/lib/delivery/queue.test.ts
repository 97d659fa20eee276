import assert from 'node:assert/strict';
import type { Item } from '../../../src/lib/delivery/item';
import type { Lane } from '../../../src/lib/delivery/lanes';
import { isInDoubt } from '../../../src/lib/delivery/item';
import type { Ledger } from '../../../src/lib/delivery/ledger';
import { Queue } from '../../../src/lib/delivery/queue';
import type { Entry } from '../../../src/lib/records/entry';
import { Guids } from '../../../src/lib/records/guids';
import type { Row } from '../../../src/lib/records/row';
import { pendingRow } from '../../../src/lib/records/row';
import type { Command } from '../../../src/lib/ticket/command';

const now = Date.parse('2026-11-23T11:00:00.000Z');
const position = { offset: 0, length: 100 };
const command = (id: string, action: Command['action'], guid: string): Command => ({ id, guid, action, type: 'Automatic', fields: {}, node: 'n', time: '2026-11-23T10:00:00.000Z' });
const ended = (one: Command, ticketKey: string): Entry => ({ kind: 'outcome', outcome: { row: { ...pendingRow(one), status: 'Ok', ticketKey }, node: 'n', day: '' } });

const failed = (one: Command): Entry => ({ kind: 'outcome', outcome: { row: { ...pendingRow(one), status: 'Failed' }, node: 'n', day: '' } });
const accepted = (one: Command): Entry => ({ kind: 'command', command: one });
const made = { id: '1', key: 'NET-1', url: 'u', warnings: '' };

/** What waits in each lane. */
function lanesOf(queue: Queue): string[][] {
  const lanes = new Map<unknown, string[]>();
  for (const [lane, { id }] of queue.lanes.all()) lanes.set(lane, [...(lanes.get(lane) ?? []), id]);
  return [...lanes.values()];
}

function only(queue: Queue): Item {
  const [entry, ...more] = queue.lanes.all();
  assert.ok(entry && more.length === 0);
  return entry[1];
}

function replayed(...entries: Entry[]): Queue {
  const queue = new Queue(new Guids());
  for (const entry of entries) queue.replay(entry, { ...position });
  queue.start(now);
  return queue;
}

describe('the queue, read back', () => {
  it('has what has no outcome', () => {
    const [a, b] = [command('a', 'CREATE', 'g'), command('b', 'UPDATE', 'g')];
    const queue = replayed({ kind: 'command', command: a }, { kind: 'command', command: b }, ended(a, 'NET-1'));
    assert.deepEqual([...queue.lanes.all()].map(([, { id }]) => id), ['b']);
    assert.equal(queue.bytes, 100);
  });

  it('takes out also what has moved to the lane of its ticket', () => {
    const create = command('a', 'CREATE', 'g');
    const byGuid = command('b', 'UPDATE', 'g');
    const byKey = command('c', 'UPDATE', 'NET-1');
    const commands = [create, byKey, byGuid].map((one): Entry => ({ kind: 'command', command: one }));
    const queue = replayed(...commands, ended(create, 'NET-1'), ended(byKey, 'NET-1'), ended(byGuid, 'NET-1'));
    assert.equal(queue.size, 0);
    assert.deepEqual([...queue.lanes.all()], []);
  });

  it('looks up the creates that were on their way, and those alone', () => {
    const [sent, back, update] = [command('a', 'CREATE', 'g1'), command('b', 'CREATE', 'g2'), command('c', 'UPDATE', 'NET-9')];
    const queue = replayed(
      ...[sent, back, update].map((one): Entry => ({ kind: 'command', command: one })),
      { kind: 'sending', ids: ['a', 'b', 'c', 'nobody'], at: 5 },
      { kind: 'returned', ids: ['b', 'nobody'] },
    );
    assert.deepEqual([...queue.lanes.all()].map(([, { id, next, attempts }]) => [id, next, attempts]), [['a', 'look up', 1], ['b', 'send', 1], ['c', 'send', 1]]);
  });

  it('leads a guid and the key of the ticket that it made to one lane', () => {
    const [create, byGuid, byKey] = [command('a', 'CREATE', 'g'), command('b', 'UPDATE', 'g'), command('c', 'UPDATE', 'NET-1')];
    assert.deepEqual(lanesOf(replayed(...[create, byGuid, byKey].map(accepted), ended(create, 'NET-1'))), [['b', 'c']]);
    assert.deepEqual(lanesOf(replayed(...[create, byGuid, byKey].map(accepted), { kind: 'made', id: 'a', guid: 'g', at: 0, made })), [['a', 'b', 'c']]);
  });

  it('keeps lanes apart whose commands have failed without a ticket', () => {
    const commands = ['g', 'h'].flatMap((guid) => [command(`create ${guid}`, 'CREATE', guid), command(guid, 'UPDATE', guid)]);
    const creates = commands.filter(({ action }) => action === 'CREATE');
    assert.deepEqual(lanesOf(replayed(...commands.map(accepted), { kind: 'failed', ids: creates.map(({ id }) => id) })), [['g'], ['h']]);
    assert.deepEqual(lanesOf(replayed(...commands.map(accepted), ...creates.map(failed))), [['g'], ['h']]);
  });

  it('knows from a compacted journal how far a command had come', () => {
    const progress = { kind: 'progress', id: 'a', attempts: 3, sentAt: 0 } as const;
    const create = accepted(command('a', 'CREATE', 'g'));
    const back = only(replayed(create, progress));
    assert.deepEqual([back.attempts, back.sentAt, back.next], [3, 0, 'send']);
    const unknown = only(replayed(create, { ...progress, sentAt: 7 }));
    assert.deepEqual([unknown.attempts, unknown.sentAt, unknown.next], [3, 7, 'look up']);
    const withTicket = replayed(create, accepted(command('b', 'UPDATE', 'NET-1')), { ...progress, sentAt: 7, made, done: 2 });
    assert.deepEqual(lanesOf(withTicket), [['a', 'b']]);
    const [[, item]] = [...withTicket.lanes.all()] as [[unknown, Item]];
    assert.deepEqual([item.made, item.done, item.sentAt, item.next], [made, 2, 7, 'send']);
    const retried = only(replayed(create, { ...progress, since: 99 }));
    assert.deepEqual([retried.since, back.since], [99, Date.parse('2026-11-23T10:00:00.000Z')]);
    assert.equal(replayed({ ...progress, id: 'nobody', since: 99, made, done: 1 }).size, 0);
  });

  it('knows which steps of a command are done', () => {
    const update = command('a', 'UPDATE', 'NET-1');
    const queue = replayed(accepted({ ...update, fields: { comment: 'x' } }), { kind: 'sending', ids: ['a'], at: 5 }, { kind: 'step', id: 'a', done: 1 }, { kind: 'step', id: 'nobody', done: 1 });
    const { steps, done, sentAt, noted } = only(queue);
    assert.deepEqual([steps, done, sentAt, noted], [true, 1, 0, undefined]);
    assert.equal(only(replayed(accepted(update))).steps, undefined);
    assert.equal(replayed({ kind: 'made', id: 'nobody', guid: 'g', at: 0, made }).size, 0);
  });

  it('gives what was on its way to the look-ups, and what has its ticket to the updates', () => {
    const queue = replayed(accepted(command('a', 'CREATE', 'g')), accepted(command('b', 'CREATE', 'h')), { kind: 'sending', ids: ['a'], at: 5 }, { kind: 'made', id: 'b', guid: 'h', at: 0, made });
    assert.deepEqual((['look up', 'update', 'create'] as const).map((kind) => queue.lanes.takeOf(kind)?.items[0]?.id), ['a', 'b', undefined]);
  });

  it('can retry what has failed, and nothing else', () => {
    const [a, b, c] = [command('a', 'CREATE', 'g'), command('b', 'CREATE', 'h'), command('c', 'CREATE', 'i')];
    const entries: Entry[] = [...[a, b, c].map(accepted), ended(a, 'NET-1'), { kind: 'failed', ids: ['b'] }, failed(c)];
    const queue = replayed(...entries);
    assert.deepEqual(['a', 'b', 'c'].map((id) => queue.canRetry(id)), [false, true, true]);
    assert.deepEqual(queue.failedItems().map(({ id }) => id), ['b', 'c']);
    assert.equal(queue.size, 0);

    const retried = replayed(...entries, { kind: 'retry', ids: ['b', 'c'], at: 9 }, ended(c, 'NET-2'));
    assert.equal(only(retried).id, 'b');
    assert.equal(only(retried).since, 9);
    assert.equal(retried.canRetry('b'), false);
  });

  it('tells automatic updates from those of a person', () => {
    const automatic = command('a', 'UPDATE', 'NET-1');
    const queue = replayed(accepted(automatic), accepted({ ...automatic, id: 'b', guid: 'NET-2', type: 'Manual' }));
    assert.deepEqual((['automatic update', 'update'] as const).map((kind) => queue.lanes.takeOf(kind)?.items[0]?.id), ['a', 'b']);
  });

  it('does not count a command twice', () => {
    const a = command('a', 'CREATE', 'g');
    assert.equal(replayed({ kind: 'command', command: a }, { kind: 'command', command: a }).size, 1);
  });

  it('forgets failed commands that nobody sees', () => {
    const a = command('a', 'CREATE', 'g');
    const queue = replayed({ kind: 'command', command: a }, { kind: 'failed', ids: ['a', 'nobody'] });
    queue.forgetFailed((id) => id === 'a');
    assert.equal(queue.canRetry('a'), true);
    queue.forgetFailed(() => false);
    assert.equal(queue.canRetry('a'), false);
    assert.deepEqual(queue.retry(['a'], 1), []);
  });
});

describe('the queue by a clock that is set', () => {
  const asked = Date.parse('2026-11-23T10:00:00.000Z');
  const [a, b, c] = [command('a', 'CREATE', 'g'), command('b', 'CREATE', 'h'), command('c', 'CREATE', 'i')] as [Command, Command, Command];
  const times = ({ since, sentAt }: Item): number[] => [since, sentAt];

  it('has what waits, and what has failed, move along', () => {
    const queue = replayed(accepted(a), accepted(b), accepted(c), { kind: 'sending', ids: ['a', 'c'], at: 50 }, failed(c));
    queue.shift(100);
    assert.deepEqual([...Array.from(queue.lanes.all(), ([, item]) => item), ...queue.failedItems()].map(times), [[asked + 100, 150], [asked + 100, 0], [asked + 100, 150]]);
  });

  it('reads back that it was, before what came later', () => {
    const queue = replayed(accepted(a), { kind: 'sending', ids: ['a'], at: 50 }, { kind: 'clock', moved: -20 }, accepted(b));
    assert.deepEqual(Array.from(queue.lanes.all(), ([, item]) => times(item)), [[asked - 20, 30], [asked, 0]]);
  });

  it('counts from now what is of a later moment, for the clock is behind', () => {
    const queue = new Queue(new Guids());
    for (const entry of [accepted(a), accepted(b), accepted(c), { kind: 'sending' as const, ids: ['a', 'c'], at: now }, failed(c)]) queue.replay(entry, { ...position });
    queue.start(asked - 5);
    assert.deepEqual([...Array.from(queue.lanes.all(), ([, item]) => item), ...queue.failedItems()].map(times), [[asked - 5, asked - 5], [asked - 5, 0], [asked - 5, asked - 5]]);
  });

  it('looks for as long as what a damaged journal leaves in doubt', () => {
    const queue = new Queue(new Guids());
    queue.replay(accepted(a), { ...position });
    queue.mistrust([], 7);
    queue.start(now);
    queue.shift(5);
    assert.equal(only(queue).mistrusted, 12);
    const sound = replayed(accepted(a));
    sound.shift(5);
    assert.equal(only(sound).mistrusted, undefined);
  });

  it('knows what the journal says last of its being sent', () => {
    const noted = (...entries: Entry[]): Item['noted'] => only(replayed(accepted(a), ...entries)).noted;
    const sent: Entry = { kind: 'sending', ids: [a.id], at: 5 };
    const refused: Entry = { kind: 'resend', id: a.id, answered: true };
    const progress = { kind: 'progress', id: a.id, attempts: 1, sentAt: 5 } as const;
    assert.deepEqual([noted(), noted(sent), noted(sent, refused), noted(sent, refused, sent)], [undefined, 'sent', 'resend', 'sent']);
    assert.equal(noted(sent, { kind: 'returned', ids: [a.id] }), undefined);
    assert.deepEqual([noted(progress), noted({ ...progress, sentAt: 0 }), noted({ ...progress, resend: true })], ['sent', undefined, 'resend']);
  });

  it('knows that Jira said that it failed, until it is sent once more', () => {
    const sent: Entry[] = [accepted(a), { kind: 'sending', ids: [a.id], at: 5 }];
    const said = (...entries: Entry[]): unknown[] => {
      const { resend, answered } = only(replayed(...sent, ...entries));
      return [resend, answered];
    };
    assert.deepEqual(said({ kind: 'resend', id: a.id, answered: true }), [true, true]);
    assert.deepEqual(said({ kind: 'resend', id: a.id, answered: false }), [true, false]);
    assert.deepEqual(said({ kind: 'resend', id: a.id, answered: true }, { kind: 'sending', ids: [a.id], at: 6 }), [false, false]);
    assert.deepEqual(said({ kind: 'resend', id: 'another', answered: true }), [false, false]);
    assert.deepEqual(said({ kind: 'progress', id: a.id, attempts: 1, sentAt: 5, resend: true, answered: true }), [true, true]);
    assert.deepEqual(said({ kind: 'progress', id: a.id, attempts: 1, sentAt: 5, resend: true }), [true, false]);
    assert.deepEqual(said({ kind: 'progress', id: a.id, attempts: 1, sentAt: 5 }), [false, false]);
  });

  it('forgets what failed and is taken out of the log', () => {
    const queue = replayed(accepted(a), { kind: 'failed', ids: [a.id] }, { kind: 'remove', ids: [a.id] });
    assert.deepEqual([queue.size, queue.canRetry(a.id), queue.retry([a.id], 9)], [0, false, []]);
  });

  it('has lanes asleep move along', () => {
    const queue = replayed(accepted(a));
    queue.lanes.release(queue.lanes.take(0, () => true) as Lane, 50);
    queue.shift(5);
    assert.equal(queue.lanes.nextWake(), 55);
  });
});

describe('the queue of a damaged journal', () => {
  const until = 99;
  const asked = Date.parse('2026-11-23T10:00:00.000Z');
  const row = (one: Command, status: Row['status']): Row => ({ ...pendingRow(one), status });

  function mistrusted(entries: Entry[], rows: Row[] = []): { queue: Queue; lost: Row[]; items: Item[] } {
    const queue = new Queue(new Guids());
    for (const entry of entries) queue.replay(entry, { ...position });
    const lost = queue.mistrust(rows, until);
    queue.start(now);
    return { queue, lost, items: [...queue.lanes.all()].map(([, item]) => item) };
  }

  it('has what the log says, and tells whose commands are gone', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => command(id, 'CREATE', id)) as [Command, Command, Command, Command];
    const rows = [row(a, 'Failed'), row(b, 'Ok'), row(c, 'Pending'), row(d, 'Pending'), row(command('e', 'CREATE', 'e'), 'Failed')];
    const { queue, lost, items } = mistrusted([a, b, c].map(accepted), rows);
    assert.deepEqual(items.map(({ id }) => id), ['c']);
    assert.deepEqual(['a', 'b', 'e'].map((id) => queue.canRetry(id)), [true, false, false]);
    assert.deepEqual(lost, [row(d, 'Pending')]);
    const [back] = queue.retry(['a'], 5);
    assert.equal(back?.mistrusted, undefined);
  });

  it('looks up each create that waits, and is in doubt about it', () => {
    const { items } = mistrusted([accepted(command('a', 'CREATE', 'g')), accepted(command('b', 'UPDATE', 'h')), accepted(command('c', 'CREATE', 'i')), { kind: 'sending', ids: ['c'], at: 7 }]);
    assert.deepEqual(items.map(({ next, sentAt, mistrusted: doubted }) => [next, sentAt, doubted]), [['look up', 0, until], ['send', 0, until], ['look up', 7, until]]);
    assert.deepEqual(items.map(isInDoubt), [true, false, true]);
  });

  it('looks for the steps that may have been carried out, and for those after them', () => {
    const withComment = (id: string, action: Command['action']): Entry => accepted({ ...command(id, action, id), fields: { comment: 'x' } });
    const entries = [withComment('a', 'UPDATE'), withComment('b', 'CREATE'), withComment('c', 'UPDATE'), accepted(command('d', 'UPDATE', 'd'))];
    const { queue, items } = mistrusted([...entries, { kind: 'made', id: 'b', guid: 'b', at: 0, made }, { kind: 'sending', ids: ['c'], at: 7 }]);
    const doubts = (): unknown[] => items.map(({ sentAt, resend, next }) => [sentAt, resend, next]);
    // What is known to have been sent is not sent again by itself.
    assert.deepEqual(doubts(), [[asked, true, 'send'], [asked, true, 'send'], [7, false, 'send'], [0, undefined, 'send']]);
    for (const item of items) queue.stepped(item, 1, '');
    assert.deepEqual(doubts(), [[asked, true, 'send'], [asked, true, 'send'], [asked, true, 'send'], [0, false, 'send']]);
    assert.deepEqual(items.map(({ done, failures }) => [done, failures]), items.map(() => [1, 0]));
  });

  it('is in doubt also once the journal is rewritten', () => {
    const progress: Entry = { kind: 'progress', id: 'a', attempts: 0, sentAt: 0, mistrusted: until };
    const { next, mistrusted: doubted } = only(replayed(accepted(command('a', 'CREATE', 'g')), progress));
    assert.deepEqual([next, doubted], ['look up', until]);
    assert.equal(replayed({ ...progress, id: 'nobody' }).size, 0);
  });

  it('retries without a doubt of before', () => {
    const { queue, items: [item] } = mistrusted([accepted(command('a', 'CREATE', 'g'))]);
    queue.end(item as Item, true);
    queue.lanes.release((item as Item).lane as Lane);
    assert.equal(queue.retry(['a'], 5)[0]?.mistrusted, undefined);
  });
});

describe('the queue', () => {
  const wait = (queue: Queue, count: number): Item[] => Array.from({ length: count }, (_, n) => queue.add(command(String(n), 'CREATE', String(n)), position));

  it('keeps a thousand bodies in memory, and reads the others from the journal', async () => {
    const items = wait(new Queue(new Guids()), 1_001);
    const elsewhere = command('1000', 'CREATE', '1000');
    let reads = 0;
    const ledger = {
      read: async () => {
        reads += 1;
        return accepted(elsewhere);
      },
    } as unknown as Ledger;
    const queue = new Queue(new Guids());
    assert.deepEqual(await queue.load(ledger, items[999] as Item), command('999', 'CREATE', '999'));
    assert.equal(reads, 0);
    assert.equal(await queue.load(ledger, items[1_000] as Item), elsewhere);
    assert.equal(reads, 1);
  });

  it('knows no command where the journal has something else, or nothing whole', async () => {
    const [item] = wait(new Queue(new Guids(), 0), 1);
    for (const found of [{ kind: 'returned', ids: [] }, undefined]) {
      const ledger = { read: async () => found } as unknown as Ledger;
      assert.equal(await new Queue(new Guids()).load(ledger, item as Item), undefined);
    }
  });

  it('knows which node took a command, and when', () => {
    const queue = new Queue(new Guids());
    const [one, two] = ['a', 'b'].map((id) => queue.add({ ...command(id, 'CREATE', id), node: `node ${id}` }, position));
    assert.deepEqual([one?.node, two?.node, one?.asked, one?.since], ['node a', 'node b', Date.parse('2026-11-23T10:00:00.000Z'), Date.parse('2026-11-23T10:00:00.000Z')]);
  });

  it('puts what is retried back as if it were new, but for its attempts', () => {
    const queue = new Queue(new Guids());
    const item = queue.add(command('a', 'UPDATE', 'NET-1'), position);
    const { since, ...fresh } = item;
    Object.assign(item, { attempts: 3, sentAt: 9, next: 'look up', failures: 2, checked: true, alone: true, refreshed: true, taken: true, resend: true, noted: 'sent' });
    queue.end(item, true);
    queue.lanes.release(item.lane as Lane);
    assert.equal(queue.size, 0);
    assert.deepEqual(queue.retry(['a'], since + 5), [item]);
    const { since: begins, ...back } = item;
    assert.equal(begins, since + 5);
    assert.deepEqual({ ...back, lane: undefined }, { ...fresh, lane: undefined, attempts: 3, checked: false, alone: false, refreshed: false, taken: false, resend: false, noted: undefined });
    assert.deepEqual(queue.retry(['a'], 0), [], 'it waits already');
  });

  it('leaves to a retry what may have been carried out of its steps, but not its create: its guid tells of that', () => {
    const retried = (action: Command['action'], over: Partial<Item>): unknown[] => {
      const queue = new Queue(new Guids());
      const item = queue.add({ ...command('a', action, 'g'), fields: { comment: 'x' } }, position);
      Object.assign(item, { sentAt: 9 }, over);
      queue.end(item, true);
      queue.lanes.release(item.lane as Lane);
      queue.retry(['a'], 0);
      return [item.sentAt, item.resend, item.noted];
    };
    assert.deepEqual(retried('UPDATE', {}), [9, true, 'sent']);
    assert.deepEqual(retried('CREATE', { made }), [9, true, 'sent']);
    assert.deepEqual(retried('UPDATE', { repeatable: true }), [0, false, undefined]);
    assert.deepEqual(retried('UPDATE', { sentAt: 0 }), [0, false, undefined]);
    assert.deepEqual(retried('CREATE', {}), [0, false, undefined]);
  });

  it('goes on with a create that has its ticket from its first step, in the lane of the ticket', () => {
    const queue = new Queue(new Guids());
    const item = queue.add(command('a', 'CREATE', 'g'), position);
    Object.assign(item, { sentAt: 9, next: 'look up', failures: 2, resend: true });
    queue.made(item, made);
    const { done, next, sentAt, failures, resend } = item;
    assert.deepEqual({ done, next, sentAt, failures, resend }, { done: 0, next: 'send', sentAt: 0, failures: 0, resend: false });
    queue.end(item, true);
    queue.lanes.release(item.lane as Lane);
    queue.add(command('b', 'UPDATE', 'NET-1'), position);
    queue.retry(['a'], 0);
    assert.deepEqual(lanesOf(queue), [['b', 'a']]);
  });

  it('knows the ticket of a guid, for its updates but not for another create', () => {
    const guids = new Guids();
    guids.set('g', { id: '1', key: 'NET-1', used: 0 });
    guids.set('unknown', { id: '', key: '', used: 0 });
    const queue = new Queue(guids);
    queue.add(command('a', 'UPDATE', 'g'), position);
    queue.add(command('b', 'UPDATE', 'NET-1'), position);
    queue.add(command('c', 'CREATE', 'g'), position);
    queue.add(command('d', 'UPDATE', 'unknown'), position);
    queue.add(command('e', 'UPDATE', 'never seen'), position);
    assert.deepEqual(lanesOf(queue), [['a', 'b'], ['c'], ['d'], ['e']]);
  });

  it('puts an id that looks like a key into the lane of the ticket that it made', () => {
    const guids = new Guids();
    guids.set('NET-2', { id: '1', key: 'NET-1', used: 0 });
    guids.set('g', { id: '2', key: 'NET-2', used: 0 });
    const queue = new Queue(guids);
    queue.add(command('a', 'UPDATE', 'NET-2'), position);
    queue.add(command('b', 'UPDATE', 'g'), position);
    queue.add(command('c', 'UPDATE', 'NET-1'), position);
    assert.deepEqual(lanesOf(queue), [['a', 'c'], ['b']]);
  });

  it('puts an id of which nobody knows whether it made a ticket into a lane of its own', () => {
    const guids = new Guids();
    for (const guid of ['g', 'h']) guids.set(guid, { id: '', key: '', used: 0 });
    const queue = new Queue(guids);
    queue.add(command('a', 'UPDATE', 'g'), position);
    queue.add(command('b', 'UPDATE', 'h'), position);
    assert.deepEqual(lanesOf(queue), [['a'], ['b']]);
  });

  it('takes an id that looks like a key for that of a create which waits, and else for the key, in any case', () => {
    const queue = new Queue(new Guids());
    queue.add(command('a', 'CREATE', 'net-1'), position);
    queue.add(command('b', 'UPDATE', 'net-1'), position);
    queue.add(command('c', 'UPDATE', 'NET-1'), position);
    queue.add(command('d', 'UPDATE', 'net-2'), position);
    queue.add(command('e', 'UPDATE', 'NET-2'), position);
    assert.deepEqual(lanesOf(queue), [['a', 'b'], ['c'], ['d', 'e']]);
  });
});
