import { TicketError } from '../ticket/error';
import { excerpt } from '../ticket/excerpt';
import type { Address } from './address';
import { wellFormed } from './plain-text';

/**
 * A text as one part of a path, encoded; undefined where it cannot be one: empty, `.` and `..` lead to another resource (RFC 3986, 5.2.4),
 * and half of a surrogate pair is no character, so that nothing in Jira is named like that.
 */
export function segmentOf(text: string): string | undefined {
  return ['', '.', '..'].includes(text) || text !== wellFormed(text) ? undefined : encodeURIComponent(text);
}

/**
 * The path of a ticket. What Jira, or a journal, calls a key may be none.
 *
 * @throws {TicketError} UNKNOWN_TICKET where no ticket can be named so
 */
export function ticketPath({ issuePath }: Pick<Address, 'issuePath'>, keyOrId: string): string {
  const part = segmentOf(keyOrId);
  if (part === undefined) throw new TicketError('UNKNOWN_TICKET', `${excerpt(keyOrId)} is no ticket's key: expected one such as NET-12. Use the key that Jira shows.`);
  return `${issuePath}/${part}`;
}
