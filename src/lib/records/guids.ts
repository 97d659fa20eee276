/** Where a guid leads. An empty key: a CREATE was sent and nobody knows whether Jira made a ticket of it. */
export interface Ticket {
  id: string;
  key: string;
  /** Last use, ms since 1970. */
  used: number;
  /** The base URL of the Jira that has it, where that is not the one of {@link Guids.base}. */
  base?: string;
}

/** Which ticket each guid made, remembered for some time after its last use, whatever happens to the log's rows. */
export class Guids {
  private readonly tickets = new Map<string, Ticket>();
  /** The ids by key of those that are of {@link here}; undefined until somebody asks, for most never do. */
  private ids: Map<string, string> | undefined;
  private present = '';
  /** Where the connection leads now; the journal may not say so yet. */
  here = '';

  /** The base URL of the Jira that new tickets are of; '' where the journal does not say. */
  get base(): string {
    return this.present;
  }

  /** New tickets are of this Jira from now on: the key of a ticket may be that of another one there. */
  moveTo(base: string): void {
    if (base === this.present) return;
    for (const [guid, { base: own = this.present, ...ticket }] of this.tickets) {
      this.tickets.set(guid, own === base ? ticket : { ...ticket, base: own });
    }
    this.present = base;
    this.ids = undefined;
  }

  /** Whether it was made in the Jira to which the connection leads now; of others, this one has to be asked. */
  isHere({ base = this.present }: Ticket): boolean {
    return base === this.here;
  }

  set(guid: string, ticket: Ticket): void {
    this.tickets.set(guid, ticket);
    if (this.ids) this.index(this.ids, ticket);
  }

  get(guid: string): Ticket | undefined {
    return this.tickets.get(guid);
  }

  /** Forgets the guids that were last used before this moment (ms since 1970). */
  prune(before: number): void {
    for (const [guid, ticket] of this.tickets) if (ticket.used < before) this.tickets.delete(guid);
    this.ids = undefined; // another guid may lead to the same ticket
  }

  /** The id of the ticket with this key in the Jira to which the connection leads; '' where no guid leads to it. */
  idOf(key: string): string {
    if (!this.ids) {
      this.ids = new Map();
      for (const ticket of this.tickets.values()) this.index(this.ids, ticket);
    }
    return this.ids.get(key) ?? '';
  }

  private index(ids: Map<string, string>, ticket: Ticket): void {
    if (ticket.id !== '' && this.isHere(ticket)) ids.set(ticket.key, ticket.id);
  }

  entries(): Iterable<[string, Ticket]> {
    return this.tickets;
  }
}
