import assert from 'node:assert/strict';
import { fullJitter, halfJitter } from '../../../src/lib/delivery/backoff';
import { Gate } from '../../../src/lib/delivery/gate';
import type { Pause } from '../../../src/lib/records/entry';

describe('backoff', () => {
  it('is anything up to twice as much each time, at most a minute', () => {
    assert.equal(fullJitter(1, () => 0), 0);
    assert.equal(fullJitter(1, () => 0.5), 500);
    assert.equal(fullJitter(4, () => 0.5), 4_000);
    assert.equal(fullJitter(100, () => 0.5), 30_000);
    assert.equal(halfJitter(1, () => 0), 500);
    assert.equal(halfJitter(2, () => 0.5), 1_500);
    assert.equal(halfJitter(100, () => 0), 30_000);
  });
});

describe('the gate', () => {
  it('is open', () => assert.equal(new Gate(() => 0).closedUntil(['all', 'create'], 0), 0));

  it('keeps to Retry-After, for the scope that is limited', () => {
    const gate = new Gate(() => 0);
    const until = gate.limited('create', 5_000, 1_000);
    assert.ok(gate.closedUntil(['all', 'create'], 1_000) >= 6_000);
    assert.equal(gate.closedUntil(['create'], until - 1), until);
    assert.equal(gate.closedUntil(['create'], until), 0);
    assert.equal(gate.closedUntil(['all', 'update'], 1_000), 0);
    assert.equal(gate.closedUntil(['create'], 7_000), 0);
  });

  it('pauses as long where the clock is set', () => {
    const gate = new Gate(() => 0);
    const until = gate.limited('create', 5_000, 1_000);
    gate.shift(-700);
    assert.equal(gate.closedUntil(['create'], 400), until - 700);
    gate.shift(9_000);
    assert.equal(gate.closedUntil(['create'], 9_400), until + 8_300);
  });

  it('goes on with a limit after a restart, for as long as it would have lasted', () => {
    const before = new Gate(() => 0);
    const told: Pause[] = [];
    before.onLimit = (pause) => told.push(pause);
    const until = before.limited('create', 5_000, 100_000);
    assert.deepEqual(before.limits(until - 1), told);
    assert.deepEqual(before.limits(until), []);
    const resumed = (now: number, moved = 0): number => {
      const gate = new Gate(() => 0);
      for (const pause of told) gate.resume(pause);
      gate.shift(moved);
      gate.start(now);
      return gate.closedUntil(['create'], now);
    };
    assert.equal(resumed(102_000), until);
    assert.equal(resumed(until), 0);
    assert.equal(resumed(102_000, 1_000), until + 1_000, 'the clock was set meanwhile');
    assert.equal(resumed(7), 7 + until - 100_000, 'the clock is behind at this start');
    assert.equal(resumed(7, 1_000), 7 + until - 100_000, 'and it was set before');
  });

  it('begins anew with its own minimum where a limit was over before a restart', () => {
    const limit: Pause = { scope: 'create', at: 0, until: 5_000, strikes: 4 };
    const resumed = (now: number): Gate => {
      const gate = new Gate(() => 0);
      gate.resume(limit);
      gate.start(now);
      return gate;
    };
    assert.equal(resumed(5_000).limited('create', 0, 5_000), new Gate(() => 0).limited('create', 0, 5_000));
    assert.notEqual(resumed(4_999).limited('create', 0, 5_000), new Gate(() => 0).limited('create', 0, 5_000));
    assert.deepEqual(resumed(-100).limits(-100), [{ ...limit, at: -100, until: 4_900 }]);
  });

  it('tells of the limits of Jira alone, and not of an outage', () => {
    const down = new Gate(() => 0);
    for (let n = 0; n < 4; n++) down.failed(1_000);
    assert.ok(down.closedUntil(['all'], 1_000) > 1_000);
    assert.deepEqual(down.limits(1_000), []);
    const both = new Gate(() => 0);
    both.limited('all', 60_000, 0);
    for (let n = 0; n < 4; n++) both.failed(1_000);
    assert.deepEqual(both.limits(1_000).map(({ scope, at, strikes }) => [scope, at, strikes]), [['all', 1_000, 1]]);
  });

  it('comes back a little later than it may, and not always by as much, so that many do not come at once', () => {
    const [soon, late] = [0, 0.99].map((random) => new Gate(() => random).limited('create', 10_000, 0)) as [number, number];
    assert.ok(soon >= 10_000);
    assert.ok(late > soon + 250 && late < soon + 1_000, `${soon} to ${late}`);
  });

  it('has a growing minimum of its own, as Data Center says Retry-After: 0', () => {
    const gate = new Gate(() => 0);
    assert.ok(gate.limited('all', 0, 0) >= 1_000);
    assert.ok(gate.limited('all', undefined, 2_000) >= 4_000);
    gate.answered(['all'], gate.closedUntil(['all'], 2_000));
    assert.ok(gate.limited('all', 0, 20_000) < 22_000, 'an answer that is not limited starts anew');
  });

  it('does not shorten a pause', () => {
    const gate = new Gate(() => 0);
    gate.limited('all', 60_000, 0);
    gate.limited('all', 0, 1_000);
    gate.answered(['all'], 2_000);
    assert.ok(gate.closedUntil(['all'], 2_000) >= 60_000);
  });

  it('takes three failures in a row for an outage, and pauses longer after each further one', () => {
    const gate = new Gate(() => 0);
    gate.failed(0);
    gate.failed(0);
    assert.equal(gate.closedUntil(['all'], 0), 0);
    assert.equal(gate.doubtful, false);
    const pauses = [0, 10_000, 20_000].map((now) => {
      gate.failed(now);
      assert.equal(gate.doubtful, true);
      return gate.closedUntil(['all'], now) - now;
    });
    assert.deepEqual(pauses, [500, 1_000, 2_000]);
  });

  it('asks at most twice a minute after a while, until Jira answers', () => {
    const gate = new Gate(() => 0);
    let now = 0;
    let requests = 0;
    while (now < 3_600_000) {
      gate.failed(now);
      requests += 1;
      now = gate.closedUntil(['all'], now);
    }
    assert.equal(gate.doubtful, true);
    assert.ok(requests <= 130, `${requests} requests in an hour`);
    gate.answered([], now);
    assert.equal(gate.doubtful, false);
  });

  it('keeps a longer pause through an outage', () => {
    const gate = new Gate(() => 0);
    gate.limited('all', 600_000, 0);
    for (let i = 0; i < 5; i++) gate.failed(0);
    assert.ok(gate.closedUntil(['all'], 0) >= 600_000);
    assert.ok(gate.limited('all', 0, 700_000) >= 702_000, 'Jira limits for the second time: an outage in between changes nothing of that');
  });

  it('holds everything, tells so once, and is released', () => {
    const gate = new Gate(() => 0);
    let told = 0;
    gate.onHold = () => (told += 1);
    gate.hold('the password is wrong');
    assert.equal(told, 1);
    gate.hold('the password is wrong');
    assert.equal(told, 1);
    assert.equal(gate.held, 'the password is wrong');
    assert.equal(gate.closedUntil([], 0), Infinity);
    gate.release();
    assert.equal(gate.closedUntil(['all'], 0), 0);
  });
});
