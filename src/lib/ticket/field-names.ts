import { builtInCatalog } from './built-in-fields';
import { TicketError } from './error';
import { excerpt } from './excerpt';
import { nameKey } from './field-name';
import type { FieldCatalog, FieldSchema } from './field-schema';
import { nearest } from './nearest';

/** Names that people use for system fields, whatever Jira's language or version calls them. */
const aliases: Record<string, string> = {
  'issue type': 'issuetype',
  'due date': 'duedate',
  'fix version': 'fixversions',
  'fix versions': 'fixversions',
  'fix version/s': 'fixversions',
  'affects version': 'versions',
  'affects versions': 'versions',
  'affects version/s': 'versions',
  component: 'components',
  'component/s': 'components',
  label: 'labels',
  'time tracking': 'timetracking',
  'security level': 'security',
};

/**
 * The field that a name means: its id first, then its display name, both without case.
 *
 * @returns undefined where it is not known, and any name is taken as it is
 * @throws {TicketError} INVALID_FIELD where it is unknown, with the nearest names, or means several, with all of them
 */
export function findField(name: string, { fields, complete }: FieldCatalog): FieldSchema | undefined {
  const key = nameKey(name).replace(/^cf\[(\d+)\]$/, 'customfield_$1');
  const byId = fields.find(({ id }) => id.toLowerCase() === key);
  if (byId) return byId;
  const named = fields.filter((field) => nameKey(field.name) === key);
  if (named.length > 1) {
    const candidates = named.map((field) => `${field.name} (${field.id})`).join(', ');
    throw new TicketError('INVALID_FIELD', `Field ${excerpt(name)} means several: ${candidates}. Use the id of one.`);
  }
  const [found] = named;
  if (found) return found;
  const alias = Object.hasOwn(aliases, key) ? fields.find(({ id }) => id.toLowerCase() === aliases[key]) : undefined;
  if (alias || !complete) return alias;
  // A system field that is not on the screen, say: Jira's own words are better than ours.
  const system = builtInCatalog.fields.find(({ id }) => id.toLowerCase() === key);
  if (system) return system;
  const near = nearest(name, fields.flatMap((field) => [field.name, field.id]), 3);
  const hint = near.length > 0 ? ` Did you mean ${near.map((one) => `"${one}"`).join(', ')}?` : ' Use the id or the name of a field of this project and issue type.';
  throw new TicketError('INVALID_FIELD', `Field ${excerpt(name)} is not known to this Jira.${hint}`);
}
