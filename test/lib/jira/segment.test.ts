import assert from 'node:assert/strict';
import { segmentOf, ticketPath } from '../../../src/lib/jira/segment';
import { address } from './jira-stub';

describe('a part of a path', () => {
  for (const [text, encoded] of [
    ['NET-1', 'NET-1'],
    ['10001', '10001'],
    ['a/b?c#d', 'a%2Fb%3Fc%23d'],
    ['%2e%2e', '%252e%252e'],
    ['...', '...'],
    ['Zürich 🚀', 'Z%C3%BCrich%20%F0%9F%9A%80'],
  ] as const) {
    it(`is ${encoded} for ${JSON.stringify(text)}`, () => assert.equal(segmentOf(text), encoded));
  }

  for (const text of ['', '.', '..', '\ud800', 'NET\udc00-1']) {
    it(`is never made of ${JSON.stringify(text)}`, () => assert.equal(segmentOf(text), undefined));
  }

  it('for a ticket is below the Ticket Location, or says that there is none', () => {
    assert.equal(ticketPath(address, 'NET-1'), 'rest/api/latest/issue/NET-1');
    for (const key of ['', '..', '\ud800']) assert.throws(() => ticketPath(address, key), { code: 'UNKNOWN_TICKET', message: /is no ticket's key: .* NET-12/ });
  });
});
