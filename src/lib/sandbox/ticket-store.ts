import type { Json } from '../ticket/json';
import type { IssueType, Project } from './projects';
import { ISSUE_TYPES } from './projects';
import { FIRST_STATUS } from './workflow';

export interface Comment {
  id: string;
  author: string;
  /** As it came: text or a document. */
  body: Json;
  created: number;
  properties: Map<string, Json>;
}

export interface Attachment {
  id: string;
  author: string;
  filename: string;
  type: string;
  size: number;
  created: number;
}

/** Leads from one ticket to another, both by id. */
export interface Link {
  id: string;
  /** Id of its type. */
  type: string;
  from: string;
  to: string;
}

/** What one request changed. */
export interface Change {
  id: string;
  author: string;
  created: number;
  items: Array<{ field: string; name: string; from: string; to: string }>;
}

/** A ticket as it is kept: people by account id, everything else by id (see field-kind.ts), moments in milliseconds. */
export class Ticket {
  status = FIRST_STATUS;
  updated: number;
  readonly properties = new Map<string, Json>();
  readonly comments: Comment[] = [];
  readonly attachments: Attachment[] = [];
  /** Account ids. */
  readonly watchers = new Set<string>();
  readonly history: Change[] = [];

  constructor(
    readonly id: string,
    readonly key: string,
    readonly project: Project,
    /** Account id of who created it. */
    readonly creator: string,
    readonly created: number,
    /** By field id; what is not there is empty. */
    readonly fields: Map<string, Json>,
  ) {
    this.updated = created;
  }

  get type(): IssueType {
    return ISSUE_TYPES.find(({ id }) => id === this.fields.get('issuetype')) as IssueType;
  }
}

/** All tickets, in memory; beyond `most` the oldest are forgotten. */
export class TicketStore {
  /** By id. */
  readonly links = new Map<string, Link>();
  private tickets = new Map<string, Ticket>();
  private ids = new Map<string, string>();
  private numbers = new Map<string, number>();
  private lastId = 10_000;

  /** @param gaps whether a create that fails takes a number of its project all the same, as in Jira */
  constructor(
    private readonly most: number,
    readonly gaps: boolean,
  ) {}

  /** A number of its own for a comment, a change, a ticket. */
  nextId(): string {
    this.lastId += 1;
    return String(this.lastId);
  }

  /** Takes the project's next number: `NET-7`. */
  nextKey(project: Project): string {
    const number = (this.numbers.get(project.key) ?? 0) + 1;
    this.numbers.set(project.key, number);
    return `${project.key}-${number}`;
  }

  add(ticket: Ticket): void {
    this.tickets.set(ticket.id, ticket);
    this.ids.set(ticket.key, ticket.id);
    const [oldest] = this.tickets.values();
    if (this.tickets.size > this.most && oldest !== undefined) this.remove(oldest);
  }

  remove(ticket: Ticket): void {
    this.tickets.delete(ticket.id);
    this.ids.delete(ticket.key);
    for (const { id, from, to } of this.links.values()) if (from === ticket.id || to === ticket.id) this.links.delete(id);
  }

  /** By id, or by key in any case. */
  find(idOrKey: string): Ticket | undefined {
    return this.tickets.get(idOrKey) ?? this.tickets.get(this.ids.get(idOrKey.toUpperCase()) ?? '');
  }

  comment(id: string): Comment | undefined {
    for (const { comments } of this.tickets.values()) {
      const comment = comments.find((one) => one.id === id);
      if (comment) return comment;
    }
    return undefined;
  }

  /** Oldest first. */
  all(): Ticket[] {
    return [...this.tickets.values()];
  }

  /** No ticket, and every project begins with 1 again. */
  reset(): void {
    this.tickets = new Map();
    this.ids = new Map();
    this.numbers = new Map();
    this.links.clear();
  }
}
