import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redactor } from '../../../src/lib/jira/redact';

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
  };
  for (const [name, form] of Object.entries(forms)) {
    it(`blanks the ${name} form`, () => assert.match(redact(`before ${form} after ${form}`), /^before \*\*\*=* after \*\*\*=*$/));
  }

  it('leaves everything else as it is', () => assert.equal(redact('summary: You must specify a summary.'), 'summary: You must specify a summary.'));
  it('does nothing without secrets, or with short ones', () => assert.equal(redactor(['', 'abc'])('abc'), 'abc'));
  it('blanks the longer of two that overlap', () => assert.equal(redactor(['abcd', 'abcdef'])('abcdef'), '***'));
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
