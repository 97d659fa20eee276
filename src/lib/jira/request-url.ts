import { TicketError } from '../ticket/error';
import type { Address } from './address';
import { isPlainPath } from './address';
import type { JiraRequest } from './http';
import { oneLine } from './plain-text';

const LONGEST_VALUE = 200;

/**
 * The absolute URL of a request: always below the connection's base.
 *
 * @throws {TicketError} CONFIG where the path is not a plain relative path, encoded already: to send it again would not help
 */
export function requestUrl(address: Address, request: JiraRequest): string {
  if (!isPlainPath(request.path)) {
    const words = 'the path of a request must be relative, encoded and without ".." or empty parts. Check the connection\'s Ticket Location.';
    throw new TicketError('CONFIG', `${requestName(request, address)}: ${words}`);
  }
  return address.base + '/' + request.path + queryOf(request, Infinity);
}

/** How messages name a request: `[POST] "https://host/rest/api/latest/issue"`, long query values (JQL) cut. */
export function requestName(request: JiraRequest, address: Address): string {
  return `[${request.method}] "${oneLine(`${address.base}/${request.path}${queryOf(request, LONGEST_VALUE)}`, 600)}"`;
}

function queryOf({ query }: JiraRequest, longest: number): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    const text = String(value);
    parameters.append(name, text.length > longest ? `${text.slice(0, longest)}…` : text);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
