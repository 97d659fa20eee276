import type { Entry } from '../records/entry';
import { TicketError } from '../ticket/error';
import type { Disk, DiskFile } from './disk';
import type { Damage, Position } from './journal-reader';
import { readJournal } from './journal-reader';
import { decodeRecord, encodeRecord } from './journal-record';

interface Write {
  records: Buffer[];
  written: (positions: Position[]) => void;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** The most that one write and one sync carry together. */
const groupBytes = 4 << 20;

/** The most that is read at once while the file is rewritten. */
const runBytes = 1 << 20;

/**
 * The append-only file of one connection. What `append` has resolved for survives a power cut.
 *
 * All that waits while a sync is under way goes with the next one (group commit): measured on the machines of
 * this project, 2,600–4,300 records/s one by one and over 40,000/s in groups of 50.
 */
export class Journal {
  private readonly writes: Write[] = [];
  private working: Promise<void> | undefined;
  /** What stands behind `end` is cut off before anything is written: at once it may fail, for a full disk that can still be read. */
  private broken: boolean;
  private closed = false;
  /** Under way: a file is closed once they are through. */
  private readonly reads = new Set<Promise<Buffer>>();

  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private file: DiskFile,
    private end: number,
    /** What could not be read back, for the connection to report. */
    readonly damage: Damage[],
    /** Bytes of a record that was cut off by a crash; it was never acknowledged. */
    readonly torn: number,
  ) {
    this.broken = torn > 0;
  }

