import { z } from 'zod';
import type { Address } from './address';
import { ask, isOk } from './ask';
import type { Bounded } from './bounded';
import type { Flavour } from './flavour';
import type { JiraAnswer, JiraPort, JiraRequest } from './http';
import type { MarkerKind } from './marker';
import { MARKER_KEY, markerLabel } from './marker';
import type { FoundIssue } from './search';
import { search } from './search';
import { segmentOf, ticketPath } from './segment';
import { UnexpectedAnswer } from './unexpected-answer';

export interface Wanted {
  guid: string;
  /** Absent: any command of this guid. */
  command?: string | undefined;
}

export interface MarkedTicket {
  id: string;
  key: string;
  /** The command that made it; empty where it was found by its label, which does not say. */
  command: string;
}

export interface MarkerScope {
  kind: MarkerKind;
  /** Key or id; narrows the search by property. */
  project?: string | undefined;
  /** Only tickets that were created after this moment of our clock; narrows the search by property. */
  since?: Date | undefined;
  now: Date;
  /** Looks through more of them where that costs few requests: for what was surely sent, not for what may never have been. */
  thorough?: boolean;
  /** Gives whatever has a marker and was seen on the way, not only what is wanted. */
  all?: boolean;
  /** Markers that were read before, by the issue's id, so that a server without properties in its searches is asked once for each. */
  known?: Bounded<string, IssueMarker> | undefined;
}

/** The value of the issue property. */
export type IssueMarker = z.infer<typeof Marker>;

/** The tickets found, by guid. */
export class MarkedTickets extends Map<string, MarkedTicket[]> {
  /** false: there were more candidates than are looked through, so what is missing here may still exist. */
  complete = true;

  put(guid: string, ticket: MarkedTicket): void {
    const tickets = this.get(guid) ?? [];
    if (!tickets.some(({ id }) => id === ticket.id)) this.set(guid, [...tickets, ticket]);
  }
}

const LABELS_A_QUERY = 50;
/** A storm makes more than a thousand tickets while an index lags. Where each property is a request of its own, ten pages are a thousand already. */
const CLOUD_PAGES = 50;
/** Jira's relative dates count whole minutes, and its index and clock are a little apart from what we measure. */
const MARGIN_MINUTES = 2;

const Marker = z.looseObject({ guid: z.string(), command: z.string() });
const Property = z.looseObject({ value: z.unknown() });
const WithLabels = z.looseObject({ fields: z.looseObject({ labels: z.array(z.string()) }) });

/**
 * Looks our tickets up by the marker they were created with. Jira's index lags by seconds to minutes: that one is not found proves
 * nothing yet.
 *
 * @throws {NoAnswer}
 * @throws {UnexpectedAnswer} whenever Jira did not answer the question, so that "not found" is never guessed
 * @throws {TicketError} UNKNOWN_TICKET where it names an issue so that it cannot be asked for it
 */
export async function findMarked(
  port: JiraPort,
  address: Address,
  flavour: Flavour,
  wanted: Wanted[],
  scope: MarkerScope,
): Promise<MarkedTickets> {
  const found = new MarkedTickets();
  if (wanted.length === 0 || scope.kind === 'none') return found;
  await (scope.kind === 'label' ? findByLabel : findByProperty)(port, address, flavour, wanted, scope, found);
  return found;
}

/**
 * Whether a ticket that we know by its id or key has the marker of this guid: another Jira may have another ticket there.
 *
 * @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now
 */
export async function isMarked(port: JiraPort, address: Address, { properties }: Flavour, guid: string, { id, key }: { id: string; key: string }): Promise<boolean> {
  for (const idOrKey of [id, key].filter((name) => segmentOf(name) !== undefined)) {
    if (properties && (await markerOf(port, address, { id: idOrKey }))?.guid === guid) return true;
    const request: JiraRequest = { method: 'GET', path: ticketPath(address, idOrKey), query: { fields: 'labels' } };
    const answer = await ask(port, address, request);
    if (isNone(answer)) continue;
    const labels = isOk(answer) ? WithLabels.safeParse(answer.json).data?.fields.labels : undefined;
    if (labels === undefined) throw new UnexpectedAnswer(request, answer, address);
    if (labels.includes(markerLabel(guid))) return true;
  }
  return false;
}

