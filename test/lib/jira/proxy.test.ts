import assert from 'node:assert/strict';
import { bypassesProxy, proxyUrl } from '../../../src/lib/jira/proxy';
import { TicketError } from '../../../src/lib/ticket/error';

describe('the URL of a proxy', () => {
  it('is http where no scheme is given', () => assert.equal(proxyUrl({ url: ' proxy:3128 ' }).href, 'http://proxy:3128/'));
  it('keeps credentials that stand in it', () => assert.equal(proxyUrl({ url: 'https://u:p@proxy' }).username, 'u'));
  it('carries any credentials so that they can be decoded', () => {
    const { username, password } = proxyUrl({ url: 'http://proxy', username: 'dom\\ü:ser', password: '100%/@' });
    assert.deepEqual([decodeURIComponent(username), decodeURIComponent(password)], ['dom\\ü:ser', '100%/@']);
  });
  it('may have a user name or a password alone', () => {
    assert.equal(proxyUrl({ url: 'http://proxy', username: 'u' }).password, '');
    assert.equal(proxyUrl({ url: 'http://proxy', password: 'p' }).username, '');
  });
  for (const url of ['', 'socks5://canary@proxy', 'http://canary:100%@proxy', 'http://exa mple']) {
    it(`is refused for ${JSON.stringify(url)}`, () => {
      assert.throws(() => proxyUrl({ url }), (error: unknown) => error instanceof TicketError && error.code === 'CONFIG' && !error.message.includes('canary'));
    });
  }
});

describe('the way round the proxy', () => {
  const target = new URL('https://jira.example.com');
  const cases: Array<[entry: string, bypassed: boolean, at?: URL]> = [
    ['jira.example.com', true],
    [' JIRA.example.com ', true],
    ['example.com', false],
    ['.example.com', true],
    ['*.example.com', true],
    ['*example.com', true],
    ['*', true],
    ['', false],
    ['jira.example.com:443', true],
    ['jira.example.com:8443', false],
    ['*:8443', true, new URL('https://jira.example.com:8443')],
    ['localhost:80', true, new URL('http://localhost')],
    ['[::1]', true, new URL('http://[::1]:8080')],
  ];
  for (const [entry, bypassed, at = target] of cases) {
    it(`${JSON.stringify(entry)} ${bypassed ? 'is' : 'is not'} for ${at.host}`, () => assert.equal(bypassesProxy(at, ['other.example.com', entry]), bypassed));
  }
});
