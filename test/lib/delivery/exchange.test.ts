import assert from 'node:assert/strict';
import { Exchange } from '../../../src/lib/delivery/exchange';
import { Gate } from '../../../src/lib/delivery/gate';
import type { Limiter } from '../../../src/lib/delivery/limiter';
import { parseAddress } from '../../../src/lib/jira/address';
import { NoAnswer } from '../../../src/lib/jira/http';
import { TicketError } from '../../../src/lib/ticket/error';
import { address, answer, stubPort } from '../jira/jira-stub';
import { VirtualClock } from '../../simulation/virtual-clock';
import { VirtualJira } from '../../simulation/virtual-jira';

const create = { method: 'POST' as const, path: 'rest/api/latest/issue', body: { fields: { summary: 'x' } } };

describe('a request that the limiter gives up', () => {
  it('while the disk hangs is not sent later, behind its back', async () => {
    const clock = new VirtualClock();
    const jira = new VirtualJira({ clock });
    // As Bottleneck's expiration: it rejects, and the job runs on.
    const limiter: Limiter = { schedule: (job) => new Promise((_, reject) => void (job().catch(reject), clock.after(1_000, () => reject(new Error('timed out'))))), shift: () => {}, stop: () => {} };
    const exchange = new Exchange(jira, parseAddress('https://jira.example.com', ''), limiter, new Gate(() => 0), clock, () => {});
    let result: unknown;
    const before = (): Promise<void> => new Promise((resolve) => clock.after(5_000, resolve));
    void exchange.exchange(create, { operation: 'create', scopes: ['create'], rows: [], before }).then((one) => (result = one));
    await clock.pass(60_000);
    assert.ok(result instanceof NoAnswer && result.code === 'EXPIRED' && !result.sent);
    assert.equal(jira.requests.length, 0);
  });

  it('tells that it cannot be noted', async () => {
    const clock = new VirtualClock();
    const exchange = new Exchange(new VirtualJira({ clock }), parseAddress('https://jira.example.com', ''), { schedule: (job) => job(), shift: () => {}, stop: () => {} }, new Gate(() => 0), clock, () => {});
    const before = (): Promise<void> => Promise.reject(new TicketError('JOURNAL', 'full'));
    await assert.rejects(exchange.exchange(create, { operation: 'create', scopes: ['create'], rows: [], before }), { code: 'JOURNAL' });
  });
});

describe('a refused serverInfo', () => {
  const serverInfo = { method: 'GET' as const, path: 'rest/api/latest/serverInfo' };
  const myself = { method: 'GET' as const, path: 'rest/api/latest/myself' };

  function held(refused: RegExp) {
    const gate = new Gate(() => 0);
    const port = stubPort(({ path }) => answer(refused.test(path) ? 401 : 200, {}));
    return { gate, exchange: new Exchange(port, address, { schedule: (job) => job(), shift: () => {}, stop: () => {} }, gate, new VirtualClock(), () => {}) };
  }

  it('holds the connection while nothing else says that the credentials are good', async () => {
    const { gate, exchange } = held(/serverInfo/);
    await exchange.send(serverInfo);
    assert.match(gate.held ?? '', /credentials/);
  });

  it('holds nothing once Jira has taken them', async () => {
    const { gate, exchange } = held(/serverInfo/);
    await exchange.send(myself);
    await exchange.send(serverInfo);
    assert.equal(gate.held, undefined);
  });

  it('holds again once Jira has refused them elsewhere', async () => {
    const { gate, exchange } = held(/serverInfo|issue/);
    await exchange.send(myself);
    await exchange.send({ method: 'GET', path: 'rest/api/latest/issue/NET-1' });
    gate.release();
    await exchange.send(serverInfo);
    assert.match(gate.held ?? '', /credentials/);
  });
});
