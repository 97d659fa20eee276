import assert from 'node:assert/strict';
import { Limits } from '../../../src/lib/delivery/limits';
import type { Entry } from '../../../src/lib/records/entry';
import { Statistics } from '../../../src/lib/records/statistics';

const base = 'https://jira.example.com';
const pause = { kind: 'pause', base, scope: 'create', at: 10_000, until: 70_000, strikes: 1 } as const;

function limits(...entries: Entry[]): Limits {
  const made = new Limits({ updateMax: 1, updatePeriod: 60_000, requestsPeriod: 30_000 }, () => 0, base);
  for (const entry of entries) made.replay(entry);
  return made;
}

const sending = (at: number, automatic = true): Entry => ({ kind: 'sending', ids: ['a'], at, ...(automatic ? { automaticUpdate: true } : {}) });
const response = (at: number): Entry => ({ kind: 'response', response: { time: new Date(at).toISOString(), method: 'GET', path: '', status: 200, ms: 1, rows: '', error: '' } });
const moved = (ms: number): Entry => ({ kind: 'clock', moved: ms });
const snapshot = (over: object): Entry => ({ kind: 'snapshot', kept: 0, counters: new Statistics().read(), prunedAt: 0, updateTimes: [], ...over });

describe('the limits, folded from the journal', () => {
  it('count an automatic update from a second after it was noted, for it was sent after that', () => {
    assert.equal(limits(sending(5_000)).window.closedUntil(20_000), 66_001);
    assert.equal(limits(sending(5_000, false)).window.closedUntil(20_000), 0);
    assert.equal(limits(snapshot({ updateTimes: [5_000] })).window.closedUntil(20_000), 65_001);
  });

  it('tell how long ago the requests of the last period were sent', () => {
    const entries = [10_000, 39_999, 40_000, 60_000, 90_000].map(response);
    assert.deepEqual(limits(...entries).start(70_000), [10_000, 0]);
    assert.deepEqual(limits(...entries).start(69_999), [30_000 - 1, 9_999, 0]);
    assert.deepEqual(limits(...entries, moved(5_000)).start(70_000), [25_001, 25_000, 5_000, 0]);
    assert.deepEqual(limits().start(70_000), []);
    const once = limits(...entries);
    once.start(70_000);
    assert.deepEqual(once.start(70_000), [], 'they are needed once');
  });

  it('pause as long as this Jira has asked for', () => {
    const closed = (...entries: Entry[]): number => {
      const of = limits(...entries);
      of.start(20_000);
      return of.gate.closedUntil(['create'], 20_000);
    };
    assert.equal(closed(pause), 70_000);
    assert.equal(closed({ ...pause, base: 'https://other.example.com' }), 0);
    assert.equal(closed(pause, moved(5_000)), 75_000);
    assert.equal(closed(snapshot({ pauses: [pause] })), 70_000);
    assert.equal(closed(snapshot({})), 0, 'of a first version');
  });

  it('are kept with the address that they are of', () => {
    const of = limits(sending(9_000), pause);
    of.start(20_000);
    const { kind, ...kept } = pause;
    assert.deepEqual(of.kept(20_000), { updateTimes: [10_000], pauses: [kept] });
    assert.equal(kind, 'pause');
  });

  it('of automatic updates move along with the clock', () => assert.equal(limits(sending(5_000), moved(7_000)).window.closedUntil(20_000), 73_001));
});
