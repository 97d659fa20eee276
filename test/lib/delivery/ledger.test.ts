import assert from 'node:assert/strict';
import type { Disk } from '../../../src/lib/delivery/disk';
import { Ledger } from '../../../src/lib/delivery/ledger';
import type { Position } from '../../../src/lib/delivery/journal-reader';
import { encodeRecord } from '../../../src/lib/delivery/journal-record';
import type { Kept } from '../../../src/lib/delivery/kept';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import type { DeliveryOptions } from '../../../src/lib/delivery/options';
import type { Entry } from '../../../src/lib/records/entry';
import { Records } from '../../../src/lib/records/records';
import type { Command } from '../../../src/lib/ticket/command';
import type { DiskCall } from '../../simulation/faulty-disk';
import { faultyDisk } from '../../simulation/faulty-disk';
import { VirtualClock } from '../../simulation/virtual-clock';
import { entry, entryOf, mebibyte, path } from './journal-files';

const lock = `${path}.lock`;
const command: Command = { id: 'a', guid: 'g', action: 'CREATE', type: 'Automatic', fields: {}, node: 'n', time: '2026-11-23T10:00:00.000Z' };
const accepted: Entry = { kind: 'command', command };

async function opened(disk: Disk, clock = new VirtualClock(), signal?: AbortSignal, told: string[] = []) {
  const entries: Entry[] = [];
  const positions: Position[] = [];
  const options = {
    path,
    settings: {},
    signal,
    ports: { disk, clock, identity: { pid: 1, host: 'here', start: '1', isAlive: () => false } },
    events: {
      onRecords: () => told.push('records'),
      onStatus: () => told.push('status'),
      report: (level: string, message: string) => told.push(`${level}: ${message}`),
    },
  } as unknown as DeliveryOptions;
  const records = new Records(100);
  const ledger = await Ledger.open(options, records, (one, position) => {
    entries.push(one);
    positions.push(position);
  });
  return { ledger, records, clock, told, entries, positions };
}

