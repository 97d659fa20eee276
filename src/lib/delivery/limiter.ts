import Bottleneck from 'bottleneck/light';
import { longestTimeout } from './clock';

export interface Limiter {
  /**
   * Runs the job when it is its turn. The job calls `leave` once, right before it sends its request: from then on it counts for a period,
   * and it counts no more once it has ended without.
   *
   * @throws {Error} where it took too long, though it goes on, and where the limiter is stopped before its turn
   */
  schedule<T>(job: (leave: () => void) => Promise<T>): Promise<T>;
  /** The clock was moved by so many ms. */
  shift(ms: number): void;
  /** What waits for its turn has none any more. */
  stop(): void;
}

export interface LimiterOptions {
  /** At most so many requests of any kind … */
  requestsMax?: number | undefined;
  /** … in any so many ms. */
  requestsPeriod: number;
  /** How long ago, ms, requests were sent before the limiter was made: those of the last period take their places. */
  sentBefore?: readonly number[];
  concurrent: number;
  /** The longest that a request can take, ms. */
  expiration: number;
}

/** Cloud allows 100 requests of a kind a second (its rate-limit documentation); nobody needs to be nearer to it. */
const minTime = 10;

/** Bottleneck adds to it what a request waits for its turn, ms: together they have to fit into a timer. */
const longestExpiration = longestTimeout / 2;

/** Clocks differ: a request is forgotten a little later than the period says. */
const margin = 25;

/**
 * The one limiter of a connection, around every request. It is fed only with what may go next: a backlog does not
 * belong in it (ADR 3). Its light build has what one process needs, and leaves nothing behind with each job.
 */
export function createLimiter({ requestsMax, requestsPeriod, sentBefore = [], concurrent, expiration }: LimiterOptions): Limiter {
  const taken = requestsMax === undefined ? [] : sentBefore.toSorted((a, b) => a - b).slice(0, requestsMax);
  const bottleneck = new Bottleneck({ maxConcurrent: concurrent, minTime, ...(requestsMax === undefined ? {} : { reservoir: requestsMax - taken.length }) });
  const refills = new Set<NodeJS.Timeout>();

  // Each request gives its place back a period after it was sent, and what was not sent at once: a sliding window. Bottleneck's own refresh
  // fills up at fixed moments, so that twice as many could go around one of them.
  const refillAfter = (ms: number): void => {
    const refill = setTimeout(() => {
      refills.delete(refill);
      if (ms > longestTimeout) refillAfter(ms - longestTimeout);
      else void bottleneck.incrementReservoir(1);
    }, Math.min(ms, longestTimeout));
    refills.add(refill);
  };
  for (const ago of taken) refillAfter(requestsPeriod - ago + margin);

  const counted = async <T>(job: (leave: () => void) => Promise<T>): Promise<T> => {
    let left = false;
    try {
      return await job(() => {
        left = true;
        refillAfter(requestsPeriod + margin);
      });
    } finally {
      if (!left) void bottleneck.incrementReservoir(1);
    }
  };

  return {
    schedule: (job) => bottleneck.schedule({ expiration: Math.min(expiration, longestExpiration) }, () => (requestsMax === undefined ? job(() => {}) : counted(job))),
    shift(ms) {
      // Bottleneck keeps the wall clock's moment of the next request, and cannot be told: an hour back, it would let nothing go for an hour.
      const { _store: store } = bottleneck as unknown as { _store?: { _nextRequest?: number } };
      if (store?._nextRequest !== undefined) store._nextRequest += ms;
    },
    stop() {
      for (const refill of refills) clearTimeout(refill);
      refills.clear();
      void bottleneck.stop({ dropWaitingJobs: true });
    },
  };
}
