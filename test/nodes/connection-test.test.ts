import assert from 'node:assert/strict';
import helper = require('node-red-node-test-helper');
import type { CloudGateway } from '../fixtures/cloud-gateway';
import { startCloudGateway } from '../fixtures/cloud-gateway';
import type { ConnectionReport } from '../../src/lib/jira/connection-test';
import { registerTest } from '../../src/nodes/jira-config/test-endpoint';
import { Flow } from './flow';

interface Report {
  ok: boolean;
  lines: Array<{ level: string; key: string; text: string }>;
  product: string;
}

/** Presses the button in the dialog of a connection. */
async function press(id: string): Promise<{ status: number; body: Report; text: string }> {
  const { status, body, text } = await helper.request().post(`/jira-tickets/${id}/test`);
  return { status, body: body as Report, text };
}

describe('the test of a connection', () => {
  let flow: Flow;
  let gateway: CloudGateway | undefined;
  afterEach(async () => {
    await flow.stop();
    await gateway?.close();
    gateway = undefined;
  });

  it('tells what it found, in lines with a text', async () => {
    flow = await Flow.start({}, { adminApi: true });
    const { status, body } = await press('server');
    assert.deepEqual([status, body.ok, body.product], [200, true, 'Jira Cloud']);
    assert.ok(body.lines.length >= 5);
    for (const { level, key, text } of body.lines) assert.ok(level === 'ok' && key.startsWith('test.') && text !== '', key);
  });

  it('tells what is wrong with a setting', async () => {
    flow = await Flow.start({ sandbox: false, url: 'ftp://jira.example.com' }, { adminApi: true });
    const { status, body } = await press('server');
    assert.deepEqual([status, body.ok, body.lines.map(({ key }) => key)], [200, false, ['testing.config']]);
  });

  it('tells refused credentials, and not what they are', async () => {
    gateway = await startCloudGateway();
    gateway.giveToken = (_asked, response) => void response.writeHead(401).end('{"error":"access_denied"}');
    const config = { sandbox: false, url: gateway.url, auth: 'oauth', tokenUrl: gateway.tokenUrl };
    flow = await Flow.start(config, { adminApi: true, credentials: { clientId: 'our-id', clientSecret: 'canary-secret' } });
    const { body, text } = await press('server');
    assert.deepEqual(body.lines.map(({ key }) => key), ['test.login.tokenRequest']);
    assert.doesNotMatch(text, /canary/);
    assert.equal(gateway.tokenRequests.length, 1);
  });

  it('is nowhere else', async () => {
    flow = await Flow.start({}, { adminApi: true });
    assert.equal((await press('create')).status, 404);
    assert.equal((await press('nobody')).status, 404);
  });
});

describe('the endpoint of the test', () => {
  type Handler = (request: { params: { id: string } }, response: { set(): void; json(report: object): void; status(status: number): object }) => void;

  /** The endpoint of a Node-RED with one connection, and how to press its button. */
  function endpoint(test: () => Promise<ConnectionReport>) {
    let route: { path: string; permission: string; handler: Handler } | undefined;
    const errors: string[] = [];
    const node = { id: 'server', type: 'jira-config', test };
    registerTest({
      _: (key: string) => key,
      auth: { needsPermission: (permission: string) => permission },
      log: { error: (message: string) => errors.push(message) },
      nodes: { getNode: () => node },
      httpAdmin: { post: (path: string, permission: string, handler: Handler) => (route = { path, permission, handler }) },
    } as never);
    const { path, permission, handler } = route ?? assert.fail();
    const pressed = () => new Promise<object | number>((resolve) => handler({ params: { id: 'server' } }, { set: () => undefined, json: resolve, status: (status) => ({ json: () => resolve(status) }) }));
    return { path, permission, pressed, errors };
  }

  const report: ConnectionReport = { ok: true, lines: [{ level: 'ok', key: 'test.user', values: { name: 'Ann' } }], product: '', version: '', user: 'Ann', projects: { count: 0, names: [] }, permissions: {} };

  it('wants the permission to write connections', () => {
    const { path, permission } = endpoint(() => Promise.resolve(report));
    assert.deepEqual([path, permission], ['/jira-tickets/:id/test', 'jira-config.write']);
  });

  it('tests once for all who press meanwhile, and again afterwards', async () => {
    const tests: Array<(value: ConnectionReport) => void> = [];
    const { pressed } = endpoint(() => new Promise((resolve) => tests.push(resolve)));
    const presses = [pressed(), pressed(), pressed()];
    await Promise.resolve();
    assert.equal(tests.length, 1);
    tests[0]?.(report);
    const text = 'node-red-contrib-jira-tickets/jira-config:jira-config.test.user';
    for (const answer of await Promise.all(presses)) assert.deepEqual(answer, { ...report, lines: [{ ...report.lines[0], text }] });
    void pressed();
    await Promise.resolve();
    assert.equal(tests.length, 2);
  });

  it('answers 500 to a fault of its own, and tells the log', async () => {
    const { pressed, errors } = endpoint(() => Promise.reject(new Error('odd')));
    assert.equal(await pressed(), 500);
    assert.match(errors.join(), /odd/);
  });
});
