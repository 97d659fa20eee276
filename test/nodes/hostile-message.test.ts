import assert from 'node:assert/strict';
import { errorOf, Flow, rowOf, rows } from './flow';
import type { Received } from './flow';

const guid = '123e4567-e89b-42d3-a456-426614174000';
const other = guid.replace('123e', '223e');
const hooks = (require('@node-red/util') as { hooks: { add(name: string, told: (event: { node: { id: string }; error?: Error }) => void): void; remove(name: string): void } }).hooks;
const trap = { enumerable: true, get: (): never => { throw new Error('no'); } };

/** A message that can be read and written to, but not copied. */
function uncopyable(rest: object): object {
  return { deep: Object.defineProperty({}, 'trap', trap), topic: 'kept', ...rest };
}

describe('a hostile message', () => {
  let flow: Flow;
  let ended: string[];
  let failures: string[];

  /** How often a node was done with a message. */
  const ends = (id: string): number => ended.filter((node) => node === id).length;

  async function untilEnded(id: string, count: number): Promise<void> {
    while (ends(id) < count) await flow.ask('stats');
    await flow.ask('stats'); // what was sent before that is on its way
  }

  async function createOne(): Promise<void> {
    const before = flow.completed.length;
    flow.send('create', { payload: 'one more' });
    await flow.until(() => flow.out.length === 1 && flow.completed.length > before);
  }

  /** Starts a flow whose nodes have two wires. @returns what came by the second */
  async function onTwoWires(): Promise<Received[]> {
    const nodes = [['create', 'out'], ['advanced', 'out'], ['log', 'answers']].map(([id, first]) => ({ id, wires: [[first, 'second']] }));
    flow = await Flow.start({}, { nodes: [...nodes, { id: 'second', z: 'tab', type: 'helper' }, { id: 'complete', scope: ['create', 'advanced', 'log'] }] });
    const second: Received[] = [];
    flow.node('second').on('input', (message) => second.push(message));
    return second;
  }

  beforeEach(() => {
    ended = [];
    failures = [];
    hooks.add('onComplete.ends', ({ node: { id }, error }) => {
      ended.push(id);
      if (error) failures.push((error as { code?: string }).code ?? error.message);
    });
  });

  afterEach(async () => {
    hooks.remove('*.ends');
    await flow.stop();
  });

  it('that cannot be written to is answered with a copy', async () => {
    flow = await Flow.start();
    flow.send('create', Object.freeze({ payload: 'frozen', topic: 'kept' }));
    flow.send('create', Object.defineProperty({ payload: 'getter', topic: 'kept' }, 'trap', trap));
    await flow.until(() => flow.out.length === 2);
    assert.deepEqual(flow.out.map((message) => [rowOf(message)['status'], message['topic']]), [['Ok', 'kept'], ['Ok', 'kept']]);
  });

  it('whose project is no part of a path fails, and holds up no other', async () => {
    flow = await Flow.start();
    for (const project of ['..', '..', '..', '..', '.', '\ud800']) flow.send('create', { payload: 'x', fields: { project } });
    flow.send('create', { payload: 'y', fields: { description: '[x](accountid:%FF)' } });
    await flow.until(() => flow.out.length === 1 && flow.caught.length === 6);
    assert.deepEqual(flow.caught.map(({ error }) => (error as { code: string }).code), Array(6).fill('INVALID_FIELD'));
    assert.match(errorOf(flow).message, /Field project: expected .* got "\.\."/);
  });

  it('whose every property throws ends like any other', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: rows.slice(0, 2) }] });
    for (const id of ['create', 'advanced', 'log', 'stats']) {
      flow.send(id, Object.defineProperties({}, { payload: trap, action: trap, guid: trap, fields: trap, filter: trap }));
    }
    await flow.until(() => flow.caught.length === 4);
    assert.deepEqual(flow.caught.map(({ error }) => (error as { code: string }).code), Array(4).fill('INVALID_COMMAND'));
    assert.match(errorOf(flow).message, /msg\.\w+ cannot be read/);
  });

  it('whose commands cannot be read has a Failed row like any other', async () => {
    flow = await Flow.start();
    flow.send('advanced', Object.defineProperty({ topic: 'kept' }, 'payload', trap));
    await flow.until(() => flow.caught.length === 1);
    const [caught] = flow.caught;
    const { id, guid: given, action, type, status, error } = rowOf(caught) ?? {};
    assert.deepEqual([caught?.['topic'], given, action, type, status, errorOf(flow).code], ['kept', '', '', 'Automatic', 'Failed', 'INVALID_COMMAND']);
    assert.match(String(error), /msg\.payload cannot be read/);
    assert.deepEqual(((await flow.ask('log')) as Array<{ id: string }>).map((row) => row.id), [id]);
  });

  it('is not sent where nobody can read whether it is a dry run', async () => {
    flow = await Flow.start();
    flow.send('create', Object.defineProperty({ payload: 'x' }, 'dryRun', trap));
    await flow.until(() => flow.caught.length === 1);
    assert.deepEqual([errorOf(flow).code, ((await flow.ask('log')) as object[]).length], ['INVALID_COMMAND', 0]);
  });

  it('is never taken for one without the guid or the filter that cannot be read', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'kept' });
    await flow.until(() => flow.out.length === 1);
    flow.send('create', Object.defineProperty({ payload: 'x' }, 'guid', trap));
    flow.send('log', Object.defineProperty({ action: 'clear' }, 'topic', trap));
    await flow.until(() => flow.answers.length === 1);
    flow.send('log', Object.defineProperty({ action: 'drop' }, 'filter', trap));
    await flow.until(() => flow.caught.length === 2);
    assert.deepEqual([flow.out.length, ((await flow.ask('log')) as object[]).length], [1, 1], 'the refused one is in the log still');
  });

  it('goes to every wire without what cannot be copied, and ends once', async () => {
    const second = await onTwoWires();
    const res = { end() {} };
    flow.send('create', uncopyable({ payload: 'two wires', res }));
    await untilEnded('create', 1);
    for (const [message] of [flow.out, second]) {
      assert.equal(rowOf(message)['status'], 'Ok');
      assert.deepEqual([message?.['topic'], message?.['res'], 'deep' in (message ?? {})], ['kept', res, false]);
    }
    assert.deepEqual([flow.out.length, second.length, flow.caught.length, ends('create')], [1, 1, 0, 1]);
  });

  for (const dryRun of [false, true]) {
    it(`with several commands${dryRun ? ' that are previewed' : ''} has an output or an error for each, and ends once`, async () => {
      const second = await onTwoWires();
      flow.send('advanced', uncopyable({ payload: `${guid}|CREATE|summary;a|\nnot an id|CREATE|summary;b|\n${other}|CREATE|summary;c|`, dryRun }));
      await untilEnded('advanced', 1);
      assert.equal(errorOf(flow).code, 'INVALID_COMMAND');
      assert.ok([...flow.out, ...second, ...flow.caught].every((message) => message['topic'] === 'kept' && !('deep' in message)));
      assert.deepEqual([flow.out.length, second.length, flow.caught.length, ends('advanced')], [2, 2, 1, 1]);
    });
  }

  it('that fails is told to the Catch node without what cannot be copied, and ends once', async () => {
    flow = await Flow.start();
    const res = { end() {} };
    flow.send('create', uncopyable({ payload: '', fields: 'no', res }));
    await flow.until(() => flow.caught.length === 1);
    assert.deepEqual([flow.caught[0]?.['topic'], flow.caught[0]?.['res']], ['kept', res]);
    assert.equal(rowOf(flow.caught[0])['status'], 'Failed');
    assert.equal(errorOf(flow).code, 'INVALID_FIELD');
    assert.equal(ends('create'), 1);
  });

  it('that fails ends with its error: the Catch node has it with the row, and no Complete node hears of it', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'complete', scope: ['create', 'advanced', 'log', 'stats'] }] });
    flow.send('create', Object.freeze({ topic: 'kept', fields: { nowhere: 1 } }));
    flow.send('advanced', Object.freeze({ topic: 'kept', payload: 'no command' }));
    flow.send('create', uncopyable({ fields: 'no' }));
    flow.send('log', Object.freeze({ topic: 'kept', action: 'no such action' }));
    flow.send('stats', uncopyable({ action: 'no such action' }));
    await flow.until(() => flow.caught.length === 5);
    const codes = ['INVALID_COMMAND', 'INVALID_COMMAND', 'INVALID_COMMAND', 'INVALID_FIELD', 'INVALID_FIELD'];
    assert.deepEqual([failures.toSorted(), flow.caught.map(({ error }) => (error as { code: string }).code).toSorted()], [codes, codes]);
    assert.equal(flow.caught.filter((message) => rowOf(message)?.['status'] === 'Failed' && message['topic'] === 'kept').length, 3);
    await createOne(); // what was sent before that has arrived
    assert.deepEqual([flow.caught.length, flow.completed.length], [5, 1]);
    assert.equal(Object.hasOwn(flow.node('create'), 'error'), false, 'the node reports as before');
  });

  it('is never taken for one without the fields that cannot be read', async () => {
    await onTwoWires();
    const message = { payload: 'x', fields: Object.defineProperty({}, 'summary', trap) };
    for (const hostile of [message, Object.freeze({ ...message })]) {
      flow.send('create', hostile);
      await flow.until(() => flow.caught.length === 1);
      assert.equal(errorOf(flow).code, 'INVALID_FIELD');
      flow.caught.length = 0;
    }
  });

  it('is answered from the records on every wire, and ends once', async () => {
    const second = await onTwoWires();
    flow.send('log', uncopyable({}));
    flow.send('log', uncopyable({ action: 'no such action' }));
    await untilEnded('log', 2);
    await flow.until(() => flow.caught.length === 1);
    assert.deepEqual([second.length, flow.caught.length, ends('log')], [1, 1, 2]);
    assert.equal(second[0]?.['topic'], 'kept');
  });

  it('that begins to throw while it is answered ends once all the same', async () => {
    await onTwoWires();
    const count = 24;
    for (let readable = 0; readable < count; readable += 1) {
      let left = readable;
      const fickle = { enumerable: true, get: () => (left-- > 0 ? 'read' : trap.get()) };
      flow.send('create', { payload: 'fickle', deep: Object.defineProperty({}, 'trap', fickle), ...(readable % 2 ? { fields: 'no' } : {}) });
    }
    flow.send('create', { payload: 'the last' });
    await untilEnded('create', count + 1);
    assert.equal(ends('create'), count + 1);
  });

  it('that does not even say what it has does not get out of the node', async () => {
    flow = await Flow.start();
    const closed = new Proxy({ _msgid: 'id', payload: 'x' }, { ownKeys: () => trap.get() });
    for (const id of ['create', 'advanced', 'log', 'stats']) flow.send(id, closed);
    await flow.until(() => flow.caught.length === 4);
    assert.deepEqual(flow.caught.map(({ error }) => (error as { code: string }).code), Array(4).fill('INVALID_COMMAND'));
    assert.deepEqual(['create', 'advanced', 'log', 'stats'].map(ends), [1, 1, 1, 1]);
  });
});
