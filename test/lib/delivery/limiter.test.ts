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

  for (const [what, period] of [['a second', 1_000], ['30 days, which are longer than a timer can be', 30 * 24 * hour]] as const) {
    it(`lets so many go in ${what}, those of before it was made included`, async () => {
      const clock = useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
      const limiter = createLimiter({ requestsMax: 3, requestsPeriod: period, sentBefore: [period / 4, period / 2, period * 0.6, period * 0.9], concurrent: 4, expiration: 5_000 });
      try {
        const gone: number[] = [];
        for (let n = 0; n < 4; n++) void limiter.schedule(async () => gone.push(Date.now()));
        const at: number[] = [];
        for (const share of [0.39, 0.45, 0.55, 0.8, 1.35, 1.5]) {
          await clock.tickAsync(period * share - Date.now() + (share > 0.39 ? 50 : 0));
          at.push(gone.length);
        }
        assert.deepEqual(at, [0, 1, 2, 3, 3, 4]);
      } finally {
        limiter.stop();
        clock.restore();
      }
    });
  }
});
