import assert from 'node:assert/strict';
import { localDay } from '../../../src/lib/records/local-day';
import type { Outcome } from '../../../src/lib/records/row';
import { pendingRow } from '../../../src/lib/records/row';
import { Statistics } from '../../../src/lib/records/statistics';

function outcome(action: 'CREATE' | 'UPDATE', day: string, over: { status?: 'Ok' | 'Failed'; duplicate?: boolean } = {}): Outcome {
  const row = pendingRow({ id: 'i', guid: 'g', action, type: 'Manual', time: '' });
  return { row: { ...row, status: 'Ok', ...over }, node: 'n', day };
}

describe('statistics', () => {
  it('count creates and updates, each and together', () => {
    const statistics = new Statistics();
    statistics.count(outcome('CREATE', '2026-11-23'));
    statistics.count(outcome('UPDATE', '2026-11-23'));
    statistics.count(outcome('UPDATE', '2026-11-23'));
    assert.deepEqual(statistics.read(), {
      create: { total: 1, today: 1, yesterday: 0 },
      update: { total: 2, today: 2, yesterday: 0 },
      total: { total: 3, today: 3, yesterday: 0 },
      day: '2026-11-23',
    });
  });

  it('count only what is Ok and made something', () => {
    const statistics = new Statistics();
    statistics.count(outcome('CREATE', '2026-11-23', { status: 'Failed' }));
    statistics.count(outcome('CREATE', '2026-11-23', { duplicate: true }));
    assert.equal(statistics.read().total.total, 0);
  });

  it('make today yesterday at the next day', () => {
    const statistics = new Statistics();
    statistics.count(outcome('CREATE', '2026-02-28'));
    assert.equal(statistics.advance('2026-03-01'), true);
    assert.deepEqual(statistics.read().create, { total: 1, today: 0, yesterday: 1 });
  });

  it('forget yesterday after several nights asleep', () => {
    const statistics = new Statistics();
    statistics.count(outcome('CREATE', '2026-11-20'));
    statistics.advance('2026-11-23');
    assert.deepEqual(statistics.read().create, { total: 1, today: 0, yesterday: 0 });
  });

  it('turn back with the clock, and lose nothing of the day that it comes back to', () => {
    const statistics = new Statistics();
    for (const day of ['2026-11-22', '2026-11-23', '2026-11-23']) statistics.count(outcome('CREATE', day));
    // A Raspberry Pi without the network: its clock is as it was when it was switched off.
    assert.equal(statistics.advance('2026-11-20'), true);
    statistics.count(outcome('CREATE', '2026-11-20'));
    assert.deepEqual(statistics.read().create, { total: 4, today: 1, yesterday: 0 });
    assert.equal(statistics.read().day, '2026-11-20');
    assert.equal(statistics.advance('2026-11-23'), true);
    assert.equal(statistics.advance('2026-11-23'), false);
    assert.deepEqual(statistics.read().create, { total: 4, today: 2, yesterday: 1 });
  });

  it('go on from day to day after a clock that was years ahead', () => {
    const statistics = new Statistics();
    for (const day of ['2026-11-22', '2026-11-23', '2031-01-01', '2026-11-23', '2026-11-24']) statistics.count(outcome('CREATE', day));
    assert.deepEqual(statistics.read().create, { total: 5, today: 1, yesterday: 2 });
    assert.equal(statistics.read().day, '2026-11-24');
  });

  for (const [scope, kind, expected] of [
    ['create', 'all', [0, 0, 2, 1, 4, 2]],
    ['update', 'total', [2, 1, 0, 1, 4, 2]],
    ['total', 'daily', [2, 1, 2, 1, 4, 0]],
    ['all', 'daily', [2, 0, 2, 0, 4, 0]],
    ['all', 'all', [0, 0, 0, 0, 0, 0]],
  ] as const) {
    it(`reset ${scope}/${kind} and leave the others`, () => {
      const statistics = new Statistics();
      for (const day of ['2026-11-22', '2026-11-23']) {
        statistics.count(outcome('CREATE', day));
        statistics.count(outcome('UPDATE', day));
      }
      statistics.reset(scope, kind, '2026-11-23');
      const { create, update, total } = statistics.read();
      assert.deepEqual([create.total, create.today, update.total, update.today, total.total, total.today], expected);
      const dailyCleared = kind !== 'total' && (scope === 'all' || scope === 'create');
      assert.equal(create.yesterday, dailyCleared ? 0 : 1);
    });
  }
});

