import assert from 'node:assert/strict';
import { Dispatcher } from '../../../src/lib/delivery/dispatcher';
import { Exchange } from '../../../src/lib/delivery/exchange';
import type { Scope } from '../../../src/lib/delivery/gate';
import { Gate } from '../../../src/lib/delivery/gate';
import type { Item } from '../../../src/lib/delivery/item';
import type { Kind } from '../../../src/lib/delivery/lanes';
import type { Ledger } from '../../../src/lib/delivery/ledger';
import type { DeliveryOptions } from '../../../src/lib/delivery/options';
import { Preparation } from '../../../src/lib/delivery/preparation';
import { Queue } from '../../../src/lib/delivery/queue';
import { UpdateWindow } from '../../../src/lib/delivery/update-window';
import type { JiraRequest } from '../../../src/lib/jira/http';
import type { MarkerKind } from '../../../src/lib/jira/marker';
import { MARKER_KEY, markerLabel } from '../../../src/lib/jira/marker';
import type { Entry } from '../../../src/lib/records/entry';
import { Records } from '../../../src/lib/records/records';
import type { Outcome } from '../../../src/lib/records/row';
import type { Command } from '../../../src/lib/ticket/command';
import { TicketError } from '../../../src/lib/ticket/error';
import type { Json } from '../../../src/lib/ticket/json';
import { unlimited } from './unlimited';
import { VirtualClock } from '../../simulation/virtual-clock';
import type { Fault } from '../../simulation/virtual-jira';
import { VirtualJira } from '../../simulation/virtual-jira';
import { settings } from '../../simulation/world';
import { address } from '../jira/jira-stub';

const second = 1_000;
const hour = 3_600 * second;

