import { Changes } from './changes';
import type { Cursor } from './changes';
import type { Outcome, Row } from './row';

/** A part of the log that someone else has not seen yet. */
export interface LogPage {
  /** From the beginning: nothing was seen yet, or for too long. */
  anew: boolean;
  rows: Row[];
  removed: Array<{ id: string; guid: string }>;
  cursor: Cursor;
  more: boolean;
}

/** The ticket log: at most `max` rows; the oldest go first. */
export class Log {
  private readonly rows = new Map<string, Row>();
  private readonly changes = new Changes(() => this.rows.keys());

  constructor(private readonly max: number) {}

  add(row: Row): void {
    this.set(row);
    for (const oldest of this.rows.values()) {
      if (this.rows.size <= this.max) break;
      this.delete(oldest);
    }
  }

  /** A Pending row has its ticket. */
  name(id: string, { id: ticketId, key: ticketKey, url: ticketUrl }: { id: string; key: string; url: string }): void {
    const row = this.rows.get(id);
    if (row) this.set({ ...row, ticketId, ticketKey, ticketUrl });
  }

  /** A row that Maximum Entries has dropped meanwhile does not come back. */
  finish(outcome: Outcome): void {
    if (outcome.refused) this.add(outcome.row);
    else if (this.rows.has(outcome.row.id)) this.set(outcome.row);
  }

  /** Removes what has ended; what is Pending is still on its way and stays. */
  clear(): void {
    this.removeWhere((row) => row.status !== 'Pending');
  }

  /** @param before ISO 8601: rows that were asked for earlier, and have ended, are removed */
  prune(before: string): void {
    this.removeWhere((row) => row.status !== 'Pending' && row.time < before);
  }

  /** Failed rows are Pending again. */
  reopen(ids: readonly string[]): void {
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) this.set({ ...row, status: 'Pending', error: '', finished: '' });
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const row = this.rows.get(id);
      // One that was sent on its way again in the same moment is still to end.
      if (row && row.status !== 'Pending') this.delete(row);
    }
  }

  get(id: string): Row | undefined {
    const row = this.rows.get(id);
    return row && { ...row };
  }

  has(id: string): boolean {
    return this.rows.has(id);
  }

  /** Oldest first; the rows are copies. */
  list(): Row[] {
    return Array.from(this.rows.values(), (row) => ({ ...row }));
  }

  /**
   * What is new or changed, in the order of its change, and what is gone.
   *
   * @param cursor what the last page said; undefined: from the beginning
   * @param max at most so many rows
   */
  since(cursor: Cursor | undefined, max: number): LogPage {
    const { changed, ...rest } = this.changes.since(cursor, max);
    return { ...rest, rows: changed.map((id) => ({ ...(this.rows.get(id) as Row) })) };
  }

  private set(row: Row): void {
    this.rows.set(row.id, row);
    this.changes.change(row.id);
  }

  private delete({ id, guid }: Row): void {
    this.rows.delete(id);
    this.changes.remove(id, guid);
  }

  private removeWhere(matches: (row: Row) => boolean): void {
    for (const row of this.rows.values()) if (matches(row)) this.delete(row);
  }
}
