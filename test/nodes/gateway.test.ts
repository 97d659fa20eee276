import assert from 'node:assert/strict';
import type { CloudGateway } from '../fixtures/cloud-gateway';
import { startCloudGateway } from '../fixtures/cloud-gateway';
import { Flow, rowOf } from './flow';

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
});
