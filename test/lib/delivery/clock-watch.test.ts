import assert from 'node:assert/strict';
import { ClockWatch } from '../../../src/lib/delivery/clock-watch';
import { VirtualClock } from '../../simulation/virtual-clock';

const minute = 60_000;
const hour = 60 * minute;

describe('a watch on the clock', () => {
  it('moves what is planned along with a clock that is set, once, and says so', () => {
    const clock = new VirtualClock();
    const told: Array<[string, number]> = [];
    const watch = new ClockWatch(clock, (ms) => told.push(['moved', ms]));
    watch.move({ shift: (ms) => told.push(['one', ms]) }, { shift: (ms) => told.push(['two', ms]) });
    assert.equal(watch.now(), clock.now());
    clock.set(clock.now() + hour);
    assert.deepEqual([watch.now(), watch.now()], [clock.now(), clock.now()]);
    clock.set(clock.now() - minute);
    watch.now();
    assert.deepEqual(told, [['one', hour], ['two', hour], ['moved', hour], ['one', -minute], ['two', -minute], ['moved', -minute]]);
    assert.equal(watch.moved, hour + minute);
    assert.equal(watch.steady(), clock.steady());
  });

  it('waits until a drift is a second', () => {
    const clock = new VirtualClock();
    const moves: number[] = [];
    const watch = new ClockWatch(clock, (ms) => moves.push(ms));
    for (const ms of [600, -999, 399, -1_000, 999]) {
      clock.set(clock.now() + ms);
      watch.now();
    }
    assert.deepEqual(moves, [-1_000]);
    clock.set(clock.now() + 1);
    watch.now();
    assert.deepEqual(moves, [-1_000, 1_000]);
  });

  it('has the timers of its clock', async () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    const watch = new ClockWatch(clock, () => {});
    watch.after(5, () => fired.push(5));
    watch.after(6, () => fired.push(6)).cancel();
    await clock.pass(10);
    assert.deepEqual(fired, [5]);
  });
});