/** A dispatcher between a queue, whose bodies are all in the journal, and a Jira that has NET-1 and NET-2. */
async function world({ updateMax, marker = 'property' }: { updateMax?: number; marker?: MarkerKind } = {}) {
  const clock = new VirtualClock();
  const jira = Object.assign(new VirtualJira({ clock }), { redact: (text: string) => text.replaceAll('secret', '***') });
  const gate = new Gate(() => 0);
  const window = new UpdateWindow(updateMax, hour);
  const records = new Records(1_000);
  records.guids.here = address.base;
  records.guids.moveTo(address.base);
  const queue = new Queue(records.guids, 0);
  const entries: Entry[] = [];
  const outcomes: Outcome[] = [];
  const reports: string[][] = [];
  const commands: Command[] = [];
  /** What the journal does: both may throw. */
  const disk = { read: (_id: string): void => {}, write: (_entries: Entry[]): void => {} };
  const seen = { reads: 0, statuses: 0 };
  const hastes: Array<string | undefined> = [];
  async function append(some: Entry[], written: () => void, haste?: string): Promise<boolean> {
    disk.write(some);
    hastes.push(haste);
    entries.push(...some);
    for (const entry of some) records.apply(entry);
    written();
    return true;
  }
  async function read({ offset }: { offset: number }): Promise<Entry> {
    const command = commands[offset] as Command;
    seen.reads += 1;
    disk.read(command.id);
    return { kind: 'command', command };
  }
  const ledger = { records, trouble: '', append, insist: append, read } as unknown as Ledger;
  const options = {
    address,
    settings: { ...settings, updateMax },
    ports: { client: jira, random: () => 0.5, clock: { now: () => clock.now(), steady: () => clock.steady(), after: (ms: number, task: () => void) => (assert.ok(ms < Infinity), clock.after(ms, task)) } },
    events: {
      hears: () => true, onRow: () => {}, onOutcome: (outcome: Outcome) => outcomes.push(outcome),
      onStatus: () => (seen.statuses += 1), report: (...report: string[]) => reports.push(report),
    },
  } as unknown as DeliveryOptions;
  const exchange = new Exchange(jira, address, unlimited, gate, clock, () => {});
  const preparation = new Preparation(exchange, address, marker, 'UTC', clock);
  const dispatcher = new Dispatcher({ options, ledger, queue, gate, window, exchange, preparation, dayOf: () => '2026-11-23', clockMoved: () => 0 });

  for (const summary of ['one', 'two']) void jira.send({ method: 'POST', path: 'rest/api/latest/issue', body: { fields: { project: { key: 'NET' }, summary } } });
  await clock.pass(second);
  jira.requests.length = 0;

  /** Puts a command into the queue, without anybody's noticing. */
  function add(id: string, over: Partial<Command> = {}, progress: Partial<Item> = {}): Item {
    const fields = over.action === 'UPDATE' ? { summary: id } : { project: 'NET', issuetype: 'Task', summary: id };
    const command: Command = { id, guid: `guid of ${id}`, action: 'CREATE', type: 'Automatic', node: 'n', time: new Date(clock.now()).toISOString(), fields, ...over };
    commands.push(command);
    records.apply({ kind: 'command', command });
    return Object.assign(queue.add(command, { offset: commands.length - 1, length: 1 }), progress);
  }
  function start(): void {
    queue.lanes.requeue(); // as all is read back, and has come so far
    dispatcher.dispatch();
  }
  const update = (id: string, guid: string, over: Partial<Command> = {}): Item => add(id, { guid, action: 'UPDATE', type: 'Manual', ...over });
  /** What was asked of Jira that changes something, and how long after the beginning, ms. */
  const begun = clock.now();
  const sent = (): Array<[at: number, path: string]> => jira.requests.flatMap(({ at, request }): Array<[number, string]> => (request.method === 'GET' || isSearch(request) ? [] : [[at - begun, request.path.split('/').at(-1) ?? '']]));
  const paths = (): string[] => sent().map(([, path]) => path);
  /** How many tickets each create asked for, the fewest first: which of them goes first is nobody's concern. */
  const made = (): number[] => jira.requests.flatMap(({ request: { method, path, body } }) => (method !== 'POST' ? [] : [path.endsWith('/bulk') ? (body as { issueUpdates: Json[] }).issueUpdates.length : 1])).sort((a, b) => a - b);
  const ended = (): string[] => outcomes.map(({ row, code }) => `${row.id} ${code ?? row.status}`);
  return { clock, jira, gate, window, records, queue, entries, outcomes, reports, disk, seen, hastes, ledger, preparation, dispatcher, start, add, update, sent, paths, made, ended };
}

const isPost = ({ method }: JiraRequest): boolean => method === 'POST';
const isPut = ({ method }: JiraRequest): boolean => method === 'PUT';
const isSearch = ({ path }: JiraRequest): boolean => path.includes('/search');
const to = (matches: (request: JiraRequest) => boolean, fault: Fault) => (request: JiraRequest): Fault | undefined => (matches(request) ? fault : undefined);

/** The fault for the first request that matches. */
function first(matches: (request: JiraRequest) => boolean, fault: Fault): (request: JiraRequest) => Fault | undefined {
  let left = 1;
  return (request) => (matches(request) && left-- > 0 ? fault : undefined);
}

