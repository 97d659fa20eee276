import { TicketError } from '../ticket/error';

/**
 * The calendar day of a moment in a time zone. Midnight is not +24 h: daylight saving has days of 23 and 25 hours.
 *
 * @param timezone IANA name; '' is the machine's
 * @returns ms since 1970 → `2026-11-23`
 * @throws {TicketError} CONFIG for a zone that this Node does not know
 */
export function localDay(timezone: string): { day: (ms: number) => string; timezone: string } {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-CA', {
      ...(timezone === '' ? {} : { timeZone: timezone }),
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch {
    throw new TicketError('CONFIG', `Time zone "${timezone}": expected an IANA name such as "Europe/Brussels", or nothing for the machine's.`);
  }
  let quarter = NaN;
  let day = '';
  return {
    timezone: format.resolvedOptions().timeZone,
    day: (ms) => {
      // No zone of today changes its day within a quarter of an hour, and many outcomes fall into one.
      if (Math.floor(ms / 900_000) !== quarter) {
        quarter = Math.floor(ms / 900_000);
        const part: Record<string, string> = {};
        for (const { type, value } of format.formatToParts(ms)) part[type] = value;
        day = `${part['year']}-${part['month']}-${part['day']}`;
      }
      return day;
    },
  };
}
