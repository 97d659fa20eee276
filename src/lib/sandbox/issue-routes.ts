import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { Call, Route } from './call';
import { listParameter, objectBody, ticketOf } from './call';
import type { Context } from './context';
import type { IssueType, Project } from './projects';
import { projectOf } from './projects';
import type { Answer } from './refusal';
import { Refusal, refusal } from './refusal';
import { readEdit } from './ticket-edit';
import { applyEdit, contextOf, newTicket } from './ticket-changes';
import { selectFields, ticketJson } from './ticket-json';
import type { Ticket } from './ticket-store';
import { readProperties } from './property-routes';

/** What a create may hold beside `fields`. */
const CREATE_PARTS = ['fields', 'update', 'properties', 'transition', 'historyMetadata'];
const MOST_IN_BULK = 50;

export const issueRoutes: Route[] = [
  { method: 'POST', path: 'issue', handle: create },
  { method: 'POST', path: 'issue/bulk', exists: ({ bulk }) => bulk, handle: createMany },
  { method: 'GET', path: 'issue/{issue}', handle: read },
  { method: 'PUT', path: 'issue/{issue}', handle: update },
  { method: 'DELETE', path: 'issue/{issue}', handle: remove },
];

function create(call: Call): Answer {
  return { status: 201, json: reference(createTicket(objectBody(call), call), call) };
}

function createMany(call: Call): Answer {
  const { issueUpdates } = objectBody(call);
  if (!Array.isArray(issueUpdates) || issueUpdates.length === 0) throw refusal(400, ["'issueUpdates' has to be a list of issues."]);
  if (issueUpdates.length > MOST_IN_BULK) throw refusal(400, [`At most ${MOST_IN_BULK} issues may be created in one request.`]);
  const issues: JsonObject[] = [];
  const errors: JsonObject[] = [];
  for (const [failedElementNumber, body] of issueUpdates.entries()) {
    try {
      issues.push(reference(createTicket(objectBody({ ...call, body }), call), call));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      errors.push({ status: error.answer.status, elementErrors: error.answer.json ?? {}, failedElementNumber });
    }
  }
  return { status: issues.length > 0 ? 201 : 400, json: { issues, errors } };
}

/** @throws {Refusal} 400; the number that the ticket would have had is taken all the same where the sandbox is so set */
function createTicket(body: JsonObject, call: Call): Ticket {
  const stranger = Object.keys(body).find((name) => !CREATE_PARTS.includes(name) || (name === 'properties' && !call.traits.properties));
  if (stranger !== undefined) {
    throw refusal(400, [
      call.traits.cloud
        ? 'Invalid request payload. Refer to the REST API documentation and try again.'
        : `Unrecognized field "${stranger}" (Class com.atlassian.jira.rest.v2.issue.IssueUpdateBean), not marked as ignorable`,
    ]);
  }
  const place = placeOf(body['fields'] ?? null);
  const taken = call.store.gaps ? call.store.nextKey(place.project) : undefined;
  const context = { ...call, ...place };
  const edit = readEdit(body, 'create', context, new Map());
  const properties = readProperties(body['properties'] ?? []);
  const ticket = newTicket(taken ?? call.store.nextKey(place.project), edit, context);
  for (const { key, value } of properties) ticket.properties.set(key, value);
  return ticket;
}

/** Jira looks at project and issue type before anything else. */
function placeOf(fields: Json): { project: Project; type: IssueType } {
  const { project: asked = null, issuetype = null } = isObject(fields) ? fields : {};
  const project = isObject(asked) ? projectOf(String(asked['id'] ?? asked['key'])) : undefined;
  const errors: JsonObject = {};
  if (project === undefined) errors['project'] = asked === null ? 'project is required' : 'valid project is required';
  const { id, name } = isObject(issuetype) ? issuetype : {};
  const type = project?.types.find((one) => (id === undefined ? one.name === name : one.id === id));
  if (issuetype === null) errors['issuetype'] = 'issue type is required';
  else if (project !== undefined && type === undefined) errors['issuetype'] = 'The issue type selected is invalid.';
  if (project === undefined || type === undefined) throw refusal(400, [], errors);
  return { project, type };
}

function reference({ id, key }: Ticket, { rest }: Context): JsonObject {
  return { id, key, self: `${rest}/issue/${id}` };
}

function read(call: Call): Answer {
  return { status: 200, json: wholeTicket(ticketOf(call), call) };
}

function wholeTicket(ticket: Ticket, call: Call): JsonObject {
  const wanted = {
    field: selectFields(listParameter(call.query, 'fields'), '*all'),
    properties: call.traits.properties ? listParameter(call.query, 'properties') : [],
    changelog: listParameter(call.query, 'expand').includes('changelog'),
  };
  return ticketJson(ticket, wanted, call);
}

function update(call: Call): Answer {
  const ticket = ticketOf(call);
  const body = objectBody(call);
  const edit = readEdit(body, 'edit', contextOf(ticket, call), ticket.fields);
  const properties = readProperties(body['properties'] ?? []);
  applyEdit(ticket, edit, call);
  for (const { key, value } of properties) ticket.properties.set(key, value);
  return call.traits.cloud && call.query.get('returnIssue') === 'true' ? { status: 200, json: wholeTicket(ticket, call) } : { status: 204 };
}

function remove(call: Call): Answer {
  call.store.remove(ticketOf(call));
  return { status: 204 };
}
