import type { Json, JsonObject } from '../ticket/json';
import type { Call, Route } from './call';
import { pageNumber } from './call';
import { FIELDS, schemaJson } from './field-definitions';
import { html } from './html';
import { jiraMoment } from './moments';
import { personJson } from './people';
import { ISSUE_TYPES, PRIORITIES, PROJECTS, issueTypeJson, listedPriorityJson, projectJson, projectOf } from './projects';
import type { Answer } from './refusal';
import { refusal } from './refusal';
import { COMPUTED_FIELDS } from './ticket-json';

const BUILT = Date.UTC(2026, 0, 15, 12);
const PAGE = 1_000;
const PEOPLE_PAGE = 50;
const SUGGESTED = 15;

/** What there is in this Jira besides tickets. */
export const directoryRoutes: Route[] = [
  { method: 'GET', path: 'serverInfo', handle: (call) => ok(serverInfo(call)) },
  { method: 'GET', path: 'myself', handle: (call) => ok({ ...personJson(call.user, call), locale: 'en_US' }) },
  { method: 'GET', path: 'project', handle: (call) => ok(PROJECTS.map((project) => ({ ...projectJson(project, call), ...typeKey(call) }))) },
  { method: 'GET', path: 'project/search', exists: ({ cloud }) => cloud, handle: searchProjects },
  { method: 'GET', path: 'project/{project}', handle: oneProject },
  { method: 'GET', path: 'issuetype', handle: (call) => ok(ISSUE_TYPES.map((type) => issueTypeJson(type, call))) },
  { method: 'GET', path: 'priority', handle: (call) => ok(PRIORITIES.map((priority) => listedPriorityJson(priority, call))) },
  { method: 'GET', path: 'field', handle: (call) => ok([...FIELDS.map((field) => listedField(field, call)), ...COMPUTED_FIELDS.map(computedField)]) },
  { method: 'GET', path: 'user/search', handle: findPeople },
  { method: 'GET', path: 'user/assignable/search', handle: findAssignable },
  { method: 'GET', path: 'user', handle: onePerson },
  { method: 'GET', path: 'label', exists: ({ cloud }) => cloud, handle: labels },
  { method: 'GET', path: 'jql/autocompletedata/suggestions', exists: ({ suggestions }) => suggestions, handle: suggestLabels },
];

function ok(json: Json): Answer {
  return { status: 200, json };
}

function serverInfo({ base, traits, now }: Call): JsonObject {
  return {
    baseUrl: base,
    version: traits.number,
    versionNumbers: traits.number.replace(/-.*/, '').split('.').map(Number),
    ...(traits.deployment === undefined ? {} : { deploymentType: traits.deployment }),
    buildNumber: traits.build,
    buildDate: jiraMoment(BUILT),
    serverTime: jiraMoment(now),
    scmInfo: '0000000000000000000000000000000000000000',
    serverTitle: 'Jira sandbox',
  };
}

function searchProjects(call: Call): Answer {
  const startAt = pageNumber('startAt', call.query.get('startAt'), 0);
  const maxResults = pageNumber('maxResults', call.query.get('maxResults'), PEOPLE_PAGE);
  const values = PROJECTS.slice(startAt, startAt + maxResults).map((project) => ({ ...projectJson(project, call), ...typeKey(call) }));
  return ok({ self: `${call.rest}/project/search`, maxResults, startAt, total: PROJECTS.length, isLast: startAt + values.length >= PROJECTS.length, values });
}

function oneProject(call: Call): Answer {
  const key = String(call.params['project']);
  const project = projectOf(key);
  if (project === undefined) throw refusal(404, [`No project could be found with key '${key}'.`]);
  const { types, components, versions } = project;
  return ok({
    ...projectJson(project, call),
    description: '',
    lead: personJson(call.people.whoIs(), call),
    components: components.map(({ id, name }) => ({ self: `${call.rest}/component/${id}`, id, name, isAssigneeTypeValid: false })),
    issueTypes: types.map((type) => issueTypeJson(type, call)),
    versions: versions.map(({ id, name }) => ({ self: `${call.rest}/version/${id}`, id, name, archived: false, released: false, projectId: Number(project.id) })),
    ...typeKey(call),
    assigneeType: 'UNASSIGNED',
    roles: {},
  });
}

