import assert from 'node:assert/strict';
import helper = require('node-red-node-test-helper');
import { registerStatus } from '../../src/nodes/jira-config/status-endpoint';
import jiraSidebar from '../../src/nodes/jira-sidebar/jira-sidebar';
import { Flow } from './flow';

interface Answer {
  status: number;
  body: Record<string, unknown> & { rows: Array<Record<string, unknown>>; removed: string[]; since: string };
}

async function get(path: string): Promise<Answer> {
  const { status, body } = await helper.request().get(`/jira-tickets/${path}`);
  return { status, body: body as Answer['body'] };
}

async function post(path: string, asked: object): Promise<Answer> {
  const { status, body } = await helper.request().post(`/jira-tickets/${path}`).send(asked);
  return { status, body: body as Answer['body'] };
}

const failing = { fields: { issuetype: 'Nothing of the kind' } };

async function send(flow: Flow, count: number, over: object = {}): Promise<void> {
  const before = flow.out.length + flow.caught.length;
  for (let i = 0; i < count; i++) flow.send('create', { payload: `alarm ${before + i}`, guid: `g${before + i}`, ...over });
  await flow.until(() => flow.out.length + flow.caught.length === before + count);
}

describe('the endpoints of the sidebar', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('name the connections, and where people open their Jira', async () => {
    const broken = { id: 'broken', type: 'jira-config', name: 'Broken', url: 'ftp://jira.example.com' };
    flow = await Flow.start({}, { adminApi: true, nodes: [broken] });
    const { connections } = (await get('connections')).body as unknown as { connections: Array<{ id: string; site: string }> };
    assert.deepEqual(connections.map(({ site, ...one }) => ({ ...one, site: site.replace(/\d+$/, '…') })), [
      { id: 'server', name: 'Jira', sandbox: true, site: 'http://127.0.0.1:…' },
      { id: 'broken', name: 'Broken', sandbox: false, site: '' },
    ]);
  });

  it('tell the state of a connection', async () => {
    const broken = { id: 'broken', type: 'jira-config', name: 'Broken', url: 'ftp://jira.example.com' };
    flow = await Flow.start({}, { adminApi: true, nodes: [broken] });
    assert.deepEqual((await get('server/status')).body, { state: 'ok', pending: 0, deferred: 0, until: 0, reason: '' });
    const { state, reason } = (await get('broken/status')).body;
    assert.equal(state, 'trouble');
    assert.match(String(reason), /ftp:\/\//);
  });

  it('give the log, and afterwards only what is new in it', async () => {
    flow = await Flow.start({}, { adminApi: true });
    await send(flow, 2);
    const first = (await get('server/log')).body;
    assert.deepEqual([first.rows.length, first['anew'], first['more']], [2, true, false]);
    assert.deepEqual((await get(`server/log?since=${first.since}`)).body, { ...first, rows: [], anew: false });
    await send(flow, 1);
    const second = (await get(`server/log?since=${first.since}`)).body;
    assert.deepEqual(second.rows.map(({ guid, status }) => [guid, status]), [['g2', 'Ok']]);
    await post('server/clear', { table: 'tickets' });
    assert.equal((await get(`server/log?since=${second.since}`)).body.removed.length, 3);
  });

  it('give at most 1,000 rows at once', async () => {
    flow = await Flow.start({ logMax: '2000' }, { adminApi: true });
    const text = Array.from({ length: 1_200 }, (_, i) => `${String(i).padStart(8, '0')}-1111-4222-8333-444444444444|NOTHING|summary;x|`).join('\n');
    flow.send('advanced', { payload: text });
    await flow.until(() => flow.caught.length === 1_200);
    const first = (await get('server/log')).body;
    const second = (await get(`server/log?since=${first.since}`)).body;
    assert.deepEqual([first.rows.length, first['more'], second.rows.length, second['more'], second['anew']], [1_000, true, 200, false, false]);
  });

  it('begin anew for who read before a deploy, and refuse what no answer said', async () => {
    flow = await Flow.start({}, { adminApi: true });
    await send(flow, 1);
    const answer = (await get('server/log?since=0123abcd-1-1')).body;
    assert.deepEqual([answer['anew'], answer.rows.length], [true, 1]);
    assert.equal((await get('server/responses?since=0123abcd-1')).body['anew'], true);
    assert.equal((await get('server/log?since=yesterday')).status, 400);
  });

  it('gather the alarms of the log, and what becomes of them', async () => {
    flow = await Flow.start({}, { adminApi: true });
    await send(flow, 1);
    const first = (await get('server/alarms')).body;
    assert.deepEqual(first.rows.map(({ guid, action, commands }) => [guid, action, commands]), [['g0', 'CREATE', 1]]);
    flow.send('create', { action: 'UPDATE', guid: 'g0', fields: { summary: 'again' } });
    await flow.until(() => flow.out.length === 2);
    const second = (await get(`server/alarms?since=${first.since}`)).body;
    assert.deepEqual(second.rows.map(({ guid, action, commands }) => [guid, action, commands]), [['g0', 'UPDATE', 2]]);
    await post('server/clear', { table: 'tickets' });
    assert.deepEqual((await get(`server/alarms?since=${second.since}`)).body.removed, ['g0']);
  });

  it('give what Jira answered, numbered', async () => {
    flow = await Flow.start({}, { adminApi: true });
    await send(flow, 1);
    const first = (await get('server/responses')).body;
    assert.deepEqual(first.rows.map(({ id }) => id), first.rows.map((_, i) => i));
    assert.ok(first.rows.some(({ method, status }) => method === 'POST' && status === 201));
    await post('server/clear', { table: 'responses' });
    const { rows, first: oldest } = (await get(`server/responses?since=${first.since}`)).body;
    assert.deepEqual([rows, oldest], [[], first.rows.length]);
  });

  it('count by day as in all, and reset both', async () => {
    flow = await Flow.start({ timezone: 'UTC' }, { adminApi: true });
    await send(flow, 2);
    const { body } = await get('server/statistics');
    const day = new Date().toISOString().slice(0, 10);
    assert.deepEqual([body['create'], body['days']], [{ total: 2, today: 2, yesterday: 0 }, [{ day, create: 2, update: 0, total: 2 }]]);
    const reset = (await post('server/reset', { scope: 'all', counter: 'daily' })).body;
    assert.deepEqual([reset['create'], reset['days']], [{ total: 2, today: 0, yesterday: 0 }, []]);
    assert.equal((await post('server/reset', { scope: 'everything', counter: 'daily' })).status, 400);
  });

  it('retry, drop and cancel the chosen rows, and no others', async () => {
    flow = await Flow.start({ updateMax: '1', updatePeriod: '3600' }, { adminApi: true });
    await send(flow, 2, failing);
    const failed = (await get('server/log')).body.rows.map(({ id }) => id);
    assert.deepEqual((await post('server/rows', { action: 'retry', ids: [failed[0]] })).body, { count: 1 });
    await flow.until(() => flow.caught.length === 3);
    assert.deepEqual((await post('server/rows', { action: 'drop', ids: [failed[0], 'nobody'] })).body, { count: 1 });
    assert.deepEqual((await get('server/log')).body.rows.map(({ id }) => id), [failed[1]]);
    await send(flow, 1);
    for (const summary of ['one', 'two']) flow.send('advanced', { payload: `NET-1|UPDATE|summary;${summary}|` });
    let waiting: unknown[] = [];
    while (waiting.length === 0) {
      waiting = (await get('server/log')).body.rows.filter(({ type, status }) => type === 'Automatic' && status === 'Pending').map(({ id }) => id);
      if (flow.out.length < 2) waiting = [];
    }
    assert.deepEqual((await post('server/rows', { action: 'cancel', ids: waiting })).body, { count: 1 });
  });

  it('give the chosen rows as CSV, in their order', async () => {
    flow = await Flow.start({}, { adminApi: true });
    await send(flow, 3);
    const ids = (await get('server/log')).body.rows.map(({ id }) => id).reverse().slice(0, 2);
    const csv = String((await post('server/csv', { ids: ['gone', ...ids] })).body['csv']);
    assert.deepEqual(csv.trim().split('\r\n').map((line) => line.split(',')[0]), ['id', ...ids]);
  });

  it('take at most 1,000 ids, and nothing but what they know', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const many = Array.from({ length: 1_001 }, String);
    for (const body of [{ ids: many }, { ids: [] }, {}, { ids: [1] }]) assert.equal((await post('server/csv', body)).status, 400);
    assert.equal((await post('server/rows', { action: 'delete', ids: ['1'] })).status, 400);
    assert.equal((await post('server/clear', { table: 'all' })).status, 400);
  });

  it('are nowhere else', async () => {
    flow = await Flow.start({}, { adminApi: true });
    for (const path of ['status', 'log', 'responses', 'alarms', 'statistics']) {
      assert.equal((await get(`nobody/${path}`)).status, 404);
      assert.equal((await get(`create/${path}`)).status, 404);
    }
    for (const [path, body] of [['rows', { action: 'drop', ids: ['1'] }], ['clear', { table: 'tickets' }], ['csv', { ids: ['1'] }], ['reset', { scope: 'all', counter: 'all' }]] as const) {
      assert.equal((await post(`create/${path}`, body)).status, 404);
    }
  });
});

describe('the permissions of the sidebar\'s endpoints', () => {
  it('are to read for looking, and to write for all that changes something', () => {
    const permissions: Record<string, string> = {};
    const add = (path: string, permission: string): void => {
      permissions[path.replace('/jira-tickets/', '')] = permission;
    };
    const RED = { auth: { needsPermission: (permission: string) => permission }, httpAdmin: { get: add, post: add } };
    jiraSidebar(RED as never);
    registerStatus(RED as never);
    const [read, write] = ['jira-config.read', 'jira-config.write'];
    assert.deepEqual(permissions, {
      connections: read,
      ':id/status': read,
      ':id/log': read,
      ':id/responses': read,
      ':id/alarms': read,
      ':id/csv': read,
      ':id/statistics': read,
      ':id/rows': write,
      ':id/clear': write,
      ':id/reset': write,
    });
  });
});
