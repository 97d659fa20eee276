import type { Entry } from '../records/entry';
import { Records } from '../records/records';
import { TicketError } from '../ticket/error';
import { delay } from './clock';
import type { Haste } from './group-commit';
import { Journal } from './journal';
import { JournalLock } from './journal-lock';
import type { Position } from './journal-reader';
import type { Kept } from './kept';
import type { DeliveryOptions } from './options';

/** After a failed write, the disk is tried again this much later, ms. */
const diskPause = 1_000;

/** A journal is rewritten once it is this many bytes unless the settings say otherwise, and four times what was left after the last time. */
const usualCompactFrom = 4 << 20;

/** The journal and what is folded from it: an entry changes the records once it is on disk, and not otherwise. */
export class Ledger {
  /** Why nothing can be written at present; '' otherwise. */
  trouble = '';
  private closed = false;
  /** This disk does not tell which file a path leads to. */
  private isBlind = false;
  private compactAt: number;

  private constructor(
    readonly records: Records,
    private readonly journal: Journal,
    private readonly lock: JournalLock,
    private readonly options: DeliveryOptions,
  ) {
    this.compactAt = this.compactFrom;
  }

  /** @throws {TicketError} JOURNAL where another process has it, or it cannot be read */
  static async open(options: DeliveryOptions, records: Records, onEntry: (entry: Entry, position: Position) => void): Promise<Ledger> {
    const { ports, path, events } = options;
    const lock = await JournalLock.take(ports.disk, path, ports.identity, ports.clock, { report: (level, message) => events.report(level, message), signal: options.signal }).catch((error: unknown) => {
      throw cannot('lock', path, error);
    });
    try {
      const journal = await Journal.open(ports.disk, path, ports.clock, (entry, position) => {
        records.apply(entry);
        onEntry(entry, position);
      });
      for (const { offset, length, begin } of journal.damage) {
        events.report('error', `Journal ${path}: ${length} damaged bytes at ${offset} were passed over; the record that stood there is lost. It began: ${begin}`);
      }
      if (journal.torn > 0) events.report('warn', `Journal ${path}: ${journal.torn} bytes cut off by a crash were dropped; they had not been acknowledged.`);
      return new Ledger(records, journal, lock, options);
    } catch (error) {
      await lock.release();
      throw cannot('read', path, error);
    }
  }

  /** Whether records could not be read back. */
  get isDamaged(): boolean {
    return this.journal.damage.length > 0;
  }

  /**
   * Resolves once the entries are on disk and in the records.
   *
   * @param written called in the same moment, with where they stand
   * @throws {TicketError} JOURNAL
   */
  async append(entries: Entry[], written: (positions: Position[]) => void = () => {}, haste?: Haste): Promise<void> {
    const { base, here } = this.records.guids;
    const first: Entry[] = base === here ? [] : [{ kind: 'jira', base: here }];
    const all = [...first, ...entries];
    try {
      await this.journal.append(all, (positions) => {
        for (const entry of all) this.records.apply(entry);
        written(positions.slice(first.length));
      }, haste);
      this.trouble = '';
      this.options.events.onRecords();
    } catch (error) {
      this.trouble = (error as Error).message;
      this.options.events.onStatus();
      throw error;
    }
  }

  /** For what has happened already and must be kept: tries until the disk takes it. @returns false: closed before it did */
  async insist(entries: Entry[], written: () => void, haste?: Haste): Promise<boolean> {
    for (;;) {
      try {
        await this.append(entries, written, haste);
        return true;
      } catch {
        if (this.closed) return false;
        await delay(this.options.ports.clock, diskPause);
      }
    }
  }

  /** Bytes on their way to the disk. */
  get unwritten(): number {
    return this.journal.unwritten;
  }

  /** @returns undefined where the record is damaged @throws {TicketError} JOURNAL where it cannot be read now */
  read(position: Position): Promise<Entry | undefined> {
    return this.journal.read(position);
  }

  /**
   * Rewrites the journal where it has grown.
   *
   * @param bytes of what has no outcome yet: a journal that is mostly that has nothing to lose, and a long queue has no time for it at a start
   * @param waiting what has no outcome yet, moved in place, and how far it has come
   */
  async compactIfGrown(bytes: number, waiting: () => Kept): Promise<void> {
    if (this.journal.size >= Math.max(this.compactAt, bytes * 2)) await this.rewrite(waiting);
  }

  /** Writes the journal anew where somebody has removed it, or put back another: a restart would look for it in vain. */
  async putBack(waiting: () => Kept): Promise<void> {
    if (this.isBlind || (await this.journal.isInPlace())) return;
    if (!(await this.rewrite(waiting))) return;
    this.isBlind = !(await this.journal.isInPlace());
    if (this.isBlind) return;
    const { events, path } = this.options;
    events.report('error', `Journal ${path}: somebody removed or replaced it while Node-RED was running. It is written anew, with all that is known. Leave it alone, or stop Node-RED first.`);
  }

  /** @returns whether it was */
  private async rewrite(waiting: () => Kept): Promise<boolean> {
    const { records } = this;
    try {
      await this.journal.compact(() => {
        const { kept, progress, limits } = waiting();
        return { before: records.snapshot(kept.length, limits), kept, after: [...progress, ...records.tables()] };
      });
      this.compactAt = Math.max(this.compactFrom, this.journal.size * 4);
      return true;
    } catch (error) {
      if (this.closed) return false;
      this.compactAt = this.journal.size * 2;
      this.options.events.report('warn', (error as Error).message);
      return false;
    }
  }

  private get compactFrom(): number {
    return this.options.settings.compactFrom ?? usualCompactFrom;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.journal.close();
    await this.lock.release();
  }
}

function cannot(verb: string, path: string, error: unknown): TicketError {
  if (error instanceof TicketError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new TicketError('JOURNAL', `Cannot ${verb} the journal ${path}: ${code ?? message}. Check the user directory's permissions and space.`);
}
