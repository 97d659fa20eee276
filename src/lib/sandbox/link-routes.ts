import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { Call, Route } from './call';
import { objectBody } from './call';
import type { Context } from './context';
import { refusal } from './refusal';
import type { Link, Ticket } from './ticket-store';
import { wordsOf } from './ticket-changes';
import { statusJson, statusOf } from './workflow';

interface LinkType {
  id: string;
  name: string;
  inward: string;
  outward: string;
}

const linkTypes: LinkType[] = [
  { id: '10000', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  { id: '10001', name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
  { id: '10002', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
  { id: '10003', name: 'Relates', inward: 'relates to', outward: 'relates to' },
];

export const linkRoutes: Route[] = [
  { method: 'GET', path: 'issueLinkType', handle: (call) => ({ status: 200, json: { issueLinkTypes: linkTypes.map((type) => typeJson(type, call)) } }) },
  { method: 'POST', path: 'issueLink', handle: link },
  { method: 'GET', path: 'issueLink/{link}', handle: (call) => ({ status: 200, json: wholeLinkJson(linkOf(call), call) }) },
  {
    method: 'DELETE',
    path: 'issueLink/{link}',
    handle(call) {
      call.store.links.delete(linkOf(call).id);
      return { status: 204 };
    },
  },
];

/** From the inward to the outward issue. The same link twice is one. */
function link(call: Call) {
  const body = objectBody(call);
  const { name = '' } = isObject(body['type'] ?? null) ? (body['type'] as JsonObject) : {};
  const type = linkTypes.find((one) => one.name.toLowerCase() === String(name).toLowerCase());
  if (type === undefined) throw refusal(404, [`No issue link type with name '${String(name)}' found.`]);
  const from = ticketNamed(body['inwardIssue'] ?? null, call);
  const to = ticketNamed(body['outwardIssue'] ?? null, call);
  const same = [...call.store.links.values()].some((one) => one.type === type.id && one.from === from.id && one.to === to.id);
  if (!same) {
    const id = call.store.nextId();
    call.store.links.set(id, { id, type: type.id, from: from.id, to: to.id });
  }
  return { status: 201 };
}

function ticketNamed(given: Json, { store, traits }: Call): Ticket {
  const { key, id } = isObject(given) ? given : {};
  const ticket = store.find(String(key ?? id ?? ''));
  if (ticket === undefined) throw refusal(404, [traits.cloud ? 'Issue does not exist or you do not have permission to see it.' : 'Issue Does Not Exist']);
  return ticket;
}

function linkOf({ params, store }: Call): Link {
  const found = store.links.get(params['link'] ?? '');
  if (found === undefined) throw refusal(404, [`No issue link with id '${params['link'] ?? ''}' exists.`]);
  return found;
}

/** What a ticket says of its links: the other end alone. */
export function linksJson(ticket: Ticket, context: Context): JsonObject[] {
  const { store } = context;
  return [...store.links.values()].flatMap((one) => {
    const end = one.from === ticket.id ? 'outwardIssue' : 'inwardIssue';
    const other = one.from === ticket.id ? store.find(one.to) : one.to === ticket.id ? store.find(one.from) : undefined;
    return other === undefined ? [] : [{ ...shortLinkJson(one, context), [end]: endJson(other, context) }];
  });
}

function wholeLinkJson(one: Link, context: Context): JsonObject {
  const [from, to] = [context.store.find(one.from), context.store.find(one.to)];
  return { ...shortLinkJson(one, context), ...(from && { inwardIssue: endJson(from, context) }), ...(to && { outwardIssue: endJson(to, context) }) };
}

function shortLinkJson({ id, type }: Link, context: Context): JsonObject {
  return { id, self: `${context.rest}/issueLink/${id}`, type: typeJson(linkTypes.find((one) => one.id === type) as LinkType, context) };
}

function typeJson(type: LinkType, { rest }: Context): JsonObject {
  return { ...type, self: `${rest}/issueLinkType/${type.id}` };
}

function endJson(ticket: Ticket, context: Context): JsonObject {
  const fields = { summary: wordsOf(ticket, 'summary', context), status: statusJson(statusOf(ticket.status), context) };
  return { id: ticket.id, key: ticket.key, self: `${context.rest}/issue/${ticket.id}`, fields };
}
