import assert from 'node:assert/strict';
import helper = require('node-red-node-test-helper');
import { Flow } from './flow';

const guid = '123e4567-e89b-42d3-a456-426614174000';

interface Answer {
  commands: Array<Record<string, unknown>>;
  code: string;
  message: string;
}

/** Presses "Check with Jira" in the dialog of a node. */
async function check(id: string, body: object): Promise<{ status: number; body: Answer }> {
  const answer = await helper.request().post(`/jira-advanced/${id}/check`).send(body);
  return { status: answer.status, body: answer.body as Answer };
}

describe('a string that is checked with Jira', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('shows what each command would send, on the table, with warnings and errors; and sends, logs and counts nothing', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const text = `${guid}|CREATE|summary;one\ntwo|priority;high|\n${guid}|CREATE|summary;x|priority;Sky-high|\n${guid}|UPDATE|\nNET-1|CREATE|summary;x|`;
    const { status, body } = await check('advanced', { text });
    assert.equal(status, 200);
    const [create, wrong, none, key] = body.commands;
    assert.deepEqual([create?.['ok'], create?.['method'], create?.['warnings']], [true, 'POST', 'summary: line breaks and tabs became blanks']);
    const { fields } = (create?.['body'] ?? {}) as { fields: Record<string, unknown> };
    assert.deepEqual([fields['summary'], fields['priority'], fields['project']], ['one two', { name: 'High' }, { key: 'NET' }]);
    assert.deepEqual([wrong?.['ok'], wrong?.['code'], wrong?.['guid'], wrong?.['action']], [false, 'INVALID_FIELD', guid, 'CREATE']);
    assert.match(String(none?.['error']), /Command 3, line 4, column \d+: the command has no field/);
    assert.deepEqual([key?.['code'], key?.['guid']], ['INVALID_COMMAND', '']);
    assert.deepEqual(await flow.ask('log'), []);
    assert.equal(((await flow.ask('stats')) as { total: { total: number } }).total.total, 0);
    assert.deepEqual([flow.out, flow.caught], [[], []]);
  });

  it('has bounds', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const many = await check('advanced', { text: `${guid}|CREATE|summary;x|\n`.repeat(21) });
    assert.deepEqual([many.status, many.body.message], [400, 'The string has 21 commands; at most 20 are checked at once.']);
    const large = await check('advanced', { text: 'é'.repeat(32 * 1024 + 1) });
    assert.deepEqual([large.status, large.body.message], [400, 'body.text: expected at most 64 KiB']);
    assert.equal((await check('advanced', { text: 1 })).status, 400);
  });

  it('is of a node that is deployed', async () => {
    flow = await Flow.start({}, { adminApi: true });
    assert.deepEqual([(await check('create', { text: 'x' })).status, (await check('nobody', { text: 'x' })).status], [404, 404]);
  });

  it('says that there is no connection', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'advanced', server: '' }], adminApi: true });
    const { body } = await check('advanced', { text: `${guid}|CREATE|summary;x|` });
    assert.deepEqual(body.commands.map(({ code }) => code), ['CONFIG']);
  });
});