/** Jira itself says that there is none; a 404 without JSON is of something else. */
function isNone({ status, json }: JiraAnswer): boolean {
  return status === 404 && json !== undefined;
}

type Finder = (...look: [...Parameters<typeof findMarked>, found: MarkedTickets]) => Promise<void>;

const findByLabel: Finder = async (port, address, flavour, wanted, _scope, found) => {
  const guids = new Map(wanted.map(({ guid }) => [markerLabel(guid), guid]));
  const labels = [...guids.keys()];
  for (let from = 0; from < labels.length; from += LABELS_A_QUERY) {
    const jql = `labels in (${labels.slice(from, from + LABELS_A_QUERY).map(quoted).join(', ')})`;
    const all = await search(port, address, flavour, { jql, fields: ['labels'] }, (issues) => {
      for (const { id, key, fields } of issues) {
        for (const guid of fields.labels.flatMap((label) => guids.get(label) ?? [])) found.put(guid, { id, key, command: '' });
      }
      return false;
    });
    found.complete &&= all;
  }
};

/** Properties cannot be searched for without an app, so the candidates are what this user created there since then. */
const findByProperty: Finder = async (port, address, flavour, wanted, { project, since, now, thorough = false, all = false, known }, found) => {
  const missing = new Set(wanted);
  const narrow = [
    ...(project === undefined ? [] : [`project = ${quoted(project)}`]),
    ...(since === undefined ? [] : [`created >= "-${minutes(now.getTime() - since.getTime()) + MARGIN_MINUTES}m"`]),
  ];
  const look = async (clauses: string[]) => {
    const query = { jql: `${clauses.join(' AND ')} ORDER BY created DESC`, fields: ['created'], properties: [MARKER_KEY], ...(thorough && flavour.cloud ? { mostPages: CLOUD_PAGES } : {}) };
    found.complete = await search(port, address, flavour, query, async (issues) => {
      for (const issue of issues) {
        if (missing.size === 0) break;
        const marker = known?.get(issue.id) ?? (await markerOf(port, address, issue));
        if (!marker) continue;
        known?.set(issue.id, marker);
        const ticket = { id: issue.id, key: issue.key, command: marker.command };
        if (all) found.put(marker.guid, ticket);
        for (const one of wanted) {
          if (marker.guid !== one.guid || (one.command !== undefined && one.command !== marker.command)) continue;
          found.put(one.guid, ticket);
          missing.delete(one);
        }
      }
      return missing.size === 0;
    });
  };
  try {
    await look([...narrow, 'creator = currentUser()']);
  } catch (error) {
    // Before 6.2 there is no `creator`, and a search must not be left without any clause.
    if (!(error instanceof UnexpectedAnswer) || error.answer.status !== 400 || narrow.length === 0) throw error;
    await look(narrow);
  }
};

function minutes(ms: number): number {
  return Math.max(0, Math.ceil(ms / 60_000));
}

/** Cloud gives the property with the issue; other servers are asked for it. */
async function markerOf(port: JiraPort, address: Address, issue: Pick<FoundIssue, 'id' | 'properties'>): Promise<z.infer<typeof Marker> | undefined> {
  if (issue.properties !== undefined) return Marker.safeParse(issue.properties[MARKER_KEY]).data;
  const path = `${ticketPath(address, issue.id)}/properties/${MARKER_KEY}`;
  const request: JiraRequest = { method: 'GET', path };
  const answer = await ask(port, address, request);
  if (isNone(answer)) return undefined;
  const property = isOk(answer) ? Property.safeParse(answer.json).data : undefined;
  if (property === undefined) throw new UnexpectedAnswer(request, answer, address);
  return Marker.safeParse(property.value).data;
}

/** A JQL string: in double quotes, with backslashes and quotes escaped. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, ' ')}"`;
}
