import assert from 'node:assert/strict';
import { isAnyId, isIssueKey, looksLikeGuid, normaliseGuid, normaliseIssueKey, projectOf, requestId } from '../../../src/lib/ticket/request-id';

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const nil = '00000000-0000-0000-0000-000000000000';

describe('a GUID', () => {
  it('is understood in any case and in braces, and kept in lower case', () => {
    for (const text of [guid, guid.toUpperCase(), `{${guid}}`, `{${guid.toUpperCase()}}`]) assert.equal(normaliseGuid(text), guid);
  });

  for (const text of ['', '{}', nil, `{${nil}}`, `{${guid}`, `${guid}}`, `{{${guid}}}`, `{${guid}x`, `x${guid}}`, `${guid}0`, ` ${guid}`, guid.replaceAll('-', ''), guid.replace('0f', '0g'), `${guid}\n`]) {
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(normaliseGuid(text), undefined));
  }

  it('is recognised by its shape, the nil GUID included', () => {
    assert.equal(looksLikeGuid(nil), true);
    assert.equal(looksLikeGuid(`{${guid.toUpperCase()}}`), true);
    assert.equal(looksLikeGuid(`${guid}x`), false);
  });
});

describe('an issue key', () => {
  for (const text of ['NET-12', 'N2-1', 'MY_PROJECT-123456']) {
    it(`is ${text}`, () => {
      assert.equal(isIssueKey(text), true);
      assert.equal(normaliseIssueKey(text), text);
    });
  }

  it('is understood in lower case, but not as Jira writes it', () => {
    assert.equal(normaliseIssueKey('net-12'), 'NET-12');
    assert.equal(isIssueKey('net-12'), false);
  });

  for (const text of ['', 'NET', 'NET-', '-12', '2NET-1', 'N-1', 'NET-0', 'NET-012', 'NET 12', 'NET-1.5', 'NET-12\n', 'NETſ-1', `${'N'.repeat(200)}-1`, `NET-${'1'.repeat(19)}`]) {
    it(`is not ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.equal(isIssueKey(text), false);
      assert.equal(normaliseIssueKey(text), undefined);
    });
  }
});

describe('any id', () => {
  for (const text of ['a', 'alarm 12', 'Störung/7', '障害', '👩‍🔧', 'a|b;c\\', 'x'.repeat(128), '😀'.repeat(128)]) {
    it(`may be ${text.slice(0, 20)}`, () => assert.equal(isAnyId(text), true));
  }

  const refused: Array<[why: string, text: string]> = [
    ['empty', ''],
    ['too long', 'x'.repeat(129)],
    ['too long in characters of two units', '😀'.repeat(129)],
    ['one with a blank before', ' a'],
    ['one with a blank behind', 'a '],
    ['one with a control character', 'a\u0000b'],
    ['one with a line break', 'a\nb'],
    ['one with a line separator', 'a\u2028b'],
    ['one with a bidi override', 'a\u202eb'],
    ['one with a bidi isolate', 'a\u2066b'],
    ['one that cannot be seen', '\u200b'],
    ['one with a lone surrogate', 'a\ud800b'],
  ];
  for (const [why, text] of refused) it(`is not ${why}`, () => assert.equal(isAnyId(text), false));
});

describe('the id of a request', () => {
  it('is a GUID for either action', () => {
    for (const anyId of [true, false]) {
      for (const action of ['CREATE', 'UPDATE'] as const) assert.equal(requestId(`{${guid.toUpperCase()}}`, { anyId, action }), guid);
    }
  });

  it('is the key of a ticket for an UPDATE only', () => {
    assert.equal(requestId('net-12', { anyId: false, action: 'UPDATE' }), 'NET-12');
    assert.equal(requestId('NET-12', { anyId: false, action: 'CREATE' }), undefined);
  });

  it('is nothing else, the nil GUID included, unless any id is allowed', () => {
    for (const text of [nil, 'alarm 12']) {
      assert.equal(requestId(text, { anyId: false, action: 'UPDATE' }), undefined);
      assert.equal(requestId(text, { anyId: true, action: 'CREATE' }), text);
    }
    assert.equal(requestId(' ', { anyId: true, action: 'CREATE' }), undefined);
  });

  it('leads an UPDATE to what its CREATE was called, even where that looks like a key', () => {
    for (const text of ['net-12', 'Net-12', 'NET-12']) {
      assert.equal(requestId(text, { anyId: true, action: 'CREATE' }), text);
      assert.equal(requestId(text, { anyId: true, action: 'UPDATE' }), text);
    }
  });
});

describe('the project of a ticket', () => {
  it('is what its key begins with', () => assert.deepEqual(['NET-12', 'R2_D2-1'].map(projectOf), ['NET', 'R2_D2']));
});
