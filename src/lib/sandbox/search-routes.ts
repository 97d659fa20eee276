import type { Json, JsonObject } from '../ticket/json';
import type { Call, Route } from './call';
import { listParameter, objectBody, pageNumber } from './call';
import { runJql } from './jql';
import { parseJql } from './jql-parser';
import type { Answer } from './refusal';
import { refusal } from './refusal';
import { selectFields, ticketJson } from './ticket-json';
import type { Ticket } from './ticket-store';

const PAGE = 50;
const LARGEST_PAGE = 1_000;
const MOST_PROPERTIES = 5;

/** What both forms of a search, query string and body, come to. */
interface Search {
  jql: string;
  fields: string[];
  properties: string[];
  /** Absent parameters are null. */
  startAt: Json;
  maxResults: Json;
  nextPageToken: Json;
}

export const searchRoutes: Route[] = [
  { method: 'GET', path: 'search', handle: (call) => search(fromQuery(call), call) },
  { method: 'POST', path: 'search', handle: (call) => search(fromBody(objectBody(call)), call) },
  { method: 'GET', path: 'search/jql', exists: ({ cloud }) => cloud, handle: (call) => searchByToken(fromQuery(call), call) },
  { method: 'POST', path: 'search/jql', exists: ({ cloud }) => cloud, handle: (call) => searchByToken(fromBody(objectBody(call)), call) },
];

function fromQuery({ query }: Call): Search {
  return {
    jql: query.get('jql') ?? '',
    fields: listParameter(query, 'fields'),
    properties: listParameter(query, 'properties'),
    startAt: query.get('startAt'),
    maxResults: query.get('maxResults'),
    nextPageToken: query.get('nextPageToken'),
  };
}

function fromBody(body: JsonObject): Search {
  const { jql = '', startAt = null, maxResults = null, nextPageToken = null } = body;
  if (typeof jql !== 'string') throw refusal(400, ["'jql' has to be a string."]);
  return { jql, fields: names(body, 'fields'), properties: names(body, 'properties'), startAt, maxResults, nextPageToken };
}

function names(body: JsonObject, parameter: string): string[] {
  const list = body[parameter] ?? [];
  if (!Array.isArray(list) || !list.every((name) => typeof name === 'string')) throw refusal(400, [`'${parameter}' has to be a list of strings.`]);
  return list;
}

/** The search by count: gone from Cloud, the only one of servers. */
function search(asked: Search, call: Call): Answer {
  if (call.traits.cloud) {
    throw refusal(410, [
      'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046',
    ]);
  }
  const startAt = pageNumber('startAt', asked.startAt, 0);
  const maxResults = Math.min(pageNumber('maxResults', asked.maxResults, PAGE), LARGEST_PAGE);
  const found = indexed(asked.jql, call);
  const field = selectFields(asked.fields, '*navigable');
  const issues = found.slice(startAt, startAt + maxResults).map((ticket) => ticketJson(ticket, { field, properties: [], changelog: false }, call));
  return { status: 200, json: { expand: 'schema,names', startAt, maxResults, total: found.length, issues } };
}

/** Cloud's search: pages by token, ids alone unless fields are asked for, no query without a restriction. */
function searchByToken(asked: Search, call: Call): Answer {
  if (asked.properties.length > MOST_PROPERTIES) throw refusal(400, [`At most ${MOST_PROPERTIES} properties can be requested.`]);
  const maxResults = pageNumber('maxResults', asked.maxResults, PAGE);
  if (maxResults < 1 || maxResults > LARGEST_PAGE * 5) throw refusal(400, ["The parameter 'maxResults' has to be from 1 to 5000."]);
  const from = positionOf(asked);
  const found = indexed(asked.jql, call);
  const page = found.slice(from, from + maxResults);
  const next = from + page.length;
  const wanted = { field: selectFields(asked.fields, '*navigable'), properties: asked.properties, changelog: false };
  const onlyIds = asked.fields.length === 0 && asked.properties.length === 0;
  const issues = page.map((ticket) => (onlyIds ? { id: ticket.id } : ticketJson(ticket, wanted, call)));
  return { status: 200, json: { issues, ...(next < found.length ? { isLast: false, nextPageToken: tokenOf(asked.jql, next) } : { isLast: true }) } };
}

/** Only what the index has by now: it may lag behind. */
function indexed(jql: string, call: Call): Ticket[] {
  const query = parseJql(jql);
  if (call.traits.cloud && query.where === undefined) {
    throw refusal(400, ['Unbounded JQL queries are not allowed here. Please add a search restriction to your query.']);
  }
  const visible = call.store.all().filter(({ created }) => created <= call.now - call.indexLagMs);
  return runJql(query, visible, call);
}

function tokenOf(jql: string, from: number): string {
  return Buffer.from(JSON.stringify({ jql, from })).toString('base64url');
}

/** @throws {Refusal} 400 for a token that is not one of this query's */
function positionOf({ jql, nextPageToken }: Search): number {
  if (nextPageToken === null) return 0;
  const from = Number(/"from":(\d+)}$/.exec(Buffer.from(String(nextPageToken), 'base64url').toString('utf8'))?.[1]);
  if (nextPageToken !== tokenOf(jql, from)) throw refusal(400, ['The nextPageToken is invalid or has expired.']);
  return from;
}
