import assert from 'node:assert/strict';
import { isPlainPath, parseAddress } from '../../../src/lib/jira/address';
import { TicketError } from '../../../src/lib/ticket/error';

const PATH = 'rest/api/latest/issue';

describe('the address of a Jira', () => {
  const bases: Array<[url: string, base: string]> = [
    ['jira.example.com', 'https://jira.example.com'],
    ['  https://jira.example.com///  ', 'https://jira.example.com'],
    ['https://jira.example.com:443', 'https://jira.example.com'],
    ['http://jira.example.com:80/', 'http://jira.example.com'],
    ['jira.example.com:8443/jira', 'https://jira.example.com:8443/jira'],
    ['http://localhost:2990/jira/', 'http://localhost:2990/jira'],
    ['localhost:2990', 'https://localhost:2990'],
    ['HTTPS://Jira.Example.com/Tools//Jira', 'https://jira.example.com/Tools/Jira'],
    ['http://[::1]:8080/jira', 'http://[::1]:8080/jira'],
    ['[2001:db8::1]', 'https://[2001:db8::1]'],
    ['192.0.2.7', 'https://192.0.2.7'],
  ];
  for (const [url, base] of bases) {
    it(`understands ${JSON.stringify(url)}`, () => assert.equal(parseAddress(url, PATH).base, base));
  }

  const paths: Array<[path: string, issuePath: string, apiPath: string]> = [
    ['', 'rest/api/latest/issue', 'rest/api/latest'],
    [' /rest/api/2/issue/ ', 'rest/api/2/issue', 'rest/api/2'],
    ['rest//api/3/issue', 'rest/api/3/issue', 'rest/api/3'],
    ['gateway/jira/issue', 'gateway/jira/issue', 'gateway/jira'],
    ['rest/tickets', 'rest/tickets', 'rest/api/latest'],
    ['issue', 'issue', 'rest/api/latest'],
    ['https://jira.example.com/jira/rest/api/2/issue', 'rest/api/2/issue', 'rest/api/2'],
    ['HTTPS://jira.example.com:443/jira', 'rest/api/latest/issue', 'rest/api/latest'],
  ];
  for (const [path, issuePath, apiPath] of paths) {
    it(`takes ${JSON.stringify(path)} as Ticket Location`, () => {
      const parsed = parseAddress('https://jira.example.com/jira', path);
      assert.deepEqual([parsed.issuePath, parsed.apiPath], [issuePath, apiPath]);
    });
  }

  it('takes an absolute Ticket Location on a Jira without context path', () => {
    assert.equal(parseAddress('jira.example.com', 'https://jira.example.com/rest/api/2/issue').issuePath, 'rest/api/2/issue');
  });

  it('opens a ticket at /browse, whatever its key', () => {
    const jira = parseAddress('jira.example.com/jira', PATH);
    assert.equal(jira.browse('NET-12'), 'https://jira.example.com/jira/browse/NET-12');
    assert.equal(jira.browse('../x?y'), 'https://jira.example.com/jira/browse/..%2Fx%3Fy');
  });

  it('has no page for what can be no key', () => {
    const jira = parseAddress('https://jira.example.com/jira', '');
    assert.deepEqual(['..', '\ud800', ''].map((key) => jira.browse(key)), ['', '', '']);
  });

  describe('behind the gateway', () => {
    const gateway = () => parseAddress('https://api.atlassian.com/ex/jira/1a2b3c4d-0000-1111-2222-333344445555', PATH);

    it('opens a ticket on the site that serverInfo names', () => {
      const jira = gateway();
      assert.equal(jira.gateway, true);
      jira.learnSite('https://ours.atlassian.net/');
      assert.equal(jira.browse('NET-12'), 'https://ours.atlassian.net/browse/NET-12');
      assert.equal(jira.site(), 'https://ours.atlassian.net');
    });

    it('opens none while the site is not known, for no page is there', () => {
      const jira = gateway();
      assert.equal(jira.browse('NET-12'), '');
      for (const odd of ['', 'ours', 'javascript:alert(1)', 'https://user:word@ours.atlassian.net']) jira.learnSite(odd);
      assert.equal(jira.browse('NET-12'), '');
    });

    it('is not elsewhere, where the URL that was typed stays', () => {
      const jira = parseAddress('jira.example.com/jira', PATH);
      jira.learnSite('http://inner:8080');
      assert.deepEqual([jira.gateway, jira.browse('NET-1')], [false, 'https://jira.example.com/jira/browse/NET-1']);
      assert.equal(jira.site(), 'https://jira.example.com/jira');
    });
  });

  const refused: Array<[why: string, url: string, path: string, says: RegExp]> = [
    ['no URL', ' ', PATH, /URL of Jira is missing/],
    ['another scheme', 'ftp://jira.example.com', PATH, /begins with ftp:\/\//],
    ['an unparsable host', 'https://exa mple', PATH, /cannot be understood/],
    ['a port that is none', 'jira.example.com:99999', PATH, /cannot be understood/],
    ['a scheme without slashes', 'https:jira.example.com', PATH, /cannot be understood/],
    ['a path for a URL', '/jira', PATH, /cannot be understood/],
    ['a backslash', 'https://jira.example.com\\evil', PATH, /cannot be understood/],
    ['a line break', 'https://jira.exa\nmple.com', PATH, /cannot be understood/],
    ['a query', 'https://jira.example.com?x=1', PATH, /query or a fragment/],
    ['a fragment', 'https://jira.example.com/#', PATH, /query or a fragment/],
    ['a way up', 'https://jira.example.com/a/../b', PATH, /"\.\."/],
    ['a hidden way up', 'https://jira.example.com/a/%2E./b', PATH, /"\.\."/],
    ['a path with ..', 'jira.example.com', 'rest/../issue', /Ticket Location is not a path/],
    ['a path with an encoded ..', 'jira.example.com', 'rest/%2e%2E/issue', /Ticket Location is not a path/],
    ['a path with a query', 'jira.example.com', 'rest/issue?a=b', /Ticket Location is not a path/],
    ['a path with a fragment', 'jira.example.com', 'rest/issue#a', /Ticket Location is not a path/],
    ['a path with a blank', 'jira.example.com', 'rest/an issue', /Ticket Location is not a path/],
    ['a path elsewhere', 'jira.example.com', 'https://other.example.com/rest/api/2/issue', /another place/],
    ['a path on another port', 'jira.example.com', 'https://jira.example.com:8443/rest/api/2/issue', /another place/],
    ['a path outside the context', 'jira.example.com/jira', 'https://jira.example.com/jira2/issue', /another place/],
    ['an absolute path with a query', 'jira.example.com', 'https://jira.example.com/rest?x', /query or a fragment/],
  ];
  for (const [why, url, path, says] of refused) {
    it(`refuses ${why}`, () => {
      assert.throws(() => parseAddress(url, path), (error: unknown) => error instanceof TicketError && error.code === 'CONFIG' && says.test(error.message));
    });
  }

  for (const url of ['https://canary-user:canary-word@jira.example.com', 'canary-user:canary-word@jira.example.com', 'https://canary-user@jira.example.com']) {
    it(`refuses credentials in ${url.replace(/canary/g, '…')} without repeating them`, () => {
      for (const attempt of [() => parseAddress(url, PATH), () => parseAddress('jira.example.com', url.includes('//') ? url : `https://${url}`)]) {
        assert.throws(attempt, (error: unknown) => {
          assert.ok(error instanceof TicketError);
          assert.match(error.message, /credentials/);
          assert.doesNotMatch(error.message, /canary/);
          return true;
        });
      }
    });
  }

  it('does not repeat credentials of a URL that cannot be parsed', () => {
    assert.throws(() => parseAddress('https://canary-user:canary-word@', PATH), (error: Error) => !error.message.includes('canary'));
  });
});

describe('a plain path', () => {
  for (const path of ['a', 'a/b', 'rest/api/2/issue/NET-1', 'a%20b/c:d@e']) it(`is ${path}`, () => assert.ok(isPlainPath(path)));
  for (const path of ['', '/a', 'a/', 'a//b', '.', 'a/..', '%2e/a', 'a?b', 'a#b', 'a b', 'http://x', 'a\\b', 'é']) {
    it(`is not ${JSON.stringify(path)}`, () => assert.ok(!isPlainPath(path)));
  }
});
