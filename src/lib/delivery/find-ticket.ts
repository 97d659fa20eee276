import { findMarked } from '../jira/find-marked';
import type { Guids } from '../records/guids';
import type { Command } from '../ticket/command';
import { normaliseIssueKey } from '../ticket/request-id';
import { TicketError } from '../ticket/error';
import type { LookUpContext } from './look-ups';

/**
 * The ticket that an UPDATE is for: its id is the ticket's key, or a guid that we know, or one that Jira knows by its marker.
 *
 * @throws {TicketError} UNKNOWN_TICKET @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now
 */
export async function findTicket(command: Command, guids: Guids, context: LookUpContext, guidMaxAge: number): Promise<{ id: string; key: string }> {
  const { guid } = command;
  const known = guids.get(guid);
  if (known && known.key !== '') return { id: known.id, key: known.key };
  const key = normaliseIssueKey(guid);
  if (key !== undefined) return { id: '', key };
  const { exchange, address, preparation, clock } = context;
  const kind = await preparation.markerKind();
  if (kind !== 'none') {
    const { project } = preparation.place(command);
    const found = await findMarked(exchange, address, await preparation.flavour(), [{ guid }], {
      kind,
      ...(project === undefined ? {} : { project }),
      since: new Date(clock.now() - guidMaxAge),
      now: new Date(clock.now()),
      known: preparation.markers,
    });
    const ticket = found.get(guid)?.[0];
    if (ticket) return { id: ticket.id, key: ticket.key };
  }
  throw new TicketError('UNKNOWN_TICKET', `No ticket is known for "${guid}": no CREATE with this id has made one, and Jira has none with its marker. Send a CREATE first, or use the ticket's key.`);
}
