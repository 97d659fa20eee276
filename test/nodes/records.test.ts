import assert from 'node:assert/strict';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { errorOf, Flow } from './flow';

type Row = Record<string, unknown>;

async function createTickets(flow: Flow, count: number): Promise<void> {
  const before = flow.out.length;
  for (let i = 0; i < count; i++) flow.send('create', { payload: `alarm ${i}`, guid: `g${before + i}` });
  await flow.until(() => flow.out.length === before + count);
}

describe('jira-log', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('lists flat rows, newest first, and filters them', async () => {
    flow = await Flow.start();
    await createTickets(flow, 3);
    const list = (await flow.ask('log')) as Row[];
    assert.equal(list.length, 3);
    assert.ok(String(list[0]?.['time']) >= String(list[2]?.['time']));
    assert.equal(((await flow.ask('log', { filter: { guid: 'g1' } })) as Row[]).length, 1);
  });

  it('keeps at most Maximum Entries', async () => {
    flow = await Flow.start({ logMax: '2' });
    await createTickets(flow, 3);
    assert.equal(((await flow.ask('log')) as Row[]).length, 2);
  });

  it('clears, prunes and gives CSV', async () => {
    flow = await Flow.start();
    await createTickets(flow, 1);
    assert.match(String(await flow.ask('log', { action: 'csv' })), /^id,guid,action.*\r\n.*NET-\d+/s);
    assert.equal(((await flow.ask('log', { action: 'prune' })) as Row[]).length, 1);
    assert.deepEqual(await flow.ask('log', { action: 'clear' }), []);
  });

  it('shows what Jira answered', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'log', table: 'responses' }] });
    await createTickets(flow, 1);
    const list = (await flow.ask('log')) as Row[];
    assert.ok(list.some((line) => line['method'] === 'POST' && line['status'] === 201));
  });

  it('also emits each row as it changes', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'log', changes: true }] });
    await createTickets(flow, 1);
    await flow.until(() => flow.answers.length >= 2);
    assert.deepEqual(flow.answers.map(({ topic, payload }) => [topic, (payload as Row)['status']]), [['change', 'Pending'], ['change', 'Ok']]);
  });

  it('also emits each answer of Jira, and none of before', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'log', table: 'responses', changes: true }] });
    await createTickets(flow, 1);
    const told = (): unknown[] => flow.answers.filter(({ topic }) => topic === 'change').map(({ payload }) => payload);
    await flow.until(() => told().some((line) => (line as Row)['method'] === 'POST'));
    const before = told();
    assert.deepEqual(before, ((await flow.ask('log')) as Row[]).toReversed());
    await flow.stop(true);
    flow = await Flow.start({}, { nodes: [{ id: 'log', table: 'responses', changes: true }], userDir: flow.userDir });
    flow.send('create', { payload: 'another' });
    await flow.until(() => told().some((line) => (line as Row)['method'] === 'POST'));
    assert.deepEqual([...before, ...told()], ((await flow.ask('log')) as Row[]).toReversed());
  });

  it('refuses an action and a column that do not exist', async () => {
    flow = await Flow.start();
    await createTickets(flow, 1);
    flow.send('log', { action: 'delete' });
    flow.send('log', { filter: { state: 'Ok' } });
    await flow.until(() => flow.caught.length === 2);
    assert.match(errorOf(flow).message, /"list", "clear", "csv", "prune"/);
  });

  for (const [action, found] of [[{}, 'an object'], [[], 'an array'], [7, '7'], [() => 'list', 'a function'], ['dele\nte', '"dele\\u{a}te"']] as const) {
    it(`says that it got ${found} for an action`, async () => {
      flow = await Flow.start();
      flow.send('log', { action });
      await flow.until(() => flow.caught.length === 1);
      assert.ok(errorOf(flow).message.endsWith(`, got ${found}.`), errorOf(flow).message);
    });
  }
});

