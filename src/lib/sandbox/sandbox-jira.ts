import type { Json, JsonObject } from '../ticket/json';
import type { Context } from './context';
import { textOf } from './documents';
import type { Faults } from './faults';
import { People } from './people';
import { wordsOf } from './ticket-changes';
import { selectFields, ticketJson } from './ticket-json';
import type { Change, Ticket } from './ticket-store';
import { TicketStore } from './ticket-store';
import type { Traits } from './versions';
import { statusOf } from './workflow';

/** A ticket as tests and the demo look at it: a copy, in the words of API v2. */
export interface SandboxTicket {
  id: string;
  key: string;
  /** Key of the project. */
  project: string;
  issuetype: string;
  status: string;
  summary: string;
  labels: string[];
  /** As `GET issue` gives them. */
  fields: JsonObject;
  properties: JsonObject;
  /** Their texts, oldest first. */
  comments: string[];
  history: Change[];
  /** Milliseconds since 1970. */
  created: number;
  updated: number;
}

/** One request that came, without any credentials. */
export interface LoggedRequest {
  /** Counts from 1, also beyond what is kept. */
  number: number;
  /** Milliseconds since 1970. */
  time: number;
  method: string;
  path: string;
  query: string;
  /** undefined where there was none, where it is not JSON, or where it has more than 16 kB. */
  body: Json | undefined;
  /** undefined where no answer was sent. */
  status: number | undefined;
  /** What went wrong on demand. */
  fault?: string;
}

const MOST_REQUESTS = 1_000;
const LARGEST_BODY = 16_384;
/** Old servers take a login in the query. */
const CREDENTIALS = ['os_username', 'os_password', 'os_authType'];

/** What this Jira holds. */
export class SandboxJira {
  readonly people = new People();
  readonly store: TicketStore;
  /** The newest 1,000, oldest first. */
  readonly requests: LoggedRequest[] = [];
  private count = 0;
  /** `http://127.0.0.1:1234`, with any context path; known once the server listens. */
  base = '';

  constructor(
    readonly traits: Traits,
    readonly now: () => number,
    private readonly faults: Faults,
    limits: { tickets: number; gaps: boolean },
  ) {
    this.store = new TicketStore(limits.tickets, limits.gaps);
  }

  /** Oldest first. */
  tickets(): SandboxTicket[] {
    return this.store.all().map((ticket) => this.view(ticket));
  }

  /** By key or id. */
  ticket(key: string): SandboxTicket | undefined {
    const ticket = this.store.find(key);
    return ticket && this.view(ticket);
  }

  /** Forgets tickets, requests and faults; issue numbers begin with 1 again. */
  reset(): void {
    this.store.reset();
    this.requests.length = 0;
    this.faults.clear();
  }

  /** @param user a user name; absent: the sandbox's own user */
  context(api: '2' | '3', user?: string): Context {
    return {
      store: this.store,
      people: this.people,
      traits: this.traits,
      text: api === '3' ? 'document' : 'string',
      base: this.base,
      rest: `${this.base}/rest/api/${api}`,
      user: this.people.whoIs(user),
      indexLagMs: this.faults.indexLagMs,
      now: this.now(),
    };
  }

  /** Writes a request down. @returns the entry, for its status to be filled in */
  note(method: string, url: URL, body: string, fault: string | undefined): LoggedRequest {
    const query = new URLSearchParams(url.searchParams);
    for (const name of CREDENTIALS) query.delete(name);
    this.count += 1;
    const entry: LoggedRequest = {
      number: this.count,
      time: this.now(),
      method,
      path: url.pathname,
      query: query.toString(),
      body: smallJson(body),
      status: undefined,
      ...(fault === undefined ? {} : { fault }),
    };
    this.requests.push(entry);
    if (this.requests.length > MOST_REQUESTS) this.requests.shift();
    return entry;
  }

  private view(ticket: Ticket): SandboxTicket {
    const context = this.context('2');
    const { fields } = ticketJson(ticket, { field: selectFields([], '*navigable'), properties: [], changelog: false }, context);
    return structuredClone({
      id: ticket.id,
      key: ticket.key,
      project: ticket.project.key,
      issuetype: ticket.type.name,
      status: statusOf(ticket.status).name,
      summary: wordsOf(ticket, 'summary', context),
      labels: (ticket.fields.get('labels') ?? []) as string[],
      fields: fields as JsonObject,
      properties: Object.fromEntries(ticket.properties),
      comments: ticket.comments.map(({ body }) => textOf(body)),
      history: ticket.history,
      created: ticket.created,
      updated: ticket.updated,
    });
  }
}

function smallJson(body: string): Json | undefined {
  if (body === '' || body.length > LARGEST_BODY) return undefined;
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}