describe('what waits for its kind to open', () => {
  const lookUp: Partial<Item> = { next: 'look up', sentAt: 1, attempts: 1 };
  const cases: Array<[kind: Kind, scopes: Scope[], over: Partial<Command>, progress: Partial<Item>]> = [
    ['look up', ['all', 'search'], {}, lookUp],
    ['create', ['all', 'create'], {}, {}],
    ['update', ['all', 'update'], { guid: 'NET-1', action: 'UPDATE', type: 'Manual' }, {}],
    ['automatic update', ['all', 'update'], { guid: 'NET-1', action: 'UPDATE' }, {}],
  ];
  for (const [kind, scopes, over, progress] of cases) for (const scope of scopes) {
    it(`costs nothing meanwhile, not even its body: ${kind} while ${scope} is closed`, async () => {
      const { clock, jira, gate, start, seen, add } = await world();
      add('a', over, progress);
      gate.resume({ scope, at: clock.now(), until: clock.now() + 60 * second, strikes: 1 });
      start();
      await clock.pass(60 * second - 1);
      assert.deepEqual([seen, jira.requests], [{ reads: 0, statuses: 1 }, []]);
      await clock.pass(2);
      assert.equal(seen.reads, 1);
    });
  }

  it('wakes nobody where there is nothing of its kind, or nothing at all', async () => {
    const { clock, gate, start, seen } = await world();
    gate.resume({ scope: 'create', at: clock.now(), until: clock.now() + 60 * second, strikes: 1 });
    start();
    await clock.pass(hour);
    assert.equal(seen.statuses, 1);
  });

  it('waits with its ticket where Jira limits that alone, and is read once more when that is over', async () => {
    const { clock, jira, start, seen, sent, update } = await world();
    jira.fault = first(isPut, { answer: { status: 429, headers: { 'retry-after': '30', 'ratelimit-reason': 'jira-per-issue-on-write' } } });
    update('a', 'NET-1');
    start();
    await clock.pass(29 * second);
    assert.deepEqual([seen.reads, sent().length], [1, 1]);
    await clock.pass(2 * second);
    assert.deepEqual([seen.reads, sent().length], [2, 2]);
  });
});