describe('jira-stats', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('counts what was created and updated, and resets apart', async () => {
    flow = await Flow.start({ timezone: 'UTC' });
    await createTickets(flow, 2);
    flow.send('create', { action: 'UPDATE', guid: 'g0', fields: { summary: 'x' } });
    await flow.until(() => flow.out.length === 3);
    const counters = (await flow.ask('stats')) as Record<string, Row> & { timezone: string };
    assert.deepEqual(counters['create'], { total: 2, today: 2, yesterday: 0 });
    assert.deepEqual(counters['update'], { total: 1, today: 1, yesterday: 0 });
    assert.deepEqual(counters['total'], { total: 3, today: 3, yesterday: 0 });
    assert.deepEqual([counters['day'], counters.timezone], [new Date().toISOString().slice(0, 10), 'UTC']);
    const reset = (await flow.ask('stats', { action: 'reset', scope: 'create', counter: 'daily' })) as Record<string, Row>;
    assert.deepEqual(reset['create'], { total: 2, today: 0, yesterday: 0 });
    assert.deepEqual(reset['total'], { total: 3, today: 3, yesterday: 0 });
  });

  it('refuses an unknown action, scope or counter', async () => {
    flow = await Flow.start();
    for (const message of [{ action: 'set' }, { action: 'reset', scope: 'everything' }, { action: 'reset', counter: 'weekly' }]) flow.send('stats', message);
    await flow.until(() => flow.caught.length === 3);
  });

  it('refuses an unknown scope or counter of a get too, and says what is expected', async () => {
    flow = await Flow.start();
    for (const message of [{ scope: 'everything' }, { action: 'get', counter: 'weekly' }]) flow.send('stats', message);
    flow.send('stats', { action: 'get', scope: 'create', counter: '' });
    await flow.until(() => flow.caught.length + flow.answers.length === 3);
    assert.equal(flow.answers.length, 1, 'what is known, or empty, is no error');
    assert.deepEqual([0, 1].map((index) => errorOf(flow, index)).map(({ code, message }) => [code, message.replace(/^TicketError: /, '')]), [
      ['INVALID_COMMAND', 'msg.scope: expected "create", "update", "total", "all", got "everything".'],
      ['INVALID_COMMAND', 'msg.counter: expected "total", "daily", "all", got "weekly".'],
    ]);
  });

  it('emits the counters when they change', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'stats', changes: true }] });
    await createTickets(flow, 1);
    await flow.until(() => flow.answers.some(({ payload }) => (payload as { create: Row }).create['total'] === 1));
    assert.equal(flow.answers[0]?.['topic'], 'change');
  });
});

describe('the records of a connection whose disk fails', () => {
  let flow: Flow;
  let mend = (): void => {};

  /** Nothing is written to any open file from now on. */
  async function fail(): Promise<void> {
    const file = await open(__filename);
    const shared = Object.getPrototypeOf(file) as FileHandle;
    await file.close();
    const write = Object.getOwnPropertyDescriptor(shared, 'write') ?? {};
    shared.write = () => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
    mend = () => void Object.defineProperty(shared, 'write', write);
  }

  afterEach(async () => {
    mend();
    await flow.stop();
  });

  it('are shown as they are known, with what was refused meanwhile, and not changed', async () => {
    flow = await Flow.start();
    await createTickets(flow, 1);
    await fail();
    flow.send('create', { payload: 'not accepted' });
    await flow.until(() => flow.caught.length === 1);
    assert.deepEqual(((await flow.ask('log')) as Row[]).map(({ status }) => status), ['Failed', 'Ok']);
    assert.match(String(await flow.ask('log', { action: 'csv' })), /NET-\d+/);
    assert.equal(((await flow.ask('stats')) as { create: Row }).create['total'], 1);
    flow.send('log', { action: 'clear' });
    flow.send('stats', { action: 'reset' });
    await flow.until(() => flow.caught.length === 3);
    assert.deepEqual([0, 1, 2].map((index) => errorOf(flow, index).code), ['JOURNAL', 'JOURNAL', 'JOURNAL']);
    assert.equal(((await flow.ask('stats')) as { create: Row }).create['total'], 1);
  });
});
