import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { FaultRule } from '../../../src/lib/sandbox/sandbox';
import { Running, task } from './running';

describe('sandbox: faults on demand', () => {
  const running = new Running();
  const create = () => running.ask('POST', 'issue', { fields: task() });
  const tickets = () => running.sandbox.jira.tickets().length;

  it('strike once, in the order they were added, and then no more', async () => {
    const { faults } = await running.start();
    faults.add({ kind: 'status', status: 503, headers: { 'Retry-After': '7' } });
    faults.add({ kind: 'status', times: 2 });
    const first = await create();
    assert.deepEqual([first.status, first.headers.get('retry-after'), first.json.errors], [503, '7', {}]);
    assert.deepEqual([(await create()).status, faults.pending.length, (await create()).status, faults.pending.length], [500, 1, 500, 0]);
    assert.equal((await create()).status, 201);
    assert.equal(tickets(), 1);
  });

  it('strike only what they are meant for', async () => {
    const { faults } = await running.start();
    faults.add({ kind: 'status', match: { method: 'POST', path: /\/issue$/g } });
    assert.equal((await running.ask('GET', 'issue/NET-1')).status, 404);
    assert.equal((await running.ask('POST', 'search/jql', { jql: 'project = NET' })).status, 200);
    assert.equal((await running.ask('GET', '/')).status, 200);
    assert.equal((await create()).status, 500);
  });

  it('strike by chance, for as long as they are there', async () => {
    let dice = 0.3;
    const { faults } = await running.start({ random: () => dice });
    const remove = faults.add({ kind: 'status', probability: 0.3 });
    assert.equal((await create()).status, 201);
    dice = 0.29;
    assert.equal((await create()).status, 500);
    assert.equal((await create()).status, 500);
    remove();
    assert.equal((await create()).status, 201);
    faults.add({ kind: 'status', probability: 1, times: 1 });
    assert.equal((await create()).status, 500);
    assert.equal((await create()).status, 201);
  });

  it('are forgotten when they are cleared, or the sandbox is reset', async () => {
    const { faults, jira } = await running.start();
    faults.add({ kind: 'status' });
    faults.clear();
    assert.equal((await create()).status, 201);
    faults.add({ kind: 'status' });
    jira.reset();
    assert.deepEqual([tickets(), jira.requests.length], [0, 0]);
    assert.equal((await create()).json.key, 'NET-1');
  });

  it('429 on Cloud says why and until when', async () => {
    const { faults } = await running.start();
    faults.add({ kind: '429', retryAfter: 5, reason: 'jira-per-issue-on-write' });
    const { status, headers, json } = await create();
    assert.deepEqual([status, json], [429, { errorMessages: ['The request has been rate-limited. Please try again later.'], errors: {}, status: 429 }]);
    assert.deepEqual(
      ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'ratelimit-reason'].map((name) => headers.get(name)),
      ['5', '350', '0', '2026-11-23T12:00:05Z', 'jira-per-issue-on-write'],
    );
    faults.add({ kind: '429' });
    assert.deepEqual([(await create()).headers.get('retry-after')], ['1']);
    faults.add({ kind: '429', retryAfter: null });
    assert.equal((await create()).headers.get('retry-after'), null);
    assert.equal(tickets(), 0);
  });

  it('429 on a Data Center is a page that says 0', async () => {
    const { faults } = await running.start({ version: 'dc9' });
    faults.add({ kind: '429' });
    const { status, headers, text } = await create();
    assert.deepEqual([status, headers.get('retry-after'), headers.get('x-ratelimit-interval-seconds')], [429, '0', '1']);
    assert.match(text, /<title>HTTP Status 429 – Too Many Requests<\/title>/);
  });

  it('captcha, html and redirect are what stands in front of a Jira', async () => {
    const { faults, url } = await running.start();
    faults.add({ kind: 'captcha' });
    const captcha = await create();
    assert.deepEqual([captcha.status, captcha.headers.get('x-authentication-denied-reason')], [403, `CAPTCHA_CHALLENGE; login-url=${url}/login.jsp`]);
    faults.add({ kind: 'html' });
    const page = await create();
    assert.deepEqual([page.status, page.headers.get('content-type'), page.text.includes('<title>Log in</title>')], [200, 'text/html;charset=UTF-8', true]);
    faults.add({ kind: 'redirect' });
    const redirect = await create();
    assert.deepEqual([redirect.status, redirect.headers.get('location')], [302, `${url}/login.jsp`]);
    faults.add({ kind: 'redirect', status: 307, headers: { Location: 'https://elsewhere.example/' } });
    assert.equal((await create()).headers.get('location'), 'https://elsewhere.example/');
    assert.equal(tickets(), 0);
  });

  const broken: Array<[rule: FaultRule, made: number]> = [
    [{ kind: 'reset-before' }, 0],
    [{ kind: 'reset-after-commit' }, 1],
    [{ kind: 'truncated' }, 1],
  ];
  for (const [rule, made] of broken) {
    it(`${rule.kind} breaks the connection; tickets made: ${made}`, async () => {
      const { faults, jira } = await running.start();
      faults.add(rule);
      await assert.rejects(create());
      assert.equal(tickets(), made);
      assert.deepEqual(jira.requests.map(({ fault, status }) => [fault, status]), [[rule.kind, undefined]]);
      assert.equal((await create()).status, 201);
    });
  }

  for (const [kind, made] of [['hang', 0], ['lost-answer', 1]] as const) {
    it(`${kind} never answers, and does not keep the sandbox from closing; tickets made: ${made}`, async () => {
      const { faults, jira, close } = await running.start();
      faults.add({ kind });
      const answer = assert.rejects(create());
      while (faults.pending.length > 0) await running.ask('GET', '/');
      assert.deepEqual(jira.requests.map(({ fault, status }) => [fault, status]), [[kind, undefined]]);
      assert.equal(tickets(), made);
      await close();
      await answer;
    });
  }

  it('delay answers later, and acts only then', async () => {
    const { faults, jira } = await running.start();
    faults.add({ kind: 'delay', delayMs: 20, match: { method: 'POST' } });
    const answer = create();
    while (faults.pending.length > 0) await running.ask('GET', '/');
    assert.equal(jira.requests.length, 1);
    const { status } = await answer;
    assert.deepEqual([status, tickets()], [201, 1]);
  });

  it('delay takes a second unless it is told, and ends with the sandbox', async () => {
    const timers = sinon.spy(globalThis, 'setTimeout');
    const cleared = sinon.spy(globalThis, 'clearTimeout');
    try {
      const { faults, close } = await running.start();
      faults.add({ kind: 'delay' });
      const answer = assert.rejects(create());
      while (faults.pending.length > 0) await running.ask('GET', '/');
      const delays = timers.getCalls().filter(({ args }) => args[1] === 1_000).map(({ returnValue }) => returnValue);
      assert.equal(delays.length, 1);
      await close();
      await answer;
      assert.ok(cleared.calledWith(delays[0]));
      assert.equal(tickets(), 0);
    } finally {
      timers.restore();
      cleared.restore();
    }
  });

  it('answers of Cloud count down what is left of this second', async () => {
    await running.start();
    const rates = async () => {
      const { headers } = await running.ask('GET', 'serverInfo');
      return ['limit', 'remaining', 'nearlimit'].map((name) => headers.get(`x-ratelimit-${name}`));
    };
    assert.deepEqual(await rates(), ['350', '349', null]);
    assert.deepEqual(await rates(), ['350', '348', null]);
    for (let count = 3; count <= 280; count += 1) await running.ask('GET', 'serverInfo');
    assert.deepEqual(await rates(), ['350', '69', 'true']);
    running.clock += 1_000;
    assert.deepEqual(await rates(), ['350', '349', null]);
    await running.stop();
    await running.start({ version: 'dc9' });
    assert.deepEqual(await rates(), [null, null, null]);
  });
});
