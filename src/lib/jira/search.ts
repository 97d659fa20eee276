import { z } from 'zod';
import type { Address } from './address';
import { ask, isOk } from './ask';
import type { Flavour } from './flavour';
import type { JiraPort, JiraRequest } from './http';
import { isNotHere } from './signs';
import { UnexpectedAnswer } from './unexpected-answer';

export interface Query {
  jql: string;
  fields: string[];
  /** Issue properties to give with each issue; only Cloud does. */
  properties?: string[];
  /** Of 100 issues; 10 if absent. */
  mostPages?: number;
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
/** So many issues are looked through, where `mostPages` does not say otherwise. */
export const MOST_ISSUES = PAGE_SIZE * MOST_PAGES;

interface Way {
  method: 'GET' | 'POST';
  resource: Flavour['search'];
}

interface Position {
  startAt?: number;
  nextPageToken?: string;
}

/**
 * Gives the issues found, page by page, to `onPage` until it returns true (enough). Begins with the search resource of this
 * flavour and takes the other where that is gone. Queries go by POST, so that no length of JQL is too long for a URL, and by GET
 * where something before Jira lets no POST through.
 *
 * @returns true where all issues were seen or it was enough; false where there are more pages than are read
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
  const other = flavour.search === 'search' ? 'search/jql' : 'search';
  const ways: Way[] = [
    { method: 'POST', resource: flavour.search },
    { method: 'POST', resource: other },
    { method: 'GET', resource: flavour.search },
    { method: 'GET', resource: other },
  ];
  let [way = { method: 'POST', resource: flavour.search }] = ways;
  let next: Position = {};
  let seen = 0;
  for (let pages = 0; pages < (query.mostPages ?? MOST_PAGES); pages += 1) {
    let asked = await askPage(way, next);
    for (const another of ways.slice(1)) {
      if (pages > 0 || !isNotHere(asked.answer)) break;
      way = another;
      asked = await askPage(way, next);
    }
    const page = isOk(asked.answer) ? Page.safeParse(asked.answer.json).data : undefined;
    if (page === undefined) throw new UnexpectedAnswer(asked.request, asked.answer, address);
    if (await onPage(page.issues)) return true;
    seen += page.issues.length;
    const following = way.resource === 'search' ? nextByCount(page, seen) : nextByToken(page, next.nextPageToken);
    if (following === undefined) return true;
    next = following;
  }
  return false;

  async function askPage({ method, resource }: Way, position: Position) {
    const { jql, fields, properties = [] } = query;
    const path = `${address.apiPath}/${resource}`;
    const page = { jql, maxResults: PAGE_SIZE, ...(resource === 'search' ? { startAt: 0 } : {}), ...position };
    const wanted = resource === 'search/jql' && properties.length > 0;
    const request: JiraRequest =
      method === 'POST'
        ? { method, path, body: { ...page, fields, ...(wanted ? { properties } : {}) } }
        : { method, path, query: { ...page, fields: fields.join(','), ...(wanted ? { properties: properties.join(',') } : {}) } };
    return { request, answer: await ask(port, address, request) };
  }
}

function nextByCount({ issues, total }: Page, seen: number): Position | undefined {
  return issues.length === 0 || (total !== undefined && seen >= total) ? undefined : { startAt: seen };
}

function nextByToken({ isLast, nextPageToken }: Page, current: string | undefined): Position | undefined {
  return isLast === true || nextPageToken === undefined || nextPageToken === current ? undefined : { nextPageToken };
}
