export interface Timer {
  cancel(): void;
}

/** Time as an argument, so that a test runs a day in a millisecond. */
export interface Clock {
  /** ms since 1970. It may be set, forwards or back. */
  now(): number;
  /** ms since some moment or other: nobody sets it, but it may stand still while the machine sleeps. */
  steady(): number;
  after(ms: number, task: () => void): Timer;
}

/** Beyond this (24.8 days) `setTimeout` fires at once. */
export const longestTimeout = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  after(ms, task) {
    const timeout = setTimeout(task, Math.min(Math.max(0, ms), longestTimeout));
    return { cancel: () => clearTimeout(timeout) };
  },
};

/** @returns a promise that resolves after so many ms of this clock */
export function delay(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
