import assert from 'node:assert/strict';
import { findUnescaped, nameEnd, segmentEnd, unescape } from '../../../src/lib/ticket/escape';

describe('a part of an advanced string', () => {
  it('ends at the first mark without an odd run of backslashes before it', () => {
    assert.equal(findUnescaped(String.raw`a\|b\\|c|`, segmentEnd, 0, 9), 6);
    assert.equal(findUnescaped(String.raw`\\\;a;`, nameEnd, 0, 6), 5);
    assert.equal(findUnescaped('a;b|', segmentEnd, 0, 3), 3);
  });

  it('is read no further than its end, but for what stands right behind it', () => {
    assert.equal(unescape(String.raw`a\\|b`, 0, 1), 'a');
    assert.equal(unescape(String.raw`a\\|b`, 0, 3), 'a\\');
    assert.equal(unescape(String.raw`a\\b`, 0, 3), String.raw`a\\`);
  });
});
