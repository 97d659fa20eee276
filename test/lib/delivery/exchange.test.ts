import assert from 'node:assert/strict';
import { Exchange } from '../../../src/lib/delivery/exchange';
import { Gate } from '../../../src/lib/delivery/gate';
import type { Limiter } from '../../../src/lib/delivery/limiter';
import { settle } from '../../../src/lib/delivery/settle';
import { parseAddress } from '../../../src/lib/jira/address';
import type { JiraAnswer } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { TicketError } from '../../../src/lib/ticket/error';
import { address, answer, stubPort } from '../jira/jira-stub';
import { unlimited } from './unlimited';
import { VirtualClock } from '../../simulation/virtual-clock';
import { VirtualJira } from '../../simulation/virtual-jira';

const create = { method: 'POST' as const, path: 'rest/api/latest/issue', body: { fields: { summary: 'x' } } };

describe('a request that the limiter gives up', () => {
  it('while the disk hangs is not sent later, behind its back', async () => {
    const clock = new VirtualClock();
    const jira = new VirtualJira({ clock });
    // As Bottleneck's expiration: it rejects, and the job runs on.
    const limiter: Limiter = { schedule: (job) => new Promise((_, reject) => void (job(() => {}).catch(reject), clock.after(1_000, () => reject(new Error('timed out'))))), shift: () => {}, stop: () => {} };
    const exchange = new Exchange(jira, parseAddress('https://jira.example.com', ''), limiter, new Gate(() => 0), clock, () => {});
    let result: unknown;
    const before = (): Promise<void> => new Promise((resolve) => clock.after(5_000, resolve));
    void exchange.exchange(create, { operation: 'create', scopes: ['create'], rows: [], before }).then((one) => (result = one));
    await clock.pass(60_000);
    assert.ok(result instanceof NoAnswer && result.code === 'EXPIRED' && !result.sent);
    assert.equal(jira.requests.length, 0);
  });

  it('is no reason for a question to throw', async () => {
    const late: Limiter = { ...unlimited, schedule: (job) => job(() => {}).then(() => Promise.reject(new Error('timed out'))) };
    const clock = new VirtualClock();
    const exchange = new Exchange(new VirtualJira({ clock }), address, late, new Gate(() => 0), clock, () => {});
    let result: unknown;
    void exchange.probe().then((one) => (result = one));
    await clock.pass(1_000);
    assert.ok(result instanceof NoAnswer && result.code === 'EXPIRED' && result.sent);
  });

  it('before its turn, for the connection closes, was not sent', async () => {
    const stopped: Limiter = { ...unlimited, schedule: () => Promise.reject(new Error('stopped')) };
    const exchange = new Exchange(stubPort(() => assert.fail('sent after all')), address, stopped, new Gate(() => 0), new VirtualClock(), () => {});
    for (const result of [await exchange.probe(), await exchange.exchange(create, { operation: 'create', scopes: ['create'], rows: [] })]) {
      assert.ok(result instanceof NoAnswer && result.code === 'CLOSED' && !result.sent);
    }
    await assert.rejects(exchange.send({ method: 'GET', path: 'rest/api/latest/field' }), /connection was closed/);
  });

  it('tells that it cannot be noted', async () => {
    const clock = new VirtualClock();
    const exchange = new Exchange(new VirtualJira({ clock }), parseAddress('https://jira.example.com', ''), unlimited, new Gate(() => 0), clock, () => {});
    const before = (): Promise<void> => Promise.reject(new TicketError('JOURNAL', 'full'));
    await assert.rejects(exchange.exchange(create, { operation: 'create', scopes: ['create'], rows: [], before }), { code: 'JOURNAL' });
  });
});

describe('a request whose path leads elsewhere', () => {
  it('is refused for good, before it is noted, and is no outage', async () => {
    const gate = new Gate(() => 0);
    const exchange = new Exchange(stubPort(() => assert.fail('sent after all')), address, unlimited, gate, new VirtualClock(), () => assert.fail('answered'));
    const before = (): Promise<void> => assert.fail('noted as sent');
    for (let times = 0; times < 5; times += 1) {
      const request = { method: 'PUT' as const, path: `${address.issuePath}/..` };
      await assert.rejects(exchange.exchange(request, { operation: 'update', scopes: ['update'], rows: [], before }), { code: 'CONFIG' });
      await assert.rejects(exchange.send({ ...request, method: 'GET' }), { code: 'CONFIG' });
    }
    assert.deepEqual([gate.doubtful, gate.closedUntil(['all', 'update', 'read'], 0)], [false, 0]);
  });
});

describe('a refused serverInfo', () => {
  const serverInfo = { method: 'GET' as const, path: 'rest/api/latest/serverInfo' };
  const myself = { method: 'GET' as const, path: 'rest/api/latest/myself' };

  function held(refused: RegExp) {
    const gate = new Gate(() => 0);
    const port = stubPort(({ path }) => answer(refused.test(path) ? 401 : 200, {}));
    return { gate, exchange: new Exchange(port, address, unlimited, gate, new VirtualClock(), () => {}) };
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

describe('a 401 to a watcher or a link', () => {
  const watcher = { method: 'POST' as const, path: 'rest/api/latest/issue/NET-1/watchers', body: 'jdoe' };
  const purpose = { operation: 'update' as const, scopes: [], rows: [] };
  const issue = { method: 'GET' as const, path: 'rest/api/latest/issue/NET-1' };

  /** @param whoWeAre what `myself` answers */
  function refusing(whoWeAre: () => JiraAnswer) {
    const gate = new Gate(() => 0);
    const port = stubPort(({ path }) => (path.endsWith('/watchers') ? answer(401, { errorMessages: ['You may not.'] }) : path.endsWith('/myself') ? whoWeAre() : answer(200, {})));
    return { gate, port, exchange: new Exchange(port, address, unlimited, gate, new VirtualClock(), () => {}) };
  }
  const verdictOf = async (exchange: Exchange) => settle(await exchange.exchange(watcher, purpose), 'update').verdict;

  for (const [what, whoWeAre] of [['says who we are', answer(200, { name: 'bot' })], ['is too old to say it', answer(404, { message: 'null for uri' })]] as const) {
    it(`is a missing permission where Jira ${what}`, async () => {
      const { gate, exchange, port } = refusing(() => whoWeAre);
      await exchange.send(issue);
      assert.equal(await verdictOf(exchange), 'rejected');
      assert.equal(gate.held, undefined);
      assert.deepEqual(port.asked.map(({ path }) => path.split('/').at(-1)), ['NET-1', 'watchers', 'myself']);
    });
  }

  it('holds where Jira does not say who we are either', async () => {
    const { gate, exchange } = refusing(() => answer(401));
    await exchange.send(issue);
    assert.equal(await verdictOf(exchange), 'hold');
    assert.match(gate.held ?? '', /credentials/);
  });

  it('is tried again later where Jira does not answer that now', async () => {
    for (const passing of [answer(502), answer(429)]) {
      const { gate, exchange } = refusing(() => passing);
      await exchange.send(issue);
      assert.equal(await verdictOf(exchange), 'retry');
      assert.equal(gate.held, undefined);
    }
  });

  it('holds without a question while nothing has shown that the credentials are good', async () => {
    const { gate, exchange, port } = refusing(() => answer(200, { name: 'bot' }));
    assert.equal(await verdictOf(exchange), 'hold');
    assert.match(gate.held ?? '', /credentials/);
    assert.equal(port.asked.length, 1);
  });
});
