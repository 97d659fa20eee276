import assert from 'node:assert/strict';
import type { Position } from '../../../src/lib/delivery/journal-reader';
import { encodeRecord } from '../../../src/lib/delivery/journal-record';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import { seeded } from '../../simulation/random';
import { entry, entryOf, path, readBack, write } from './journal-files';

describe('a journal that was damaged', () => {
  it('drops a torn tail and goes on behind it', async () => {
    const disk = memoryDisk();
    await write(disk, 3);
    const file = await disk.open(path);
    await file.truncate((await file.size()) - 5);
    const { entries, journal } = await readBack(disk);
    assert.equal(entries.length, 2);
    assert.equal(journal.torn, encodeRecord(entry(2)).length - 5);
    await journal.append([entry(7)]);
    await journal.close();
    assert.deepEqual((await readBack(disk)).entries.at(-1), entry(7));
  });

  it('leaves nothing of a torn tail that is longer than what comes after it', async () => {
    const disk = memoryDisk();
    const first = await readBack(disk);
    await first.journal.append([entry(0)]);
    await first.journal.append([entryOf(5_000, 1)]);
    await first.journal.close();
    const file = await disk.open(path);
    await file.truncate((await file.size()) - 5);
    const { journal } = await readBack(disk);
    await journal.append([entry(2)]);
    await journal.close();
    const again = await readBack(disk);
    assert.deepEqual(again.entries, [entry(0), entry(2)]);
    assert.deepEqual([again.journal.damage, again.journal.torn], [[], 0]);
  });

  it('tells where a damaged record stood, and passes over that one alone', async () => {
    const damage = async (change: (bytes: Buffer, places: Position[]) => void) => {
      const disk = memoryDisk();
      await write(disk, 4);
      const { positions: places } = await readBack(disk);
      const bytes = Buffer.from(await disk.read(path), 'utf8');
      change(bytes, places);
      await (await disk.open(path)).write(bytes, 0);
      const { entries, positions, journal } = await readBack(disk);
      return { places, entries, positions, damage: journal.damage.map(({ offset, length }) => ({ offset, length })), begin: journal.damage[0]?.begin };
    };

    const text = await damage((bytes, places) => bytes.write('X', (places[1] as Position).offset + 30));
    assert.deepEqual(text.entries, [0, 2, 3].map(entry));
    assert.deepEqual(text.damage, [text.places[1]]);
    assert.equal(text.begin, '036cd585 {"kind":"progress","iX":"id-1 ··\\n\\"","attempts":1,"sentAt":0}');

    const blank = await damage((bytes, places) => bytes.write('_', (places[1] as Position).offset + 8));
    assert.deepEqual(blank.entries, [0, 2, 3].map(entry));
    assert.deepEqual(blank.damage, [blank.places[1]]);

    // What should have ended the record now ties it to the next one, which is found all the same.
    const end = await damage((bytes, places) => bytes.write('_', (places[2] as Position).offset - 1));
    assert.deepEqual(end.entries, [0, 2, 3].map(entry));
    assert.deepEqual(end.positions, [0, 2, 3].map((n) => end.places[n]));
    assert.deepEqual(end.damage, [end.places[1]]);
    assert.match(end.begin ?? '', /^[\da-f]{8} \{"kind":"progress","id":"id-1 [^_]*\}_$/);

    // A line feed where there was none makes an empty line, and a record without its beginning.
    const begin = await damage((bytes, places) => bytes.write('\n', (places[1] as Position).offset));
    const { offset, length } = begin.places[1] as Position;
    assert.deepEqual(begin.entries, [0, 2, 3].map(entry));
    assert.deepEqual(begin.damage, [{ offset, length: 1 }, { offset: offset + 1, length: length - 1 }]);
  });

  it('tells of a long one no more than says which it was', async () => {
    const disk = memoryDisk();
    const { journal } = await readBack(disk);
    await journal.append([entryOf(5_000, 1)]);
    await journal.close();
    await (await disk.open(path)).write(Buffer.from('X'), 3_000);
    assert.equal((await readBack(disk)).journal.damage[0]?.begin.length, 126);
  });

  it('opens whatever stands in the file', async () => {
    for (const text of ['\n', '0\n', '00000000\n', '00000000 \n', 'no journal at all\n']) {
      const disk = memoryDisk();
      await disk.create(path, text);
      const { entries, journal } = await readBack(disk);
      assert.deepEqual([entries, journal.damage], [[], [{ offset: 0, length: text.length, begin: text.trimEnd() + (text.endsWith(' \n') ? ' ' : '') }]], JSON.stringify(text));
    }
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
});
