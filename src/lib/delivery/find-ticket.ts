import { findMarked, isMarked, MarkedTickets } from '../jira/find-marked';
import type { MarkerKind } from '../jira/marker';
import { MOST_ISSUES } from '../jira/search';
import { UnexpectedAnswer } from '../jira/unexpected-answer';
import { sentence } from '../jira/words';
import type { Guids, Ticket } from '../records/guids';
import type { Command } from '../ticket/command';
import { normaliseIssueKey } from '../ticket/request-id';
import { TicketError } from '../ticket/error';
import type { LookUpContext } from './look-ups';
import { settle } from './settle';

interface Look {
  /** ms since 1970. */
  begun: number;
  /** By how many ms the clock had been moved by then. */
  clockMoved: number;
  /** Whose ticket it was to find: with it found, it went no further. */
  guid: string;
  tickets: Promise<MarkedTickets>;
}

/**
 * Finds the tickets of updates. An alarm that never became a ticket has updates all the same, thousands in a storm; to look through
 * the newest tickets for each of them would be thousands of pages, so that what one look has seen is used for all.
 */
export class TicketFinder {
  /** The last one of each project, or under way. */
  private readonly looks = new Map<string | undefined, Look>();
  /** Whether this Jira has a ticket that was made at another address: then it is the same one. */
  private readonly asked = new WeakMap<Ticket, boolean>();

  constructor(
    private readonly context: LookUpContext,
    private readonly guids: Guids,
    /** ms; older tickets are not looked for. */
    private readonly guidMaxAge: number,
  ) {}

  /**
   * The ticket that a CREATE with this guid has made, or one that Jira knew by its marker. Where the connection led elsewhere then (another
   * URL, the sandbox), this Jira is asked first: there may be somebody else's ticket with that key.
   *
   * @throws {NoAnswer} @throws {UnexpectedAnswer} where it cannot be asked now
   */
  async known(guid: string): Promise<{ id: string; key: string } | undefined> {
    const ticket = this.guids.get(guid);
    if (!ticket || ticket.key === '') return undefined;
    const isHere = this.guids.isHere(ticket) || (this.asked.get(ticket) ?? (await this.isMarked(guid, ticket)));
    return isHere ? { id: ticket.id, key: ticket.key } : undefined;
  }

  private async isMarked(guid: string, ticket: Ticket): Promise<boolean> {
    const { address, exchange, preparation } = this.context;
    const is = (await preparation.markerKind()) !== 'none' && (await isMarked(exchange, address, await preparation.flavour(), guid, ticket));
    this.asked.set(ticket, is);
    return is;
  }

  /** The ticket that a command with steps has made, before it goes on with them. @throws {TicketError} UNKNOWN_TICKET where it was made in another Jira; and as {@link known} */
  async stillThere(guid: string, made: { id: string; key: string }): Promise<{ id: string; key: string }> {
    if (this.guids.get(guid)?.key !== made.key || (await this.known(guid))) return made;
    throw new TicketError('UNKNOWN_TICKET', 'It is of another Jira than this connection\'s.');
  }

  /**
   * The ticket that an UPDATE is for: its id is the ticket's key, or a guid that we know, or one that Jira knows by its marker.
   * Jira's own id of a ticket that is named by its key is known where a guid leads to it, and is not asked for where none does.
   *
   * @param since when it was asked for, ms since 1970
   * @throws {TicketError} UNKNOWN_TICKET @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now
   */
  async find(command: Command, since: number): Promise<{ id: string; key: string }> {
    const { guid } = command;
    const known = await this.known(guid);
    if (known) return known;
    // What has made a ticket elsewhere is no key here, though it looks like one.
    const key = this.guids.get(guid) === undefined ? normaliseIssueKey(guid) : undefined;
    if (key !== undefined) return { id: this.guids.idOf(key), key };
    const found = await this.lookFor(guid, this.context.preparation.place(command).project, since).catch(refusedSearch);
    const ticket = typeof found === 'string' ? undefined : found.get(guid)?.[0];
    if (ticket) return { id: ticket.id, key: ticket.key };
    const jira = typeof found === 'string' ? `and Jira cannot be searched for it: ${sentence(found)}` : notAmong(found, await this.context.preparation.markerKind());
    const elsewhere = this.guids.get(guid);
    const made = elsewhere && elsewhere.key !== '' ? `${elsewhere.key}, which a CREATE with this id has made, is of another Jira than this connection's,` : 'no CREATE with this id has made one,';
    throw new TicketError('UNKNOWN_TICKET', `No ticket is known for "${guid}": ${made} ${jira} Send a CREATE first, or use the ticket's key.`);
  }

  /** One look at a time for a project. One that began after the update was asked for is as good for it as one of its own. */
  private async lookFor(guid: string, project: string | undefined, since: number): Promise<MarkedTickets> {
    const kind = await this.context.preparation.markerKind();
    if (kind !== 'property') return this.look(guid, kind, project);
    const clockMoved = this.context.clockMoved();
    let last = this.looks.get(project);
    while (last !== undefined) {
      const isNewEnough = last.begun >= since && last.clockMoved === clockMoved;
      const tickets = await (isNewEnough ? last.tickets : last.tickets.catch(() => new MarkedTickets()));
      const sawAll = isNewEnough && !tickets.has(last.guid);
      if (sawAll || tickets.has(guid)) return tickets;
      const next = this.looks.get(project);
      if (next === last) break;
      last = next;
    }
    const look = { begun: this.context.clock.now(), clockMoved, guid, tickets: this.look(guid, kind, project) };
    this.looks.set(project, look);
    look.tickets.catch(() => this.looks.delete(project));
    return look.tickets;
  }

  private async look(guid: string, kind: MarkerKind, project: string | undefined): Promise<MarkedTickets> {
    const { exchange, address, preparation, clock } = this.context;
    const now = clock.now();
    return findMarked(exchange, address, await preparation.flavour(), [{ guid }], {
      kind,
      project,
      since: new Date(now - this.guidMaxAge),
      now: new Date(now),
      known: preparation.markers,
      all: true,
    });
  }
}

function notAmong({ complete }: MarkedTickets, kind: MarkerKind): string {
  if (kind === 'none') return 'and this connection marks none to be looked for.';
  const newest = MOST_ISSUES.toLocaleString('en');
  return complete ? 'and Jira has none with its marker.' : `and none of the newest ${newest} tickets of this user has its marker; older ones are not looked through.`;
}

/** @returns Jira's words, where it would refuse the search again @throws what may be better later, or is of something in front of Jira */
function refusedSearch(error: unknown): string {
  if (error instanceof UnexpectedAnswer && settle(error.answer, 'read').verdict === 'rejected') return error.message;
  throw error;
}
