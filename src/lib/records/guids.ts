/** Where a guid leads. An empty key: a CREATE was sent and nobody knows whether Jira made a ticket of it. */
export interface Ticket {
  id: string;
  key: string;
  /** Last use, ms since 1970. */
  used: number;
}

/** Which ticket each guid made, remembered for some time after its last use, whatever happens to the log's rows. */
export class Guids {
  private readonly tickets = new Map<string, Ticket>();

  set(guid: string, ticket: Ticket): void {
    this.tickets.set(guid, ticket);
  }

  get(guid: string): Ticket | undefined {
    return this.tickets.get(guid);
  }

  /** Forgets the guids that were last used before this moment (ms since 1970). */
  prune(before: number): void {
    for (const [guid, ticket] of this.tickets) if (ticket.used < before) this.tickets.delete(guid);
  }

  entries(): Iterable<[string, Ticket]> {
    return this.tickets;
  }
}
