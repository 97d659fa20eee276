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

/** Today and the days before it that are counted one by one. */
const daysKept = 30;

type Numbers = Record<(typeof groups)[number], number>;

/**
 * Tickets created and updated: in all, and by day. A fold: it changes only by what is journalled, and by the day.
 * Today and yesterday are two of the days, so that counters and days cannot disagree.
 */
export class Statistics {
  private totals = zero();
  private today = '';
  /** Oldest first; a day that counted nothing is not in it. */
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
    this.forget();
  }

  /** Only Ok counts, and only what changed something in Jira: a duplicate CREATE made no ticket. */
  count(outcome: Outcome): void {
    const { row } = outcome;
    this.advance(outcome.day);
    if (row.status !== 'Ok' || row.duplicate || row.action === '') return;
    const today = this.byDay.get(this.today) ?? zero();
    this.byDay.set(this.today, today);
    for (const numbers of [today, this.totals]) {
      numbers[row.action === 'CREATE' ? 'create' : 'update'] += 1;
      numbers.total += 1;
    }
  }

  /** `daily` forgets all the days, `total` leaves them; each group for itself. */
  reset(scope: Scope, kind: CounterKind, day: string): void {
    this.advance(day);
    for (const group of groups) {
      if (scope !== 'all' && scope !== group) continue;
      if (kind !== 'daily') this.totals[group] = 0;
      if (kind !== 'total') for (const numbers of this.byDay.values()) numbers[group] = 0;
    }
    this.forget();
  }

  /** Turns to `day`. A day never rolls back: an earlier one (the clock was set back) counts as the present one. */
  advance(day: string): boolean {
    if (day <= this.today) return false;
    this.today = day;
    this.forget();
    return true;
  }

  read(): Counters {
    const today = this.byDay.get(this.today) ?? zero();
    const yesterday = this.byDay.get(shift(this.today, -1)) ?? zero();
    const counter = (group: keyof Numbers): Counter => ({ total: this.totals[group], today: today[group], yesterday: yesterday[group] });
    return { create: counter('create'), update: counter('update'), total: counter('total'), day: this.today };
  }

  /** The last {@link daysKept} days, today among them; oldest first, without those that counted nothing. */
  days(): DayCount[] {
    return Array.from(this.byDay, ([day, numbers]) => ({ day, ...numbers }));
  }

  private forget(): void {
    const before = shift(this.today, -daysKept);
    for (const [day, numbers] of this.byDay) if (day <= before || groups.every((group) => numbers[group] === 0)) this.byDay.delete(day);
  }
}

function zero(): Numbers {
  return { create: 0, update: 0, total: 0 };
}

/** Calendar arithmetic on UTC noon, which no daylight-saving change touches. No day is '' on any side. */
function shift(day: string, days: number): string {
  return day === '' ? '' : new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
