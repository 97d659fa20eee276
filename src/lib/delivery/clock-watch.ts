import type { Clock, Timer } from './clock';

/** Something with moments in it that were planned by the clock. */
export interface Planned {
  /** The clock was moved by so many ms, forwards or back. */
  shift(ms: number): void;
}

/** By less than this, ms, it drifts. */
const least = 1_000;

/**
 * A clock that notices that it was set, or that the machine slept: a pause of five seconds would last for an hour, or be over at
 * once, and what has waited for a second would be given up. Before it tells the time, what is planned has moved along.
 */
export class ClockWatch implements Clock {
  private readonly planned: Planned[] = [];
  private ahead: number;
  private sum = 0;

  /** @param onMove told by how many ms it was moved, once what is planned has moved along */
  constructor(
    private readonly clock: Clock,
    private readonly onMove: (ms: number) => void,
  ) {
    this.ahead = clock.now() - clock.steady();
  }

  /** By how many ms it was moved in all, forwards or back: by so much a moment that was noted before may be wrong. */
  get moved(): number {
    return this.sum;
  }

  /** From now on these move along. */
  move(...planned: Planned[]): void {
    this.planned.push(...planned);
  }

  now(): number {
    const now = this.clock.now();
    const ms = now - this.clock.steady() - this.ahead;
    if (Math.abs(ms) >= least) {
      this.ahead += ms;
      this.sum += Math.abs(ms);
      for (const one of this.planned) one.shift(ms);
      this.onMove(ms);
    }
    return now;
  }

  steady(): number {
    return this.clock.steady();
  }

  after(ms: number, task: () => void): Timer {
    return this.clock.after(ms, task);
  }
}
