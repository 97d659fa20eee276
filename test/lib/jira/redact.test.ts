import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redactBeginning, redactIdentifier, redactor } from '../../../src/lib/jira/redact';

describe('redaction', () => {
  const secret = 'p@ss "w/ö&<\'rd+$1';
  const redact = redactor([secret, `jdoe:${secret}`]);
  const forms: Record<string, string> = {
    raw: secret,
    base64: Buffer.from(secret).toString('base64'),
    'base64 of user and secret': Buffer.from(`jdoe:${secret}`).toString('base64'),
    'latin-1 base64': Buffer.from(secret, 'latin1').toString('base64'),
    base64url: Buffer.from(secret).toString('base64url'),
    'URL-encoded': encodeURIComponent(secret),
    'lower-case URL-encoded': encodeURIComponent(secret).replace(/%../g, (byte) => byte.toLowerCase()),
    'form-encoded': new URLSearchParams({ '': secret }).toString().slice(1),
    JSON: JSON.stringify(secret).slice(1, -1),
    'JSON with slashes escaped': JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
    'ASCII JSON': JSON.stringify(secret).slice(1, -1).replace('ö', '\\u00f6'),
    HTML: 'p@ss &quot;w/ö&amp;&lt;&#39;rd+$1',
    'HTML of numbers': 'p@ss &#34;w/ö&#38;&#60;&#39;rd+$1',
    'HTML with quotes of numbers': 'p@ss &#34;w/ö&amp;&lt;&#39;rd+$1',
    'strictly URL-encoded': encodeURIComponent(secret).replaceAll("'", '%27'),
    'URL-encoded but for what a URL may have': encodeURI(secret),
  };
  for (const [name, form] of Object.entries(forms)) {
    it(`blanks the ${name} form`, () => assert.match(redact(`before ${form} after ${form}`), /^before \*\*\*=* after \*\*\*=*$/));
  }

  it('leaves everything else as it is', () => assert.equal(redact('summary: You must specify a summary.'), 'summary: You must specify a summary.'));
  it('does nothing without secrets, or with short ones', () => assert.equal(redactor(['', 'abc'])('abc'), 'abc'));
  it('blanks the longer of two that overlap', () => assert.equal(redactor(['abcd', 'abcdef'])('abcdef'), '***'));
  it('blanks the beginning of a secret where a message was cut', () => {
    for (const [text, blanked] of [['x abcdefg…', 'x ***…'], ['"abcde…": no', '"***…": no'], ['q=abcdef%E2%80%A6&a', 'q=***%E2%80%A6&a'], ['abcd\ufffd…', '***\ufffd…'], ['abc…', 'abc…'], ['abcdefg', 'abcdefg'], ['cdefgh… abcde', 'cdefgh… abcde']]) {
      assert.equal(redactor(['abcdefgh'])(text as string), blanked);
    }
  });
  it('leaves nothing of a secret at the end of what is the beginning of a text', () => {
    for (let length = 0; length <= 8; length += 1) assert.match(redactBeginning(`some words ${'abcdefgh'.slice(0, length)}`, redactor(['abcdefgh'])), /^some wor[ds *]*$/);
  });
  // Compared at each cut with each beginning of each form of each secret, it takes a minute.
  it('is done at once with a text that is cut everywhere', () => {
    const secrets = Array.from({ length: 20 }, (_, number) => `secret ${number} `.repeat(30));
    const text = `${'a'.repeat(200)}…`.repeat(40_000);
    assert.equal(redactor(secrets)(text), text);
  });
  it('blanks a secret as messages have it, in one line', () => assert.equal(redactor([' pass  word\u200e'])('a "pass word" b'), 'a "***" b'));
  it('keeps ids and keys whole in which a short secret happens to stand', () => {
    const short = redactor(['1000']);
    assert.deepEqual(['10001', 'NET-1000', 'x1000'].map((text) => redactIdentifier(text, short)), ['10001', 'NET-1000', 'x***']);
  });
  it('takes half a surrogate pair', () => assert.equal(redactor(['\ud800abc'])('x\ud800abc'), 'x***'));

  it('leaves no secret in any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), fc.string(), fc.string(), (hidden, before, after) => {
        fc.pre(!'***'.includes(hidden) && !before.includes('*') && !after.includes('*') && !hidden.includes('*'));
        assert.ok(!redactor([hidden])(before + hidden + after).includes(hidden));
      }),
    );
  });
});
