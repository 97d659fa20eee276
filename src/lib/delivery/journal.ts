import type { Entry } from '../records/entry';
import { TicketError } from '../ticket/error';
import type { Clock } from './clock';
import type { Disk, DiskFile } from './disk';
import type { Haste } from './group-commit';
import { GroupCommit } from './group-commit';
import { JournalCopy } from './journal-copy';
import type { Damage, Position } from './journal-reader';
import { readJournal } from './journal-reader';
import { decodeRecord, encodeRecord } from './journal-record';
import { readWhole, writeWhole } from './whole';

/** What Windows says of a name whose file is open, here or elsewhere. */
const held = new Set(['EPERM', 'EACCES', 'EBUSY']);

/**
 * The append-only file of one connection. What `append` has resolved for survives a power cut.
 */
export class Journal {
  private readonly jobs: GroupCommit;
  /** What stands behind `end` is cut off before anything is written: at once it may fail, for a full disk that can still be read. */
  private broken: boolean;
  /** Whether the folder has the file's name on disk. */
  private named = false;
  private closed = false;
  private compacting: Promise<void> = Promise.resolve();
  /** Where the records stand that came while the file is being rewritten. */
  private appended: Position[] | undefined;
  /** Under way while the file is closed, for another to take its name: what is to be read waits for it. */
  private changing: Promise<void> | undefined;
  /** The file was closed, and could not be opened again. */
  private gone = false;
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
    clock: Clock,
  ) {
    this.broken = torn > 0;
    const commit = (groups: Buffer[][]): Promise<Position[][]> =>
      this.commit(groups).catch((error: unknown) => {
        throw journalError(error, this.path);
      });
    this.jobs = new GroupCommit(commit, clock);
  }

  /** Reads everything back, in order, and is then ready to append. */
  static async open(disk: Disk, path: string, clock: Clock, onEntry: (entry: Entry, position: Position) => void): Promise<Journal> {
    await JournalCopy.remove(disk, path);
    const file = await disk.open(path);
    try {
      const { end, damage } = await readJournal(file, onEntry);
      return new Journal(disk, path, file, end, damage, (await file.size()) - end, clock);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes in the file. */
  get size(): number {
    return this.end;
  }

  /** Whether it would be found at a restart: somebody may have removed the file, or put back another. */
  async isInPlace(): Promise<boolean> {
    return this.closed || this.gone || this.file.isAt(this.path).catch(() => true); // a disk that does not tell has other troubles
  }

  /** Bytes that are on their way into it. */
  get unwritten(): number {
    return this.jobs.unwritten;
  }

  /**
   * @param written called with where the entries stand, once they are on disk and before anything else is written: what
   *   is folded from the journal changes here, so that a compaction never finds one without the other
   * @param haste `soon`: it may wait some ms for what comes next
   * @throws {TicketError} JOURNAL where they are not on disk: then none of them will come back after a restart
   */
  async append(entries: Entry[], written: (positions: Position[]) => void = () => {}, haste: Haste = 'now'): Promise<void> {
    if (this.closed) throw new TicketError('JOURNAL', 'The journal is closed.');
    await this.jobs.append(entries.map(encodeRecord), written, haste);
  }

  /** @returns undefined where no whole record stands there @throws {TicketError} JOURNAL where it is closed, or the disk fails */
  async read(position: Position): Promise<Entry | undefined> {
    if (this.changing) await this.changing;
    if (this.closed) throw new TicketError('JOURNAL', 'The journal is closed.');
    const reading = readWhole(this.file, position);
    this.reads.add(reading);
    try {
      const line = await reading;
      return decodeRecord(line.subarray(0, -1));
    } catch (error) {
      throw journalError(error, this.path, 'read');
    } finally {
      this.reads.delete(reading);
    }
  }

  private async letGo(file: DiskFile): Promise<void> {
    await Promise.allSettled(this.reads);
    await file.close();
  }

  /**
   * Rewrites the file to what is still needed: the records at `kept`, between the entries `before` and `after`. What is appended
   * meanwhile goes to the old file, and into the new one behind these. The positions of records are changed in place. A failure
   * leaves the old file in use.
   *
   * @param needed asked when nothing is being written, for what does not change any more
   * @throws {TicketError} JOURNAL
   */
  compact(needed: () => { before: Iterable<Entry>; kept: readonly Position[]; after: Iterable<Entry> }): Promise<void> {
    const compacting = this.compacting.then(async () => {
      try {
        await this.rewrite(needed);
      } catch (error) {
        throw journalError(error, this.path);
      } finally {
        this.appended = undefined;
      }
    });
    this.compacting = compacting.catch(() => undefined);
    return compacting;
  }

  private async rewrite(needed: Parameters<Journal['compact']>[0]): Promise<void> {
    const appended: Position[] = [];
    const { before, kept, after } = await this.jobs.quietly(() => {
      this.appended = appended;
      return needed();
    });
    const copy = await JournalCopy.begin(this.disk, this.path, () => this.closed);
    const old = this.file;
    try {
      for (const entry of before) await copy.add(encodeRecord(entry));
      await copy.take(old, kept);
      for (const entry of after) await copy.add(encodeRecord(entry));
      await this.catchUp(copy, appended);
      await copy.sync();
      // Nearly all is on disk: others wait for the rest of it only.
      await this.jobs.quietly(async () => {
        await this.catchUp(copy, appended);
        await copy.sync();
        await this.changeTo(copy);
      });
    } catch (error) {
      await copy.discard();
      throw error;
    }
    try {
      await this.jobs.quietly(() => this.nameIt());
    } finally {
      await this.letGo(old);
    }
  }

  /** From now on the copy is the file. Where its name is held, the file is closed before. */
  private async changeTo(copy: JournalCopy): Promise<void> {
    try {
      await copy.replace();
      this.use(copy);
    } catch (error) {
      if (!held.has(String((error as NodeJS.ErrnoException).code))) throw error;
      const changing = this.closeAndChangeTo(copy);
      this.changing = changing.catch(() => undefined);
      await changing.finally(() => (this.changing = undefined));
    }
  }

  private async closeAndChangeTo(copy: JournalCopy): Promise<void> {
    await this.letGo(this.file);
    try {
      await copy.replace();
    } catch (error) {
      this.gone = true;
      await this.reopen();
      throw error;
    }
    this.use(copy);
  }

  private use(copy: JournalCopy): void {
    this.named = false;
    this.file = copy.file;
    this.end = copy.size;
    copy.movePositions();
  }

  private async reopen(): Promise<void> {
    if (!this.gone) return;
    this.file = await this.disk.open(this.path);
    this.gone = false;
  }

  private async catchUp(copy: JournalCopy, appended: Position[]): Promise<void> {
    while (appended.length > 0) await copy.take(this.file, appended.splice(0));
  }

  /** Until then, a power cut may bring back the file that had the name before. */
  private async nameIt(): Promise<void> {
    if (this.named) return;
    await this.disk.syncFolder(this.path);
    this.named = true;
  }

  /** Waits for what was appended, then lets the file go. The file is not rewritten to the end. */
  async close(): Promise<void> {
    this.closed = true;
    await this.compacting;
    await this.jobs.idle();
    await this.letGo(this.file);
  }

  private async commit(groups: Buffer[][]): Promise<Position[][]> {
    await this.reopen();
    if (this.broken) {
      // What a failed write left behind must not come back as an accepted command.
      await this.file.truncate(this.end);
      await this.file.sync();
      this.broken = false;
    }
    await this.nameIt();
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
    for (const position of positions.flat()) this.appended?.push(position);
    return positions;
  }
}

function journalError(error: unknown, path: string, verb = 'written'): TicketError {
  if (error instanceof TicketError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new TicketError('JOURNAL', `The journal ${path} cannot be ${verb}: ${code ?? message}. Check the disk's space and permissions; nothing was sent.`);
}
