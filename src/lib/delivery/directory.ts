import { NoAnswer } from '../jira/http';
import type { Place } from '../jira/places';
import { redactError, redactTexts } from '../jira/redact';
import { UnexpectedAnswer } from '../jira/unexpected-answer';
import { nameOf } from '../ticket/allowed-values';
import { TicketError } from '../ticket/error';
import type { FieldCatalog, FieldSchema } from '../ticket/field-schema';
import type { JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
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
    return this.ask(async () => {
      const catalog = await this.preparation.metadata.catalog(project, issuetype);
      return { ...catalog, fields: catalog.fields.map((field) => this.shown(field)) };
    });
  }

  projects(): Promise<Place[]> {
    return this.ask(async () => this.choosable(await this.preparation.places.projects(), ({ value }) => value));
  }

  issueTypes(project: string): Promise<Place[]> {
    return this.ask(async () => this.choosable(await this.preparation.places.issueTypes(project), ({ value }) => value));
  }

  /** @param text the beginning of a name or an e-mail address @param project key; '' for any */
  people(text: string, project: string): Promise<Array<{ id: string; name: string; email: string }>> {
    return this.ask(async () => this.choosable(await this.preparation.people.suggest(text, project === '' ? undefined : project), ({ id }) => id));
  }

  /** @param field id of the field @param text how they begin; '' for any */
  labels(field: string, text: string): Promise<string[]> {
    return this.ask(async () => this.choosable(await this.preparation.labels.suggest(field, text), (label) => label));
  }

  /** Ids and types are what the dialogs go by. A name that cannot be shown would not be found again: the id can do for it. */
  private shown(field: FieldSchema): FieldSchema {
    const { id, name, allowedValues } = field;
    const isShown = this.preparation.redact(name) === name;
    return { ...field, name: isShown ? name : id, ...(allowedValues === undefined ? {} : { allowedValues: this.allowed(allowedValues) }) };
  }

  private allowed(values: readonly JsonObject[]): JsonObject[] {
    const withChildren = values.map((one) => (Array.isArray(one['children']) ? { ...one, children: this.allowed(one['children'].filter(isObject)) } : one));
    return this.choosable(withChildren, nameOf);
  }

  /** Without those whose value cannot be shown as it is: what was chosen would not be what Jira has. It can still be typed. */
  private choosable<T>(list: readonly T[], valueOf: (one: T) => string): T[] {
    const { redact } = this.preparation;
    return list.filter((one) => redact(valueOf(one)) === valueOf(one)).map((one) => redactTexts(one, redact));
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.waiting >= mostWaiting) return Promise.reject(new TicketError('QUEUE_FULL', 'Too many questions to Jira wait for an answer: try again in a moment.'));
    this.waiting += 1;
    const answer = this.turn.then(question).catch((error: unknown) => {
      const { redact } = this.preparation;
      if (!(error instanceof NoAnswer) && !(error instanceof UnexpectedAnswer)) throw redactError(error, redact);
      throw new TicketError('GAVE_UP', redact(`Jira cannot be asked now: ${error.message}`));
    });
    this.turn = answer
      .catch(() => undefined) // told by whoever waits for it
      .finally(() => {
        this.waiting -= 1;
      });
    return answer;
  }
}