describe('a dispatcher', () => {
  it('has four requests under way at a time', async () => {
    const { clock, jira, dispatcher, start, sent, update } = await world();
    jira.fault = to(isPut, { answer: { status: 204 }, takes: second });
    for (let n = 1; n <= 6; n += 1) update(String(n), `NET-${n}`);
    start();
    assert.equal(dispatcher.busy, true);
    await clock.pass(3 * second);
    const begun = sent()[0]?.[0] ?? 0;
    assert.deepEqual(sent().map(([at]) => at - begun), [0, 0, 0, 0, second, second]);
    assert.equal(dispatcher.busy, false);
  });

  it('is not woken while it has its hands full: whatever ends first goes on', async () => {
    const { clock, jira, gate, start, seen, add, update } = await world();
    jira.fault = to(isPut, { answer: { status: 204 }, takes: 10 * second });
    for (let n = 1; n <= 4; n += 1) update(String(n), `NET-${n}`);
    add('a');
    gate.resume({ scope: 'create', at: clock.now(), until: clock.now() + 5 * second, strikes: 1 });
    start();
    await clock.pass(9 * second);
    assert.equal(seen.statuses, 1);
  });

  it('sends nothing any more once it is stopped', async () => {
    const { clock, jira, dispatcher, update } = await world();
    update('a', 'NET-1');
    dispatcher.stop();
    dispatcher.dispatch();
    await clock.pass(hour);
    assert.deepEqual(jira.requests, []);
  });

  it('says what a command would send', async () => {
    const { clock, dispatcher, records, add } = await world();
    add('a');
    const preview = dispatcher.preview({ id: 'b', guid: 'g', action: 'CREATE', type: 'Manual', node: 'n', time: '', fields: { project: 'NET', issuetype: 'Task', summary: 'x' } });
    await clock.pass(second);
    assert.equal((await preview).method, 'POST');
    assert.equal(records.log.list().length, 1);
  });

  it('sends nothing while nothing can be noted, and tries once a second', async () => {
    const { clock, start, ledger, seen, update } = await world();
    ledger.trouble = 'the disk is full';
    update('a', 'NET-1');
    start();
    await clock.pass(second - 1);
    assert.deepEqual([seen, ledger.trouble], [{ reads: 0, statuses: 1 }, 'the disk is full']);
    await clock.pass(1);
    assert.deepEqual([seen.reads, ledger.trouble], [1, '']);
  });

  it('tries again five seconds later where the disk does not take what has to be noted', async () => {
    const { clock, preparation, start, reports, paths, update } = await world();
    const prepare = preparation.update.bind(preparation);
    let isBroken = true;
    preparation.update = async (...args) => {
      if (isBroken) throw new TicketError('JOURNAL', 'full');
      return prepare(...args);
    };
    update('a', 'NET-1');
    start();
    await clock.pass(4_900);
    assert.deepEqual([paths(), reports], [[], []]);
    isBroken = false;
    await clock.pass(200);
    assert.deepEqual(paths(), ['NET-1']);
  });

  for (const [what, error, words] of [
    ['something of our own fails', new Error('boom of secret'), /^Unexpected error in the delivery: Error: boom of \*\*\*\n\s+at /],
    ['what is thrown is no error', 'boom', /^Unexpected error in the delivery: boom$/],
  ] as const) {
    it(`ends a command with which ${what}, and says so`, async () => {
      const { clock, preparation, start, reports, paths, ended, update } = await world();
      preparation.update = () => Promise.reject(error);
      update('a', 'NET-1');
      start();
      await clock.pass(second);
      assert.deepEqual([paths(), ended(), reports.map(([level]) => level)], [[], ['a GAVE_UP'], ['error']]);
      assert.match(reports[0]?.[1] ?? '', words);
    });
  }

  it('says which record cannot be read, and ends nothing of what comes after it for its ticket', async () => {
    const { clock, start, disk, reports, paths, ended, update } = await world();
    let broken = true;
    disk.read = (id) => {
      if (broken && id === 'a') throw new Error('EIO');
    };
    for (const id of ['a', 'b']) update(id, 'NET-1');
    start();
    await clock.pass(second / 10);
    assert.deepEqual([reports, ended(), paths()], [[['error', 'EIO']], [], []]);
    broken = false;
    await clock.pass(10 * second);
    assert.deepEqual([ended(), paths()], [['a Ok', 'b Ok'], ['NET-1']]);
  });

  it('gives up what has waited too long, once it is not to be had now either', async () => {
    const { clock, jira, start, queue, ended, add } = await world();
    jira.fault = to(isPost, { code: 'ECONNREFUSED', sent: false });
    add('a', { time: new Date(clock.now() - 25 * hour).toISOString() });
    add('b');
    start();
    await clock.pass(second / 10);
    assert.deepEqual([ended(), queue.canRetry('a')], [['a GAVE_UP'], true]);
  });

  it('takes no creates along with an update', async () => {
    const { clock, jira, start, ended, add, update } = await world();
    jira.fault = to(isPut, { answer: { status: 204 }, takes: 10 * second });
    update('a', 'NET-1');
    add('b');
    start();
    await clock.pass(second);
    assert.deepEqual(ended(), ['b Ok']);
  });

  it('makes as many tickets at once as Jira takes', async () => {
    const { clock, start, made, add } = await world();
    for (let n = 0; n < 52; n += 1) add(String(n));
    start();
    await clock.pass(second);
    assert.deepEqual(made(), [2, 50]);
  });

  it('makes a ticket by itself of what goes alone, and of the others together', async () => {
    const { clock, start, made, add } = await world();
    for (const id of ['a', 'b', 'c', 'd', 'e']) add(id, {}, { alone: id === 'c' });
    start();
    await clock.pass(second);
    assert.deepEqual(made(), [1, 2, 2]);
  });

  it('looks for 500 at once, also for those that go alone', async () => {
    const { clock, jira, start, add } = await world();
    for (let n = 0; n < 501; n += 1) add(String(n), {}, { next: 'look up', sentAt: clock.now(), attempts: 1, alone: n % 2 === 0 });
    start();
    await clock.pass(second / 2);
    assert.equal(jira.requests.filter(({ request }) => isSearch(request)).length, 2);
  });
});

