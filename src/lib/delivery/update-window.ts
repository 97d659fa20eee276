/** One automatic update that is, or was, on its way. */
export interface Slot {
  /** When it was sent, ms since 1970; Infinity while that is not over. */
  at: number;
}

/** Update Settings: at most `max` automatic updates in any `period` ms: a sliding window over when they were sent. */
export class UpdateWindow {
  private slots: Slot[] = [];

  /** @param max undefined: no limit */
  constructor(
    private readonly max: number | undefined,
    private readonly period: number,
  ) {}

  /** @returns the moment (ms) from which one more may be sent; 0: now */
  closedUntil(now: number): number {
    if (this.max === undefined) return 0;
    this.forget(now);
    if (this.slots.length < this.max) return 0;
    const { at } = this.slots.at(-this.max) as Slot;
    return Math.min(at, now) + this.period + 1;
  }

  /** The clock was moved by so many ms. */
  shift(ms: number): void {
    for (const slot of this.slots) slot.at += ms;
  }

  /** Takes a place before anything is sent, so that two do not take the same one. */
  reserve(): Slot {
    const slot = { at: Infinity };
    if (this.max !== undefined) this.slots.push(slot);
    return slot;
  }

  /** It was sent at the latest now: Jira has counted it by then. */
  sent(slot: Slot, at: number): void {
    slot.at = at;
    this.slots.sort((a, b) => a.at - b.at);
  }

  /** It was not sent after all. */
  cancel(slot: Slot): void {
    this.slots = this.slots.filter((one) => one !== slot);
  }

  /** Times still within the window, for a compacted journal. */
  recent(now: number): number[] {
    this.forget(now);
    return this.slots.map(({ at }) => Math.min(at, now));
  }

  private forget(now: number): void {
    for (const slot of this.slots) {
      // A time in the future: the clock was set back. It counts from now, so that nothing waits longer than a period.
      if (slot.at < Infinity) slot.at = Math.min(slot.at, now);
    }
    this.slots = this.slots.filter(({ at }) => at >= now - this.period);
  }
}
