const minute = 60_000;
const dayLong = 86_400_000;
/** Years 1 to 9999, and a day for the time zone. */
const earliest = Date.parse('0001-01-02T00:00:00Z');
const latest = Date.parse('9999-12-31T00:00:00Z');

const date = /^\d{4}-\d\d-\d\d$/;
const iso = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?([Zz]|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/;

/**
 * A date as Jira wants it: `2026-11-23`.
 *
 * @param value an ISO date, or a moment as jiraDateTime takes it, whose day in the time zone is meant
 * @returns undefined where it is neither, or no day of the calendar
 */
export function jiraDate(value: string | number, timezone: string): string | undefined {
  const moment = jiraDateTime(value, timezone)?.slice(0, 10);
  // Also where a zone has left out that day, as Samoa once did.
  return moment !== undefined && typeof value === 'string' && date.test(value) ? value : moment;
}

/**
 * A date and time as Jira wants it, in the time zone: `2026-11-23T14:39:00.000+0100`.
 *
 * @param value epoch milliseconds, or ISO: seconds, their fraction (cut to milliseconds), and the time itself (midnight) may
 * be left out. Without an offset it is meant in the time zone; an hour that daylight saving skips is one hour later, of an
 * hour that comes twice the first is meant.
 * @returns undefined where it is neither, or no moment of the years 1 to 9999
 */
export function jiraDateTime(value: string | number, timezone: string): string | undefined {
  const instant = typeof value === 'number' ? value : instantIn(value, timezone);
  return isHeld(instant) ? formatted(instant, offsetAt(instant, timezone)) : undefined;
}

/** Epoch milliseconds; NaN for text that is no moment. */
function instantIn(text: string, timezone: string): number {
  const [, day = '', time = '00:00', seconds = '00', fraction = '', zone] = iso.exec(text) ?? [];
  const wall = Date.parse(`${day}T${time}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // Date.parse takes 30 February for 2 March, and 24:00 for the next day.
  if (!isHeld(wall) || !new Date(wall).toISOString().startsWith(day)) return NaN;
  return wall - (zone === undefined ? offsetOnWall(wall, timezone) : minutesOf(zone)) * minute;
}

function isHeld(ms: number): boolean {
  return Number.isInteger(ms) && ms >= earliest && ms < latest;
}

/** `Z`, `+01:00`, `+0100` or `+01` in minutes. */
function minutesOf(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

/** Minutes east of UTC at a moment that the clock on the wall shows; `wall` is what it would be in UTC. */
function offsetOnWall(wall: number, timezone: string): number {
  // A zone's offset does not change twice in two days.
  const before = offsetAt(wall - dayLong, timezone);
  const after = offsetAt(wall + dayLong, timezone);
  return [before, after].find((one) => offsetAt(wall - one * minute, timezone) === one) ?? before;
}

/** A format takes 50 µs to make and a connection has one time zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC at this moment. */
function offsetAt(ms: number, timezone: string): number {
  const format = formats.get(timezone) ?? new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  formats.set(timezone, format);
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName');
  return minutesOf(name!.value.slice('GMT'.length));
}

function formatted(instant: number, offset: number): string {
  const away = Math.abs(offset);
  const zone = [Math.floor(away / 60), away % 60].map((part) => String(part).padStart(2, '0')).join('');
  return `${new Date(instant + offset * minute).toISOString().slice(0, -1)}${offset < 0 ? '-' : '+'}${zone}`;
}
