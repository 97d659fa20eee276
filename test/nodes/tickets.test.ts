import assert from 'node:assert/strict';
import { errorOf, Flow, rowOf, rows } from './flow';

const guid = '123e4567-e89b-42d3-a456-426614174000';
type Row = Record<string, unknown>;

describe('jira-create', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('sends its table with a message, and gives the message back with the log row', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'Link down', topic: 'kept', guid });
    await flow.until(() => flow.out.length === 1);
    const [message] = flow.out;
    const row = rowOf(message);
    assert.equal(message?.['topic'], 'kept');
    assert.deepEqual(Object.keys(row), [
      'id', 'guid', 'action', 'type', 'time', 'status', 'ticketId', 'ticketKey', 'ticketUrl', 'error', 'attempts', 'duplicate', 'finished', 'warnings',
    ]);
    assert.deepEqual([row['guid'], row['action'], row['type'], row['status'], row['attempts']], [guid, 'CREATE', 'Manual', 'Ok', 1]);
    assert.match(String(row['ticketKey']), /^NET-\d+$/);
    assert.match(String(row['ticketUrl']), /^http:\/\/127\.0\.0\.1:\d+\/browse\/NET-\d+$/);
    await flow.until(() => flow.completed.length === 1);
    assert.equal(flow.caught.length, 0);
  });

  it('adds msg.fields to the rows and overrides them, and leaves out what is excluded', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'no', fields: { Summary: 'from the message', labels: ['a'] } });
    await flow.until(() => flow.out.length === 1);
    const issue = await issueOf(rowOf(flow.out[0]));
    assert.equal(issue['summary'], 'from the message');
    assert.deepEqual(issue['labels'], ['a']);
    assert.ok(issue['description'] === null || issue['description'] === undefined);
  });

  it('overrides a row by the id of its field where the row has the name, and the other way round', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: [...rows, ...['duedate', 'Component/s'].map((field) => ({ mode: 'include', field, value: field === 'duedate' ? '2026-01-01' : 'Core', type: 'str' }))] }] });
    flow.send('create', { payload: 'x', fields: { 'Due date': '2026-02-02', components: 'Access' } });
    flow.send('advanced', { payload: `${guid}|CREATE|summary;x|Due date;2026-02-02|components;Access|` });
    await flow.until(() => flow.out.length + flow.caught.length === 2);
    assert.deepEqual(flow.caught, []);
    for (const message of flow.out) {
      const issue = await issueOf(rowOf(message));
      assert.deepEqual([issue['duedate'], (issue['components'] as Row[]).map(({ name }) => name)], ['2026-02-02', ['Access']]);
    }
  });

  it('updates the ticket of msg.guid where msg.action says so', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'one', guid });
    flow.send('create', { action: 'UPDATE', guid, fields: { summary: 'two' } });
    await flow.until(() => flow.out.length === 2);
    assert.deepEqual(flow.out.map((message) => rowOf(message)['action']), ['CREATE', 'UPDATE']);
    assert.equal((await issueOf(rowOf(flow.out[1])))['summary'], 'two');
  });

  it('keeps the order of its messages, however long their values take', async () => {
    flow = await Flow.start();
    const node = flow.node('create') as unknown as { baseFields: (message: { payload: string }) => Promise<object> };
    const evaluate = node.baseFields;
    let go = (): void => {};
    const slow = new Promise<void>((resolve) => (go = resolve));
    node.baseFields = async (message) => {
      if (message.payload === 'slow') await slow;
      return evaluate(message);
    };
    flow.send('create', { payload: 'slow', guid });
    flow.send('create', { payload: 'fast', guid });
    await flow.ask('log');
    go();
    await flow.until(() => flow.out.length === 2);
    assert.deepEqual(flow.out.map((message) => rowOf(message)['duplicate']), [false, true]);
    assert.equal((await issueOf(rowOf(flow.out[0])))['summary'], 'slow');
  });

  it('tells a failure once to the Catch node, with its code, Jira\'s words and the row', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: rows.filter(({ field }) => field !== 'summary') }] });
    flow.send('create', { payload: 'x' });
    await flow.until(() => flow.caught.length === 1);
    const error = flow.caught[0]?.['error'] as { message: string; code: string };
    assert.equal(error.code, 'JIRA_REJECTED');
    assert.match(error.message, /You must specify a summary/);
    assert.equal(rowOf(flow.caught[0])['status'], 'Failed');
    assert.equal(flow.out.length, 0);
    assert.equal(flow.completed.length, 0);
  });

  it('refuses fields and ids that cannot be, in words', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'x', guid: { no: 'text' } });
    flow.send('create', { payload: 'x', fields: 'text' });
    flow.send('create', { payload: 'x', action: 'UPDATE', guid });
    flow.send('create', { payload: 'x', action: 'UPDATE', fields: { summary: 'x' } });
    await flow.until(() => flow.caught.length === 4);
    assert.deepEqual(flow.caught.map(({ error }) => (error as { code: string }).code).sort(), ['INVALID_COMMAND', 'INVALID_COMMAND', 'INVALID_COMMAND', 'INVALID_FIELD']);
    assert.equal(((await flow.ask('log')) as Row[]).length, 4, 'each has a Failed row');
  });

  it('evaluates every type of value', async () => {
    const typed = [
      ...rows.slice(0, 2),
      { mode: 'include', field: 'summary', value: '"alarm " & payload', type: 'jsonata' },
      { mode: 'include', field: 'labels', value: '["x"]', type: 'json' },
      { mode: 'include', field: 'environment', value: 'PATH', type: 'env' },
    ];
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: typed }] });
    flow.send('create', { payload: '7' });
    await flow.until(() => flow.out.length + flow.caught.length === 1);
    const issue = await issueOf(rowOf(flow.out[0]));
    assert.equal(issue['summary'], 'alarm 7');
    assert.equal(issue['environment'], process.env['PATH']);
  });

  it('leaves a row out whose value the message does not have, however deep it would be', async () => {
    const typed = ['none.deep', 'empty.deep', 'empty[0].deep', 'payload.none.deep'].map((value, index) => ({ mode: 'include', field: `label${index}`, value, type: 'msg' }));
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: [...rows, ...typed] }] });
    flow.send('create', { payload: 'x', empty: null });
    await flow.until(() => flow.out.length + flow.caught.length === 1);
    assert.deepEqual(flow.caught, []);
  });

  it('names the row whose value cannot be read', async () => {
    const throwing = { get deep(): never { throw new TypeError("Cannot read properties of undefined (reading 'x')"); } };
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: [...rows, { mode: 'include', field: 'labels', value: 'given.deep', type: 'msg' }] }] });
    flow.send('create', { payload: 'x', given: throwing });
    await flow.until(() => flow.caught.length === 1);
    assert.match(errorOf(flow).message, /"labels": its value \(msg: given\.deep\) cannot be evaluated/);
  });

  it('names the row whose value cannot be evaluated', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: [...rows, { mode: 'include', field: 'labels', value: '{', type: 'json' }] }] });
    flow.send('create', { payload: 'x' });
    await flow.until(() => flow.caught.length === 1);
    assert.match(errorOf(flow).message, /"labels"/);
  });

  it('names the row whose value is none that can be sent', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: { text: [Buffer.from('x')] } });
    await flow.until(() => flow.caught.length === 1);
    assert.match(errorOf(flow).message, /Ticket table, row "summary"\.text\[0\]: .* found a Buffer \(turn it into text\)\.$/);
  });

  it('evaluates no row that the message overrides, and none for an update', async () => {
    flow = await Flow.start();
    const payload = Buffer.from('x');
    flow.send('create', { payload, guid, fields: { Summary: 'from the message' } });
    flow.send('create', { payload, guid, action: 'UPDATE', fields: { priority: 'High' } });
    await flow.until(() => flow.out.length + flow.caught.length === 2);
    assert.deepEqual(flow.caught, []);
    const issue = await issueOf(rowOf(flow.out[1]));
    assert.deepEqual([issue['summary'], (issue['priority'] as Row)['name']], ['from the message', 'High']);
  });

  it('says that it has no connection', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'create', server: 'nowhere' }] });
    flow.send('create', { payload: 'x' });
    await flow.until(() => flow.caught.length === 1);
    assert.equal(errorOf(flow).code, 'CONFIG');
  });
});

