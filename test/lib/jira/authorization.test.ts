import assert from 'node:assert/strict';
import type { Credentials } from '../../../src/lib/jira/authorization';
import { authorizationHeader, secretsOf } from '../../../src/lib/jira/authorization';
import { TicketError } from '../../../src/lib/ticket/error';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

describe('the Authorization header', () => {
  const headers: Array<[Credentials, string | undefined]> = [
    [{ auth: 'none', username: 'unused', password: 'unused' }, undefined],
    [{ auth: 'basic', username: 'jdoe', password: 'secret' }, `Basic ${base64('jdoe:secret')}`],
    [{ auth: 'basic', username: ' jdoe ', password: ' p:ä€ ' }, `Basic ${base64('jdoe: p:ä€ ')}`],
    [{ auth: 'key', key: ' amRvZTpzZWNyZXQ= ' }, 'Basic amRvZTpzZWNyZXQ='],
    [{ auth: 'key', key: 'basic   amRvZTpzZWNyZXQ=' }, 'Basic amRvZTpzZWNyZXQ='],
    [{ auth: 'key', key: 'Authorization: Bearer abc.def' }, 'Bearer abc.def'],
    [{ auth: 'bearer', token: 'abc' }, 'Bearer abc'],
    [{ auth: 'bearer', token: 'Bearer abc' }, 'Bearer abc'],
  ];
  for (const [credentials, header] of headers) {
    it(`of ${JSON.stringify(credentials)}`, () => assert.equal(authorizationHeader(credentials), header));
  }

  const refused: Array<[Credentials, RegExp]> = [
    [{ auth: 'basic', password: 'canary' }, /user name .* missing/],
    [{ auth: 'basic', username: '  ', password: 'canary' }, /user name .* missing/],
    [{ auth: 'basic', username: 'canary' }, /password .* missing/],
    [{ auth: 'basic', username: 'canary', password: '' }, /password .* missing/],
    [{ auth: 'basic', username: 'canary:x', password: 'canary' }, /colon/],
    [{ auth: 'basic', username: 'canary', password: 'canary\n' }, /line break/],
    [{ auth: 'key' }, /authorization key .* missing/],
    [{ auth: 'key', key: 'canary:canary' }, /neither base64/],
    [{ auth: 'key', key: 'cana\r\nry' }, /line break/],
    [{ auth: 'key', key: 'Basic cana\try' }, /line break/],
    [{ auth: 'bearer', token: '' }, /token .* missing/],
    [{ auth: 'bearer', token: 'canary€' }, /line break or another character/],
    [{ auth: 'kerberos' as 'none' }, /none of none, basic/],
  ];
  for (const [credentials, says] of refused) {
    it(`is refused for ${JSON.stringify(credentials)}, without repeating it`, () => {
      assert.throws(() => authorizationHeader(credentials), (error: unknown) => {
        assert.ok(error instanceof TicketError && error.code === 'CONFIG');
        assert.match(error.message, says);
        assert.doesNotMatch(error.message, /cana/);
        return true;
      });
    });
  }
});

describe('the secrets of a header', () => {
  it('are the pair and the password of Basic, in and out of base64', () => {
    assert.deepEqual(secretsOf(`Basic ${base64('jdoe:se:cret')}`), [base64('jdoe:se:cret'), 'jdoe:se:cret', 'se:cret']);
  });
  it('are the token of Bearer', () => assert.deepEqual(secretsOf('Bearer abc def'), ['abc def']));
  it('are none without a header', () => assert.deepEqual(secretsOf(undefined), []));
});
