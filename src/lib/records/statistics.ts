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

const groups = ['create', 'update', 'total'] as const;

function emptyCounters(): Counters {
  const zero = (): Counter => ({ total: 0, today: 0, yesterday: 0 });
  return { create: zero(), update: zero(), total: zero(), day: '' };
}

/** Tickets created and updated: in all, today and yesterday. A fold: it changes only by what is journalled, and by the day. */
export class Statistics {
  private counters = emptyCounters();

  restore(counters: Counters): void {
    this.counters = structuredClone(counters);
  }

  /** Only Ok counts, and only what changed something in Jira: a duplicate CREATE made no ticket. */
  count(outcome: Outcome): void {
    const { row } = outcome;
    this.advance(outcome.day);
    if (row.status !== 'Ok' || row.duplicate || row.action === '') return;
    for (const counter of [row.action === 'CREATE' ? this.counters.create : this.counters.update, this.counters.total]) {
      counter.total += 1;
      counter.today += 1;
    }
  }

  reset(scope: Scope, kind: CounterKind, day: string): void {
    this.advance(day);
    for (const group of groups) {
      if (scope !== 'all' && scope !== group) continue;
      const counter = this.counters[group];
      if (kind !== 'daily') counter.total = 0;
      if (kind !== 'total') counter.today = counter.yesterday = 0;
    }
  }

  /** Turns to `day`. A day never rolls back: an earlier one (the clock was set back) counts as the present one. */
  advance(day: string): boolean {
    const previous = this.counters.day;
    if (day <= previous) return false;
    this.counters.day = day;
    const follows = previous !== '' && dayAfter(previous) === day;
    for (const group of groups) {
      const counter = this.counters[group];
      counter.yesterday = follows ? counter.today : 0;
      counter.today = 0;
    }
    return true;
  }

  read(): Counters {
    return structuredClone(this.counters);
  }
}

/** Calendar arithmetic on UTC noon, which no daylight-saving change touches. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
