import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Verdict } from '../../../src/lib/delivery/settle';
import { settle, settleTable } from '../../../src/lib/delivery/settle';
import type { JiraAnswer } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';

interface Example {
  rule: string;
  of: string;
  result: JiraAnswer | NoAnswer;
  /** What it means for a create, an update, a read. */
  means: [create: Verdict, update: Verdict, read: Verdict];
  /** Whether it counts towards an outage. */
  outage?: true | 'writes';
}

const json = {};
const seraph = { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' };

const examples: Example[] = [
  { rule: '201 with JSON, whoever is logged in', of: 'a created ticket', result: answer(201, { json }), means: ['ok', 'ok', 'ok'] },
  { rule: '201 with JSON, whoever is logged in', of: 'a ticket that an anonymous may create', result: answer(201, { json, headers: seraph }), means: ['ok', 'ok', 'ok'] },
  { rule: 'the login was refused', of: '401', result: answer(401, { json }), means: ['hold', 'hold', 'hold'] },
  { rule: 'the login was refused', of: 'wrong credentials taken for nobody', result: answer(200, { json, headers: seraph }), means: ['hold', 'hold', 'hold'] },
  { rule: 'the login was refused', of: 'a CAPTCHA', result: answer(403, { headers: { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=x' } }), means: ['hold', 'hold', 'hold'] },
  { rule: 'the login was refused', of: 'a password where only tokens are taken', result: answer(403, { text: 'Basic Authentication has been disabled on this instance.' }), means: ['hold', 'hold', 'hold'] },
  { rule: 'the login was refused', of: 'the same as Data Center says it', result: answer(403, { json: { message: 'Basic Authentication has been disabled on this instance.' } }), means: ['hold', 'hold', 'hold'] },
  { rule: '429', of: '429', result: answer(429), means: ['wait', 'wait', 'wait'] },
  { rule: '503 with Retry-After', of: 'maintenance', result: answer(503, { headers: { 'retry-after': '120' } }), means: ['wait', 'wait', 'wait'], outage: true },
  { rule: '201 without readable JSON', of: 'half an answer', result: answer(201, { text: '{"id":"10' }), means: ['look up', 'ok', 'ok'] },
  { rule: '204, or 2xx with JSON', of: 'a done update', result: answer(204), means: ['ok', 'ok', 'ok'] },
  { rule: '204, or 2xx with JSON', of: 'a page of results', result: answer(200, { json }), means: ['ok', 'ok', 'ok'] },
  { rule: '2xx without a body', of: 'an update or a link that an old server has carried out', result: answer(200), means: ['look up', 'ok', 'misdirected'] },
  { rule: '2xx without a body', of: 'the same with the end of a line', result: answer(200, { text: '\r\n' }), means: ['look up', 'ok', 'misdirected'] },
  { rule: '2xx without JSON', of: 'the page of a login portal', result: answer(200, { text: '<html>' }), means: ['misdirected', 'misdirected', 'misdirected'] },
  { rule: '3xx (redirects are not followed)', of: 'a redirect to a login', result: answer(302), means: ['misdirected', 'misdirected', 'misdirected'] },
  { rule: '404 without JSON', of: 'a wrong context path', result: answer(404, { text: '<html>' }), means: ['misdirected', 'misdirected', 'misdirected'] },
  { rule: '404 of no Cloud site, or of one that is switched off', of: 'a mistyped name', result: answer(404, { json: { errorMessage: 'Site temporarily unavailable', errorCode: 'OTHER' } }), means: ['misdirected', 'misdirected', 'misdirected'] },
  { rule: '404', of: 'an answer of something else with one word', result: answer(404, { json: { errorMessage: 'Gone' } }), means: ['rejected', 'no ticket', 'rejected'] },
  { rule: '404', of: 'a ticket that is not there', result: answer(404, { json }), means: ['rejected', 'no ticket', 'rejected'] },
  { rule: '408', of: 'a request that came too slowly', result: answer(408), means: ['look up, send again', 'retry', 'retry'] },
  { rule: '409', of: 'a ticket that somebody else is changing', result: answer(409, { json }), means: ['rejected', 'retry', 'retry'] },
  { rule: '425', of: 'too early', result: answer(425), means: ['retry', 'retry', 'retry'] },
  { rule: 'any other 4xx', of: 'a field that is not on the screen', result: answer(400, { json }), means: ['rejected', 'rejected', 'rejected'] },
  { rule: 'any other 4xx', of: 'a missing permission', result: answer(403, { json }), means: ['rejected', 'rejected', 'rejected'] },
  { rule: 'any other 4xx', of: 'a missing permission after a good login', result: answer(401, { json, headers: { 'x-seraph-loginreason': 'OK' } }), means: ['rejected', 'rejected', 'rejected'] },
  { rule: 'any other 4xx', of: 'a page of something that lets nobody in', result: answer(403, { text: '<html>' }), means: ['rejected', 'rejected', 'rejected'] },
  { rule: 'any other 5xx', of: 'an error of Jira\'s own', result: answer(500, { json }), means: ['look up, send again', 'retry', 'retry'], outage: true },
  { rule: 'any other 5xx', of: 'a proxy without a Jira behind it', result: answer(502, { text: '<html>' }), means: ['look up, send again', 'retry', 'retry'], outage: true },
  { rule: 'any other 5xx', of: '502 with a time, for that is the proxy\'s', result: answer(502, { headers: { 'retry-after': '120' } }), means: ['look up, send again', 'retry', 'retry'], outage: true },
  { rule: 'any other 5xx', of: '503 without a time', result: answer(503), means: ['look up, send again', 'retry', 'retry'], outage: true },
  { rule: '501', of: 'something that has no such resource', result: answer(501), means: ['look up, send again', 'retry', 'rejected'], outage: 'writes' },
  { rule: '504 or 524 (a gateway gave up waiting)', of: 'a gateway without an answer of Jira', result: answer(504, { text: '<html>' }), means: ['look up', 'retry', 'retry'], outage: true },
  { rule: '504 or 524 (a gateway gave up waiting)', of: 'Cloudflare\'s word for it', result: answer(524, { text: '<html>' }), means: ['look up', 'retry', 'retry'], outage: true },
  { rule: 'any other status', of: 'a status that HTTP does not have', result: answer(199), means: ['look up', 'rejected', 'rejected'] },
  { rule: 'too large to be sent', of: 'a request over the limit', result: new NoAnswer('TOO_LARGE', false, ''), means: ['rejected', 'rejected', 'rejected'] },
  { rule: 'no answer, never sent', of: 'a refused connection', result: new NoAnswer('ECONNREFUSED', false, ''), means: ['retry', 'retry', 'retry'], outage: true },
  { rule: 'no answer, perhaps sent', of: 'an answer that is too large to be read', result: new NoAnswer('TOO_LARGE', true, ''), means: ['look up', 'retry', 'retry'], outage: true },
  { rule: 'no answer, perhaps sent', of: 'a connection that broke', result: new NoAnswer('ECONNRESET', true, ''), means: ['look up', 'retry', 'retry'], outage: true },
];

describe('the settle table', () => {
  for (const { rule, of, result, means: [create, update, read], outage } of examples) {
    it(`decides "${rule}" for ${of}: ${create} / ${update} / ${read}`, () => {
      assert.equal(settleTable.find(({ matches }) => matches(result))?.when, rule);
      const down = outage !== undefined;
      assert.deepEqual(settle(result, 'create'), { verdict: create, down });
      assert.deepEqual(settle(result, 'update'), { verdict: update, down });
      assert.deepEqual(settle(result, 'read'), { verdict: read, down: outage === true });
    });
  }

  it('has no rule without an example', () => {
    const covered = new Set(examples.map(({ rule }) => rule));
    assert.deepEqual(settleTable.map(({ when }) => when).filter((when) => !covered.has(when)), []);
  });

  it('sends a create again without looking for its ticket only where Jira surely made none', () => {
    const surely = new Set(['the login was refused', '429', '503 with Retry-After', '425', 'no answer, never sent']);
    const again = new Set<Verdict>(['retry', 'wait', 'hold']);
    assert.deepEqual(settleTable.filter(({ when, create }) => again.has(create) && !surely.has(when)), []);
  });

  it('has a last rule that decides whatever comes', () => {
    assert.ok(settleTable.at(-1)?.matches(answer(0)));
  });
});

describe('docs/reliability.md', () => {
  const document = readFileSync('docs/reliability.md', 'utf8');
  const { settleTableMarkdown } = createRequire(resolve('package.json'))('./scripts/settle-table.js') as {
    settleTableMarkdown: (table: typeof settleTable) => string;
  };

  it('has the settle table as it decides', () => {
    const begin = document.indexOf('| Jira answers |');
    const found = document.slice(begin, document.indexOf('\n\n', begin));
    assert.equal(found, settleTableMarkdown(settleTable), 'node scripts/settle-table.js prints the table that belongs there');
  });

  it('explains every verdict that the table has', () => {
    const verdicts = new Set(settleTable.flatMap(({ create, update, read }) => [create, update, read]));
    assert.deepEqual([...verdicts].filter((verdict) => !document.includes(`| *${verdict}* |`)), []);
  });
});

function answer(status: number, parts: Partial<JiraAnswer> = {}): JiraAnswer {
  return { status, headers: {}, json: undefined, text: '', ms: 1, ...parts };
}
