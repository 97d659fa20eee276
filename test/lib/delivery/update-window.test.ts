import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UpdateWindow } from '../../../src/lib/delivery/update-window';

describe('Update Settings', () => {
  it('without a maximum are always open', () => {
    const window = new UpdateWindow(undefined, 1_000);
    for (let i = 0; i < 100; i++) window.sent(window.reserve(), 0);
    assert.equal(window.closedUntil(0), 0);
    assert.deepEqual(window.recent(0), [], 'nothing is kept of them');
  });

  it('let the maximum through, then wait until the period has passed since the first', () => {
    const window = new UpdateWindow(2, 1_000);
    window.sent(window.reserve(), 100);
    assert.equal(window.closedUntil(200), 0);
    window.sent(window.reserve(), 300);
    assert.equal(window.closedUntil(400), 1_101);
    assert.equal(window.closedUntil(1_100), 1_101);
    assert.equal(window.closedUntil(1_101), 0);
    window.sent(window.reserve(), 1_101);
    assert.equal(window.closedUntil(1_102), 1_301);
  });

  it('wait a period at the most where the maximum is no whole number', () => {
    for (const max of [0.5, 1.5]) {
      const window = new UpdateWindow(max, 1_000);
      window.sent(window.reserve(), 100);
      window.sent(window.reserve(), 300);
      assert.ok(window.closedUntil(400) > 400, String(max));
      assert.equal(window.closedUntil(1_302), 0, String(max));
    }
  });

  it('wait as long where the clock is set', () => {
    for (const ms of [-5_000, 5_000]) {
      const window = new UpdateWindow(2, 1_000);
      window.sent(window.reserve(), 10_000);
      const underway = window.reserve();
      window.shift(ms);
      assert.equal(window.closedUntil(10_100 + ms), 11_001 + ms);
      window.sent(underway, 10_500 + ms);
      assert.deepEqual(window.recent(10_600 + ms), [10_000 + ms, 10_500 + ms]);
    }
  });

  it('are never exceeded in any period, whatever the moments', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (max, gaps) => {
        const window = new UpdateWindow(max, 1_000);
        const sent: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now = Math.max(now + gap, window.closedUntil(now + gap));
          window.sent(window.reserve(), now);
          sent.push(now);
        }
        return sent.every((at, i) => i < max || at - (sent[i - max] as number) > 1_000);
      }),
    );
  });

  it('wait no longer than a period when the clock is set back', () => {
    const window = new UpdateWindow(1, 1_000);
    window.sent(window.reserve(), 1_000_000);
    assert.equal(window.closedUntil(5_000), 6_001);
    assert.equal(window.closedUntil(6_001), 0);
  });

  it('count from when each was sent, in whatever order they come to their ends', () => {
    const window = new UpdateWindow(2, 1_000);
    const [slow, fast] = [window.reserve(), window.reserve()];
    window.sent(fast, 100);
    window.sent(slow, 300);
    assert.equal(window.closedUntil(400), 1_101);
  });

  it('count one that is under way, until it turns out that it was not sent', () => {
    const window = new UpdateWindow(1, 1_000);
    const slot = window.reserve();
    assert.equal(window.closedUntil(5_000), 6_001);
    assert.equal(window.closedUntil(9_000), 10_001);
    assert.deepEqual(window.recent(9_000), [9_000]);
    const other = window.reserve();
    window.sent(other, 9_200);
    window.cancel(slot);
    assert.equal(window.closedUntil(9_500), 10_201, 'the other one counts');
    assert.equal(window.closedUntil(10_201), 0);
  });

  it('remember what is recent', () => {
    const window = new UpdateWindow(3, 1_000);
    for (const at of [0, 500, 900]) window.sent(window.reserve(), at);
    assert.deepEqual(window.recent(1_200), [500, 900]);
  });
});
