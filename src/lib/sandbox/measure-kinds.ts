import type { JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { FieldKind } from './field-kind';
import { FieldProblem, SET, text } from './field-kind';

export const number: FieldKind = {
  schema: () => ({ type: 'number' }),
  operations: SET,
  read(value) {
    if (typeof value !== 'number') throw new FieldProblem('Operation value must be a number');
    return value;
  },
  write: (kept) => kept,
  words: String,
};

/** `2026-11-23`, and a day that exists. */
export const date: FieldKind = {
  schema: () => ({ type: 'date' }),
  operations: SET,
  read(value) {
    const day = text(value);
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || !isDay(day)) throw new FieldProblem(`Error parsing date string: ${day}`);
    return day;
  },
  write: (kept) => kept,
  words: String,
};

/** `2026-11-23T14:39:00.000+0100` */
export const datetime: FieldKind = {
  schema: () => ({ type: 'datetime' }),
  operations: SET,
  read(value) {
    const moment = text(value);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/.test(moment) || !isDay(moment.slice(0, 10))) {
      throw new FieldProblem(`Error parsing time: ${moment}`);
    }
    return moment;
  },
  write: (kept) => kept,
  words: String,
};

function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** Days of eight hours, weeks of five days: Jira's defaults. */
const SECONDS: Record<string, number> = { w: 144_000, d: 28_800, h: 3_600, m: 60 };
const DURATION = /^\d+(?:\.\d+)?[wdhm]?(?: +\d+(?:\.\d+)?[wdhm])*$/;

export const timetracking: FieldKind = {
  schema: () => ({ type: 'timetracking' }),
  operations: ['set', 'edit'],
  read(value) {
    if (!isObject(value)) throw new FieldProblem('expected Object');
    const kept: JsonObject = {};
    for (const estimate of ['originalEstimate', 'remainingEstimate']) {
      const given = value[estimate];
      if (given === undefined) continue;
      if (!DURATION.test(text(given))) throw new FieldProblem(`'${text(given)}' is not a valid duration: use the format 2w 4d 6h 45m`);
      kept[estimate] = given;
    }
    return kept;
  },
  write(kept) {
    const estimates = Object.entries(kept as Record<string, string>);
    return Object.fromEntries(estimates.flatMap(([name, duration]) => [[name, duration], [`${name}Seconds`, seconds(duration)]]));
  },
  words: (kept) => Object.values(kept as Record<string, string>).join(' / '),
};

/** A bare number is minutes. */
function seconds(duration: string): number {
  return duration.split(/ +/).reduce((sum, part) => sum + parseFloat(part) * (SECONDS[part.slice(-1)] ?? 60), 0);
}
