/** When requests were sent, as the journal tells it at a start: the limit of before goes on. */
export class PastRequests {
  private times: number[] = [];

  /** @param at ms since 1970 */
  add(at: number): void {
    this.times.push(at);
  }

  /** The clock was moved by so many ms. */
  shift(ms: number): void {
    this.times = this.times.map((at) => at + ms);
  }

  /** @returns how long ago, ms, those of the last `period` ms were sent; a later time is of a clock that is behind now, and counts from now */
  within(period: number, now: number): number[] {
    return this.times.map((at) => Math.max(0, now - at)).filter((ago) => ago < period);
  }
}
