import assert from 'node:assert/strict';
import helper = require('node-red-node-test-helper');
import { Flow, rows } from './flow';

interface Sent {
  row: Record<string, unknown>;
  code: string;
  fields: Record<string, string>;
}

const table = [...rows.slice(0, 2), { mode: 'include', field: 'summary', value: 'from the dialog', type: 'str' }];
const withRow = (field: string, value: string, type = 'str') => [...table, { mode: 'include', field, value, type }];

describe('the dialog of a jira-create', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  async function post<T>(path: string, body: object, id = 'server'): Promise<T & { status: number }> {
    const answer = await helper.request().post(`/jira-tickets/${id}/${path}`).send(body);
    return { ...(answer.body as T), status: answer.status };
  }

  it('sends what it shows, once, as a Manual row, and to nobody else', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const { row, status } = await post<Sent>('create', { node: 'not deployed', rows: table });
    assert.deepEqual([status, row['status'], row['type']], [200, 'Ok', 'Manual']);
    assert.match(String(row['ticketKey']), /^NET-\d+$/);
    const log = (await flow.ask('log')) as Array<Record<string, unknown>>;
    assert.deepEqual(log.map(({ id }) => id), [row['id']]);
    assert.deepEqual([flow.out.length, flow.caught.length], [0, 0]);
  });

  it('tells what Jira says of each field by the field', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const { row, code, fields } = await post<Sent>('create', { rows: withRow('duedate', '{"no":"date"}', 'json').filter(({ field }) => field !== 'summary') });
    assert.deepEqual([row['status'], code], ['Failed', 'INVALID_FIELD']);
    assert.deepEqual(Object.keys(fields), ['duedate']);
    const missing = await post<Sent>('create', { rows: rows.slice(0, 2) });
    assert.equal(missing.code, 'JIRA_REJECTED');
    assert.deepEqual(Object.keys(missing.fields), ['summary']);
    assert.match(missing.fields['summary'] ?? '', /summary/i);
    assert.match(String(missing.row['error']), /summary: /);
  });

  it('tells what is wrong with a row before it is sent by the name in the row', async () => {
    flow = await Flow.start({}, { adminApi: true });
    assert.match((await post<Sent>('create', { rows: withRow('Priority', 'Sky-high') })).fields['Priority'] ?? '', /not one of its values/);
    assert.match((await post<Sent>('create', { rows: withRow('assignee', 'Clara Meier') })).fields['assignee'] ?? '', /may be several/);
    assert.match((await post<Sent>('create', { rows: withRow('Nonsense', 'x') })).fields['Nonsense'] ?? '', /not known to this Jira/);
    const broken = await post<Sent>('create', { rows: withRow('labels', '$(', 'jsonata') });
    assert.match(broken.fields['labels'] ?? '', /cannot be evaluated/);
    assert.deepEqual([broken.row['status'], broken.code], ['Failed', 'INVALID_FIELD']);
    assert.equal(((await flow.ask('log')) as unknown[]).length, 4);
  });

  it('evaluates with the deployed node, or else with the connection', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const context = (flow.node('create')['context'] as () => { flow: { set(key: string, value: string): void }; global: { set(key: string, value: string): void } })();
    context.flow.set('word', 'of the flow');
    context.global.set('word', 'of all');
    const summary = async (node: string, type: string) => {
      const body = { node, rows: [...rows.slice(0, 2), { mode: 'include', field: 'summary', value: 'word', type }] };
      const { preview } = await post<{ preview: { body: { fields: Record<string, unknown> } } }>('preview', body);
      return preview?.body.fields['summary'];
    };
    assert.equal(await summary('create', 'flow'), 'of the flow');
    assert.equal(await summary('create', 'global'), 'of all');
    assert.equal(await summary('nobody', 'global'), 'of all');
  });

  it('shows the request for a sample message, and sends nothing', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const answer = await post<{ ok: boolean; preview: Record<string, unknown> }>('preview', { rows, message: { payload: 'Link down', fields: { priority: 'high' } } });
    assert.equal(answer.ok, true);
    assert.deepEqual([answer.preview['method'], answer.preview['dryRun']], ['POST', true]);
    const { fields } = answer.preview['body'] as { fields: Record<string, unknown> };
    assert.deepEqual([fields['summary'], fields['priority']], ['Link down', { name: 'High' }]);
    const refused = await post<{ ok: boolean; code: string; fields: object }>('preview', { rows: withRow('priority', 'Sky-high') });
    assert.deepEqual([refused.ok, refused.code, Object.keys(refused.fields)], [false, 'INVALID_FIELD', ['priority']]);
    assert.deepEqual(await flow.ask('log'), []);
  });

  it('is refused for what is no table, and where the connection is not deployed', async () => {
    flow = await Flow.start({}, { adminApi: true });
    assert.equal((await post('create', { rows: 'none' })).status, 400);
    assert.equal((await post<Sent>('create', { rows: [{ mode: 'sometimes' }] })).code, 'CONFIG');
    assert.equal((await post('create', { rows: table }, 'create')).status, 404);
    assert.equal((await post('preview', { rows: table }, 'nobody')).status, 404);
  });
});
