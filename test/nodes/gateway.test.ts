import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudGateway } from '../fixtures/cloud-gateway';
import { startCloudGateway } from '../fixtures/cloud-gateway';
import { errorOf, Flow, rowOf } from './flow';

describe('a connection through the gateway of Atlassian', () => {
  let gateway: CloudGateway;
  let flow: Flow;
  beforeEach(async () => {
    gateway = await startCloudGateway();
  });
  afterEach(async () => {
    await flow.stop();
    await gateway.close();
  });

  it('creates tickets, and links them where people go', async () => {
    flow = await Flow.start({ sandbox: false, url: gateway.url, auth: 'none' });
    flow.send('create', { payload: 'through the gateway' });
    await flow.until(() => flow.out.length === 1);
    const { ticketKey, ticketUrl, status } = rowOf(flow.out[0]);
    assert.deepEqual([status, ticketUrl], ['Ok', `${gateway.sandbox.url}/browse/${String(ticketKey)}`]);
  });

  it('links a second CREATE with the same guid too, after a restart', async () => {
    flow = await Flow.start({ sandbox: false, url: gateway.url, auth: 'none' });
    flow.send('create', { payload: 'once', guid: 'alarm-1' });
    await flow.until(() => flow.out.length === 1);
    const first = rowOf(flow.out[0]);
    await flow.stop(true);
    flow = await Flow.start({ sandbox: false, url: gateway.url, auth: 'none' }, { userDir: flow.userDir });
    flow.send('create', { payload: 'twice', guid: 'alarm-1' });
    await flow.until(() => flow.out.length === 1);
    const second = rowOf(flow.out[0]);
    assert.deepEqual([second['duplicate'], second['ticketKey'], second['ticketUrl']], [true, first['ticketKey'], first['ticketUrl']]);
  });

  it('logs in with client credentials, which stand nowhere afterwards', async () => {
    gateway.accepted = new Set();
    const config = { sandbox: false, url: gateway.url, auth: 'oauth', tokenUrl: gateway.tokenUrl };
    flow = await Flow.start(config, { credentials: { clientId: 'our-id', clientSecret: 'canary-secret' } });
    flow.send('create', { payload: 'with a token' });
    await flow.until(() => flow.out.length === 1);
    assert.equal(rowOf(flow.out[0])['status'], 'Ok');
    assert.equal(gateway.tokenRequests.length, 1);
    const folder = join(flow.userDir, 'jira-tickets');
    const journal = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    assert.match(journal, /with a token/);
    assert.doesNotMatch(journal, /canary-secret|access-token-1|oauth\/token/);
  });

  it('is held where the client credentials are refused', async () => {
    gateway.giveToken = (_asked, response) => void response.writeHead(401).end('{"error":"access_denied"}');
    const config = { sandbox: false, url: gateway.url, auth: 'oauth', tokenUrl: gateway.tokenUrl };
    flow = await Flow.start(config, { credentials: { clientId: 'our-id', clientSecret: 'canary-secret' } });
    flow.send('create', { payload: 'with a wrong secret' });
    await flow.until(() => flow.caught.length === 1);
    assert.equal(errorOf(flow).code, 'AUTH');
    assert.match(errorOf(flow).message, /client secret/);
  });
});
