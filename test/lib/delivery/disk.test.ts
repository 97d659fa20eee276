import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDisk } from '../../../src/lib/delivery/disk';
import type { Disk } from '../../../src/lib/delivery/disk';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';

for (const [name, disk] of [['the real disk', nodeDisk], ['the disk in memory', memoryDisk()]] as Array<[string, Disk]>) {
  describe(name, () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'jira-disk-'));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    it('makes a file, writes, reads, truncates, and finds it again', async () => {
      const path = join(folder, 'a', 'b.jsonl');
      const file = await disk.open(path);
      assert.equal(await file.write(Buffer.from('hello'), 0), 5);
      await file.write(Buffer.from('!!'), 5);
      await file.sync();
      assert.equal(await file.size(), 7);
      const into = Buffer.alloc(4);
      assert.equal(await file.read(into, 5), 2);
      assert.equal(into.toString('utf8', 0, 2), '!!');
      await file.truncate(3);
      await file.close();
      const again = await disk.open(path);
      assert.equal(await again.size(), 3);
      await again.close();
      assert.equal(await disk.read(path), 'hel');
    });

    it('tells whether a path still leads to an open file', async () => {
      const [path, other] = [join(folder, 'd', 'one'), join(folder, 'd', 'two')];
      const file = await disk.open(path);
      assert.deepEqual([await file.isAt(path), await file.isAt(other)], [true, false]);
      await disk.rename(path, other);
      assert.deepEqual([await file.isAt(path), await file.isAt(other)], [false, true]);
      await (await disk.open(path)).close();
      assert.equal(await file.isAt(path), false, 'another file is there');
      await disk.remove(other);
      assert.equal(await file.isAt(other), false);
      await file.close();
    });

    it('creates only what is not there', async () => {
      const path = join(folder, 'c', 'lock');
      await disk.create(path, 'x');
      await assert.rejects(disk.create(path, 'y'), { code: 'EEXIST' });
      assert.equal(await disk.read(path), 'x');
    });

    it('creates nothing where the text cannot be written', async () => {
      const path = join(folder, 'c', 'unwritten');
      await assert.rejects(async () => disk.create(path, undefined as never)); // as a full disk, which a test has not
      await assert.rejects(disk.read(path), { code: 'ENOENT' });
    });

    it('renames, removes, and does not mind what is gone', async () => {
      const from = join(folder, 'd', 'from');
      const to = join(folder, 'd', 'to');
      await disk.create(from, 'x');
      await disk.rename(from, to);
      await disk.syncFolder(to);
      assert.equal(await disk.read(to), 'x');
      await disk.remove(to);
      await disk.remove(to);
      await assert.rejects(disk.read(to), { code: 'ENOENT' });
      await assert.rejects(disk.rename(from, to), { code: 'ENOENT' });
    });
  });
}

describe('the real disk', () => {
  it('lets nobody else read', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = await mkdtemp(join(tmpdir(), 'jira-disk-'));
    const path = join(folder, 'private', 'j.jsonl');
    await (await nodeDisk.open(path)).close();
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'private'))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(join(folder, 'private')), ['j.jsonl']);
    await rm(folder, { recursive: true });
  });

  it('says where a folder cannot be synced, but for Windows, which has no such call', async () => {
    const synced = nodeDisk.syncFolder(join(tmpdir(), 'jira-disk-missing', 'j.jsonl'));
    if (process.platform === 'win32') await synced;
    else await assert.rejects(synced, { code: 'ENOENT' });
  });

  it('says what is wrong with a file that cannot be opened', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jira-disk-'));
    await assert.rejects(nodeDisk.open(folder), { code: 'EISDIR' });
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  });
});
