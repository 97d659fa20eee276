import assert from 'node:assert/strict';
import { excerpt } from '../../../src/lib/ticket/excerpt';

describe('an excerpt', () => {
  it('is the text in quotes', () => assert.equal(excerpt('NET-12'), '"NET-12"'));

  it('has at most 40 characters, and says that there is more', () => {
    assert.equal(excerpt('x'.repeat(40)), `"${'x'.repeat(40)}"`);
    assert.equal(excerpt('x'.repeat(41)), `"${'x'.repeat(40)}…"`);
    assert.equal(excerpt('😀'.repeat(40)), `"${'😀'.repeat(40)}"`);
    assert.equal(excerpt('😀'.repeat(1_000_000)), `"${'😀'.repeat(40)}…"`);
  });

  it('shows what cannot be seen as its code', () => {
    assert.equal(excerpt('a\nb\u0000\u202e\u2028\ud800'), '"a\\u{a}b\\u{0}\\u{202e}\\u{2028}\\u{d800}"');
  });
});
