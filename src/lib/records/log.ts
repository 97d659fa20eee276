import type { Outcome, Row } from './row';

/** The ticket log: at most `max` rows; the oldest go first. */
export class Log {
  private readonly rows = new Map<string, Row>();

  constructor(private readonly max: number) {}

  add(row: Row): void {
    this.rows.set(row.id, row);
    for (const oldest of this.rows.keys()) {
      if (this.rows.size <= this.max) break;
      this.rows.delete(oldest);
    }
  }

  /** A Pending row has its ticket. */
  name(id: string, { id: ticketId, key: ticketKey, url: ticketUrl }: { id: string; key: string; url: string }): void {
    const row = this.rows.get(id);
    if (row) this.rows.set(id, { ...row, ticketId, ticketKey, ticketUrl });
  }

  /** A row that Maximum Entries has dropped meanwhile does not come back. */
  finish(outcome: Outcome): void {
    if (outcome.refused) this.add(outcome.row);
    else if (this.rows.has(outcome.row.id)) this.rows.set(outcome.row.id, outcome.row);
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
      if (row) this.rows.set(id, { ...row, status: 'Pending', error: '', finished: '' });
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.rows.delete(id);
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

  private removeWhere(matches: (row: Row) => boolean): void {
    for (const row of this.rows.values()) if (matches(row)) this.rows.delete(row.id);
  }
}
