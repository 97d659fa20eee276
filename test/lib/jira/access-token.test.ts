import assert from 'node:assert/strict';
import { AccessToken, TokenRefused } from '../../../src/lib/jira/access-token';
import { parseAddress } from '../../../src/lib/jira/address';
import type { JiraAnswer } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { settle } from '../../../src/lib/delivery/settle';
import { tokenEndpoint } from '../../../src/lib/jira/token-endpoint';
import { TicketError } from '../../../src/lib/ticket/error';
import { VirtualClock } from '../../simulation/virtual-clock';
import { address, answer, stubPort } from './jira-stub';

const endpoint = tokenEndpoint('https://auth.example.com/oauth/token', address);
const client = { id: 'our-id', secret: 'canary-secret' };

/** Gives the tokens `t1`, `t2` …, each for so many seconds. */
function granting(seconds: number | undefined, clock = new VirtualClock()) {
  let count = 0;
  const port = stubPort(() => answer(200, { access_token: `t${(count += 1)}`, ...(seconds === undefined ? {} : { expires_in: seconds }) }));
  return { port, clock, token: new AccessToken(port, endpoint, client, clock) };
}

async function failure(given: JiraAnswer | NoAnswer): Promise<JiraAnswer | NoAnswer> {
  const port = stubPort(() => (given instanceof NoAnswer ? Promise.reject(given) : given));
  const token = new AccessToken(port, endpoint, client, new VirtualClock());
  try {
    await token.header();
  } catch (error) {
    if (error instanceof TokenRefused) return error.answer;
    assert.ok(error instanceof NoAnswer, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'there was a token' });
}

describe('an access token', () => {
  it('is asked for with the client credentials in a form', async () => {
    const { port, token } = granting(3600);
    assert.equal(await token.header(), 'Bearer t1');
    assert.deepEqual(port.asked, [
      { method: 'POST', path: 'oauth/token', form: { grant_type: 'client_credentials', client_id: 'our-id', client_secret: 'canary-secret' } },
    ]);
  });

  it('is asked for with the scope that its endpoint has as a parameter', async () => {
    const port = stubPort(() => answer(200, { access_token: 't', expires_in: 60 }));
    await new AccessToken(port, { ...endpoint, scope: 'WRITE' }, { id: 'our-id', secret: 's' }, { now: () => 0 }).header();
    assert.equal(port.asked[0]?.form?.['scope'], 'WRITE');
  });

  it('is fetched by one request, however many want it at once', async () => {
    const { port, token } = granting(3600);
    const headers = await Promise.all(Array.from({ length: 20 }, () => token.header()));
    assert.deepEqual([...new Set(headers)], ['Bearer t1']);
    assert.equal(port.asked.length, 1);
  });

  const lives: Array<[seconds: number | undefined, renewedAfter: number]> = [
    [3600, 3540],
    [100, 90],
    [undefined, 270],
    [1e9, 86_340],
  ];
  for (const [seconds, renewedAfter] of lives) {
    it(`of ${seconds ?? 'an unknown number of'} seconds is renewed after ${renewedAfter}`, async () => {
      const { clock, token } = granting(seconds);
      await token.header();
      await clock.pass(renewedAfter * 1_000 - 1);
      assert.equal(await token.header(), 'Bearer t1');
      await clock.pass(1);
      assert.equal(await token.header(), 'Bearer t2');
    });
  }

  it('that several requests had refused is replaced once', async () => {
    const { port, token } = granting(3600);
    const old = await token.header();
    const renewed = [1, 2, 3].map(() => {
      token.refused(old);
      return token.header();
    });
    assert.deepEqual(await Promise.all(renewed), ['Bearer t2', 'Bearer t2', 'Bearer t2']);
    token.refused(old);
    assert.equal(await token.header(), 'Bearer t2');
    assert.equal(port.asked.length, 2);
  });

  it('is asked for anew after a failure', async () => {
    const answers = [answer(500), answer(200, { access_token: 't' })];
    const token = new AccessToken(stubPort(() => answers.shift() ?? answer(500)), endpoint, client, new VirtualClock());
    await assert.rejects(token.header(), NoAnswer);
    assert.equal(await token.header(), 'Bearer t');
  });
});

