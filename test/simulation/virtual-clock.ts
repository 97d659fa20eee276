import type { Clock, Timer } from '../../src/lib/delivery/clock';
import { Heap } from '../../src/lib/delivery/heap';

interface Entry {
  at: number;
  order: number;
  task: () => void;
  cancelled: boolean;
}

/** A clock that moves only when told to: a day passes in a millisecond, and always in the same way. */
export class VirtualClock implements Clock {
  private entries = new Heap<Entry>(before);
  private order = 0;
  private setBy = 0;

  constructor(private time = Date.parse('2026-11-23T08:00:00Z')) {}

  now(): number {
    return this.time;
  }

  /** What `now` would be, had it never been set. */
  steady(): number {
    return this.time - this.setBy;
  }

  after(ms: number, task: () => void): Timer {
    const entry = { at: this.time + Math.max(0, ms), order: this.order++, task, cancelled: false };
    this.entries.push(entry);
    return {
      cancel: () => {
        entry.cancelled = true;
      },
    };
  }

  /** The wall clock is set, forwards or backwards; timers keep their distance, as a monotonic clock's do. */
  set(time: number): void {
    const shift = time - this.time;
    const entries = new Heap<Entry>(before);
    for (let entry = this.entries.pop(); entry; entry = this.entries.pop()) {
      entry.at += shift;
      entries.push(entry);
    }
    this.entries = entries;
    this.time = time;
    this.setBy += shift;
  }

  /**
   * Lets what is under way come to its next wait, without time passing: a tick that is asked for among promises runs once none
   * of them has anything left to do. A turn of the event loop would take four times as long.
   */
  async settle(): Promise<void> {
    await Promise.resolve();
    await tick();
  }

  /** Passes so many ms, with every timer in its turn. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.settle();
    for (let entry = this.next(end); entry; entry = this.next(end)) {
      this.time = Math.max(this.time, entry.at);
      entry.task();
      await tick();
    }
    this.time = end;
  }

  /** Passes time until `done` says so, at most `most` ms. */
  async until(done: () => boolean, most = 3_600_000): Promise<void> {
    const end = this.time + most;
    await this.settle();
    while (!done()) {
      const entry = this.next(end);
      if (!entry) throw new Error(`not done after ${most} ms of virtual time`);
      this.time = Math.max(this.time, entry.at);
      entry.task();
      await tick();
    }
  }

  private next(end: number): Entry | undefined {
    for (let top = this.entries.top; top; top = this.entries.top) {
      if (!top.cancelled && top.at > end) return undefined;
      this.entries.pop();
      if (!top.cancelled) return top;
    }
    return undefined;
  }
}

/** Enough where a promise was waited for before; from elsewhere, the tick would come before the promises. */
function tick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
