import type { NodeAPI } from 'node-red';
import { z } from 'zod';
import type { Directory } from '../../lib/delivery/directory';
import { choicesOf } from '../../lib/ticket/field-choices';
import type { FieldCatalog } from '../../lib/ticket/field-schema';
import { endpoint } from '../shared/admin';
import { deployedConnection } from '../shared/deployed';

const mostFields = 2_000;
const mostChoices = 500;

const short = z.string().max(255).default('');
const query = z.object({ project: short, issuetype: short, field: short, q: short });

/** What the dialogs ask Jira, through the deployed connection and within its limits. */
export function registerDirectory(RED: NodeAPI): void {
  const directoryOf = async (id: string): Promise<Directory> => (await deployedConnection(RED, id).connection.ready()).directory;

  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/fields',
    permission: 'jira-config.read',
    query,
    handle: async ({ id, query: { project, issuetype } }) => shown(await (await directoryOf(id)).fields(project, issuetype)),
  });
  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/projects',
    permission: 'jira-config.read',
    handle: async ({ id }) => (await directoryOf(id)).projects(),
  });
  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/issuetypes',
    permission: 'jira-config.read',
    query,
    handle: async ({ id, query: { project } }) => (project === '' ? [] : (await directoryOf(id)).issueTypes(project)),
  });
  // Names and addresses of Jira's people are for those who write them into a table, not for all who look at the editor.
  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/people',
    permission: ['jira-config.read', 'flows.write'],
    query,
    handle: async ({ id, query: { q, project } }) => (q.trim() === '' ? [] : (await directoryOf(id)).people(q.trim(), project)),
  });
  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/labels',
    permission: 'jira-config.read',
    query,
    handle: async ({ id, query: { q, field } }) => (field === '' ? [] : (await directoryOf(id)).labels(field, q.trim())),
  });
}

/** A catalog as the dialogs know it: bounded, and values as the texts that rows have for them. */
function shown({ fields, complete }: FieldCatalog): object {
  return {
    complete,
    fields: fields.slice(0, mostFields).map(({ id, name, type, items, custom, required, hasDefault, onCreateScreen, ...field }) => ({
      id,
      name,
      type,
      items,
      custom,
      // Without a reporter, it is whoever asks.
      required: required === true && onCreateScreen === true && !hasDefault && id !== 'reporter',
      onCreateScreen,
      count: field.allowedValues?.length ?? 0,
      choices: choicesOf({ id, name, type, ...field }, mostChoices),
    })),
  };
}
