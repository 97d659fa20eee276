import assert from 'node:assert/strict';
import type { Disk } from '../../../src/lib/delivery/disk';
import type { Position } from '../../../src/lib/delivery/journal-reader';
import type { DiskCall } from '../../simulation/faulty-disk';
import { faultyDisk } from '../../simulation/faulty-disk';
import { entry, entryOf, mebibyte, path, readBack, slowDisk, watchedDisk, windowsDisk } from './journal-files';
import type { WindowsTrouble } from './journal-files';

describe('a compaction', () => {
  function filled(fault: (call: DiskCall, at: string) => string | undefined = () => undefined) {
    return filledOn(faultyDisk(fault));
  }

  async function filledOn(disk: Disk) {
    const { journal } = await readBack(disk);
    const places: Position[] = [];
    for (let n = 0; n < 10; n++) await journal.append([entry(n)], (positions) => places.push(...positions));
    return { disk, journal, places };
  }

  async function filledOnWindows() {
    let trouble: WindowsTrouble = { open: 'EPERM', held: '', unopened: '' };
    const { disk, opened } = windowsDisk(() => trouble);
    const set = (over: Partial<WindowsTrouble>): void => void (trouble = { ...trouble, ...over });
    return { ...(await filledOn(disk)), opened: () => opened(path), set };
  }

  it('keeps what is needed, and moves its positions', async () => {
    const { disk, journal, places } = await filled();
    const kept = [places[3], places[8]] as Position[];
    await journal.compact(() => ({ before: [entry(100)], kept, after: [entry(200)] }));
    await journal.append([entry(300)]);
    assert.deepEqual(await journal.read(kept[1] as Position), entry(8));
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries, [100, 3, 8, 200, 300].map(entry));
  });

  it('takes over what comes while it works, which waits for its last moment alone', async () => {
    const { disk, journal, places } = await filled();
    const kept = places.slice(9);
    const meanwhile: Position[] = [];
    let comes = 50;
    const compaction = { ended: false };
    const before = Array.from({ length: 10_000 }, () => entry(40));
    let compacted: Promise<unknown> | undefined;
    await new Promise<void>((begun) => {
      const needed = () => {
        begun();
        return { before, kept, after: [entry(41)] };
      };
      compacted = journal.compact(needed).then(() => (compaction.ended = true));
    });
    while (!compaction.ended) await journal.append([entry(comes++)], (positions) => meanwhile.push(...positions));
    await compacted;
    assert.ok(comes > 56, `${comes - 50} came while it worked`);
    await journal.append([entry(1)], (positions) => meanwhile.push(...positions));
    for (const [n, position] of meanwhile.entries()) assert.deepEqual(await journal.read(position), entry(n < comes - 50 ? 50 + n : 1));
    assert.deepEqual(await journal.read(kept[0] as Position), entry(9));
    assert.equal(journal.size, Buffer.byteLength(await disk.read(path)));
    await journal.close();
    const came = Array.from({ length: comes - 50 }, (_, n) => 50 + n);
    assert.deepEqual((await readBack(disk)).entries.slice(before.length - 1), [40, 9, 41, ...came, 1].map(entry));
  });

  it('takes over however many come at once while it works', async () => {
    const { disk, journal } = await filled();
    const many = Array.from({ length: 150_000 }, () => entry(1)); // more than a function takes arguments
    let appended: Promise<void> | undefined;
    const needed = () => {
      appended = journal.append(many);
      return { before: [], kept: [], after: [] };
    };
    await journal.compact(needed);
    await appended;
    await journal.close();
    assert.equal((await readBack(disk)).entries.length, many.length);
  });

  it('has its turn where something always waits to be written', async () => {
    const { journal, places } = await filled();
    let left = 1_000;
    const again = (): void => {
      left -= 1;
      if (left > 0) void journal.append([entry(left)], again);
    };
    again();
    await journal.compact(() => ({ before: [], kept: places, after: [] }));
    assert.ok(left > 500, `${left} of 1,000 were left`);
    await journal.close();
  });

  it('is given up where the journal closes, and the old file stays', async () => {
    const { disk, journal } = await filled();
    let closed: Promise<void> | undefined;
    function* before() {
      for (let n = 0; n < 10_000; n++) {
        if (n === 5_000) closed = journal.close();
        yield entry(n);
      }
      assert.fail('goes on to the end');
    }
    await assert.rejects(journal.compact(() => ({ before: before(), kept: [], after: [] })), { code: 'JOURNAL', message: 'The journal is closed.' });
    await closed;
    await assert.rejects(disk.read(`${path}.new`), { code: 'ENOENT' });
    assert.equal((await readBack(disk)).entries.length, 10);
  });

  it('acknowledges nothing in a file whose name is not on disk', async () => {
    let broken = false;
    let synced = 0;
    let closed = 0;
    const faulty = faultyDisk((call) => {
      if (call === 'sync folder') synced += 1;
      return broken && call === 'sync folder' ? 'EIO' : undefined;
    });
    const { disk } = watchedDisk(faulty, (call) => void (closed += Number(call === 'close')));
    const { journal, places } = await filledOn(disk);
    assert.equal(synced, 1, 'once for a new file, and not with each record');
    broken = true;
    await assert.rejects(journal.compact(() => ({ before: [], kept: places.slice(8), after: [] })), { code: 'JOURNAL', message: /EIO/ });
    assert.equal(closed, 1, 'the old file is let go');
    await assert.rejects(journal.append([entry(50)]), { code: 'JOURNAL', message: /EIO/ });
    broken = false;
    await journal.append([entry(60)]);
    assert.equal(synced, 4);
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries, [8, 9, 60].map(entry));
  });

  it('keeps the order that it is asked for, whatever that of the old file', async () => {
    const { disk, journal, places } = await filled();
    const order = [8, 7, 2, 3, 9];
    const kept = order.map((n) => places[n] as Position);
    await journal.compact(() => ({ before: [], kept, after: [] }));
    for (const [i, n] of order.entries()) assert.deepEqual(await journal.read(kept[i] as Position), entry(n));
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries, order.map(entry));
  });

  it('loses no command that comes while it waits for its turn and works', async () => {
    const { disk, journal, places } = await filled();
    const before = journal.append([entry(50)]);
    const compacted = journal.compact(() => ({ before: [], kept: places.slice(5), after: [] }));
    await before;
    await Promise.all([journal.append([entry(60)]), compacted]);
    await journal.append([entry(70)]);
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries, [5, 6, 7, 8, 9, 60, 70].map(entry));
  });

  it('leaves a record alone that is being read, from the file that it was', async () => {
    const { journal } = await readBack(slowDisk());
    const places: Position[] = [];
    for (let n = 0; n < 3; n++) await journal.append([entry(n)], (positions) => places.push(...positions));
    const [, kept] = places as [Position, Position];
    const compacted = journal.compact(() => ({ before: [entry(100)], kept: [kept], after: [] }));
    const reads: Array<Promise<unknown>> = [];
    // More moments than a compaction of three records has.
    for (let moment = 0; moment < 200; moment += 1) {
      reads.push(journal.read(kept));
      await Promise.resolve();
    }
    await compacted;
    for (const read of reads) assert.deepEqual(await read, entry(1));
    await journal.close();
  });

  it('leaves a record alone that is being read while the journal closes, and reads none afterwards', async () => {
    const { journal } = await readBack(slowDisk());
    const places: Position[] = [];
    await journal.append([entry(0)], (positions) => places.push(...positions));
    const reading = journal.read(places[0] as Position);
    await journal.close();
    assert.deepEqual(await reading, entry(0));
    await assert.rejects(journal.read(places[0] as Position), { code: 'JOURNAL', message: 'The journal is closed.' });
  });

  it('reads neighbours at once, at most 1 MiB, and nothing of what lies far between', async () => {
    const { disk, reads } = watchedDisk();
    const { journal } = await readBack(disk);
    const places: Position[] = [];
    const half = mebibyte / 2;
    const sizes = [half, half, half, mebibyte, 100, 100, 2 * mebibyte, 100];
    for (const [n, size] of sizes.entries()) await journal.append([entryOf(size, n)], (positions) => places.push(...positions));
    reads.length = 0;
    const kept = places.filter((_, n) => n !== 6);
    await journal.compact(() => ({ before: [], kept, after: [] }));
    await journal.close();
    assert.deepEqual(reads, [mebibyte, half, mebibyte, 200, 100]);
    assert.deepEqual((await readBack(disk)).entries.map((one) => one.kind === 'progress' && one.attempts), [0, 1, 2, 3, 4, 5, 7]);
  });

  it('takes a damaged record over as it is, for a file that grows for ever helps nobody', async () => {
    const { disk, journal, places } = await filled();
    const damaged = places[4] as Position;
    await (await disk.open(path)).write(Buffer.from('X'), damaged.offset + 30);
    await journal.compact(() => ({ before: [], kept: places.slice(3, 6), after: [] }));
    assert.equal(await journal.read(damaged), undefined);
    assert.deepEqual(await journal.read(places[5] as Position), entry(5));
    await journal.close();
    const again = await readBack(disk);
    assert.deepEqual(again.entries, [3, 5].map(entry));
    assert.deepEqual(again.journal.damage.map(({ offset, length }) => ({ offset, length })), [damaged]);
  });

  for (const call of ['open', 'write', 'sync', 'rename'] as const) {
    it(`that fails to ${call} leaves the old file in use`, async () => {
      let broken = false;
      const { disk, journal, places } = await filled((what, at) => (broken && what === call && at.endsWith('.new') ? 'EIO' : undefined));
      broken = true;
      await assert.rejects(journal.compact(() => ({ before: [], kept: [places[0] as Position], after: [] })), { code: 'JOURNAL' });
      await journal.append([entry(50)]);
      await journal.close();
      assert.equal((await readBack(disk)).entries.length, 11);
    });
  }

  describe('where a name cannot be taken from a file that is open, as on Windows', () => {
    for (const open of ['EPERM', 'EACCES', 'EBUSY']) {
      it(`lets the file go before, and has reads wait for that: ${open}`, async () => {
        const { journal, places, disk, opened, set } = await filledOnWindows();
        set({ open });
        const kept = places.slice(3, 6);
        const reads: Array<Promise<unknown>> = [];
        const compaction = { ended: false };
        const compacted = journal.compact(() => ({ before: [], kept, after: [entry(20)] })).finally(() => (compaction.ended = true));
        for (let turn = 0; !compaction.ended && turn < 1_000; turn += 1) {
          reads.push(journal.read(kept[0] as Position));
          await Promise.resolve();
        }
        await compacted;
        for (const found of await Promise.all(reads)) assert.deepEqual(found, entry(3));
        await journal.append([entry(21)]);
        assert.equal(opened(), 1);
        const last = journal.read(kept[1] as Position);
        await journal.close();
        assert.deepEqual(await last, entry(4), 'reads wait no more');
        assert.equal(opened(), 0);
        assert.deepEqual((await readBack(disk)).entries, [3, 4, 5, 20, 21].map(entry));
      });
    }

    it('opens it again where it is held by somebody else', async () => {
      const { journal, places, disk, opened, set } = await filledOnWindows();
      set({ held: 'EBUSY' });
      await assert.rejects(journal.compact(() => ({ before: [], kept: [places[0] as Position], after: [] })), { code: 'JOURNAL', message: /EBUSY/ });
      assert.deepEqual(await journal.read(places[9] as Position), entry(9));
      await journal.append([entry(20)]);
      assert.equal(opened(), 1);
      await journal.close();
      set({ held: '' });
      assert.deepEqual((await readBack(disk)).entries.length, 11);
    });

    it('opens it with what comes next where that fails too', async () => {
      const { journal, places, disk, set } = await filledOnWindows();
      set({ held: 'EPERM', unopened: 'EMFILE' });
      await assert.rejects(journal.compact(() => ({ before: [], kept: [places[0] as Position], after: [] })), { code: 'JOURNAL' });
      await assert.rejects(journal.append([entry(20)]), { code: 'JOURNAL', message: /EMFILE/ });
      set({ unopened: '' });
      await journal.append([entry(21)]);
      assert.deepEqual(await journal.read(places[9] as Position), entry(9));
      await journal.close();
      set({ held: '' });
      assert.deepEqual((await readBack(disk)).entries.at(-1), entry(21));
    });
  });

  it('writes much in pieces of 16 KiB, between which others have their turn', async () => {
    const { disk, writes } = watchedDisk();
    const { journal } = await readBack(disk);
    const many = [0, 1, 2, 3, 4].map((n) => entryOf(4 << 10, n));
    await journal.compact(() => ({ before: many.slice(0, 3), kept: [], after: many.slice(3) }));
    await journal.close();
    assert.deepEqual(writes, [16 << 10, 4 << 10]);
    assert.deepEqual((await readBack(disk)).entries, many);
  });

  it('that was cut off leaves nothing behind', async () => {
    const { disk, journal } = await filled();
    await journal.close();
    await disk.create(`${path}.new`, 'half a file');
    assert.equal((await readBack(disk)).entries.length, 10);
    await assert.rejects(disk.read(`${path}.new`), { code: 'ENOENT' });
  });
});
