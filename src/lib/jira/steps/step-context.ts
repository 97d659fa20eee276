import type { z } from 'zod';
import { TicketError } from '../../ticket/error';
import type { Json, JsonObject } from '../../ticket/json';
import type { Address } from '../address';
import { ask, askFor, isOk } from '../ask';
import type { Flavour } from '../flavour';
import type { JiraPort, JiraRequest } from '../http';
import type { LinkTypes } from '../link-types';
import type { IssueMarker } from '../find-marked';
import type { People } from '../people';
import { ticketPath } from '../segment';
import { UnexpectedAnswer } from '../unexpected-answer';
import { describe } from '../words';

/** What a step of a command needs to know of Jira and of its command. */
export interface StepContext {
  port: JiraPort;
  address: Address;
  flavour: Flavour;
  people: People;
  linkTypes: LinkTypes;
  /** The ticket's key. */
  key: string;
  /** Which command this is: how its comment is known again. */
  marker: IssueMarker;
  /** It may have been carried out before: nobody knows. */
  repeated: boolean;
  /** The command's text as this Jira wants rich text: a string or an Atlassian document. @throws {TicketError} INVALID_FIELD */
  richText(text: Json): Json;
  /** What was repaired in such a text, each once. */
  readonly warnings: ReadonlySet<string>;
  /**
   * The fields of the command that go with a transition, as Jira wants them.
   *
   * @param screen what Jira says of its fields, by their ids
   * @throws {TicketError} INVALID_FIELD @throws {NoAnswer} @throws {UnexpectedAnswer}
   */
  fieldsOf(screen: JsonObject): Promise<JsonObject>;
}

/** Nothing is to be asked for: it is so already. */
export const already = 'already';

/** `resource` below the ticket: `comment`, `watchers` … @throws {TicketError} UNKNOWN_TICKET where no ticket can be named so */
export function issuePath({ address, key }: Pick<StepContext, 'address' | 'key'>, resource = ''): string {
  return `${ticketPath(address, key)}${resource === '' ? '' : `/${resource}`}`;
}

/**
 * The answer to a question about a ticket.
 *
 * @throws {TicketError} UNKNOWN_TICKET @throws {NoAnswer} @throws {UnexpectedAnswer} also where Jira refuses to tell, or tells something else
 */
export async function read<T>({ port, address }: StepContext, schema: z.ZodType<T>, path: string, query: NonNullable<JiraRequest['query']>): Promise<T> {
  const request: JiraRequest = { method: 'GET', path, query };
  const answer = await ask(port, address, request);
  if (answer.status === 404 && answer.json !== undefined) throw new TicketError('UNKNOWN_TICKET', describe(request, answer, address));
  const parsed = schema.safeParse(isOk(answer) ? answer.json : undefined);
  if (!parsed.success) throw new UnexpectedAnswer(request, answer, address);
  return parsed.data;
}

/** The same for what can be done without: undefined where Jira does not tell. @throws {NoAnswer} @throws {UnexpectedAnswer} where it cannot be asked now */
export async function readIfTold<T>({ port, address }: StepContext, schema: z.ZodType<T>, path: string, query: NonNullable<JiraRequest['query']>): Promise<T | undefined> {
  return askFor(port, address, schema, path, query);
}
