import assert from 'node:assert/strict';
import { Housekeeping } from '../../../src/lib/delivery/housekeeping';
import type { DeliveryEvents } from '../../../src/lib/delivery/options';
import { TicketError } from '../../../src/lib/ticket/error';
import { VirtualClock } from '../../simulation/virtual-clock';

describe('housekeeping', () => {
  function housekeeping(...tasks: Array<() => unknown>) {
    return lasting(86_400_000, ...tasks);
  }

  function lasting(giveUpAfter: number, ...tasks: Array<() => unknown>) {
    const clock = new VirtualClock();
    const told: string[] = [];
    const events = { onStatus: () => told.push('status'), report: (level: string, message: string) => told.push(`${level}: ${message}`) } as unknown as DeliveryEvents;
    return { clock, told, house: new Housekeeping({ clock, events, redact: (text) => text.replaceAll('secret', '***'), giveUpAfter }, tasks, () => told.push('later')) };
  }

  it('does all in its order, at once and every minute, until it is stopped', async () => {
    const done: string[] = [];
    const { clock, house, told } = housekeeping(async () => done.push('a'), () => done.push('b'));
    await house.keep();
    assert.deepEqual([done, told], [['a', 'b'], []]);
    await clock.pass(120_000);
    assert.deepEqual([done.length, told], [6, ['later', 'later']]);
    house.stop();
    await clock.pass(120_000);
    assert.equal(done.length, 6);
  });

  it('is done more often where commands are given up sooner', async () => {
    for (const [giveUpAfter, times] of [[600_000, 2], [60_000, 11], [100, 61]] as const) {
      let done = 0;
      const { clock, house } = lasting(giveUpAfter, () => (done += 1));
      await house.keep();
      await clock.pass(60_000);
      assert.equal(done, times);
      house.stop();
    }
  });

  it('is stopped before it has begun', () => {
    assert.doesNotThrow(() => housekeeping().house.stop());
  });

  it('is not begun again by what was under way when it was stopped', async () => {
    let done = 0;
    const { clock, house } = housekeeping(() => {
      done += 1;
      house.stop();
    });
    await house.keep();
    await clock.pass(120_000);
    assert.equal(done, 1);
  });

  it('does the rest where something fails, says so, and tries that again', async () => {
    let done = 0;
    const { clock, house, told } = housekeeping(
      () => assert.fail('secret date'),
      () => Promise.reject(new TicketError('JOURNAL', 'full')),
      () => (done += 1),
    );
    await house.keep();
    assert.equal(done, 1);
    assert.deepEqual([told.length, told[1]], [2, 'status'], 'the disk has its own words');
    assert.match(told[0] ?? '', /^error: Unexpected error in the housekeeping: .*\*\*\* date\n +at /s);
    await clock.pass(61_000);
    assert.equal(done, 2);
    house.stop();
  });
});
