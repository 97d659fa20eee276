import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonErrorAt } from '../../../src/lib/ticket/json-error';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the place of an error in JSON', () => {
  const places: Array<[text: string, at: number | undefined]> = [
    ['{"a": 1}', undefined],
    [' [true, null, -1.5e3, "\\u00e9\\n"] ', undefined],
    ['{"a": oops}', 6],
    ['{"a": 1,}', 8],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['{"a": 1]', 7],
    ['[1]]', 3],
    ['{"a": 01}', 7],
    ['{"a": "x\ny"}', 6],
    ['{"a": "\\x"}', 6],
    ['{"a": [1,', 9],
    ['"unfinished', 0],
    ['', 0],
    ['  ', 2],
    ['1 //', 2],
  ];
  for (const [text, at] of places) it(`of ${JSON.stringify(text)} is ${at}`, () => assert.equal(jsonErrorAt(text), at));

  it('is there exactly where JSON.parse takes a text for none', () => {
    const json = fc.oneof(fc.json(), fc.jsonValue().map((value) => JSON.stringify(value, null, 2)));
    const broken = fc.tuple(json, fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '\\', ':', '0', ' ', 'x', '\n'), fc.nat(2)).map(([text, at, by, cut]) => text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + cut));
    const symbols = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'null', ' '), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(fc.property(fc.oneof(json, broken, symbols, fc.string()), (text) => assert.equal(jsonErrorAt(text) === undefined, isJson(text))), { numRuns: 5_000, seed: 11 });
  });

  it('is what the text before it could have gone on from', () => {
    const at = jsonErrorAt(`{"fields": {\n  "summary": oops\n}}`);
    assert.equal(at, `{"fields": {\n  "summary": `.length);
  });

  it('is found in a megabyte of brackets, and of text', () => {
    assert.equal(jsonErrorAt('['.repeat(1_000_000)), 1_000_000);
    assert.equal(jsonErrorAt(`"${'\\n'.repeat(500_000)}"`), undefined);
  });
});