describe('a fault of our own once Jira has answered', () => {
  /** The first outcome to be written meets the fault. */
  async function faulty() {
    const all = await world();
    let faults = 0;
    all.disk.write = (entries) => {
      if (entries.some(({ kind }) => kind === 'outcome') && (faults += 1) === 1) throw new RangeError('a fault of our own');
    };
    return all;
  }

  it('is reported, and what was sent is looked for, each by itself', async () => {
    const { clock, jira, start, ended, add, reports } = await faulty();
    const items = [add('a'), add('b')];
    start();
    await clock.pass(second);
    assert.deepEqual([ended(), items.map(({ alone, next }) => [alone, next])], [[], [[true, 'look up'], [true, 'look up']]]);
    assert.deepEqual(reports.map(([level, words = '']) => [level, words.startsWith('Unexpected error in the delivery: RangeError: a fault of our own')]), [['error', true]]);
    await clock.pass(60 * second);
    assert.deepEqual([ended().sort(), jira.issues.length], [['a Ok', 'b Ok'], 4]);
  });

  it('has updates that travelled together sent again, each by itself', async () => {
    const { clock, start, ended, update, paths } = await faulty();
    update('a', 'NET-1');
    update('b', 'NET-1');
    start();
    await clock.pass(60 * second);
    assert.deepEqual([ended(), paths()], [['a Ok', 'b Ok'], ['NET-1', 'NET-1', 'NET-1']]);
  });
});

describe('a command whose turn comes too late', () => {
  it('is given up without being read or sent, and holds up no other', async () => {
    const { clock, start, ended, add, seen, made } = await world();
    add('a', { time: new Date(clock.now() - 24 * hour).toISOString() });
    add('b');
    start();
    await clock.pass(second);
    assert.deepEqual([ended().sort(), seen.reads, made()], [['a GAVE_UP', 'b Ok'], 1, [1]]);
  });
});

describe('what the disk is told of a command that nobody cancels', () => {
  it('may go with what somebody waits for', async () => {
    const { clock, start, add, hastes } = await world();
    add('a');
    start();
    await clock.pass(second);
    assert.deepEqual(hastes, ['soon', 'soon']);
  });
});

describe('a place in Update Settings', () => {
  const automatic: Partial<Command> = { type: 'Automatic' };

  it('is taken for the whole period, which manual updates and creates do not wait for', async () => {
    const { clock, start, ended, add, update } = await world({ updateMax: 1 });
    update('a', 'NET-1', automatic);
    start();
    await clock.pass(second);
    update('b', 'NET-2', automatic);
    update('c', 'NET-1');
    add('d');
    start();
    await clock.pass(hour - second);
    assert.deepEqual(ended(), ['a Ok', 'c Ok', 'd Ok']);
    await clock.pass(second);
    assert.deepEqual(ended(), ['a Ok', 'c Ok', 'd Ok', 'b Ok']);
  });

  it('is taken also by an automatic update that a manual one takes along', async () => {
    const { clock, start, window, ended, update } = await world({ updateMax: 1 });
    update('a', 'NET-1');
    update('b', 'NET-1', automatic);
    start();
    await clock.pass(second);
    assert.deepEqual(ended(), ['a Ok', 'b Ok']);
    assert.ok(window.closedUntil(clock.now()) > clock.now());
  });

  it('is taken also where the first of those that travel together is refused before it is sent', async () => {
    const { clock, start, window, ended, update } = await world({ updateMax: 1 });
    update('a', 'NET-1', { ...automatic, fields: { duedate: 'some day' } });
    update('b', 'NET-1', automatic);
    start();
    await clock.pass(second);
    assert.deepEqual(ended(), ['a INVALID_FIELD', 'b Ok']);
    assert.ok(window.closedUntil(clock.now()) > clock.now());
  });

  it('is given back where nothing was sent', async () => {
    const { clock, start, ended, update } = await world({ updateMax: 1 });
    update('a', 'nobody', automatic);
    update('b', 'NET-1', automatic);
    start();
    await clock.pass(second);
    assert.deepEqual(ended(), ['a UNKNOWN_TICKET', 'b Ok']);
  });

  it('is given back also by what was sent before, and not this time', async () => {
    const { clock, start, window, disk, update } = await world({ updateMax: 1 });
    Object.assign(update('a', 'NET-1', automatic), { attempts: 3 });
    disk.write = () => {
      throw new TicketError('JOURNAL', 'full');
    };
    start();
    await clock.pass(second);
    assert.equal(window.closedUntil(clock.now()), 0);
  });
});

