const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const dateTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/** @param value `2026-11-23`, a date with a time, or ms since 1970 (its day in the time zone) @returns undefined where it is none */
export function toDate(value: string | number, timezone: string): string | undefined {
  if (typeof value === 'string' && date.test(value.trim())) return isDay(value.trim()) ? value.trim() : undefined;
  const ms = toMoment(value, timezone);
  return ms === undefined ? undefined : localParts(ms, timezone).day;
}

/**
 * @param value an ISO date with a time, with or without offset and seconds, a date (its first moment), or ms since 1970
 * @returns Jira's form `2026-11-23T14:39:00.000+0100`; undefined where it is none
 */
export function toDateTime(value: string | number, timezone: string): string | undefined {
  const ms = toMoment(value, timezone);
  if (ms === undefined) return undefined;
  const { day, time, offset } = localParts(ms, timezone);
  const sign = offset < 0 ? '-' : '+';
  const minutes = Math.abs(offset);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${day}T${time}.${String(((ms % 1_000) + 1_000) % 1_000).padStart(3, '0')}${sign}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

function toMoment(value: string | number, timezone: string): number | undefined {
  // Beyond this, ECMAScript has no dates.
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= 8.64e15 ? value : undefined;
  const text = value.trim();
  const whole = date.test(text) ? `${text}T00:00` : text;
  const match = dateTime.exec(whole);
  if (!match) return undefined;
  const [, day = '', hours = '', minutes = '', seconds = '00', fraction = '', zone] = match;
  if (!isDay(day) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const local = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  if (zone === undefined) return local - offsetAt(local, timezone) * 60_000;
  if (/^z$/i.test(zone)) return local;
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return offset > 14 * 60 ? undefined : local - (zone.startsWith('-') ? -offset : offset) * 60_000;
}

/** A day that the calendar has: `2026-02-30` is none. */
function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The zone's offset, in minutes, at a wall-clock time given as if it were UTC; where the clock skips or repeats it, that of before. */
function offsetAt(local: number, timezone: string): number {
  const guess = localParts(local, timezone).offset;
  return localParts(local - guess * 60_000, timezone).offset;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(ms: number, timezone: string): { day: string; time: string; offset: number } {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      ...(timezone === '' ? {} : { timeZone: timezone }),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timezone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = value;
  const day = `${part['year']?.padStart(4, '0')}-${part['month']}-${part['day']}`;
  const time = `${part['hour']}:${part['minute']}:${part['second']}`;
  const wall = Date.parse(`${day}T${time}Z`);
  return { day, time, offset: Math.round((wall - Math.floor(ms / 1_000) * 1_000) / 60_000) };
}