describe('a token request that fails', () => {
  const verdicts: Array<[what: string, given: JiraAnswer | NoAnswer, verdict: string]> = [
    ['400 invalid_client', answer(400, { error: 'invalid_client' }), 'hold'],
    ['401', answer(401, { error: 'access_denied', error_description: 'Unauthorized' }), 'hold'],
    ['403', answer(403, { error: 'access_denied' }), 'hold'],
    ['404: no token endpoint there', answer(404, { message: 'null for uri' }), 'hold'],
    ['a redirect to a login page', answer(302, undefined, { location: 'https://login.example.com' }), 'hold'],
    ['a page where a token is expected', answer(200, undefined, {}, '<html>Log in</html>'), 'hold'],
    ['JSON without a token', answer(200, {}), 'hold'],
    ['a token that no header can carry', answer(200, { access_token: 'a\r\nb' }), 'hold'],
    ['a token of another kind', answer(200, { access_token: 'abc', token_type: 'mac' }), 'hold'],
    ['429', answer(429, undefined, { 'retry-after': '7' }), 'wait'],
    ['503 with Retry-After', answer(503, undefined, { 'retry-after': '7' }), 'wait'],
    ['503', answer(503), 'retry'],
    ['500', answer(500), 'retry'],
    ['504', answer(504), 'retry'],
    ['408', answer(408), 'retry'],
    ['a refused connection', new NoAnswer('ECONNREFUSED', false, 'x'), 'retry'],
    ['silence', new NoAnswer('TIMEOUT', true, 'x'), 'retry'],
    ['an answer too large', new NoAnswer('TOO_LARGE', true, 'x'), 'retry'],
  ];
  for (const [what, given, verdict] of verdicts) {
    for (const operation of ['create', 'update', 'read'] as const) {
      it(`with ${what} means "${verdict}" for a ${operation}, by the settle table`, async () => assert.equal(settle(await failure(given), operation).verdict, verdict));
    }
  }

  it('says what to check, and nothing of the secret or of a token', async () => {
    const refused = await failure(answer(200, { access_token: 'canary\u0000token', error_description: 'odd' }));
    assert.ok(!(refused instanceof NoAnswer));
    assert.match(refused.refusal ?? '', /client ID, the client secret and the token URL/);
    assert.match(JSON.stringify(refused.json), /https:\/\/auth\.example\.com\/oauth\/token/);
    assert.doesNotMatch(JSON.stringify(refused), /canary/);
  });
});

describe('the token endpoint', () => {
  const cloud = parseAddress('https://api.atlassian.com/ex/jira/1a2b', '');
  const usual: Array<[what: string, typed: string, at: typeof cloud, url: string]> = [
    ['behind the gateway', '', cloud, 'https://auth.atlassian.com/oauth/token'],
    ['of a Cloud site', ' ', parseAddress('ours.atlassian.net', ''), 'https://auth.atlassian.com/oauth/token'],
    ['of a Data Center', '', parseAddress('https://example.com:8443/jira', ''), 'https://example.com:8443/jira/rest/oauth2/latest/token'],
    ['that was typed', ' https://login.example.com/realms/x/token ', cloud, 'https://login.example.com/realms/x/token'],
  ];
  for (const [what, typed, at, url] of usual) {
    it(`${what} is ${url}`, () => {
      const { address: { base }, path } = tokenEndpoint(typed, at);
      assert.equal(`${base}/${path}`, url);
    });
  }

  it('has the scopes as a parameter where it is that of a Data Center', () => {
    const atlassians = tokenEndpoint('', parseAddress('https://example.com/jira', ''));
    assert.deepEqual([atlassians.scope, tokenEndpoint('https://x.example.com/rest/oauth2/1.0/token', cloud).scope, tokenEndpoint('', cloud).scope], ['WRITE', 'WRITE', undefined]);
  });

  for (const typed of ['https://auth.example.com', 'ftp://auth.example.com/token', 'https://canary:canary@auth.example.com/token', 'https://auth.example.com/token?secret=canary', 'https://exa mple/token']) {
    it(`is not ${typed.replaceAll('canary', '…')}`, () => {
      assert.throws(() => tokenEndpoint(typed, cloud), (error: unknown) => error instanceof TicketError && error.code === 'CONFIG' && /token URL/.test(error.message) && !/canary/.test(error.message));
    });
  }
});
