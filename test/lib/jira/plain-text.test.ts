import assert from 'node:assert/strict';
import { oneLine, wellFormed } from '../../../src/lib/jira/plain-text';

describe('one line of text', () => {
  it('has no control characters, line breaks or direction marks', () => {
    assert.equal(oneLine('\u0000a\r\n\tb\u202e\u2028c  d\ufeff', 50), 'a b c d');
  });
  it('is cut with an ellipsis, never longer than asked', () => assert.equal(oneLine('abcdef', 4), 'abc…'));
  it('is left as it is when it just fits', () => assert.equal(oneLine('abcd', 4), 'abcd'));
  it('is cut through no pair into half a character', () => assert.equal(oneLine('ab😀cd', 4), 'ab\ufffd…'));
  it('keeps whole pairs and replaces half ones', () => assert.equal(wellFormed('😀\ud83d'), '😀\ufffd'));
});
