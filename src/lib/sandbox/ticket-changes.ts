import type { Json } from '../ticket/json';
import type { Context, FieldContext } from './context';
import { Ticket } from './ticket-store';
import type { Edit } from './ticket-edit';
import { fieldById, isEmpty } from './ticket-edit';
import { statusOf } from './workflow';

/** The context of this ticket's fields. */
export function contextOf(ticket: Ticket, context: Context): FieldContext {
  return { ...context, project: ticket.project, type: ticket.type };
}

export function newTicket(key: string, { values, comments }: Edit, context: FieldContext): Ticket {
  const fields = new Map([...values].filter(([, value]) => !isEmpty(value)));
  const ticket = new Ticket(context.store.nextId(), key, context.project, context.user.accountId, context.now, fields);
  for (const body of comments) addComment(ticket, body, context);
  context.store.add(ticket);
  return ticket;
}

/** Makes an edit's changes and writes them into the ticket's history. */
export function applyEdit(ticket: Ticket, { values, comments }: Edit, context: Context, status = ticket.status): void {
  const items = [...values].flatMap(([id, value]) => setField(ticket, id, value, context));
  if (status !== ticket.status) {
    items.push({ field: 'status', name: 'Status', from: statusOf(ticket.status).name, to: statusOf(status).name });
    ticket.status = status;
  }
  for (const body of comments) addComment(ticket, body, context);
  ticket.updated = context.now;
  if (items.length > 0) ticket.history.push({ id: context.store.nextId(), author: context.user.accountId, created: context.now, items });
}

function setField(ticket: Ticket, id: string, value: Json, context: Context) {
  const before = wordsOf(ticket, id, context);
  if (isEmpty(value)) ticket.fields.delete(id);
  else ticket.fields.set(id, value);
  const after = wordsOf(ticket, id, context);
  return before === after ? [] : [{ field: id, name: fieldById(id).name, from: before, to: after }];
}

/** A field as a person reads it; empty where it is. */
export function wordsOf(ticket: Ticket, id: string, context: Context): string {
  const kept = ticket.fields.get(id);
  return kept === undefined ? '' : fieldById(id).kind.words(kept, contextOf(ticket, context));
}

export function addComment(ticket: Ticket, body: Json, { store, user, now }: Context, properties = new Map<string, Json>()) {
  const comment = { id: store.nextId(), author: user.accountId, body, created: now, properties };
  ticket.comments.push(comment);
  ticket.updated = now;
  return comment;
}
