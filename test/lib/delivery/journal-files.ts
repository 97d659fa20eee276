import type { Clock } from '../../../src/lib/delivery/clock';
import { systemClock } from '../../../src/lib/delivery/clock';
import type { Disk, DiskFile } from '../../../src/lib/delivery/disk';
import { Journal } from '../../../src/lib/delivery/journal';
import type { Position } from '../../../src/lib/delivery/journal-reader';
import { encodeRecord } from '../../../src/lib/delivery/journal-record';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import type { Entry } from '../../../src/lib/records/entry';
import { diskError } from '../../simulation/faulty-disk';

export const path = '/j.jsonl';

export function entry(n: number): Entry {
  return { kind: 'progress', id: `id-${n} é\n"`, attempts: n, sentAt: 0 };
}

export async function readBack(disk: Disk, clock: Clock = systemClock): Promise<{ entries: Entry[]; journal: Journal; positions: Position[] }> {
  const entries: Entry[] = [];
  const positions: Position[] = [];
  const journal = await Journal.open(disk, path, clock, (one, position) => {
    entries.push(one);
    positions.push(position);
  });
  return { entries, journal, positions };
}

/** An entry whose record is of just so many bytes. */
export function entryOf(bytes: number, n: number): Entry {
  const padded = (id: string): Entry => ({ kind: 'progress', id, attempts: n, sentAt: 0 });
  return padded('x'.repeat(bytes - encodeRecord(padded('')).length));
}

export const mebibyte = 1 << 20;

export async function write(disk: Disk, count: number): Promise<void> {
  const { journal } = await readBack(disk);
  for (let n = 0; n < count; n++) await journal.append([entry(n)]);
  await journal.close();
}

/** A disk that gives a few bytes with each read, and nothing of a file that was closed meanwhile. */
export function slowDisk(): Disk {
  const disk = memoryDisk();
  const slow = (file: DiskFile): DiskFile => {
    let closed = false;
    return {
      ...file,
      async read(into, position) {
        if (closed) throw new Error('file closed');
        return file.read(into.subarray(0, 10), position);
      },
      close() {
        closed = true;
        return file.close();
      },
    };
  };
  return { ...disk, open: async (at) => slow(await disk.open(at)) };
}

/** Notes how a disk is used: how many bytes each write and each read were of, and where files were cut off. */
export function watchedDisk(base = memoryDisk(), called: (call: string) => void = () => {}) {
  const [writes, reads, truncated]: [number[], number[], number[]] = [[], [], []];
  const watched = (file: DiskFile): DiskFile => ({
    size: () => file.size(),
    isAt: (at) => file.isAt(at),
    write(bytes, position) {
      called('write');
      writes.push(bytes.length);
      return file.write(bytes, position);
    },
    async read(into, position) {
      const count = await file.read(into, position);
      reads.push(count);
      return count;
    },
    sync() {
      called('sync');
      return file.sync();
    },
    truncate(size) {
      truncated.push(size);
      return file.truncate(size);
    },
    close() {
      called('close');
      return file.close();
    },
  });
  const disk: Disk = { ...base, open: async (at) => watched(await base.open(at)) };
  return { disk, writes, reads, truncated };
}

export interface WindowsTrouble {
  /** What a rename fails with where the name's file is open here … */
  open: string;
  /** … and where somebody else has it open, a virus scanner, say; '': nobody has. */
  held: string;
  /** What opening fails with; '': nothing. */
  unopened: string;
}

/** A disk that takes no name from a file that is open, and nothing of one that was closed. */
export function windowsDisk(trouble: () => WindowsTrouble) {
  const base = memoryDisk();
  const handles: Array<{ at: string; isClosed: boolean }> = [];
  const opened = (at: string): number => handles.filter((handle) => handle.at === at && !handle.isClosed).length;
  const openFile = (file: DiskFile, at: string): DiskFile => {
    const handle = { at, isClosed: false };
    handles.push(handle);
    const step = <T>(act: () => Promise<T>): Promise<T> => (handle.isClosed ? Promise.reject(diskError('EBADF')) : act());
    return {
      size: () => step(() => file.size()),
      isAt: (now) => step(() => file.isAt(now)),
      write: (bytes, position) => step(() => file.write(bytes, position)),
      read: (into, position) => step(() => file.read(into, position)),
      sync: () => step(() => file.sync()),
      truncate: (size) => step(() => file.truncate(size)),
      async close() {
        handle.isClosed = true;
      },
    };
  };
  const disk: Disk = {
    ...base,
    async open(at) {
      if (at === path && trouble().unopened !== '') throw diskError(trouble().unopened);
      return openFile(await base.open(at), at);
    },
    async rename(from, to) {
      if (opened(to) > 0) throw diskError(trouble().open);
      if (trouble().held !== '') throw diskError(trouble().held);
      await base.rename(from, to);
      for (const handle of handles) if (handle.at === from) handle.at = to;
    },
  };
  return { disk, opened };
}
