import type { JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { Call, Route } from './call';
import { listParameter, objectBody, ticketOf } from './call';
import { fieldMetadata } from './create-metadata';
import { fieldById, readEdit } from './ticket-edit';
import { refusal } from './refusal';
import { applyEdit, contextOf } from './ticket-changes';
import type { Ticket } from './ticket-store';
import type { Transition } from './workflow';
import { statusJson, statusOf, transitionsFrom } from './workflow';

export const transitionRoutes: Route[] = [
  {
    method: 'GET',
    path: 'issue/{issue}/transitions',
    handle(call) {
      const ticket = ticketOf(call);
      const withFields = listParameter(call.query, 'expand').includes('transitions.fields');
      const transitions = transitionsFrom(ticket.status).map((transition) => transitionJson(ticket, transition, withFields, call));
      return { status: 200, json: { expand: 'transitions', transitions } };
    },
  },
  {
    method: 'POST',
    path: 'issue/{issue}/transitions',
    handle(call) {
      const ticket = ticketOf(call);
      const body = objectBody(call);
      const transition = chosen(ticket, body);
      const edit = readEdit(body, transition.screen.length > 0 ? 'transition' : 'plain transition', contextOf(ticket, call), ticket.fields);
      // What is open again has no resolution.
      if (transition.screen.length === 0) edit.values.set('resolution', null);
      applyEdit(ticket, edit, call, transition.to);
      return { status: 204 };
    },
  },
];

/** @throws {Refusal} 400 where the ticket's status has no such transition */
function chosen({ status }: Ticket, { transition = null }: JsonObject): Transition {
  const { id = null } = isObject(transition) ? transition : {};
  if (id === null) throw refusal(400, ["Missing 'transition' identifier"]);
  const found = transitionsFrom(status).find((one) => one.id === String(id));
  if (found === undefined) throw refusal(400, [`Transition id '${String(id)}' is not valid for this issue.`]);
  return found;
}

function transitionJson(ticket: Ticket, { id, name, to, screen }: Transition, withFields: boolean, call: Call): JsonObject {
  const context = contextOf(ticket, call);
  const fields = Object.fromEntries(screen.map((field) => [field, fieldMetadata(fieldById(field), context, 'map')]));
  const more = call.traits.cloud ? { hasScreen: screen.length > 0, isGlobal: false, isInitial: false, isAvailable: true, isConditional: false } : {};
  return { id, name, to: statusJson(statusOf(to), call), ...more, ...(withFields ? { fields } : {}) };
}