describe('the statistics by day', () => {
  it('count what the counters count, day by day', () => {
    const statistics = new Statistics();
    statistics.count(outcome('CREATE', '2026-11-22'));
    statistics.count(outcome('CREATE', '2026-11-23'));
    statistics.count(outcome('UPDATE', '2026-11-23'));
    statistics.count(outcome('CREATE', '2026-11-23', { status: 'Failed' }));
    statistics.count(outcome('CREATE', '2026-11-23', { duplicate: true }));
    assert.deepEqual(statistics.days(), [
      { day: '2026-11-22', create: 1, update: 0, total: 1 },
      { day: '2026-11-23', create: 1, update: 1, total: 2 },
    ]);
  });

  it('are those of the last 30 days', () => {
    const statistics = new Statistics();
    for (const day of ['2026-10-01', '2026-10-02', '2026-10-20']) statistics.count(outcome('CREATE', day));
    statistics.advance('2026-10-31');
    assert.deepEqual(statistics.days().map(({ day }) => day), ['2026-10-02', '2026-10-20']);
    assert.equal(statistics.read().create.total, 3);
  });

  it('count for the day that the clock showed, and show none that is still to come', () => {
    const statistics = new Statistics();
    for (const day of ['2026-11-23', '2026-11-25', '2026-11-21', '2026-11-23']) statistics.count(outcome('CREATE', day));
    assert.deepEqual(statistics.days(), [{ day: '2026-11-21', create: 1, update: 0, total: 1 }, { day: '2026-11-23', create: 2, update: 0, total: 2 }]);
    statistics.reset('all', 'daily', '2026-11-23');
    statistics.advance('2026-11-25');
    assert.deepEqual(statistics.days(), [], 'a reset forgets that one too');
  });

  it('are kept for 60 days that were counted, so that a month of a wrong clock hides none', () => {
    const statistics = new Statistics();
    const day = (n: number): string => new Date(Date.UTC(2026, 10, n)).toISOString().slice(0, 10);
    for (let n = 1; n <= 30; n += 1) statistics.count(outcome('CREATE', day(n)));
    for (let n = 1; n <= 30; n += 1) statistics.count(outcome('CREATE', day(400 + n)));
    statistics.advance(day(30));
    assert.equal(statistics.days().length, 30);
    assert.equal(statistics.kept().length, 60);
    statistics.count(outcome('CREATE', day(31)));
    assert.equal(statistics.kept().length, 60);
    assert.deepEqual(statistics.days().map((one) => one.day), Array.from({ length: 30 }, (_, n) => day(n + 2)));
  });

  for (const [scope, kind, expected] of [
    ['create', 'daily', [{ create: 0, update: 1, total: 2 }, { create: 0, update: 1, total: 2 }]],
    ['update', 'all', [{ create: 1, update: 0, total: 2 }, { create: 1, update: 0, total: 2 }]],
    ['all', 'total', [{ create: 1, update: 1, total: 2 }, { create: 1, update: 1, total: 2 }]],
    ['all', 'daily', []],
  ] as const) {
    it(`are ${kind === 'total' ? 'left as they are' : 'all forgotten'} by a reset of ${scope}/${kind}`, () => {
      const statistics = new Statistics();
      for (const day of ['2026-11-03', '2026-11-23']) {
        statistics.count(outcome('CREATE', day));
        statistics.count(outcome('UPDATE', day));
      }
      statistics.reset(scope, kind, '2026-11-23');
      assert.deepEqual(statistics.days().map(({ create, update, total }) => ({ create, update, total })), expected);
    });
  }

  it('come back as they were kept', () => {
    const statistics = new Statistics();
    for (const day of ['2031-01-01', '2026-11-03', '2026-11-23']) statistics.count(outcome('CREATE', day));
    const again = new Statistics();
    again.restore(statistics.read(), statistics.kept());
    assert.deepEqual([again.read(), again.days(), again.kept()], [statistics.read(), statistics.days(), statistics.kept()]);
  });

  it('begin with today and yesterday where an older version kept the counters alone', () => {
    const kept = { create: { total: 9, today: 2, yesterday: 1 }, update: { total: 0, today: 0, yesterday: 0 }, total: { total: 9, today: 2, yesterday: 1 }, day: '2026-11-23' };
    const statistics = new Statistics();
    statistics.restore(kept);
    assert.deepEqual(statistics.read(), kept);
    assert.deepEqual(statistics.days(), [{ day: '2026-11-22', create: 1, update: 0, total: 1 }, { day: '2026-11-23', create: 2, update: 0, total: 2 }]);
    statistics.advance('2026-11-24');
    assert.deepEqual(statistics.read().create, { total: 9, today: 0, yesterday: 2 });
  });

  it('are none where nothing was ever counted', () => {
    const statistics = new Statistics();
    statistics.restore(statistics.read());
    assert.deepEqual([statistics.days(), statistics.read().day], [[], '']);
  });
});

describe('the local day', () => {
  it('changes at midnight of the time zone', () => {
    const { day } = localDay('Europe/Brussels');
    assert.equal(day(Date.parse('2026-11-22T22:59:59Z')), '2026-11-22');
    assert.equal(day(Date.parse('2026-11-22T23:00:00Z')), '2026-11-23');
  });

  it('is right on days of 23 and 25 hours', () => {
    const { day } = localDay('Europe/Brussels');
    assert.equal(day(Date.parse('2026-03-28T23:00:00Z')), '2026-03-29');
    assert.equal(day(Date.parse('2026-03-29T21:59:59Z')), '2026-03-29');
    assert.equal(day(Date.parse('2026-03-29T22:00:00Z')), '2026-03-30');
    assert.equal(day(Date.parse('2026-10-24T22:00:00Z')), '2026-10-25');
    assert.equal(day(Date.parse('2026-10-25T22:59:59Z')), '2026-10-25');
    assert.equal(day(Date.parse('2026-10-25T23:00:00Z')), '2026-10-26');
  });

  it('is that of the machine where no zone is named', () => {
    assert.equal(localDay('').timezone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('refuses a zone that does not exist, and says what is expected', () => {
    assert.throws(() => localDay('Mars/Olympus'), { code: 'CONFIG', message: /Mars\/Olympus.*IANA/ });
  });
});
