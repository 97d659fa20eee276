import { z } from 'zod';
import type { Json, JsonObject } from '../ticket/json';
import type { Address } from './address';
import { ask, isOk } from './ask';
import type { Flavour } from './flavour';
import type { JiraPort, JiraRequest } from './http';
import { UnexpectedAnswer } from './unexpected-answer';

export interface Query {
  jql: string;
  fields: string[];
  /** Issue properties to give with each issue; only Cloud does. */
  properties?: string[];
}

const Issue = z.looseObject({
  id: z.union([z.string(), z.number().transform(String)]),
  key: z.string(),
  fields: z.looseObject({ labels: z.array(z.string()).catch([]) }).catch({ labels: [] }),
  properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
export type FoundIssue = z.infer<typeof Issue>;

const Page = z.looseObject({
  issues: z.array(Issue),
  total: z.number().optional().catch(undefined),
  isLast: z.boolean().optional().catch(undefined),
  nextPageToken: z.string().optional().catch(undefined),
});
type Page = z.infer<typeof Page>;

const PAGE_SIZE = 100;
const MOST_PAGES = 10;
/** Cloud's old search is 410, a server has no `search/jql`. */
const NOT_HERE = [404, 405, 410];

/**
 * Gives the issues found, page by page, to `onPage` until it returns true (enough). Begins with the search resource of this
 * flavour and takes the other where that is gone. Queries go by POST, so that no length of JQL is too long for a URL.
 *
 * @returns true where all issues were seen or it was enough; false where there are more than ten pages
 * @throws {NoAnswer}
 * @throws {UnexpectedAnswer} for anything that is not a page of issues: an empty result is only what Jira says is empty
 */
export async function search(
  port: JiraPort,
  address: Address,
  flavour: Flavour,
  query: Query,
  onPage: (issues: FoundIssue[]) => Promise<boolean> | boolean,
): Promise<boolean> {
  let resource = flavour.search;
  let next: JsonObject = resource === 'search' ? { startAt: 0 } : {};
  let seen = 0;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    let answer = await askPage(resource, next);
    if (pages === 0 && NOT_HERE.includes(answer.answer.status)) {
      resource = resource === 'search' ? 'search/jql' : 'search';
      answer = await askPage(resource, resource === 'search' ? { startAt: 0 } : {});
    }
    const page = isOk(answer.answer) ? Page.safeParse(answer.answer.json).data : undefined;
    if (page === undefined) throw new UnexpectedAnswer(answer.request, answer.answer, address);
    if (await onPage(page.issues)) return true;
    seen += page.issues.length;
    const following = resource === 'search' ? nextByCount(page, seen) : nextByToken(page, next['nextPageToken']);
    if (following === undefined) return true;
    next = following;
  }
  return false;

  async function askPage(path: Flavour['search'], position: JsonObject) {
    const { jql, fields, properties } = query;
    const wanted: JsonObject = path === 'search/jql' && properties !== undefined ? { properties } : {};
    const request: JiraRequest = {
      method: 'POST',
      path: `${address.apiPath}/${path}`,
      body: { jql, fields, maxResults: PAGE_SIZE, ...wanted, ...position },
    };
    return { request, answer: await ask(port, address, request) };
  }
}

function nextByCount({ issues, total }: Page, seen: number): JsonObject | undefined {
  return issues.length === 0 || (total !== undefined && seen >= total) ? undefined : { startAt: seen };
}

function nextByToken({ isLast, nextPageToken }: Page, current: Json | undefined): JsonObject | undefined {
  return isLast === true || nextPageToken === undefined || nextPageToken === current ? undefined : { nextPageToken };
}