function typeKey({ traits }: Call): JsonObject {
  return traits.keys ? { projectTypeKey: 'software' } : {};
}

function listedField(field: (typeof FIELDS)[number], call: Call): JsonObject {
  const { id, name, custom } = field;
  // Fields that are the same in every project: which one does not matter to the schema.
  const [project] = PROJECTS as [(typeof PROJECTS)[number]];
  const schema = schemaJson(field, { ...call, project, type: project.types[0] as (typeof ISSUE_TYPES)[number] });
  const clauseNames = custom === undefined ? [id.toLowerCase()] : [`cf[${id.replace('customfield_', '')}]`, name];
  return { id, ...(call.traits.cloud ? { key: id } : {}), name, custom: custom !== undefined, orderable: true, navigable: true, searchable: true, clauseNames, schema };
}

function computedField([id, name, type]: (typeof COMPUTED_FIELDS)[number]): JsonObject {
  return { id, name, custom: false, orderable: false, navigable: id !== 'comment', searchable: true, clauseNames: [id], schema: { type, system: id } };
}

/** Cloud by `query` (name, e-mail) or `accountId`, servers by `username`. */
function findPeople(call: Call): Answer {
  const { query, people, traits } = call;
  const startAt = pageNumber('startAt', query.get('startAt'), 0);
  const maxResults = pageNumber('maxResults', query.get('maxResults'), PEOPLE_PAGE);
  const accountId = traits.cloud ? query.get('accountId') : null;
  const sought = query.get(traits.cloud ? 'query' : 'username');
  if (accountId === null && sought === null) {
    throw refusal(400, [traits.cloud ? 'The query parameter must be provided' : 'The username query parameter was not provided']);
  }
  const found = accountId === null ? people.search(sought ?? '') : people.all.filter((one) => one.accountId === accountId);
  return ok(found.slice(startAt, startAt + maxResults).map((one) => personJson(one, call)));
}

/** In the sandbox every ticket can be assigned to everybody. */
function findAssignable(call: Call): Answer {
  const project = call.query.get('project');
  if (project !== null && projectOf(project) === undefined) throw refusal(404, [`No project could be found with key '${project}'.`]);
  return findPeople(call);
}

function onePerson(call: Call): Answer {
  const { people, query, traits } = call;
  const name = query.get(traits.cloud ? 'accountId' : 'username') ?? '';
  const person = traits.cloud ? people.byAccountId(name) : people.byName(name);
  if (person === undefined) throw refusal(404, [traits.cloud ? 'Specified user does not exist or you do not have required permissions' : `The user named '${name}' does not exist`]);
  return ok(personJson(person, call));
}

function labels({ query, store }: Call): Answer {
  const startAt = pageNumber('startAt', query.get('startAt'), 0);
  const maxResults = pageNumber('maxResults', query.get('maxResults'), PAGE);
  const all = labelsOf(store);
  const values = all.slice(startAt, startAt + maxResults);
  return ok({ startAt, maxResults, total: all.length, isLast: startAt + values.length >= all.length, values });
}

/** Of all fields, labels alone have suggestions here. */
function suggestLabels({ query, store }: Call): Answer {
  const start = (query.get('fieldValue') ?? '').toLowerCase();
  const found = query.get('fieldName') === 'labels' ? labelsOf(store).filter((label) => label.toLowerCase().startsWith(start)) : [];
  const results = found.slice(0, SUGGESTED).map((label) => ({
    value: /^[\w-]+$/.test(label) ? label : JSON.stringify(label),
    displayName: html`<b>${label.slice(0, start.length)}</b>${label.slice(start.length)}`.markup,
  }));
  return ok({ results });
}

function labelsOf(store: Call['store']): string[] {
  return [...new Set(store.all().flatMap(({ fields }) => (fields.get('labels') ?? []) as string[]))].sort();
}