describe('the ledger', () => {
  it('takes an entry into the records once it is on disk, and says so', async () => {
    const { ledger, records, told } = await opened(memoryDisk());
    assert.equal(ledger.trouble, '');
    let seen: unknown;
    const appended = ledger.append([accepted], (positions) => (seen = [positions, records.log.list().length]));
    assert.equal(records.log.list().length, 0);
    await appended;
    assert.deepEqual(seen, [[{ offset: 0, length: encodeRecord(accepted).length }], 1]);
    assert.deepEqual(told, ['records']);
    assert.equal(ledger.trouble, '');
    assert.deepEqual(await ledger.read({ offset: 0, length: encodeRecord(accepted).length }), accepted);
  });

  it('begins with the Jira that it is of, where the journal does not say so', async () => {
    const disk = memoryDisk();
    const { ledger, records } = await opened(disk);
    records.guids.here = 'https://jira.example.com';
    const places: Position[][] = [];
    for (let number = 0; number < 2; number += 1) await ledger.append([accepted], (positions) => places.push(positions));
    await ledger.close();
    const { entries, positions, records: readBack } = await opened(disk);
    assert.deepEqual(entries, [{ kind: 'jira', base: 'https://jira.example.com' }, accepted, accepted]);
    assert.deepEqual(places, [[positions[1]], [positions[2]]]);
    assert.equal(readBack.guids.base, 'https://jira.example.com');
  });

  it('says that it waits for a lock, and for how long, and does not when it is closed', async () => {
    const disk = memoryDisk();
    await disk.create(lock, JSON.stringify({ pid: 9, host: 'there', start: 'x' }));
    const clock = new VirtualClock();
    const told: string[] = [];
    const taking = opened(disk, clock, AbortSignal.abort(), told);
    const refused = assert.rejects(taking, { code: 'JOURNAL', message: /closes/ });
    await clock.pass(2_000);
    await refused;
    assert.match(told.join('\n'), /^warn: The lock .*j\.jsonl\.lock is of process 9 on there/);
  });

  it('leaves the records as they are where the disk does not take an entry, and has trouble until it takes one', async () => {
    let broken = true;
    const { ledger, records, told } = await opened(faultyDisk((call) => (broken && call === 'write' ? 'ENOSPC' : undefined)));
    await assert.rejects(ledger.append([accepted]), { code: 'JOURNAL' });
    assert.equal(records.log.list().length, 0);
    assert.match(ledger.trouble, /ENOSPC/);
    assert.deepEqual(told, ['status']);
    broken = false;
    await ledger.append([accepted]);
    assert.equal(ledger.trouble, '');
    assert.deepEqual(told, ['status', 'records']);
  });

  it('tries once a second to keep what has happened', async () => {
    let broken = true;
    let attempts = 0;
    const disk = faultyDisk((call) => {
      if (call === 'write') attempts += 1;
      return broken && call === 'write' ? 'EIO' : undefined;
    });
    const { ledger, records, clock } = await opened(disk);
    let kept: boolean | undefined;
    void ledger.insist([accepted], () => {}).then((value) => (kept = value));
    await clock.pass(3_500);
    assert.deepEqual([attempts, kept], [4, undefined]);
    broken = false;
    await clock.pass(1_000);
    assert.deepEqual([attempts, kept], [5, true]);
    assert.equal(records.log.list().length, 1);
  });

  it('gives up on keeping it when it closes', async () => {
    const { ledger, clock } = await opened(faultyDisk((call) => (call === 'write' ? 'EIO' : undefined)));
    const kept = ledger.insist([accepted], () => {});
    await clock.pass(500);
    await ledger.close();
    await clock.pass(500);
    assert.equal(await kept, false);
  });

  it('knows how many bytes are on their way to the disk', async () => {
    const { ledger } = await opened(memoryDisk());
    const appended = ledger.append([accepted]);
    assert.equal(ledger.unwritten, encodeRecord(accepted).length);
    await appended;
    assert.equal(ledger.unwritten, 0);
  });

  it('has the lock while it is open, and not where it cannot be opened', async () => {
    const disk = memoryDisk();
    const { ledger } = await opened(disk);
    assert.match(await disk.read(lock), /"pid":1/);
    await ledger.close();
    await assert.rejects(disk.read(lock), { code: 'ENOENT' });

    const faulty = (call: DiskCall, code: string): Disk => faultyDisk((one) => (one === call ? code : undefined));
    const unreadable = faulty('read', 'EIO');
    await assert.rejects(opened(unreadable), { code: 'JOURNAL', message: "Cannot read the journal /j.jsonl: EIO. Check the user directory's permissions and space." });
    await assert.rejects(unreadable.read(lock), { code: 'ENOENT' });
    await assert.rejects(opened(faulty('create', 'EACCES')), { code: 'JOURNAL', message: "Cannot lock the journal /j.jsonl: EACCES. Check the user directory's permissions and space." });
    await disk.create(lock, JSON.stringify({ pid: 1, host: 'here', start: '1' }));
    await assert.rejects(opened(disk), { code: 'JOURNAL', message: /in use by process 1 on here/ });
    const odd: Disk = { ...memoryDisk(), open: () => Promise.reject(new Error('no disk')) };
    await assert.rejects(opened(odd), { code: 'JOURNAL', message: /Cannot read the journal .*: no disk\./ });
  });

  it('says what is lost of the journal that it reads, and nothing where all is well', async () => {
    const disk = memoryDisk();
    const first = await opened(disk);
    for (const n of [1, 2, 3, 4]) await first.ledger.append([entry(n)]);
    await first.ledger.close();
    const whole = await opened(disk);
    assert.deepEqual([whole.entries, whole.told, whole.ledger.isDamaged], [[1, 2, 3, 4].map(entry), [], false]);
    await whole.ledger.close();
    const { offset, length } = whole.positions[1] as Position;
    const file = await disk.open(path);
    await file.write(Buffer.from('X'), offset + 30);
    await file.truncate((await file.size()) - 5);
    const { entries, told, ledger } = await opened(disk);
    assert.deepEqual(entries, [1, 3].map(entry));
    assert.equal(ledger.isDamaged, true);
    assert.deepEqual(told, [
      `error: Journal /j.jsonl: ${length} damaged bytes at ${offset} were passed over; the record that stood there is lost. It began: d3204a11 {"kind":"progress","iX":"id-2 ··\\n\\"","attempts":2,"sentAt":0}`,
      `warn: Journal /j.jsonl: ${length - 5} bytes cut off by a crash were dropped; they had not been acknowledged.`,
    ]);
  });
});

