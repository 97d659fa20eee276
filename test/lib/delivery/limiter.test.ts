import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import { createLimiter } from '../../../src/lib/delivery/limiter';

const hour = 3_600_000;

describe('the limiter', () => {
  it('lets requests go on where the clock is set, forwards or back', async () => {
    const clock = useFakeTimers({ now: Date.parse('2026-11-23T08:00:00Z'), toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const limiter = createLimiter({ requestsPeriod: 1_000, concurrent: 4, expiration: 5_000 });
    try {
      let gone = 0;
      for (const [n, ms] of [0, hour, -2 * hour].entries()) {
        clock.setSystemTime(Date.now() + ms);
        limiter.shift(ms);
        void limiter.schedule(async () => (gone += 1));
        await clock.tickAsync(100);
        assert.equal(gone, n + 1, `after ${ms} ms`);
      }
    } finally {
      limiter.stop();
      clock.restore();
    }
  });
});
