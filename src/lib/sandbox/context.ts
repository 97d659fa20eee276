import type { Person, People } from './people';
import type { IssueType, Project } from './projects';
import type { TicketStore } from './ticket-store';
import type { Traits } from './versions';

/** What the answer to one request depends on, besides the request. */
export interface Context {
  store: TicketStore;
  people: People;
  traits: Traits;
  /** Rich text as a string (v2) or as an Atlassian document (v3). */
  text: 'string' | 'document';
  /** `http://127.0.0.1:1234` */
  base: string;
  /** `http://127.0.0.1:1234/rest/api/2`: what `self` links begin with. */
  rest: string;
  /** Who asks. */
  user: Person;
  /** How long a new ticket is not found by searches, ms. */
  indexLagMs: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** The context of a field: where the ticket is, or will be. */
export interface FieldContext extends Context {
  project: Project;
  type: IssueType;
}
