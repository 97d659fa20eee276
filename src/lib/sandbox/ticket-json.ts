import type { Json, JsonObject } from '../ticket/json';
import { attachmentJson } from './attachment-routes';
import type { Context } from './context';
import { FIELDS } from './field-definitions';
import { linksJson } from './link-routes';
import { jiraMoment } from './moments';
import type { Person } from './people';
import { personJson } from './people';
import { rich } from './text-kinds';
import { contextOf } from './ticket-changes';
import type { Comment, Ticket } from './ticket-store';
import { watchesJson } from './watcher-routes';
import { statusJson, statusOf } from './workflow';

/** Which fields of a ticket are wanted, and which of its properties. */
export interface Wanted {
  field(id: string): boolean;
  properties: string[];
  changelog: boolean;
}

/**
 * Understands the `fields` parameter: ids, `*all`, `*navigable` (all but comments), `-id` to leave one out.
 *
 * @param names none: as if `byDefault` had been given
 */
export function selectFields(names: string[], byDefault: '*all' | '*navigable'): Wanted['field'] {
  const given = names.length === 0 ? [byDefault] : names;
  const without = new Set(given.filter((name) => name.startsWith('-')).map((name) => name.slice(1)));
  const named = new Set(given.filter((name) => !name.startsWith('-')));
  const all = named.has('*all') || (named.size === 0 && byDefault === '*all');
  const navigable = named.has('*navigable') || named.size === 0;
  return (id) => !without.has(id) && (all || named.has(id) || (navigable && id !== 'comment'));
}

export function ticketJson(ticket: Ticket, wanted: Wanted, context: Context): JsonObject {
  const { properties, changelog } = wanted;
  return {
    expand: 'operations,versionedRepresentations,editmeta,changelog,renderedFields',
    id: ticket.id,
    self: `${context.rest}/issue/${ticket.id}`,
    key: ticket.key,
    fields: fieldsJson(ticket, wanted, context),
    ...(properties.length === 0 ? {} : { properties: propertiesJson(ticket, properties) }),
    ...(changelog ? { changelog: changelogJson(ticket, context) } : {}),
  };
}

function fieldsJson(ticket: Ticket, wanted: Wanted, context: Context): JsonObject {
  const place = contextOf(ticket, context);
  const fields: JsonObject = {};
  for (const { id, kind } of FIELDS) {
    if (!wanted.field(id)) continue;
    const kept = ticket.fields.get(id);
    const empty = kind.schema(place).type === 'array' && !id.startsWith('customfield_') ? [] : null;
    fields[id] = kept === undefined ? empty : kind.write(kept, place);
  }
  for (const [id, value] of computed(ticket, context)) if (wanted.field(id)) fields[id] = value();
  return fields;
}

/** What Jira knows of a ticket without being told. */
function computed(ticket: Ticket, context: Context): Array<[string, () => Json]> {
  const { people, store } = context;
  return [
    ['status', () => statusJson(statusOf(ticket.status), context)],
    ['created', () => jiraMoment(ticket.created)],
    ['updated', () => jiraMoment(ticket.updated)],
    ['creator', () => personJson(people.byAccountId(ticket.creator) as Person, context)],
    ['issuelinks', () => linksJson(ticket, context)],
    ['attachment', () => ticket.attachments.map((one) => attachmentJson(one, context))],
    ['watches', () => watchesJson(ticket, context)],
    ['subtasks', () => store.all().filter(({ fields }) => fields.get('parent') === ticket.id).map(({ id, key }) => ({ id, key, self: `${context.rest}/issue/${id}` }))],
    ['comment', () => commentsJson(ticket, context)],
  ];
}

export const COMPUTED_FIELDS: Array<[id: string, name: string, type: string]> = [
  ['status', 'Status', 'status'],
  ['created', 'Created', 'datetime'],
  ['updated', 'Updated', 'datetime'],
  ['creator', 'Creator', 'user'],
  ['comment', 'Comment', 'comments-page'],
];

function propertiesJson(ticket: Ticket, names: string[]): JsonObject {
  const wanted = [...ticket.properties].filter(([key]) => names.includes('*all') || names.includes(key));
  return Object.fromEntries(wanted);
}

function commentsJson(ticket: Ticket, context: Context): JsonObject {
  const comments = ticket.comments.map((comment) => commentJson(ticket, comment, context));
  return { self: `${context.rest}/issue/${ticket.id}/comment`, comments, maxResults: comments.length, total: comments.length, startAt: 0 };
}

export function commentJson(ticket: Ticket, { id, author, body, created }: Comment, context: Context): JsonObject {
  const by = personJson(context.people.byAccountId(author) as Person, context);
  return {
    self: `${context.rest}/issue/${ticket.id}/comment/${id}`,
    id,
    author: by,
    body: rich.write(body, contextOf(ticket, context)),
    updateAuthor: by,
    created: jiraMoment(created),
    updated: jiraMoment(created),
  };
}

function changelogJson(ticket: Ticket, context: Context): JsonObject {
  const histories = ticket.history.map(({ id, author, created, items }) => ({
    id,
    author: personJson(context.people.byAccountId(author) as Person, context),
    created: jiraMoment(created),
    items: items.map(({ field, name, from, to }) => ({
      field: field.startsWith('customfield_') ? name : field,
      fieldtype: field.startsWith('customfield_') ? 'custom' : 'jira',
      ...(context.traits.cloud ? { fieldId: field } : {}),
      from: null,
      fromString: from,
      to: null,
      toString: to,
    })),
  }));
  return { startAt: 0, maxResults: histories.length, total: histories.length, histories };
}