describe('what the journal is told of commands on their way', () => {
  it('is that those were not carried out which go on, and nothing of those that have ended', async () => {
    const { clock, jira, start, records, entries, ended, add } = await world();
    records.guids.set('g', { id: '10001', key: 'NET-1', used: 0 });
    jira.fault = to(isPost, { answer: { status: 429, headers: { 'retry-after': '30' } } });
    add('a', { guid: 'g' });
    add('b');
    start();
    await clock.pass(second);
    assert.deepEqual(ended(), ['a Ok']);
    assert.deepEqual(entries.filter(({ kind }) => kind === 'returned'), [{ kind: 'returned', ids: ['b'] }]);
  });

  it('is that those were not carried out also where nothing has ended', async () => {
    const { clock, jira, start, entries, add } = await world();
    jira.fault = to(isPost, { answer: { status: 429, headers: { 'retry-after': '30' } } });
    add('a');
    start();
    await clock.pass(second);
    assert.deepEqual(entries.map(({ kind }) => kind), ['sending', 'returned']);
  });

  it('is each step of a command, and the ticket that it has made before', async () => {
    const { clock, jira, start, records, entries, outcomes, reports, add, update } = await world();
    records.guids.set('g', { id: '10001', key: 'NET-1', used: 0 });
    jira.fault = first(isPost, { answer: { status: 500 } });
    add('a', { fields: { project: 'NET', issuetype: 'Task', summary: 'x', comment: 'y' } });
    start();
    await clock.pass(60 * second);
    update('b', 'g', { fields: { summary: 'x', comment: 'y' } });
    start();
    await clock.pass(second);
    assert.deepEqual(entries.map(({ kind }) => kind), ['sending', 'resend', 'returned', 'sending', 'made', 'sending', 'outcome', 'sending', 'step', 'sending', 'outcome']);
    assert.deepEqual(outcomes.map(({ row }) => [row.status, row.ticketId, row.ticketKey]), [['Ok', '10003', 'NET-3'], ['Ok', '10001', 'NET-1']]);
    assert.deepEqual(reports, []);
  });

  it('is no word more of a command that ends with a step which was refused', async () => {
    const { clock, jira, start, entries, ended, update } = await world();
    jira.fault = to(isPost, { answer: { status: 400, json: { errorMessages: ['No.'] } } });
    update('a', 'NET-1', { fields: { comment: 'x' } });
    start();
    await clock.pass(second);
    assert.deepEqual([ended(), entries.map(({ kind }) => kind)], [['a JIRA_REJECTED'], ['sending', 'outcome']]);
  });
});

describe('updates that wait in one lane', () => {
  it('travel together where they are for the same ticket', async () => {
    const { clock, start, records, ended, paths, update } = await world();
    records.guids.set('g', { id: '10001', key: 'NET-1', used: 0 });
    for (const [id, guid] of [['a', 'NET-1'], ['b', 'g'], ['c', 'g']] as const) update(id, guid);
    start();
    await clock.pass(second);
    assert.deepEqual([ended(), paths()], [['a Ok', 'b Ok', 'c Ok'], ['NET-1']]);
  });

  it('travel each for itself where an id looks like the key of another ticket', async () => {
    const { clock, jira, start, ended, paths, add, update } = await world();
    add('a', { guid: 'NET-1' });
    for (const [id, guid] of [['b', 'NET-1'], ['c', 'net-1']] as const) update(id, guid);
    start();
    await clock.pass(second);
    assert.deepEqual([ended(), paths()], [['a Ok', 'b Ok', 'c Ok'], ['issue', 'NET-3', 'NET-1']]);
    assert.deepEqual(jira.issues.map(({ fields }) => fields['summary']), ['c', 'two', 'b']);
  });

  it('have their ticket found once where they have the same id', async () => {
    const { clock, jira, start, paths, update } = await world({ marker: 'label' });
    Object.assign(jira.issues[0]?.fields ?? {}, { labels: [markerLabel('g')] });
    for (const id of ['a', 'b']) update(id, 'g');
    start();
    await clock.pass(second);
    assert.deepEqual([paths(), jira.requests.filter(({ request }) => isSearch(request)).length], [['NET-1'], 1]);
  });

  it('fail each in its turn', async () => {
    const { clock, start, records, reports, ended, update } = await world();
    records.guids.set('g', { id: '10001', key: 'NET-1', used: 0 });
    for (const [id, guid] of [['a', 'NET-1'], ['b', 'g']] as const) update(id, guid);
    records.guids.prune(1);
    start();
    await clock.pass(second);
    assert.deepEqual([ended(), reports], [['a Ok', 'b UNKNOWN_TICKET'], []]);
  });
});