describe('jira-advanced', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('adds the string\'s fields to the table of its jira-create, and sends it at once', async () => {
    flow = await Flow.start();
    flow.send('advanced', { payload: `${guid}|CREATE|summary;Link down|priority;High|` });
    await flow.until(() => flow.out.length === 1);
    const row = rowOf(flow.out[0]);
    assert.deepEqual([row['type'], row['status'], row['guid']], ['Automatic', 'Ok', guid]);
    const issue = await issueOf(row);
    assert.equal(issue['summary'], 'Link down');
    assert.equal((issue['priority'] as Row)['name'], 'High');
  });

  it('updates with the string\'s fields alone, or with the base where it is told to', async () => {
    flow = await Flow.start();
    flow.send('advanced', { payload: `${guid}|CREATE|summary;one|` });
    flow.send('advanced', { payload: `${guid}|UPDATE|description;two|` });
    await flow.until(() => flow.out.length === 2);
    const issue = await issueOf(rowOf(flow.out[1]));
    assert.deepEqual([issue['summary'], issue['description']], ['one', 'two']);
  });

  it('answers several commands with a message each, which a join node can gather, and is done once', async () => {
    flow = await Flow.start();
    const other = guid.replace('123e', '223e');
    flow.send('advanced', { payload: `${guid}|CREATE|summary;a|\nnot an id|CREATE|summary;b|\n${other}|CREATE|summary;c|`, topic: 'kept' });
    await flow.until(() => flow.out.length === 2 && flow.caught.length === 1 && flow.completed.length === 1);
    const parts = [...flow.out, ...flow.caught].map((message) => message['parts'] as { id: string; index: number; count: number });
    assert.deepEqual(new Set(parts.map(({ index }) => index)), new Set([0, 1, 2]));
    assert.deepEqual(new Set(parts.map(({ count }) => count)), new Set([3]));
    assert.equal(new Set(parts.map(({ id }) => id)).size, 1);
    assert.equal(errorOf(flow).code, 'INVALID_COMMAND');
    assert.equal(flow.completed.length, 1);
  });

  it('never sends a malformed command, and says where it is wrong', async () => {
    flow = await Flow.start();
    for (const payload of ['', 42, `${guid}|DELETE|summary;x|`, `${guid}|CREATE|`, `${guid}|CREATE|__proto__;x|`, Buffer.from([0xff, 0xfe])]) flow.send('advanced', { payload });
    await flow.until(() => flow.caught.length === 6);
    assert.equal(flow.out.length, 0);
    assert.ok(flow.caught.every((message) => rowOf(message)['status'] === 'Failed'));
  });

  it('takes any id where it is told to', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'advanced', anyId: true }, { id: 'create', fields: rows.slice(0, 2) }] });
    flow.send('advanced', { payload: Buffer.from('alarm 17|CREATE|summary;x|') });
    await flow.until(() => flow.out.length === 1);
    assert.equal(rowOf(flow.out[0])['guid'], 'alarm 17');
  });

  it('says that the table it adds to is not there', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'advanced', ticket: 'gone' }] });
    flow.send('advanced', { payload: `${guid}|CREATE|summary;x|` });
    await flow.until(() => flow.caught.length === 1);
    assert.match(errorOf(flow).message, /gone/);
  });

  it('evaluates no row that the string overrides', async () => {
    flow = await Flow.start();
    flow.send('advanced', { payload: Buffer.from(`${guid}|CREATE|SUMMARY;hello|`) });
    await flow.until(() => flow.out.length + flow.caught.length === 1);
    assert.deepEqual(flow.caught, []);
    assert.equal((await issueOf(rowOf(flow.out[0])))['summary'], 'hello');
  });

  const failing = { mode: 'include', field: 'summary', value: '$error("no")', type: 'jsonata' };
  const badRows: Array<[what: string, changed: object]> = [
    ['of which a row fails', { id: 'create', fields: [...rows.slice(0, 2), failing] }],
    ['of which the project fails', { id: 'create', fields: [{ ...failing, field: 'project' }, rows[1]] }],
    ['that is not there', { id: 'advanced', ticket: 'gone' }],
  ];
  for (const [what, changed] of badRows) {
    it(`updates without a table ${what}, which only other commands need`, async () => {
      flow = await Flow.start({}, { nodes: [{ ...rowless, id: 'plain' }, changed] });
      flow.send('plain', { payload: 'x', guid });
      await flow.until(() => flow.out.length === 1);
      flow.send('advanced', { payload: `${guid}|UPDATE|priority;High|\n${guid.replace('123e', '223e')}|CREATE|priority;Low|` });
      await flow.until(() => flow.out.length + flow.caught.length === 3);
      assert.deepEqual(flow.caught.map((message) => rowOf(message)['action']), ['CREATE']);
      assert.equal(((await issueOf(rowOf(flow.out[1])))['priority'] as Row)['name'], 'High');
    });

    it(`refuses an update that sends a table ${what}, where that matters`, async () => {
      flow = await Flow.start({}, { nodes: [{ ...rowless, id: 'plain' }, { id: 'advanced', baseOnUpdate: true, ticket: ['create'] }, { ...changed, baseOnUpdate: true }] });
      flow.send('plain', { payload: 'x', guid });
      await flow.until(() => flow.out.length === 1);
      flow.send('advanced', { payload: `${guid}|UPDATE|priority;High|` });
      await flow.until(() => flow.out.length + flow.caught.length === 2);
      assert.equal(flow.caught.length, what === 'of which the project fails' ? 0 : 1, 'an update sends no project');
    });
  }

  it('evaluates a row once for all commands of a message', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: [...rows.slice(0, 2), { mode: 'include', field: 'summary', value: '$string($random())', type: 'jsonata' }] }] });
    flow.send('advanced', { payload: `${guid}|CREATE|priority;High|\n${guid.replace('123e', '223e')}|CREATE|priority;Low|` });
    await flow.until(() => flow.out.length + flow.caught.length === 2);
    const summaries = await Promise.all(flow.out.map(async (message) => (await issueOf(rowOf(message)))['summary']));
    assert.equal(new Set(summaries).size, 1);
  });
});

/** A jira-create that does not depend on what is changed in the others. */
const rowless = { z: 'tab', type: 'jira-create', server: 'server', fields: rows, wires: [['out']] };

async function issueOf(row: Row): Promise<Row> {
  const base = String(row['ticketUrl']).replace(/\/browse\/.*/, '');
  const response = await fetch(`${base}/rest/api/2/issue/${String(row['ticketKey'])}`);
  return ((await response.json()) as { fields: Row }).fields;
}
