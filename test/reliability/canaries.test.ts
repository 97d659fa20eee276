import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canary, formsIn, placesIn } from './canaries';

const { username, password } = canary;
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

describe('the search for credentials', () => {
  const leaks: Array<[form: string, text: string]> = [
    ['raw', `password is ${password}!`],
    ['in JSON', JSON.stringify({ password, more: 1 })],
    ['URL-encoded', `http://host/?p=${encodeURIComponent(password)}&x=1`],
    ['URL-encoded', encodeURIComponent(password).replace(/%../g, (hex) => hex.toLowerCase())],
    ['as in a form', new URLSearchParams({ p: password, x: '1' }).toString()],
    ['as in a URL', Object.assign(new URL('http://host/path'), { username, password }).href],
    ['base64 of user:password', `Authorization: Basic ${base64(`${username}:${password}`)}`],
    ['base64 of user:password', `http://host/?auth=${encodeURIComponent(base64(`${username}:${password}`))}`],
    ['base64', base64(password)],
    ['base64', Buffer.from(password, 'utf8').toString('base64url')],
    ...[1, 2, 3, 4, 5].map((before): [string, string] => ['base64', base64(`${'x'.repeat(before)}${password}${'y'.repeat(before)}`)]),
  ];
  for (const [form, text] of leaks) {
    it(`finds them ${form}: ${text}`, () => assert.ok(formsIn(text, canary).includes(form), formsIn(text, canary).join(', ')));
  }

  it('finds them in the middle of bytes that are no text', () => {
    assert.deepEqual(formsIn(Buffer.concat([Buffer.from([0xff, 0, 0xc3]), Buffer.from(password), Buffer.from([0xe2])]), canary), ['raw']);
  });

  it('does not take anything else for them', () => {
    const innocent = [username, 'Authorization: Basic [hidden]', password.slice(1), base64(username), base64(`${username}:`), encodeURIComponent(password.slice(0, -1)), ''];
    assert.deepEqual(innocent.flatMap((text) => formsIn(text, canary)), []);
  });

  describe('in a folder', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'canaries-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    it('opens every file of every folder, and tells which', async () => {
      await mkdir(join(folder, 'a', 'b'), { recursive: true });
      await writeFile(join(folder, 'a', 'b', '.hidden'), `x${password}`);
      await writeFile(join(folder, 'a', 'innocent'), 'nothing');
      assert.deepEqual(await placesIn(folder, canary), [`${join('a', 'b', '.hidden')}: raw`]);
    });

    it('reads the names, too', async () => {
      const name = `${encodeURIComponent(password)}.json`;
      await writeFile(join(folder, name), '');
      assert.deepEqual(await placesIn(folder, canary), [`name of ${name}: URL-encoded`]);
    });

    it('leaves out what it is told to', async () => {
      await mkdir(join(folder, 'kept', 'secret'), { recursive: true });
      await writeFile(join(folder, 'kept', 'secret', 'file'), password);
      await writeFile(join(folder, 'secret.json'), password);
      const skip = (path: string): boolean => path === 'secret.json' || path === join('kept', 'secret');
      assert.deepEqual(await placesIn(folder, canary, skip), []);
      assert.equal((await placesIn(folder, canary)).length, 2);
    });
  });
});
