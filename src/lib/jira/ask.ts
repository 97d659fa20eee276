import type { z } from 'zod';
import type { Address } from './address';
import type { JiraAnswer, JiraPort, JiraRequest } from './http';
import { isFailure, isOfNoSite, loginFailed } from './signs';
import { UnexpectedAnswer } from './unexpected-answer';

/**
 * Asks Jira a question. A refused login, a rate limit and a failure of Jira, or of what is in front of it, say nothing about what was
 * asked, so they are thrown; a Cloud serves wrong credentials as anonymous with status 200 and no results, which must not be read as "none".
 *
 * @throws {NoAnswer}
 * @throws {UnexpectedAnswer} failed login on any status, no such Cloud site, 429, 5xx but 501
 */
export async function ask(port: JiraPort, address: Address, request: JiraRequest): Promise<JiraAnswer> {
  const answer = await port.send(request);
  if (loginFailed(answer) !== undefined || isOfNoSite(answer) || answer.status === 429 || isFailure(answer)) {
    throw new UnexpectedAnswer(request, answer, address);
  }
  return answer;
}

/**
 * What Jira tells of a resource, as `schema` reads it; undefined where it does not tell, or tells something else.
 *
 * @param path of the whole resource
 * @throws {NoAnswer} @throws {UnexpectedAnswer} as {@link ask}
 */
export async function askFor<T>(port: JiraPort, address: Address, schema: z.ZodType<T>, path: string, query?: JiraRequest['query']): Promise<T | undefined> {
  const answer = await ask(port, address, { method: 'GET', path, ...(query === undefined ? {} : { query }) });
  return isOk(answer) ? schema.safeParse(answer.json).data : undefined;
}

export function isOk(answer: JiraAnswer): boolean {
  return answer.status >= 200 && answer.status < 300;
}
