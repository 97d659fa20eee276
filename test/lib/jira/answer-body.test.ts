import assert from 'node:assert/strict';
import { readBody } from '../../../src/lib/jira/answer-body';
import { redactor } from '../../../src/lib/jira/redact';

const redact = redactor(['canary', '1000']);

describe('the body of an answer', () => {
  it('is its JSON as Jira said it, for requests are made from it', () => {
    assert.deepEqual(readBody('{"a":["x canary",1,null,true,{"canary":"y"}]}', redact), { json: { a: ['x canary', 1, null, true, { canary: 'y' }] }, text: '' });
  });
  it('pollutes no prototype', () => {
    const { json } = readBody('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"a":1}', redact) as { json: Record<string, unknown> };
    assert.equal(Object.getPrototypeOf(json), Object.prototype);
    assert.ok(!Object.hasOwn(json, '__proto__'));
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });
  it('is text where it is not JSON: no control characters, no secrets, 2 kB', () => {
    const { json, text } = readBody(`<p>\u0000canary\u001b[0m\n${'x'.repeat(5_000)}`, redact);
    assert.equal(json, undefined);
    assert.ok(text.startsWith('<p>***[0m\nxxx'));
    assert.equal(text.length, 2_048);
  });
  it('leaves no half of a secret at the cut', () => assert.doesNotMatch(readBody(`${'x'.repeat(2_045)}canary`, redact).text, /can/));
  it('is empty where there is none', () => assert.deepEqual(readBody('', redact), { json: undefined, text: '' }));
  it('is text where the JSON is nested to exhaust the stack', () => {
    assert.equal(readBody('['.repeat(300) + ']'.repeat(300), redact).json, undefined);
    assert.equal(readBody('['.repeat(200_000) + ']'.repeat(200_000), redact).json, undefined);
  });
});
