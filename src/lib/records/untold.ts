import type { Outcome } from './row';

/** Outcomes that their nodes were not there to hear: at most `max`; the oldest go first. */
export class Untold {
  private readonly outcomes = new Map<string, Outcome>();

  constructor(private readonly max: number) {}

  add(outcome: Outcome): void {
    this.outcomes.set(outcome.row.id, outcome);
    const [oldest] = this.outcomes.keys();
    if (this.outcomes.size > this.max && oldest !== undefined) this.outcomes.delete(oldest);
  }

  /** They are told now, or their commands are on their way again. */
  remove(ids: readonly string[]): void {
    for (const id of ids) this.outcomes.delete(id);
  }

  /** Of the commands that this node took; the oldest first. */
  of(node: string): Outcome[] {
    return this.list().filter((outcome) => outcome.node === node);
  }

  list(): Outcome[] {
    return [...this.outcomes.values()];
  }
}
