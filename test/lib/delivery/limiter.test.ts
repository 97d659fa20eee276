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
        for (let n = 0; n < 4; n++) void limiter.schedule(async (leave) => {
          leave();
          gone.push(Date.now());
        });
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

  it('lets requests take their time where they may take longer than a timer can be', async () => {
    const clock = useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const limiter = createLimiter({ requestsPeriod: 1_000, concurrent: 4, expiration: 30 * 24 * hour });
    try {
      const answers = [1, 2].map((n) => limiter.schedule(() => new Promise((resolve) => setTimeout(() => resolve(n), hour))));
      const ended = Promise.all(answers).catch((error: Error) => error.message);
      await clock.tickAsync(hour + 100);
      assert.deepEqual(await ended, [1, 2]);
    } finally {
      limiter.stop();
      clock.restore();
    }
  });

  it('counts a request from the moment in which it leaves, and not one that does not', async () => {
    const clock = useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const limiter = createLimiter({ requestsMax: 1, requestsPeriod: 1_000, concurrent: 4, expiration: 5_000 });
    try {
      let gone = 0;
      const send = (after: number): Promise<void> =>
        limiter.schedule(async (leave) => {
          await new Promise((resolve) => setTimeout(resolve, after));
          leave();
          gone += 1;
        });
      void send(600);
      void limiter.schedule(async () => {});
      void limiter.schedule(() => Promise.reject(new Error('cannot be noted'))).catch(() => {});
      void send(0);
      await clock.tickAsync(1_600);
      assert.equal(gone, 1);
      await clock.tickAsync(200);
      assert.equal(gone, 2, 'those that did not leave have taken no place');
    } finally {
      limiter.stop();
      clock.restore();
    }
  });

  for (const requestsMax of [1, undefined]) {
    it(`rejects what waits when it is stopped, ${requestsMax ? 'for the period to end' : 'for others to end'}, and what comes later`, async () => {
      const limiter = createLimiter({ requestsMax, requestsPeriod: 60_000, concurrent: 1, expiration: 5_000 });
      let answer = (): void => {};
      const first = limiter.schedule((leave) => {
        leave();
        return new Promise<void>((resolve) => (answer = resolve));
      });
      const waiting = limiter.schedule(async () => assert.fail('sent after all'));
      await new Promise((resolve) => setTimeout(resolve, 20));
      limiter.stop();
      await assert.rejects(waiting);
      await assert.rejects(limiter.schedule(async () => assert.fail('sent after all')));
      answer();
      await first;
    });
  }
});