  /** Reads everything back, in order, and is then ready to append. */
  static async open(disk: Disk, path: string, onEntry: (entry: Entry, position: Position) => void): Promise<Journal> {
    await disk.remove(temporary(path));
    const file = await disk.open(path);
    try {
      const { end, damage } = await readJournal(file, onEntry);
      return new Journal(disk, path, file, end, damage, (await file.size()) - end);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes in the file. */
  get size(): number {
    return this.end;
  }

  /**
   * @param written called with where the entries stand, once they are on disk and before anything else is written: what
   *   is folded from the journal changes here, so that a compaction never finds one without the other
   * @throws {TicketError} JOURNAL where they are not on disk: then none of them will come back after a restart
   */
  append(entries: Entry[], written: (positions: Position[]) => void = () => {}): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.closed) reject(new TicketError('JOURNAL', 'The journal is closed.'));
      else {
        this.writes.push({ records: entries.map(encodeRecord), written, resolve, reject });
        // With others waiting already, a job is on its way that will find this one too.
        if (this.writes.length === 1) this.chain(() => this.commitGroups());
      }
    });
  }

  /** @throws {TicketError} JOURNAL where it is closed, or no record stands there */
  async read(position: Position): Promise<Entry> {
    if (this.closed) throw new TicketError('JOURNAL', 'The journal is closed.');
    const reading = readWhole(this.file, position);
    this.reads.add(reading);
    try {
      const line = await reading;
      const entry = decodeRecord(line.subarray(0, -1));
      if (!entry) throw this.unreadable(position);
      return entry;
    } finally {
      this.reads.delete(reading);
    }
  }

  private async letGo(file: DiskFile): Promise<void> {
    await Promise.allSettled(this.reads);
    await file.close();
  }

  private unreadable({ offset }: Position): TicketError {
    return new TicketError('JOURNAL', `The journal ${this.path} cannot be read at byte ${offset}.`);
  }

  /**
   * Rewrites the file to what is still needed: the records at `kept`, between the entries `before` and `after`.
   * The positions in `kept` are moved in place. Appends wait meanwhile; a failure leaves the old file in use.
   *
   * @param needed asked when nothing else is being written
   */
  compact(needed: () => { before: Iterable<Entry>; kept: Position[]; after: Iterable<Entry> }): Promise<void> {
    return new Promise((resolve, reject) => {
      this.chain(async () => {
        try {
          const { before, kept, after } = needed();
          await this.rewrite(before, kept, after);
          resolve();
        } catch (error) {
          await this.disk.remove(temporary(this.path)).catch(() => undefined);
          reject(journalError(error, this.path));
        }
        await this.commitGroups();
      });
    });
  }

  /** Waits for what was appended, then lets the file go. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.working) await this.working;
    await this.letGo(this.file);
  }

  /** One job at a time: groups of appends, or a compaction. Every job ends with writing all that waits. */
  private chain(job: () => Promise<void>): void {
    const current = (this.working ?? Promise.resolve()).then(job).finally(() => {
      if (this.working === current) this.working = undefined;
    });
    this.working = current;
  }

  private async commitGroups(): Promise<void> {
    while (this.writes.length > 0) {
      const group = this.takeGroup();
      let positions: Position[][];
      try {
        positions = await this.commit(group.map((write) => write.records));
      } catch (error) {
        for (const write of group) write.reject(journalError(error, this.path));
        continue;
      }
      group.forEach((write, i) => {
        try {
          write.written(positions[i] as Position[]);
          write.resolve();
        } catch (error) {
          write.reject(error as Error); // a fault of our own, and not the disk's
        }
      });
    }
  }

  private takeGroup(): Write[] {
    let bytes = 0;
    let count = 0;
    for (const write of this.writes) {
      count += 1;
      for (const record of write.records) bytes += record.length;
      if (bytes >= groupBytes) break;
    }
    return this.writes.splice(0, count);
  }

  private async commit(groups: Buffer[][]): Promise<Position[][]> {
    if (this.broken) {
      // What a failed write left behind must not come back as an accepted command.
      await this.file.truncate(this.end);
      await this.file.sync();
      this.broken = false;
    }
    let offset = this.end;
    const positions = groups.map((records) =>
      records.map((record) => {
        const position = { offset, length: record.length };
        offset += record.length;
        return position;
      }),
    );
    try {
      await writeWhole(this.file, Buffer.concat(groups.flat()), this.end);
      await this.file.sync();
    } catch (error) {
      this.broken = true;
      throw error;
    }
    this.end = offset;
    return positions;
  }

  private async rewrite(before: Iterable<Entry>, kept: Position[], after: Iterable<Entry>): Promise<void> {
    const path = temporary(this.path);
    await this.disk.remove(path);
    const file = await this.disk.open(path);
    const moved: Position[] = [];
    let end = 0;
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    const flush = async (): Promise<void> => {
      const bytes = Buffer.concat(pending);
      await writeWhole(file, bytes, end);
      end += bytes.length;
      pending = [];
      pendingBytes = 0;
    };
    const add = async (record: Buffer): Promise<void> => {
      pending.push(record);
      pendingBytes += record.length;
      if (pendingBytes >= groupBytes) await flush();
    };
    try {
      for (const entry of before) await add(encodeRecord(entry));
      for (const run of runs(kept)) {
        const bytes = await readWhole(this.file, run);
        for (const position of run.positions) {
          const record = bytes.subarray(position.offset - run.offset, position.offset - run.offset + position.length);
          if (!decodeRecord(record.subarray(0, -1))) throw this.unreadable(position);
          moved.push({ offset: end + pendingBytes, length: record.length });
          await add(record);
        }
      }
      for (const entry of after) await add(encodeRecord(entry));
      await flush();
      await file.sync();
      await this.disk.rename(path, this.path);
    } catch (error) {
      await file.close();
      throw error;
    }
    const old = this.file;
    this.file = file;
    this.end = end;
    kept.forEach((position, i) => Object.assign(position, moved[i]));
    await this.letGo(old);
  }
}

function temporary(path: string): string {
  return `${path}.new`;
}

/** Neighbouring records, to be read at once: one by one, 100,000 of them took five seconds. */
function* runs(positions: readonly Position[]): Generator<Position & { positions: Position[] }> {
  let run: (Position & { positions: Position[] }) | undefined;
  for (const position of positions) {
    const length = run ? position.offset + position.length - run.offset : 0;
    if (run && position.offset >= run.offset + run.length && length <= runBytes) {
      run.positions.push(position);
      run.length = length;
      continue;
    }
    if (run) yield run;
    run = { ...position, positions: [position] };
  }
  if (run) yield run;
}

/** What the file has there; shorter where it ends before. */
async function readWhole(file: DiskFile, { offset, length }: Position): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = await file.read(bytes.subarray(filled), offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes;
}

async function writeWhole(file: DiskFile, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const count = await file.write(bytes.subarray(written), position + written);
    // A disk that takes nothing is full, whatever it says.
    if (count === 0) throw new Error('ENOSPC');
    written += count;
  }
}

function journalError(error: unknown, path: string): TicketError {
  if (error instanceof TicketError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new TicketError('JOURNAL', `The journal ${path} cannot be written: ${code ?? message}. Check the disk's space and permissions; nothing was sent.`);
}
