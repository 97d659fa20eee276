import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { spy } from 'sinon';
import { errorOf, Flow, rowOf } from './flow';

type Row = Record<string, unknown>;

describe('jira-config', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  for (const [what, config, words] of [
    ['a wrong URL', { sandbox: false, url: 'ftp://x' }, /http/],
    ['no URL', { sandbox: false, url: '' }, /URL/i],
    ['a number that is none', { logMax: 'many' }, /logMax: expected a .*number.*, found "many"/],
    ['a number that is too small', { timeout: 0 }, /timeout: expected a number of at least 0\.1, found 0\./],
    ['a choice that is none', { marker: 'stamp', auth: {} }, /auth: expected one of .*, found an object; marker: expected one of .*, found "stamp"\./],
    ['an unknown context store', { contextStore: 'nowhere' }, /nowhere/],
    ['a time zone that does not exist', { timezone: 'Mars/Olympus' }, /Mars/],
    ['a proxy node that is gone', { sandbox: false, url: 'jira.example.com', proxy: 'gone' }, /http proxy/],
    ['a TLS node that is gone', { sandbox: false, url: 'jira.example.com', tls: 'gone' }, /tls-config/],
    ['missing credentials', { sandbox: false, url: 'jira.example.com', auth: 'basic' }, /user name/],
  ] as const) {
    it(`with ${what} fails each command with CONFIG, in words, and the runtime lives`, async () => {
      flow = await Flow.start(config);
      flow.send('create', { payload: 'x' });
      await flow.until(() => flow.caught.some(({ payload }) => (payload as Row | undefined)?.['status'] === 'Failed'));
      const caught = flow.caught.find(({ payload }) => (payload as Row | undefined)?.['status'] === 'Failed');
      const error = caught?.['error'] as { code: string; message: string };
      assert.equal(error.code, 'CONFIG');
      assert.match(error.message, words);
    });
  }

  it('that is deleted while commands wait says so', async () => {
    const jira = { sandbox: false, url: 'http://127.0.0.1:9' };
    flow = await Flow.start(jira);
    const warned: string[] = [];
    flow.node('server')['warn'] = (text: string) => warned.push(text);
    flow.send('create', { payload: 'a' });
    while (((await flow.ask('log')) as Row[]).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await flow.deploy('server', undefined);
    assert.deepEqual(warned, ["Commands still wait in this connection's journal (1): they go on once a jira-config with the id server is back."]);
  });

  it('is followed by nodes that name it by a variable, which Node-RED leaves as they are where it makes it anew', async () => {
    const byName = { server: '${JIRA}' };
    const tab = { id: 'tab', type: 'tab', env: [{ name: 'JIRA', value: 'server', type: 'str' }] };
    const log = { id: 'log', z: 'tab', type: 'jira-log', table: 'tickets', changes: true, wires: [['answers']], ...byName };
    flow = await Flow.start({}, { nodes: [tab, { id: 'create', ...byName }, log] });
    flow.send('create', { payload: 'a' });
    await flow.until(() => flow.out.length === 1);
    await flow.deploy('server', { logMax: 500 });
    flow.send('create', { payload: 'b' });
    await flow.until(() => flow.out.length + flow.caught.length === 2);
    assert.deepEqual([flow.out.map((message) => rowOf(message)['status']), flow.caught], [['Ok', 'Ok'], []]);
    assert.deepEqual(((await flow.ask('log')) as Row[]).map(({ ticketKey }) => ticketKey), flow.out.map((message) => rowOf(message)['ticketKey']).toReversed());
  });

  it('understands ${ENV} in its properties, also within a text', async () => {
    process.env['JIRA_TEST_MAX'] = '1';
    process.env['JIRA_TEST_PATH'] = 'latest';
    flow = await Flow.start({ logMax: '${JIRA_TEST_MAX}', path: '/rest/api/${JIRA_TEST_PATH}/issue/' });
    flow.send('create', { payload: 'a' });
    flow.send('create', { payload: 'b' });
    await flow.until(() => flow.out.length === 2);
    assert.equal(((await flow.ask('log')) as Row[]).length, 1);
  });

  it('takes a ${ without its brace in a credential for what it is', async () => {
    const asked: string[] = [];
    const server = createServer(({ headers }, response) => {
      asked.push(Buffer.from(String(headers.authorization).replace('Basic ', ''), 'base64').toString());
      response.writeHead(400, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['JIRA_TEST_SECRET'] = 'secret';
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { username: 'us${er', password: 'pa${ss ${JIRA_TEST_SECRET}}${} $' };
    flow = await Flow.start({ sandbox: false, url, auth: 'basic' }, { credentials });
    flow.send('create', { payload: 'a' });
    await flow.until(() => flow.caught.length === 1);
    assert.equal(errorOf(flow).code, 'JIRA_REJECTED');
    assert.deepEqual(new Set(asked), new Set(['us${er:pa${ss secret}${} $']));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('keeps rows, counters and guids through a restart, and in the global context', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'a', guid: 'same' });
    await flow.until(() => flow.out.length === 1);
    const rows = await flow.ask('log');
    const counters = await flow.ask('stats');
    await flow.stop(true);
    flow = await Flow.start({}, { userDir: flow.userDir });
    assert.deepEqual(await flow.ask('log'), rows);
    assert.deepEqual(await flow.ask('stats'), counters);
    flow.send('create', { payload: 'a', guid: 'same' });
    await flow.until(() => flow.out.length === 1);
    assert.equal(rowOf(flow.out[0])['duplicate'], true);
    const context = (flow.node('create')['context'] as () => { global: { get(key: string): { log: Row[]; stats: Row } | undefined } })();
    const view = (): { log: Row[]; stats: Row } | undefined => context.global.get('jira_server');
    while (view()?.log.length !== 2) await flow.ask('log');
    assert.deepEqual(view()?.log, await flow.ask('log'));
    assert.deepEqual(view()?.stats, { ...view()?.stats, create: { total: 1, today: 1, yesterday: 0 } });
  });

  it('gives what ends after a restart to the node that took it, as recovered', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url?.includes('/issue') && hanging ? 503 : 200, { 'content-type': 'application/json', ...(hanging ? { 'retry-after': '1' } : {}) });
      response.end(request.method === 'POST' ? '{"id":"1","key":"NET-1"}' : '{}');
    });
    let hanging = true;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    flow = await Flow.start({ sandbox: false, url });
    flow.send('create', { payload: 'a' });
    await flow.until(() => flow.statuses.length > 1);
    const pending = async (): Promise<number> => ((await flow.ask('log')) as Row[]).filter(({ status }) => status === 'Pending').length;
    while ((await pending()) === 0);
    await flow.stop(true);
    hanging = false;
    flow = await Flow.start({ sandbox: false, url }, { userDir: flow.userDir });
    await flow.until(() => flow.out.length + flow.caught.length === 1);
    assert.equal(flow.out[0]?.['recovered'], true);
    assert.equal(rowOf(flow.out[0])['ticketKey'], 'NET-1');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives what ends while it closes to the node that follows, as recovered', async () => {
    let creates = 0;
    let asked: () => void = () => {};
    const onItsWay = new Promise<void>((resolve) => (asked = resolve));
    const server = createServer((request, response) => {
      const isCreate = request.method === 'POST' && (request.url ?? '').includes('/issue');
      response.setHeader('content-type', 'application/json');
      if (!isCreate) return response.end('{}');
      creates += 1;
      asked();
      return setTimeout(() => response.writeHead(201).end('{"id":"1","key":"NET-1"}'), 300);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    flow = await Flow.start({ sandbox: false, url });
    flow.send('create', { payload: 'a' });
    await onItsWay;
    await flow.stop(true);
    flow = await Flow.start({ sandbox: false, url }, { userDir: flow.userDir });
    await flow.until(() => flow.out.length + flow.caught.length === 1);
    assert.deepEqual([flow.out[0]?.['recovered'], rowOf(flow.out[0])['status'], rowOf(flow.out[0])['ticketKey'], creates], [true, 'Ok', 'NET-1', 1]);
    await flow.stop(true);
    flow = await Flow.start({ sandbox: false, url }, { userDir: flow.userDir });
    flow.send('create', { payload: 'b' });
    await flow.until(() => flow.out.length === 1);
    assert.equal(flow.out[0]?.['recovered'], undefined, 'it is told once');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('lets no credential out: not in messages, errors, status, context or journal', async () => {
    const password = 'canary-Pa55word';
    const header = Buffer.from(`user:${password}`).toString('base64');
    const server = createServer((request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errorMessages: [`you sent ${request.headers.authorization ?? ''} and ${password}`], errors: {} }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    flow = await Flow.start({ sandbox: false, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, auth: 'basic' }, { credentials: { username: 'user', password } });
    flow.send('create', { payload: 'a' });
    await flow.until(() => flow.caught.length === 1);
    assert.equal(errorOf(flow).code, 'JIRA_REJECTED');
    assert.match(errorOf(flow).message, /you sent/);
    const context = (flow.node('create')['context'] as () => { global: { get(key: string): unknown } })();
    const files = await Promise.all((await readdir(join(flow.userDir, 'jira-tickets'))).map((name) => readFile(join(flow.userDir, 'jira-tickets', name), 'utf8')));
    const seen = JSON.stringify([flow.caught, flow.statuses, await flow.ask('log'), context.global.get('jira_server'), files]);
    for (const secret of [password, header, encodeURIComponent(header)]) assert.ok(!seen.includes(secret));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('shows what holds it up on every node, and clears it on close', async () => {
    flow = await Flow.start({ sandbox: false, url: 'http://127.0.0.1:9' });
    flow.send('create', { payload: 'a' });
    await flow.until(() => flow.statuses.length >= 2);
    assert.ok(flow.statuses.every(({ status }) => String((status as Row)['text'] ?? '').length < 120));
  });

  it('delivers where its times are so long as people write them who mean never', async () => {
    const never = '999999999999';
    flow = await Flow.start({ timeout: never, requestsMax: '100', requestsPeriod: never, updateMax: '100', updatePeriod: never, logMaxDays: never, settleWindow: never, giveUpAfter: never, guidDays: never });
    flow.send('create', { payload: 'a' });
    await flow.until(() => flow.out.length === 1);
    // Nobody knows it: what this user has created in all that time is asked for.
    flow.send('create', { action: 'UPDATE', guid: 'nobody', fields: { summary: 'x' } });
    await flow.until(() => flow.caught.length === 1);
    assert.equal(errorOf(flow).code, 'UNKNOWN_TICKET');
    assert.equal(((await flow.ask('log', { action: 'prune' })) as Row[]).length, 2);
  });

  it('says that another Node-RED has the journal, and that nothing was accepted', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'a' });
    await flow.until(() => flow.out.length === 1);
    const { userDir } = flow;
    await flow.stop(true);
    await writeFile(join(userDir, 'jira-tickets', 'server.jsonl.lock'), JSON.stringify({ pid: process.ppid, host: hostname(), start: 'another', beat: 0 }));
    flow = await Flow.start({}, { userDir });
    flow.send('create', { payload: 'b' });
    await flow.until(() => flow.caught.some(({ payload }) => (payload as Row | undefined)?.['status'] === 'Failed'));
    assert.equal(errorOf(flow).code, 'JOURNAL');
    assert.match(errorOf(flow).message, /in use by process/);
  });

  it('keeps nothing of an attempt that found the journal taken: there is one every ten seconds', async () => {
    flow = await Flow.start();
    const { userDir } = flow;
    await flow.ask('log');
    assert.equal(flow.log.filter((line) => line.startsWith('Sandbox: ')).length, 1);
    await flow.stop(true);
    await writeFile(join(userDir, 'jira-tickets', 'server.jsonl.lock'), JSON.stringify({ pid: process.ppid, host: hostname(), start: 'another', beat: 0 }));
    const destroyed = spy(Agent.prototype, 'destroy');
    try {
      flow = await Flow.start({}, { userDir });
      flow.send('create', { payload: 'b' });
      await flow.until(() => flow.caught.some(({ payload }) => (payload as Row | undefined)?.['status'] === 'Failed'));
      assert.equal(destroyed.callCount, 1);
      assert.deepEqual(flow.log.filter((line) => line.startsWith('Sandbox: ')), []);
    } finally {
      destroyed.restore();
    }
  });
});
