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
const query = z.object({ project: short, issuetype: short, q: short });

type Question = z.output<typeof query>;

/** What the dialogs ask Jira, through the deployed connection and within its limits. */
export function registerDirectory(RED: NodeAPI): void {
  const lookUp = (what: string, ask: (directory: Directory, question: Question) => Promise<unknown>): void =>
    endpoint(RED, {
      method: 'get',
      path: `/jira-tickets/:id/${what}`,
      permission: 'jira-config.read',
      query: query,
      async handle({ id, query: question }) {
        const { directory } = await deployedConnection(RED, id).connection.ready();
        return ask(directory, question);
      },
    });

  lookUp('fields', async (directory, { project, issuetype }) => shown(await directory.fields(project, issuetype)));
  lookUp('projects', (directory) => directory.projects());
  lookUp('issuetypes', (directory, { project }) => (project === '' ? Promise.resolve([]) : directory.issueTypes(project)));
  lookUp('people', (directory, { q, project }) => (q.trim() === '' ? Promise.resolve([]) : directory.people(q.trim(), project)));
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