describe('a ledger whose journal somebody takes away', () => {
  const waiting = (): Kept => ({ kept: [], progress: [], limits: { updateTimes: [], pauses: [] } });

  async function taken(fault: (call: DiskCall) => string | undefined = () => undefined) {
    const disk = faultyDisk(fault);
    const all = await opened(disk);
    await all.ledger.append([accepted]);
    await disk.remove(path);
    all.told.length = 0;
    return { ...all, disk };
  }

  it('writes it anew, and says so once', async () => {
    const { ledger, told, disk } = await taken();
    for (let n = 0; n < 2; n++) await ledger.putBack(waiting);
    assert.deepEqual(told, [
      'error: Journal /j.jsonl: somebody removed or replaced it while Node-RED was running. It is written anew, with all that is known. Leave it alone, or stop Node-RED first.',
    ]);
    await ledger.close();
    const again = await opened(disk);
    assert.deepEqual(again.records.log.list().map(({ id }) => id), ['a']);
  });

  it('says that it cannot be written anew, and tries again', async () => {
    let broken = true;
    const { ledger, told } = await taken((call) => (broken && call === 'rename' ? 'EIO' : undefined));
    await ledger.putBack(waiting);
    assert.equal(told.length, 1);
    assert.match(told.join(), /^warn: The journal \/j\.jsonl cannot be written: EIO/);
    broken = false;
    await ledger.putBack(waiting);
    assert.equal(told.length, 2);
    assert.match(told.join(), /error: Journal \/j\.jsonl: somebody removed or replaced it/);
  });

  it('says nothing where it closes meanwhile', async () => {
    const { ledger, told, disk } = await taken();
    let closed: Promise<void> | undefined;
    await ledger.putBack(() => {
      closed = ledger.close();
      return waiting();
    });
    await closed;
    assert.deepEqual(told, []);
    await assert.rejects(disk.read(path), { code: 'ENOENT' });
  });
});

describe('a ledger whose journal grows', () => {
  /** With `size` MiB in its journal, and a count of how often that was rewritten. */
  async function grown(size: number, fault: (call: DiskCall) => string | undefined = () => undefined) {
    let rewritten = 0;
    const disk = faultyDisk((call, at) => {
      if (call === 'rename' && at === `${path}.new`) rewritten += 1;
      return fault(call);
    });
    const all = await opened(disk);
    const positions: Position[] = [];
    const grow = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) await all.ledger.append([entryOf(mebibyte, positions.length)], (at) => positions.push(...at));
    };
    /** How often it was rewritten to the records `kept`. */
    const compact = async (...kept: Position[]): Promise<number> => {
      const bytes = kept.reduce((sum, { length }) => sum + length, 0);
      await all.ledger.compactIfGrown(bytes, () => ({ kept, progress: [entry(7)], limits: { updateTimes: [5], pauses: [] } }));
      return rewritten;
    };
    await grow(size);
    return { ...all, disk, positions, grow, compact };
  }

  it('rewrites it from 4 MiB on, to what is needed', async () => {
    const { ledger, disk, positions, grow, compact } = await grown(3);
    assert.equal(await compact(), 0);
    await grow(1);
    await ledger.append([accepted], (at) => positions.push(...at));
    assert.equal(await compact(positions[4] as Position), 1);
    await ledger.close();
    const { entries, records, told } = await opened(disk);
    assert.deepEqual(entries.map(({ kind }) => kind), ['snapshot', 'command', 'progress', 'row']);
    assert.deepEqual({ ...entries[0], counters: undefined }, { kind: 'snapshot', base: '', kept: 1, counters: undefined, days: [], prunedAt: 0, updateTimes: [5], pauses: [] });
    assert.deepEqual(records.log.list().map(({ id }) => id), ['a']);
    assert.deepEqual(told, []);
  });

  it('leaves it as it is where more than half of it still waits', async () => {
    const { positions, grow, compact } = await grown(5);
    assert.equal(await compact(...positions.slice(2)), 0, '3 of 5 MiB');
    await grow(1);
    assert.equal(await compact(...positions.slice(3)), 1, '3 of 6 MiB');
  });

  it('rewrites it at 4 MiB sharp', async () => {
    const { compact } = await grown(4);
    assert.equal(await compact(), 1);
  });

  it('rewrites it again when it is four times what was left', async () => {
    const { positions, grow, compact } = await grown(4);
    assert.equal(await compact(positions[0] as Position, positions[1] as Position), 1);
    await grow(5);
    assert.equal(await compact(), 1, '7 MiB');
    await grow(2);
    assert.equal(await compact(), 2, '9 MiB');
    await grow(3);
    assert.equal(await compact(), 2, '3 MiB, after nearly nothing was left');
    await grow(1);
    assert.equal(await compact(), 3, '4 MiB');
  });

  it('says that it cannot be rewritten, and tries again when it is twice as large', async () => {
    let broken = true;
    const { told, grow, compact } = await grown(4, (call) => (broken && call === 'rename' ? 'EIO' : undefined));
    const before = told.length;
    assert.equal(await compact(), 1);
    assert.match(told.slice(before).join(), /^warn: The journal \/j.jsonl cannot be written: EIO/);
    broken = false;
    assert.equal(await compact(), 1);
    await grow(3);
    assert.equal(await compact(), 1, '7 MiB');
    await grow(1);
    assert.equal(await compact(), 2, '8 MiB');
  });

  it('says nothing where it closes meanwhile', async () => {
    const { ledger, told, compact } = await grown(4);
    const before = told.length;
    const compacted = compact();
    await ledger.close();
    assert.equal(await compacted, 0);
    assert.deepEqual(told.slice(before), []);
  });
});
