import assert from 'node:assert/strict';
import { parseAddress } from '../../../src/lib/jira/address';
import { requestName, requestUrl } from '../../../src/lib/jira/request-url';

const address = parseAddress('https://jira.example.com/jira', '');

describe('the URL of a request', () => {
  it('is below the base, with its query encoded', () => {
    assert.equal(
      requestUrl(address, { method: 'GET', path: 'rest/api/2/search', query: { jql: 'a = "b&c"', startAt: 0, ok: true } }),
      'https://jira.example.com/jira/rest/api/2/search?jql=a+%3D+%22b%26c%22&startAt=0&ok=true',
    );
  });

  for (const path of ['https://evil.example.com/', '//evil.example.com', '../admin', 'rest/%2e%2e/admin', 'rest?x=1', 'a b', '']) {
    it(`is never made of ${JSON.stringify(path)}`, () => {
      assert.throws(
        () => requestUrl(address, { method: 'GET', path }),
        { name: 'TicketError', code: 'CONFIG', message: /^\[GET\] "https:\/\/jira\.example\.com\/.*must be relative.*Ticket Location/ },
      );
    });
  }

  it('is named with long JQL cut', () => {
    const name = requestName({ method: 'GET', path: 'rest/api/2/search', query: { jql: 'x'.repeat(5_000), fields: 'id' } }, address);
    assert.ok(name.startsWith('[GET] "https://jira.example.com/jira/rest/api/2/search?jql=xxx'));
    assert.ok(!name.includes('x'.repeat(201)));
    assert.match(name, /&fields=id"$/);
  });
});
