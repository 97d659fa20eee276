import type { JsonObject } from '../ticket/json';
import type { Call, Route } from './call';
import { listParameter, pageNumber, ticketOf } from './call';
import type { Context, FieldContext } from './context';
import type { FieldDefinition } from './field-definitions';
import { fieldsOn, schemaJson } from './field-definitions';
import type { IssueType, Project } from './projects';
import { PROJECTS, issueTypeJson, projectJson, projectOf } from './projects';
import type { Answer } from './refusal';
import { refusal } from './refusal';
import { contextOf } from './ticket-changes';

const PAGE = 50;
const LARGEST_PAGE = 200;

/** Everything in one answer (until 8), in pages (from 8.4 on), and for a ticket that exists. */
export const metadataRoutes: Route[] = [
  { method: 'GET', path: 'issue/createmeta', exists: ({ wholeCreateMetadata }) => wholeCreateMetadata, handle: whole },
  { method: 'GET', path: 'issue/createmeta/{project}/issuetypes', exists: hasPages, handle: types },
  { method: 'GET', path: 'issue/createmeta/{project}/issuetypes/{type}', exists: hasPages, handle: fields },
  { method: 'GET', path: 'issue/{issue}/editmeta', handle: (call) => ({ status: 200, json: { fields: fieldMap('edit', contextOf(ticketOf(call), call)) } }) },
];

function hasPages({ createMetadataPages }: Context['traits']): boolean {
  return createMetadataPages !== undefined;
}

/** With `projectKeys`, `projectIds`, `issuetypeNames` (which minds the case) and `issuetypeIds` as filters. */
function whole(call: Call): Answer {
  const withFields = listParameter(call.query, 'expand').includes('projects.issuetypes.fields');
  const passes = (parameter: string, value: string) => {
    const given = listParameter(call.query, parameter);
    return given.length === 0 || given.includes(value);
  };
  const projects = PROJECTS.filter(({ id, key }) => passes('projectKeys', key) && passes('projectIds', id)).map((project) => ({
    expand: 'issuetypes',
    ...projectJson(project, call),
    issuetypes: project.types
      .filter(({ id, name }) => passes('issuetypeNames', name) && passes('issuetypeIds', id))
      .map((type) => ({
        ...issueTypeJson(type, call),
        ...(withFields ? { expand: 'fields', fields: fieldMap('create', { ...call, project, type }) } : {}),
      })),
  }));
  return { status: 200, json: { expand: 'projects', projects } };
}

function types(call: Call): Answer {
  return page(call, 'issueTypes', projectIn(call).types.map((type) => issueTypeJson(type, call)));
}

function fields(call: Call): Answer {
  const project = projectIn(call);
  const type = typeIn(project, call);
  const context = { ...call, project, type };
  return page(call, 'fields', fieldsOn('create', context).map((field) => fieldMetadata(field, context, 'page')));
}

/** Cloud names the list after what is in it and says only how many there are; Data Center says whether this is the last page. */
function page(call: Call, name: string, all: JsonObject[]): Answer {
  const startAt = pageNumber('startAt', call.query.get('startAt'), 0);
  const maxResults = pageNumber('maxResults', call.query.get('maxResults'), PAGE);
  if (maxResults > LARGEST_PAGE) throw refusal(400, [`Parameter 'maxResults' must not exceed the limit '${LARGEST_PAGE}'`]);
  const part = all.slice(startAt, startAt + maxResults);
  const position = { startAt, maxResults, total: all.length };
  return {
    status: 200,
    json: call.traits.cloud ? { [name]: part, ...position } : { ...position, isLast: startAt + part.length >= all.length, values: part },
  };
}

function projectIn({ params }: Call): Project {
  const key = String(params['project']);
  const project = projectOf(key);
  if (project === undefined) throw refusal(404, [`No project could be found with key '${key}'.`]);
  return project;
}

function typeIn(project: Project, { params }: Call): IssueType {
  const type = project.types.find(({ id }) => id === params['type']);
  if (type === undefined) throw refusal(404, [`No issue type could be found with id '${String(params['type'])}'.`]);
  return type;
}

function fieldMap(screen: 'create' | 'edit', context: FieldContext): JsonObject {
  return Object.fromEntries(fieldsOn(screen, context).map((field) => [field.id, fieldMetadata(field, context, 'map')]));
}

/** What metadata says of one field. Cloud has its id as `key` and in pages also as `fieldId`; servers only in pages, as `fieldId`. */
export function fieldMetadata(field: FieldDefinition, context: FieldContext, form: 'map' | 'page'): JsonObject {
  const { id, name, kind, required = false } = field;
  return {
    required,
    schema: schemaJson(field, context),
    name,
    ...(context.traits.cloud ? { key: id } : {}),
    ...(form === 'page' ? { fieldId: id } : {}),
    hasDefaultValue: field.default !== undefined,
    operations: kind.operations,
    ...(kind.allowed === undefined ? {} : { allowedValues: kind.allowed(context) }),
  };
}
