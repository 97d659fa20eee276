import assert from 'node:assert/strict';
import fc from 'fast-check';
import sinon from 'sinon';
import { readBody } from '../../../src/lib/jira/answer-body';
import { redactor } from '../../../src/lib/jira/redact';
import type { Json } from '../../../src/lib/ticket/json';

const redact = redactor(['canary', '1000']);

describe('the body of an answer', () => {
  it('is its JSON as Jira said it, for requests are made from it', () => {
    assert.deepEqual(readBody('{"a":["x canary",1,null,true,{"canary":"y"}]}', 200, redact), { json: { a: ['x canary', 1, null, true, { canary: 'y' }] }, text: '' });
  });
  it('pollutes no prototype', () => {
    const { json } = readBody('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":{"\\u005f_proto__":{"polluted":1}}}', 200, redact) as { json: Record<string, unknown> };
    assert.equal(Object.getPrototypeOf(json), Object.prototype);
    assert.ok(!Object.hasOwn(json, '__proto__'));
    assert.ok(!Object.hasOwn(json['a'] as object, '__proto__'));
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });
  it('is text where it is not JSON: no control characters, no secrets, 2 kB', () => {
    const { json, text } = readBody(`<p>\u0000canary\u001b[0m\n${'x'.repeat(5_000)}`, 200, redact);
    assert.equal(json, undefined);
    assert.ok(text.startsWith('<p>***[0m\nxxx'));
    assert.equal(text.length, 2_048);
  });
  it('leaves no half of a secret at the cut', () => assert.doesNotMatch(readBody(`${'x'.repeat(2_045)}canary`, 200, redact).text, /can/));
  it('leaves no half of a secret where it is read to, however much shorter it is without its secrets', () => {
    const secret = 'correct horse battery staple';
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(60), (before, between) => {
        const { text } = readBody('x'.repeat(before) + `${'y'.repeat(between)}${secret}`.repeat(500), 200, redactor([secret]));
        assert.match(text, /^[xy*]*$/);
      }),
    );
  });
  it('is text of which no more than a page is looked at for secrets', () => {
    const looked: number[] = [];
    for (const body of ['…'.repeat(3_400_000), `canary${'canar…'.repeat(1_000_000)}`]) {
      const { text } = readBody(body, 502, (beginning) => (looked.push(beginning.length), redact(beginning)));
      assert.ok(text.length > 2_000 && !text.includes('cana'), text);
    }
    assert.ok(looked.every((length) => length < 10_000), String(looked));
  });
  it('is text where a refusal has more than a megabyte', () => {
    const body = JSON.stringify({ errorMessages: ['x'.repeat(1 << 20)] });
    assert.equal(readBody(body, 400, redact).json, undefined);
    assert.match(readBody(body, 400, redact).text, /^\{"errorMessages":\["xxx/);
    assert.deepEqual(readBody(body, 200, redact), { json: JSON.parse(body) as Json, text: '' });
    assert.deepEqual(readBody('{"errorMessages":[]}', 400, redact), { json: { errorMessages: [] }, text: '' });
  });
  it('is empty where there is none', () => assert.deepEqual(readBody('', 200, redact), { json: undefined, text: '' }));
  it('is text where the JSON is nested to exhaust the stack', () => {
    assert.equal(readBody('['.repeat(300) + ']'.repeat(300), 200, redact).json, undefined);
    assert.equal(readBody('{"a":'.repeat(300) + '1' + '}'.repeat(300), 200, redact).json, undefined);
    assert.equal(readBody('['.repeat(200_000) + ']'.repeat(200_000), 200, redact).json, undefined);
  });
  it('is JSON whatever brackets stand in its texts', () => {
    const texts = ['['.repeat(300), '"'.repeat(300), `\\"${'{'.repeat(300)}`, '\\'.repeat(301), ']'.repeat(300)];
    const lists = Array.from({ length: 300 }, () => []);
    assert.deepEqual(readBody(JSON.stringify({ texts, lists }), 200, redact).json, { texts, lists });
  });
  it('is not parsed where it is nested by the megabyte, which takes seconds', () => {
    const parse = sinon.spy(JSON, 'parse');
    try {
      for (const part of ['[', '{"a":', '[{"a":"\\"]}",']) assert.equal(readBody(part.repeat(1_000_000), 200, redact).json, undefined);
      assert.equal(parse.callCount, 0);
    } finally {
      parse.restore();
    }
  });
});
