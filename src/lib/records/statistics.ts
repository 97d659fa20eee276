import type { Outcome } from './row';

export interface Counter {
  total: number;
  today: number;
  yesterday: number;
}

export interface Counters {
  create: Counter;
  update: Counter;
  total: Counter;
  /** The local day that `today` counts, `2026-11-23`; '' before the first. */
  day: string;
}

export const scopes = ['create', 'update', 'total', 'all'] as const;
export const counterKinds = ['total', 'daily', 'all'] as const;
export type Scope = (typeof scopes)[number];
export type CounterKind = (typeof counterKinds)[number];

/** What one local day counted. */
export interface DayCount {
  /** `2026-11-23` */
  day: string;
  create: number;
  update: number;
  total: number;
}

const groups = ['create', 'update', 'total'] as const;

/** Today and the days before it that are shown one by one. */
const daysShown = 30;

/** So many days that counted something are kept: a clock that was wrong for a month has days of its own, and hides none of those shown. */
const daysKept = 2 * daysShown;

type Numbers = Record<(typeof groups)[number], number>;

/**
 * Tickets created and updated: in all, and by the day that the clock showed. A fold: what is counted changes only by what is journalled.
 * Today and yesterday are two of the days, so that counters and days cannot disagree, and a clock that is set finds both as it left them.
 */
export class Statistics {
  private totals = zero();
  /** What the clock said last. */
  private today = '';
  /** In the order in which they were last counted; a day that counted nothing is not in it. */
  private byDay = new Map<string, Numbers>();

  /** @param days undefined where an older version kept the counters alone: today and yesterday are known all the same */
  restore(counters: Counters, days?: readonly DayCount[]): void {
    const { create, update, total, day: today } = counters;
    this.today = today;
    this.totals = { create: create.total, update: update.total, total: total.total };
    const known = days ?? [
      { day: shift(today, -1), create: create.yesterday, update: update.yesterday, total: total.yesterday },
      { day: today, create: create.today, update: update.today, total: total.today },
    ];
    this.byDay = new Map(known.map(({ day, ...numbers }) => [day, numbers]));
    this.forgetEmpty();
  }

  /** Only Ok counts, and only what changed something in Jira: a duplicate CREATE made no ticket. */
  count({ row, day }: Outcome): void {
    this.advance(day);
    if (row.status !== 'Ok' || row.duplicate || row.action === '') return;
    const today = this.byDay.get(day) ?? zero();
    this.byDay.delete(day);
    this.byDay.set(day, today);
    for (const numbers of [today, this.totals]) {
      numbers[row.action === 'CREATE' ? 'create' : 'update'] += 1;
      numbers.total += 1;
    }
    const [oldest] = this.byDay.keys();
    if (oldest !== undefined && this.byDay.size > daysKept) this.byDay.delete(oldest);
  }

  /** `daily` forgets all the days, `total` leaves them; each group for itself. */
  reset(scope: Scope, kind: CounterKind, day: string): void {
    this.advance(day);
    for (const group of groups) {
      if (scope !== 'all' && scope !== group) continue;
      if (kind !== 'daily') this.totals[group] = 0;
      if (kind !== 'total') for (const numbers of this.byDay.values()) numbers[group] = 0;
    }
    this.forgetEmpty();
  }

  /** Turns to `day`, also to an earlier one: the clock was ahead, or is behind until a time server is reached. @returns whether it is another one */
  advance(day: string): boolean {
    const isAnother = day !== this.today;
    this.today = day;
    return isAnother;
  }

  read(): Counters {
    const today = this.byDay.get(this.today) ?? zero();
    const yesterday = this.byDay.get(shift(this.today, -1)) ?? zero();
    const counter = (group: keyof Numbers): Counter => ({ total: this.totals[group], today: today[group], yesterday: yesterday[group] });
    return { create: counter('create'), update: counter('update'), total: counter('total'), day: this.today };
  }

  /** The last {@link daysShown} days, today among them; oldest first, without those that counted nothing. */
  days(): DayCount[] {
    const before = shift(this.today, -daysShown);
    return this.kept()
      .filter(({ day }) => before < day && day <= this.today)
      .sort((a, b) => (a.day < b.day ? -1 : 1));
  }

  /** For a snapshot: also the days that the clock has left again. */
  kept(): DayCount[] {
    return Array.from(this.byDay, ([day, numbers]) => ({ day, ...numbers }));
  }

  private forgetEmpty(): void {
    for (const [day, numbers] of this.byDay) if (groups.every((group) => numbers[group] === 0)) this.byDay.delete(day);
  }
}

function zero(): Numbers {
  return { create: 0, update: 0, total: 0 };
}

/** Calendar arithmetic on UTC noon, which no daylight-saving change touches. No day is '' on any side. */
function shift(day: string, days: number): string {
  return day === '' ? '' : new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
