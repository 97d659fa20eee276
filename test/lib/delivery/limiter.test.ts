import { useFakeTimers } from 'sinon';
import { createLimiter } from '../../../src/lib/delivery/limiter';

const hour = 3_600_000;

describe('the limiter', () => {
  it('lets requests go on where the clock is set, forwards or back', async () => {
    const clock = useFakeTimers({ now: Date.parse('2026-11-23T08:00:00Z'), toFake: ['Date'] });
    const limiter = createLimiter({ requestsPeriod: 1_000, concurrent: 4, expiration: 5_000 });
    try {
      for (const ms of [0, hour, -2 * hour]) {
        clock.setSystemTime(Date.now() + ms);
        limiter.shift(ms);
        const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`waits, after ${ms} ms`)), 1_000).unref());
        await Promise.race([limiter.schedule(async () => {}), late]);
      }
    } finally {
      limiter.stop();
      clock.restore();
    }
  });
});
