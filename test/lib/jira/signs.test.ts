import assert from 'node:assert/strict';
import { loginFailed, mayBePermission, rateLimitScope, retryAfterMs } from '../../../src/lib/jira/signs';
import { answer } from './jira-stub';

describe('a failed login', () => {
  const failures: Array<[string, ReturnType<typeof answer>, RegExp]> = [
    ['401', answer(401), /check the user name/],
    ['wrong Basic credentials served as anonymous', answer(404, { errorMessages: [] }, { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }), /check the user name/],
    ['the same on a 200', answer(200, { issues: [] }, { 'x-seraph-loginreason': 'OUT, AUTHENTICATED_FAILED' }), /check the user name/],
    ['a denied login', answer(403, undefined, { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' }), /log in once in a browser/],
    [
      'the page of a denied login without the header (captured of a server, 2022)',
      answer(403, undefined, {}, '<h1>Forbidden (403)</h1><p>Encountered a <code>&quot;403 - Forbidden&quot;</code> error while loading this page.</p><p>Basic Authentication Failure - Reason : AUTHENTICATION_DENIED</p>'),
      /log in once in a browser/,
    ],
    ['a password where only tokens are taken', answer(403, undefined, {}, 'Basic Authentication has been disabled on this instance.'), /use a personal access token/],
    [
      'a CAPTCHA, even with 200',
      answer(200, {}, { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://jira.example/login.jsp' }),
      /CAPTCHA .* log in once in a browser/,
    ],
    ['a token of the wrong kind', answer(403, { error: 'Failed to parse Connect Session Auth Token' }), /API token/],
    ['a token without the scope', answer(401, { code: 401, message: 'Unauthorized; scope does not match' }), /lacks a scope/],
    ['a token that could not be had', { ...answer(401), refusal: 'check the client secret' }, /check the client secret/],
    ['a Data Center that takes no passwords', answer(403, { message: 'Basic Authentication has been disabled on this instance.' }), /personal access token/],
    ['the same as text', answer(403, undefined, {}, 'Failed to parse Connect Session Auth Token'), /API token/],
  ];
  for (const [what, sign, says] of failures) {
    it(`is ${what}`, () => assert.match(loginFailed(sign)?.reason ?? '', says));
  }

  for (const sign of [
    answer(200, {}, { 'x-seraph-loginreason': 'OK' }),
    answer(401, { errorMessages: ['You may not add watchers.'] }, { 'x-seraph-loginreason': 'OK' }),
    answer(403, { errorMessages: ['You do not have permission.'] }),
    answer(403, { errorMessages: ['Basic Authentication has been disabled on this instance.'] }),
    answer(403, undefined, {}, '<title>Forbidden</title>'),
    answer(404, undefined, {}, 'Basic Authentication Failure - Reason : AUTHENTICATION_DENIED'),
    answer(403, { error: 7 }),
    answer(400, { error: 'Failed to parse Connect Session Auth Token' }),
    answer(429, undefined, { 'x-seraph-loginreason': 'OK' }),
  ]) {
    it(`is not ${sign.status} ${JSON.stringify(sign.headers)}`, () => assert.equal(loginFailed(sign), undefined));
  }
});

describe('a 401 that may be a missing permission', () => {
  const add = { method: 'POST' as const, path: 'rest/api/latest/issue/NET-1/watchers' };
  const link = { method: 'POST' as const, path: 'rest/api/latest/issueLink' };
  it('is one of adding a watcher or a link', () => assert.deepEqual([add, link].map((request) => mayBePermission(request, answer(401))), [true, true]));
  it('is none of anything else', () => {
    const others = [{ ...add, method: 'GET' as const }, { ...add, path: 'rest/api/latest/issue' }, { ...add, path: 'rest/api/latest/issueLinkType' }];
    assert.deepEqual(others.map((request) => mayBePermission(request, answer(401))), [false, false, false]);
  });
  it('is none where Jira says what it is, or it is no 401', () => {
    const clear = [answer(401, {}, { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }), answer(401, {}, { 'x-seraph-loginreason': 'OK' }), answer(401, {}, { 'x-authentication-denied-reason': 'CAPTCHA' }), answer(403, {})];
    assert.deepEqual(clear.map((sign) => mayBePermission(add, sign)), [false, false, false, false]);
  });
});

describe('how long Jira asks to wait', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  const cases: Array<[headers: Record<string, string>, ms: number | undefined]> = [
    [{ 'retry-after': '5' }, 5_000],
    [{ 'retry-after': ' 1.5 ' }, 1_500],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1847' }, 1_847_000],
    [{ 'retry-after': '999999999999' }, 86_400_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'x-ratelimit-reset': '2026-11-24T10:02:00Z' }, 120_000],
    [{ 'x-ratelimit-reset': '2026-11-20T10:02:00Z' }, 0],
    // By Jira's clock, which may not be ours.
    [{ 'retry-after': 'Tue, 24 Nov 2026 09:00:30 GMT', date: 'Tue, 24 Nov 2026 09:00:00 GMT' }, 30_000],
    [{ 'x-ratelimit-reset': '2026-11-24T12:02:00Z', date: 'Tue, 24 Nov 2026 12:00:00 GMT' }, 120_000],
    [{ 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT', date: 'yesterday' }, 30_000],
    [{ 'retry-after': 'soon', 'x-ratelimit-reset': '2026-11-24T10:00:01Z' }, 1_000],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'Tue, 99 Foo 2026' }, undefined],
    [{ 'x-ratelimit-reset': '<iso>' }, undefined],
    [{ 'x-ratelimit-reset': '1' }, undefined],
    [{}, undefined],
  ];
  for (const [headers, ms] of cases) {
    it(`${JSON.stringify(headers)} is ${ms} ms`, () => assert.equal(retryAfterMs(answer(429, undefined, headers), now), ms));
  }
});

describe('what a rate limit is about', () => {
  const cases = { 'jira-burst-based': 'endpoint', 'jira-per-issue-on-write': 'issue', 'jira-quota-global-based': 'all', 'jira-new-reason': 'all' };
  for (const [reason, scope] of Object.entries(cases)) {
    it(`${reason}: ${scope}`, () => assert.equal(rateLimitScope(answer(429, undefined, { 'ratelimit-reason': reason })), scope));
  }
  it('everything where no reason is given', () => assert.equal(rateLimitScope(answer(429)), 'all'));
});
