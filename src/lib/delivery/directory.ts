import { NoAnswer } from '../jira/http';
import type { Place } from '../jira/places';
import { UnexpectedAnswer } from '../jira/unexpected-answer';
import { TicketError } from '../ticket/error';
import type { FieldCatalog } from '../ticket/field-schema';
import type { Preparation } from './preparation';

/** So many questions may wait for their turn; whoever asks more has not looked at the answers. */
const mostWaiting = 50;

/**
 * What a person who fills in a ticket wants to know of this Jira. One question is asked at a time, so that deliveries, which share
 * the limiter and what is remembered, never wait for more than that one.
 *
 * Every question rejects with {@link TicketError}: GAVE_UP where Jira cannot be asked now, QUEUE_FULL where too many are waiting.
 */
export class Directory {
  private turn: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly preparation: Preparation) {}

  /** @param project key or id @param issuetype name or id */
  fields(project: string, issuetype: string): Promise<FieldCatalog> {
    return this.ask(() => this.preparation.metadata.catalog(project, issuetype));
  }

  projects(): Promise<Place[]> {
    return this.ask(() => this.preparation.places.projects());
  }

  issueTypes(project: string): Promise<Place[]> {
    return this.ask(() => this.preparation.places.issueTypes(project));
  }

  /** @param text the beginning of a name or an e-mail address @param project key; '' for any */
  people(text: string, project: string): Promise<Array<{ id: string; name: string; email: string }>> {
    return this.ask(() => this.preparation.people.suggest(text, project === '' ? undefined : project));
  }

  /** @param field id of the field @param text how they begin; '' for any */
  labels(field: string, text: string): Promise<string[]> {
    return this.ask(() => this.preparation.labels.suggest(field, text));
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.waiting >= mostWaiting) return Promise.reject(new TicketError('QUEUE_FULL', 'Too many questions to Jira wait for an answer: try again in a moment.'));
    this.waiting += 1;
    const answer = this.turn.then(question).catch((error: unknown) => {
      if (!(error instanceof NoAnswer) && !(error instanceof UnexpectedAnswer)) throw error;
      throw new TicketError('GAVE_UP', `Jira cannot be asked now: ${error.message}`);
    });
    this.turn = answer
      .catch(() => undefined) // told by whoever waits for it
      .finally(() => {
        this.waiting -= 1;
      });
    return answer;
  }
}
