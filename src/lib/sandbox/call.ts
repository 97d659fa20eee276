import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { Context } from './context';
import type { Answer } from './refusal';
import { refusal } from './refusal';
import type { Ticket } from './ticket-store';
import type { Traits } from './versions';

/** One REST call with all it needs to be answered. */
export interface Call extends Context {
  /** What stands in the path for `{name}`, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** undefined for GET and DELETE. */
  body: Json | undefined;
  /** The body as it came. */
  raw: Buffer;
  /** By its name in lower case; '' where there is none. */
  header: (name: string) => string;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `rest/api/2/`; `{name}` stands for one segment. */
  path: string;
  /** Its body is not JSON, or may be missing. */
  body?: 'raw' | 'optional';
  handle(call: Call): Answer;
  /** Absent: every version has it. */
  exists?(traits: Traits): boolean;
}

/** @throws {Refusal} 404 */
export function ticketOf({ params, store, traits }: Call): Ticket {
  const ticket = store.find(params['issue'] ?? '');
  if (ticket === undefined) {
    throw refusal(404, [traits.cloud ? 'Issue does not exist or you do not have permission to see it.' : 'Issue Does Not Exist']);
  }
  return ticket;
}

/** @throws {Refusal} 400 where the body is no object */
export function objectBody({ body, traits }: Call): JsonObject {
  if (body !== undefined && isObject(body)) return body;
  throw refusal(400, [traits.cloud ? 'Invalid request payload. Refer to the REST API documentation and try again.' : 'Can not deserialize instance of an object: the body has to be a JSON object.']);
}

/** The parts of a parameter that may be repeated or have commas. */
export function listParameter(query: URLSearchParams, name: string): string[] {
  return query.getAll(name).flatMap((part) => part.split(',')).map((part) => part.trim()).filter((part) => part !== '');
}

/**
 * A position in, or size of, a page.
 *
 * @throws {Refusal} 400 where it is no whole number from 0 on
 */
export function pageNumber(name: string, given: Json | undefined, byDefault: number): number {
  if (given === undefined || given === null) return byDefault;
  const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) throw refusal(400, [`The parameter '${name}' has to be a whole number from 0 on.`]);
  return number;
}