describe('a create that has ended', () => {
  for (const [what, isThere] of [['made its ticket', false], ['found its ticket there', true]] as const) {
    it(`leads its id and its ticket's key to one lane where it has ${what}`, async () => {
      const { clock, gate, start, queue, records, outcomes, paths, add, update } = await world();
      gate.resume({ scope: 'update', at: clock.now(), until: clock.now() + 10 * second, strikes: 1 });
      add('a', { guid: 'g' });
      update('b', 'g');
      if (isThere) records.guids.set('g', { id: '10002', key: 'NET-2', used: 0 });
      start();
      await clock.pass(second);
      assert.deepEqual(outcomes.map(({ row }) => [row.status, row.duplicate, row.warnings]), [['Ok', isThere, '']]);
      assert.equal(queue.canRetry('a'), false);
      update('c', isThere ? 'NET-2' : 'NET-3');
      await clock.pass(10 * second);
      assert.deepEqual(paths(), isThere ? ['NET-2'] : ['issue', 'NET-3']);
    });
  }
});

describe('a create of an id that an earlier one had', () => {
  const unknown = { id: '', key: '', used: 0 };
  const elsewhere = { id: '9', key: 'OLD-9', used: 0, base: 'https://old.example.com' };

  it('is looked for where it is not known what became of that, and has its ticket where it is there', async () => {
    const { clock, jira, start, records, outcomes, paths, add } = await world();
    records.guids.set('g', unknown);
    Object.assign(jira.issues[0]?.properties ?? {}, { [MARKER_KEY]: { guid: 'g', command: 'earlier' } });
    add('a', { guid: 'g' });
    start();
    await clock.pass(second);
    assert.deepEqual(outcomes.map(({ row }) => [row.status, row.ticketKey, row.duplicate]), [['Ok', 'NET-1', true]]);
    assert.deepEqual(paths(), []);
  });

  for (const [what, earlier] of [['became of that is not known, and it is not there', unknown], ['it made is of another Jira', elsewhere]] as const) {
    it(`makes its ticket where what ${what}`, async () => {
      const { clock, start, records, outcomes, paths, add } = await world();
      records.guids.set('g', earlier);
      add('a', { guid: 'g' });
      start();
      await clock.pass(10 * second);
      assert.deepEqual(outcomes.map(({ row }) => [row.status, row.ticketKey, row.duplicate]), [['Ok', 'NET-3', false]]);
      assert.deepEqual(paths(), ['issue']);
    });
  }

  it('waits where Jira does not say now whether it is that one', async () => {
    const { clock, jira, start, records, outcomes, paths, add } = await world();
    records.guids.set('g', elsewhere);
    jira.fault = to(({ path }) => path.includes('/issue/9'), { answer: { status: 500 } });
    add('a', { guid: 'g' });
    start();
    await clock.pass(10 * second);
    assert.deepEqual([outcomes, paths()], [[], []]);
  });
});
