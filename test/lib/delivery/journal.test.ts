import assert from 'node:assert/strict';
import type { Disk } from '../../../src/lib/delivery/disk';
import { Journal } from '../../../src/lib/delivery/journal';
import type { Position } from '../../../src/lib/delivery/journal-reader';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import type { Entry } from '../../../src/lib/records/entry';
import type { DiskCall } from '../../simulation/faulty-disk';
import { faultyDisk } from '../../simulation/faulty-disk';
import { seeded } from '../../simulation/random';

const path = '/j.jsonl';

function entry(n: number): Entry {
  return { kind: 'progress', id: `id-${n} é\n"`, attempts: n, sentAt: 0 };
}

async function readBack(disk: Disk): Promise<{ entries: Entry[]; journal: Journal; positions: Position[] }> {
  const entries: Entry[] = [];
  const positions: Position[] = [];
  const journal = await Journal.open(disk, path, (one, position) => {
    entries.push(one);
    positions.push(position);
  });
  return { entries, journal, positions };
}

async function write(disk: Disk, count: number): Promise<void> {
  const { journal } = await readBack(disk);
  for (let n = 0; n < count; n++) await journal.append([entry(n)]);
  await journal.close();
}

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
    assert.deepEqual(again.journal.damage, []);
  });

  it('writes all that waits with one sync', async () => {
    let syncs = 0;
    const disk = faultyDisk((call) => void (call === 'sync' && (syncs += 1)));
    const { journal } = await readBack(disk);
    await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append([entry(n)])));
    assert.ok(syncs <= 2, `${syncs} syncs`);
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

  it('splits what waits into groups of bounded size', async () => {
    const disk = memoryDisk();
    const { journal } = await readBack(disk);
    const large: Entry = { kind: 'progress', id: 'x'.repeat(3 << 20), attempts: 0, sentAt: 0 };
    await Promise.all([journal.append([large]), journal.append([large]), journal.append([large])]);
    await journal.close();
    assert.equal((await readBack(disk)).entries.length, 3);
  });

  it('drops a torn tail and goes on behind it', async () => {
    const disk = memoryDisk();
    await write(disk, 3);
    const file = await disk.open(path);
    await file.truncate((await file.size()) - 5);
    const { entries, journal } = await readBack(disk);
    assert.equal(entries.length, 2);
    assert.ok(journal.torn > 0);
    await journal.append([entry(7)]);
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries.at(-1), entry(7));
  });

  it('loses at most the record that has a flipped byte, and reports it', async function () {
    this.timeout(0);
    const count = 1_000;
    const random = seeded(7);
    const base = memoryDisk();
    await write(base, count);
    const bytes = Buffer.from(await base.read(path), 'utf8');
    const texts = Array.from({ length: count }, (_, n) => JSON.stringify(entry(n)));
    // `FLIPS=all` flips every byte.
    const flipped = process.env['FLIPS'] ?? 2_000;
    const offsets = flipped === 'all' ? bytes.keys() : Array.from({ length: Number(flipped) }, () => Math.floor(random() * bytes.length));
    let flips = 0;
    for (const offset of offsets) {
      flips += 1;
      const disk = memoryDisk();
      const before = bytes[offset] as number;
      bytes[offset] = before ^ (1 << Math.floor(random() * 8));
      await (await disk.open(path)).write(bytes, 0);
      bytes[offset] = before;
      const { entries, journal } = await readBack(disk);
      const read = new Set(entries.map((one) => JSON.stringify(one)));
      assert.equal(texts.filter((text) => !read.has(text)).length, 1, `byte ${offset}: one is lost`);
      assert.equal(entries.length, count - 1, `byte ${offset}: nothing is invented`);
      assert.ok(journal.damage.length === 1 || journal.torn > 0, `byte ${offset}: reported`);
    }
    console.log(`      ${count} records of ${bytes.length} bytes, ${flips} flipped one at a time: each start read all but the one record, and reported it`);
  });

  it('reads lines that lie across two chunks', async () => {
    const disk = memoryDisk();
    const { journal } = await readBack(disk);
    const large = (n: number): Entry => ({ kind: 'progress', id: String(n).repeat(400_000), attempts: n, sentAt: 0 });
    for (let n = 0; n < 6; n++) await journal.append([large(n)]);
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries, [0, 1, 2, 3, 4, 5].map(large));
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

  it('writes on after a short write', async () => {
    const disk = faultyDisk((call) => (call === 'write' ? 'SHORT' : undefined));
    await write(disk, 3);
    assert.equal((await readBack(disk)).entries.length, 3);
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

  it('names the byte where a record cannot be read', async () => {
    const disk = memoryDisk();
    const { journal } = await readBack(disk);
    await journal.append([entry(1)]);
    await assert.rejects(journal.read({ offset: 3, length: 20 }), { code: 'JOURNAL', message: /byte 3/ });
    await assert.rejects(journal.read({ offset: 9_999, length: 20 }), { code: 'JOURNAL' });
  });
});

describe('a compaction', () => {
  async function filled(fault: (call: DiskCall, at: string) => string | undefined = () => undefined) {
    const disk = faultyDisk(fault);
    const { journal } = await readBack(disk);
    const places: Position[] = [];
    for (let n = 0; n < 10; n++) await journal.append([entry(n)], (positions) => places.push(...positions));
    return { disk, journal, places };
  }

  it('keeps what is needed, and moves its positions', async () => {
    const { disk, journal, places } = await filled();
    const kept = [places[3], places[8]] as Position[];
    const compacted = journal.compact(() => ({ before: [entry(100)], kept, after: [entry(200)] }));
    const meanwhile = journal.append([entry(300)]);
    await Promise.all([compacted, meanwhile]);
    assert.deepEqual(await journal.read(kept[1] as Position), entry(8));
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries, [100, 3, 8, 200, 300].map(entry));
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

  it('writes much in several pieces', async () => {
    const { disk, journal } = await filled();
    const large: Entry = { kind: 'progress', id: 'x'.repeat(3 << 20), attempts: 0, sentAt: 0 };
    await journal.compact(() => ({ before: [large, large], kept: [], after: [large] }));
    await journal.close();
    assert.equal((await readBack(disk)).entries.length, 3);
  });

  it('that was cut off leaves nothing behind', async () => {
    const { disk, journal } = await filled();
    await journal.close();
    await disk.create(`${path}.new`, 'half a file');
    assert.equal((await readBack(disk)).entries.length, 10);
    await assert.rejects(disk.read(`${path}.new`), { code: 'ENOENT' });
  });
});
