import Bottleneck from 'bottleneck';

export interface Limiter {
  /** Runs the job when it is its turn. */
  schedule<T>(job: () => Promise<T>): Promise<T>;
  /** The clock was moved by so many ms. */
  shift(ms: number): void;
  stop(): void;
}

export interface LimiterOptions {
  /** At most so many requests of any kind … */
  requestsMax?: number | undefined;
  /** … in any so many ms. */
  requestsPeriod: number;
  concurrent: number;
  /** The longest that a request can take, ms. */
  expiration: number;
}

/** Cloud allows 100 requests of a kind a second (its rate-limit documentation); nobody needs to be nearer to it. */
const minTime = 10;

/** Clocks differ: a request is forgotten a little later than the period says. */
const margin = 25;

/**
 * The one limiter of a connection, around every request. It is fed only with what may go next: Bottleneck takes
 * about 2.5 ms and 900 bytes a job, so that a backlog does not belong in it.
 */
export function createLimiter({ requestsMax, requestsPeriod, concurrent, expiration }: LimiterOptions): Limiter {
  const bottleneck = new Bottleneck({ maxConcurrent: concurrent, minTime, ...(requestsMax === undefined ? {} : { reservoir: requestsMax }) });
  const refills = new Set<NodeJS.Timeout>();

  // Each request gives its place back a period after it was sent: a sliding window. Bottleneck's own refresh
  // fills up at fixed moments, so that twice as many could go around one of them.
  const refillLater = (): void => {
    const refill = setTimeout(() => {
      refills.delete(refill);
      void bottleneck.incrementReservoir(1);
    }, requestsPeriod + margin);
    refills.add(refill);
  };

  return {
    schedule: (job) =>
      bottleneck.schedule({ expiration }, () => {
        if (requestsMax !== undefined) refillLater();
        return job();
      }),
    shift(ms) {
      // Bottleneck keeps the wall clock's moment of the next request, and cannot be told: an hour back, it would let nothing go for an hour.
      const { _store: store } = bottleneck as unknown as { _store?: { _nextRequest?: number } };
      if (store?._nextRequest !== undefined) store._nextRequest += ms;
    },
    stop() {
      for (const refill of refills) clearTimeout(refill);
      refills.clear();
    },
  };
}
