import assert from 'node:assert/strict';
import { guid, refusal, refusals } from './advanced-results';

describe('an input that is no advanced string', () => {
  for (const [input, kind] of [[undefined, 'missing'], [null, 'missing'], [12, 'a number'], [true, 'a boolean'], [{}, 'an object'], [[], 'an object'], [new Uint16Array(4), 'an object'], [new DataView(new ArrayBuffer(1)), 'an object']] as const) {
    it(`is refused in words: ${Object.prototype.toString.call(input)}`, () => {
      assert.deepEqual(refusal(input), { code: 'INVALID_COMMAND', message: `The command is ${kind}; expected a string or a Buffer with UTF-8 text: <GUID>|CREATE or UPDATE|field;value|field;value|`, guid: '', action: '' });
    });
  }

  it('is refused where reading it throws', () => {
    const hostile = new Proxy({}, { get: () => { throw new Error('no'); }, getPrototypeOf: () => { throw new Error('no'); } });
    assert.equal(refusal(hostile).code, 'INVALID_COMMAND');
    class Bytes extends Uint8Array {
      override get [Symbol.toStringTag](): never {
        throw new Error('secret');
      }
    }
    const found = refusal(new Bytes(3));
    assert.equal(found.code, 'INVALID_COMMAND');
    assert.match(found.message, /^The command cannot be read; expected <GUID>\|CREATE or UPDATE\|field;value/);
    assert.doesNotMatch(found.message, /secret/);
  });

  it('is refused where it is not UTF-8', () => {
    assert.match(refusal(Buffer.from([0x61, 0xff])).message, /not valid UTF-8; encode it as UTF-8/);
    assert.match(refusal(Buffer.from(`${guid}|CREATE|a;b`, 'utf16le')).message, /cannot be the id/);
  });

  it('is refused by its size in UTF-8, before it is parsed', () => {
    const head = `${guid}|CREATE|summary;`;
    const mib = 1024 * 1024;
    const fitting = (bytes: number, character: string) => head + character.repeat(Math.floor((bytes - head.length) / Buffer.byteLength(character)));
    for (const character of ['x', 'é', '障', '😀']) {
      const text = fitting(mib, character);
      assert.equal(refusals(text)[0], 'ok');
      assert.equal(refusals(Buffer.from(text))[0], 'ok');
      for (const large of [text + 'xxxx', Buffer.from(text + 'xxxx')]) {
        assert.deepEqual(refusal(large), { code: 'INVALID_COMMAND', message: 'The commands are larger than 1 MiB; send them in several messages.', guid: '', action: '' });
      }
    }
  });
});
