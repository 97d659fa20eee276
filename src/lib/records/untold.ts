import type { Outcome } from './row';

/** More than end while a connection closes. A node that never comes back must not fill the memory. */
const most = 10_000;

/** Outcomes that their nodes were not there to hear; beyond 10,000 the oldest go. */
export class Untold {
  private readonly outcomes = new Map<string, Outcome>();

  add(outcome: Outcome): void {
    this.outcomes.set(outcome.row.id, outcome);
    const [oldest] = this.outcomes.keys();
    if (this.outcomes.size > most && oldest !== undefined) this.outcomes.delete(oldest);
  }

  /** They are told now, or their commands are on their way again. */
  remove(ids: readonly string[]): void {
    for (const id of ids) this.outcomes.delete(id);
  }

  /** Forgets those that ended before this moment (ms since 1970). */
  prune(before: number): void {
    for (const [id, { row }] of this.outcomes) if (Date.parse(row.finished) < before) this.outcomes.delete(id);
  }

  has(id: string): boolean {
    return this.outcomes.has(id);
  }

  /** The oldest first. */
  list(): Outcome[] {
    return [...this.outcomes.values()];
  }
}
