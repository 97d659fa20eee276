import { isIssueKey } from '../ticket/request-id';
import type { Row, Status } from './row';

/** One GUID of the log: all the commands that came for it. */
export interface Alarm {
  guid: string;
  /** '' while it has none. */
  ticketKey: string;
  ticketUrl: string;
  /** Of its latest command. */
  action: Row['action'];
  status: Status;
  error: string;
  /** How many commands came for it, as far as the log reaches. */
  commands: number;
  /** When the first and the latest of them were asked for, ISO 8601. */
  first: string;
  last: string;
}

/**
 * The alarms of a log. A command for a ticket that was named by its key (`NET-12`) is nobody's alarm.
 *
 * @param rows oldest first
 * @param guids only these; undefined: all
 * @returns in the order in which they first came
 */
export function alarmsOf(rows: Iterable<Row>, guids?: ReadonlySet<string>): Alarm[] {
  const alarms = new Map<string, Alarm>();
  for (const row of rows) {
    const before = alarms.get(row.guid);
    if (guids?.has(row.guid) === false || (!before && !begins(row))) continue;
    alarms.set(row.guid, {
      guid: row.guid,
      ticketKey: row.ticketKey || (before?.ticketKey ?? ''),
      ticketUrl: row.ticketKey === '' ? (before?.ticketUrl ?? '') : row.ticketUrl,
      action: row.action,
      status: row.status,
      error: row.error,
      commands: (before?.commands ?? 0) + 1,
      first: before?.first ?? row.time,
      last: row.time,
    });
  }
  return [...alarms.values()];
}

/** With any id allowed, what looks like a key may be one that a CREATE came with. */
function begins({ guid, action }: Row): boolean {
  return guid !== '' && (action === 'CREATE' || !isIssueKey(guid));
}
