import assert from 'node:assert/strict';
import { delay } from '../../../src/lib/delivery/clock';
import type { Disk, DiskFile } from '../../../src/lib/delivery/disk';
import type { Haste } from '../../../src/lib/delivery/group-commit';
import type { Position } from '../../../src/lib/delivery/journal-reader';
import { encodeRecord } from '../../../src/lib/delivery/journal-record';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import type { Entry } from '../../../src/lib/records/entry';
import { diskError, faultyDisk } from '../../simulation/faulty-disk';
import { VirtualClock } from '../../simulation/virtual-clock';
import { entry, entryOf, mebibyte, path, readBack, watchedDisk, write } from './journal-files';

describe('the journal', () => {
  it('gives back what was appended, in order, and where it stands', async () => {
    const disk = memoryDisk();
    const { journal } = await readBack(disk);
    const places: Position[] = [];
    await Promise.all([0, 1, 2].map((n) => journal.append([entry(n), entry(n + 10)], (positions) => places.push(...positions))));
    assert.deepEqual(await journal.read(places[3] as Position), entry(11));
    await journal.close();
    const again = await readBack(disk);
    assert.deepEqual(again.entries, [0, 10, 1, 11, 2, 12].map(entry));
    assert.deepEqual(again.positions, places);
    assert.deepEqual([again.journal.damage, again.journal.torn], [[], 0]);
    assert.equal(again.journal.size, Buffer.byteLength(await disk.read(path)));
  });

  it('writes all that waits with one sync', async () => {
    let syncs = 0;
    const disk = faultyDisk((call) => void (call === 'sync' && (syncs += 1)));
    const { journal } = await readBack(disk);
    await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append([entry(n)])));
    await journal.close();
    assert.ok(syncs <= 2, `${syncs} syncs`);
  });

  describe('what nobody waits for', () => {
    async function open() {
      const order: string[] = [];
      const clock = new VirtualClock();
      const { disk } = watchedDisk(memoryDisk(), (call) => order.push(call));
      const { journal } = await readBack(disk, clock);
      const append = (n: number, haste?: Haste): Promise<void> => journal.append([entry(n)], () => order.push(String(n)), haste);
      return { order, clock, journal, append };
    }

    it('is written 5 ms later, together with what else came meanwhile', async () => {
      const { order, clock, append } = await open();
      void append(1, 'soon');
      await clock.pass(3);
      void append(2, 'soon');
      await clock.pass(1.9);
      assert.deepEqual(order, []);
      await clock.pass(0.1);
      assert.deepEqual(order, ['write', 'sync', '1', '2']);
      void append(3, 'soon');
      await clock.pass(4.9);
      assert.equal(order.length, 4);
      await clock.pass(0.1);
      assert.deepEqual(order.slice(4), ['write', 'sync', '3']);
    });

    it('goes in its order with what somebody waits for, and once', async () => {
      const { order, clock, append } = await open();
      void append(1, 'soon');
      await append(2);
      assert.deepEqual(order, ['write', 'sync', '1', '2']);
      await clock.pass(100);
      assert.equal(order.length, 4);
    });

    it('goes right behind what is being written', async () => {
      const clock = new VirtualClock();
      const memory = memoryDisk();
      const slow = (file: DiskFile): DiskFile => ({ ...file, sync: () => delay(clock, 20) });
      const { journal } = await readBack({ ...memory, open: async (at) => slow(await memory.open(at)) }, clock);
      const done: string[] = [];
      const append = (n: number, haste?: Haste): void => void journal.append([entry(n)], () => done.push(`${n} after ${clock.now() - began} ms`), haste);
      const began = clock.now();
      append(1);
      await clock.pass(18);
      append(2, 'soon');
      await clock.pass(100);
      assert.deepEqual(done, ['1 after 20 ms', '2 after 40 ms']);
    });

    it('is written before the journal closes', async () => {
      const { order, journal, append } = await open();
      void append(1, 'soon');
      await journal.close();
      assert.deepEqual(order, ['write', 'sync', '1', 'close']);
    });
  });

  it('writes one group at a time, also where something always comes while one is written', async () => {
    const clock = new VirtualClock();
    const memory = memoryDisk();
    const calls: string[] = [];
    const slow = (file: DiskFile): DiskFile => ({
      ...file,
      write: (bytes, position) => (calls.push('write'), file.write(bytes, position)),
      sync: () => delay(clock, 20).then(() => void calls.push('synced')),
    });
    const { journal } = await readBack({ ...memory, open: async (at) => slow(await memory.open(at)) }, clock);
    for (const n of [1, 2, 3]) {
      void journal.append([entry(n)]);
      await clock.pass(15);
    }
    await clock.pass(60);
    assert.deepEqual(calls, ['write', 'synced', 'write', 'synced', 'write', 'synced']);
  });

  it('calls back before the next group is written', async () => {
    const { journal } = await readBack(memoryDisk());
    const order: string[] = [];
    const first = journal.append([entry(1)], () => order.push('written 1')).then(() => journal.append([entry(3)], () => order.push('written 3')));
    await Promise.all([first, journal.append([entry(2)], () => order.push('written 2'))]);
    assert.deepEqual(order, ['written 1', 'written 2', 'written 3']);
  });

  it('does not take a fault in what follows a write for one of the disk, and spares the others of its group', async () => {
    const disk = memoryDisk();
    const { journal } = await readBack(disk);
    const order: string[] = [];
    const first = journal.append([entry(1)], () => order.push('written 1'));
    const faulty = journal.append([entry(2)], () => {
      throw new RangeError('a fault of our own');
    });
    const last = journal.append([entry(3)], () => order.push('written 3'));
    await assert.rejects(faulty, RangeError);
    await Promise.all([first, last]);
    await journal.close();
    assert.deepEqual(order, ['written 1', 'written 3']);
    assert.deepEqual((await readBack(disk)).entries, [1, 2, 3].map(entry));
  });

  it('splits what waits into groups of 4 MiB', async () => {
    const { disk, writes } = watchedDisk();
    const { journal } = await readBack(disk);
    const entries = [0, 1, 2, 3, 4].map((n) => entryOf(mebibyte, n));
    await Promise.all([journal.append(entries.slice(0, 2)), ...entries.slice(2).map((one) => journal.append([one]))]);
    await journal.close();
    assert.deepEqual(writes, [4 * mebibyte, mebibyte]);
    assert.deepEqual((await readBack(disk)).entries, entries);
  });

  it('reads a chunk at a time, and lines that lie across two', async () => {
    const { disk, reads } = watchedDisk();
    const { journal } = await readBack(disk);
    const large = (n: number): Entry => ({ kind: 'progress', id: String(n).repeat(400_000), attempts: n, sentAt: 0 });
    for (let n = 0; n < 6; n++) await journal.append([large(n)]);
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries, [0, 1, 2, 3, 4, 5].map(large));
    assert.ok(Math.max(...reads) <= mebibyte);
  });

  for (const [call, code] of [['write', 'ENOSPC'], ['write', 'EIO'], ['write', 'EROFS'], ['write', 'FULL'], ['sync', 'EIO']] as const) {
    it(`refuses what a ${call} with ${code} did not take, and takes the next`, async () => {
      let broken = false;
      const disk = faultyDisk((what) => (broken && what === call ? code : undefined));
      const { journal } = await readBack(disk);
      await journal.append([entry(0)]);
      broken = true;
      await assert.rejects(journal.append([entry(1)]), { code: 'JOURNAL', message: code === 'FULL' ? /ENOSPC/ : new RegExp(code) });
      await assert.rejects(journal.append([entry(2)]), { code: 'JOURNAL' });
      broken = false;
      await journal.append([entry(3)]);
      await journal.close();
      const again = await readBack(disk);
      assert.deepEqual(again.entries, [entry(0), entry(3)]);
      assert.deepEqual(again.journal.damage, []);
    });
  }

  it('does not bring back what it refused, however long that was', async () => {
    let broken = false;
    const { disk, truncated } = watchedDisk(faultyDisk((call) => (broken && call === 'sync' ? 'EIO' : undefined)));
    const { journal } = await readBack(disk);
    await journal.append([entry(0)]);
    assert.deepEqual(truncated, [], 'there is nothing to be cut off');
    broken = true;
    await assert.rejects(journal.append([entry(1), entry(2), entry(3)]), { code: 'JOURNAL' });
    broken = false;
    await journal.append([entry(4)]);
    await journal.append([entry(5)]);
    await journal.close();
    assert.deepEqual(truncated, [encodeRecord(entry(0)).length]);
    const again = await readBack(disk);
    assert.deepEqual(again.entries, [entry(0), entry(4), entry(5)]);
    assert.deepEqual([again.journal.damage, again.journal.torn], [[], 0]);
  });

  it('lets the file go only when all is written', async () => {
    const calls: string[] = [];
    const { disk } = watchedDisk(memoryDisk(), (call) => calls.push(call));
    const { journal } = await readBack(disk);
    const last = journal.append([entry(1)]);
    await journal.close();
    await last;
    assert.deepEqual(calls, ['write', 'sync', 'close']);
  });

  it('reads on after a short read', async () => {
    const base = memoryDisk();
    const disk: Disk = {
      ...base,
      async open(at) {
        const file = await base.open(at);
        return { ...file, read: (into, position) => file.read(into.subarray(0, 7), position) };
      },
    };
    await write(disk, 3);
    const { entries, journal, positions } = await readBack(disk);
    assert.deepEqual(entries, [0, 1, 2].map(entry));
    assert.deepEqual(await journal.read(positions[1] as Position), entry(1));
  });

  it('writes on after a short write', async () => {
    const disk = faultyDisk((call) => (call === 'write' ? 'SHORT' : undefined));
    await write(disk, 3);
    assert.equal((await readBack(disk)).entries.length, 3);
  });

  it('knows how many bytes are on their way to the disk, whether it takes them or not', async () => {
    let broken = false;
    const { journal } = await readBack(faultyDisk((call) => (broken && call === 'write' ? 'EIO' : undefined)));
    const append = (...entries: Entry[]): Promise<void> => journal.append(entries, () => assert.equal(journal.unwritten, 0));
    assert.equal(journal.unwritten, 0);
    const taken = [append(entryOf(100, 1), entryOf(200, 2)), append(entryOf(300, 3))];
    assert.equal(journal.unwritten, 600);
    await Promise.all(taken);
    assert.equal(journal.unwritten, 0);
    broken = true;
    const refused = append(entryOf(400, 4));
    assert.equal(journal.unwritten, 400);
    await assert.rejects(refused, { code: 'JOURNAL' });
    assert.equal(journal.unwritten, 0);
  });

  it('is in place until somebody takes it away, and nobody asks once it is closed', async () => {
    const disk = memoryDisk();
    const { journal } = await readBack(disk);
    assert.equal(await journal.isInPlace(), true);
    await disk.remove(path);
    assert.equal(await journal.isInPlace(), false);
    await journal.close();
    assert.equal(await journal.isInPlace(), true);
  });

  it('is taken to be in place where the disk does not tell', async () => {
    const base = memoryDisk();
    const disk: Disk = { ...base, open: async (at) => ({ ...(await base.open(at)), isAt: () => Promise.reject(diskError('EIO')) }) };
    const { journal } = await readBack(disk);
    assert.equal(await journal.isInPlace(), true);
  });

  it('says that it is closed', async () => {
    const { journal } = await readBack(memoryDisk());
    const last = journal.append([entry(1)]);
    const closed = journal.close();
    await assert.rejects(journal.append([entry(2)]), { code: 'JOURNAL', message: /closed/ });
    await Promise.all([last, closed]);
  });

  it('closes the file where it cannot be read', async () => {
    let closed = false;
    const disk = faultyDisk((call) => (call === 'read' ? 'EIO' : undefined));
    const watched: Disk = { ...disk, open: async (at) => ({ ...(await disk.open(at)), close: async () => void (closed = true) }) };
    await assert.rejects(readBack(watched), { code: 'EIO' });
    assert.ok(closed);
  });

  it('gives nothing where no whole record stands, and says it where the disk does not give it', async () => {
    let broken = false;
    const { journal } = await readBack(faultyDisk((call) => (broken && call === 'read' ? 'EIO' : undefined)));
    await journal.append([entry(1)]);
    assert.equal(await journal.read({ offset: 3, length: 20 }), undefined);
    assert.equal(await journal.read({ offset: 9_999, length: 20 }), undefined);
    broken = true;
    await assert.rejects(journal.read({ offset: 0, length: 20 }), { code: 'JOURNAL', message: /^The journal \/j\.jsonl cannot be read: EIO\./ });
  });
});
