import type { JsonObject } from '../ticket/json';
import type { Call, Route } from './call';
import { ticketOf } from './call';
import type { Person } from './people';
import { personJson } from './people';
import { refusal } from './refusal';
import type { Ticket } from './ticket-store';

export const watcherRoutes: Route[] = [
  { method: 'GET', path: 'issue/{issue}/watchers', handle: (call) => ({ status: 200, json: { ...watchesJson(ticketOf(call), call), watchers: watchersJson(ticketOf(call), call) } }) },
  {
    method: 'POST',
    path: 'issue/{issue}/watchers',
    body: 'optional',
    handle(call) {
      // Without a body the caller; a bare JSON string otherwise.
      ticketOf(call).watchers.add(call.body === undefined || call.body === null ? call.user.accountId : named(call.body, call).accountId);
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path: 'issue/{issue}/watchers',
    handle(call) {
      ticketOf(call).watchers.delete(named(call.query.get(call.traits.cloud ? 'accountId' : 'username'), call).accountId);
      return { status: 204 };
    },
  },
];

/** @throws {Refusal} 404 where this Jira knows nobody of that name */
function named(given: unknown, { people, traits }: Call): Person {
  const name = typeof given === 'string' ? given : '';
  const person = traits.cloud ? people.byAccountId(name) : people.byName(name);
  if (person === undefined) throw refusal(404, [traits.cloud ? 'Specified user does not exist or you do not have required permissions' : `The user "${name}" does not exist.`]);
  return person;
}

export function watchesJson(ticket: Ticket, { rest, user }: Pick<Call, 'rest' | 'user'>): JsonObject {
  return { self: `${rest}/issue/${ticket.key}/watchers`, watchCount: ticket.watchers.size, isWatching: ticket.watchers.has(user.accountId) };
}

function watchersJson(ticket: Ticket, call: Call): JsonObject[] {
  return [...ticket.watchers].flatMap((accountId) => {
    const person = call.people.byAccountId(accountId);
    return person === undefined ? [] : [personJson(person, call)];
  });
}
