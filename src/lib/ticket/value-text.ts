import { textOfDocument } from './document';
import type { Dialect, FieldSchema } from './field-schema';
import type { Json, JsonObject } from './json';
import { isObject } from './json';
import { decimalText } from './numbers';
import { readValue } from './values';

/** What a person calls something that is referred to, the best first. */
const labels = ['value', 'name', 'key', 'accountId', 'originalEstimate', 'id'] as const;

/** What Jira adds to what refers to something, and what its reference does not need. */
const decoration = new Set(
  (
    'self id key name iconUrl avatarUrls avatarId description displayName emailAddress active timeZone locale accountType subtask hierarchyLevel ' +
    'entityId projectTypeKey projectCategory projectId simplified archived released disabled statusColor statusCategory startDate releaseDate'
  ).split(' '),
);

/**
 * The text for the ticket table that means this value of a field, as a command or Jira itself gives it: what reads back as the
 * same, or else the value's JSON. Texts are taken as Jira has them, wiki markup where it is that.
 */
export function textOf(value: Json, field: FieldSchema, dialect: Dialect): string {
  if (value === null) return '';
  return candidates(value).find((text) => means(text, value, field, dialect)) ?? JSON.stringify(value);
}

function candidates(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [decimalText(value)];
  if (Array.isArray(value)) return lists(value);
  if (!isObject(value)) return [String(value)];
  const texts = labels.flatMap((label) => (typeof value[label] === 'string' || typeof value[label] === 'number' ? [String(value[label])] : []));
  const { child } = value;
  if (child !== undefined && isObject(child)) return texts.flatMap((parent) => candidates(child).map((text) => `${parent}/${text}`));
  return value['type'] === 'doc' ? [textOfDocument(value)] : texts;
}

/** All elements by the same label. */
function lists(values: Json[]): string[] {
  const texts = values.map(candidates);
  const most = Math.max(0, ...texts.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => texts.map((one) => (one[index] ?? one[0] ?? '').replaceAll(',', '\\,')).join(', '));
}

function means(text: string, value: Json, field: FieldSchema, dialect: Dialect): boolean {
  const warnings: string[] = [];
  try {
    return isSame(readValue(text, { field, dialect: { ...dialect, textFormat: 'wiki' }, warnings, overflow: '' }), value) && warnings.length === 0;
  } catch {
    return false;
  }
}

/** Whether what is read is what was given, but for decoration. */
function isSame(read: Json, given: Json): boolean {
  if (Array.isArray(read)) return Array.isArray(given) && read.length === given.length && read.every((one, index) => isSame(one, given[index] ?? null));
  if (!isObject(read) || !isObject(given)) return read === given;
  const keys = Object.keys(read);
  return keys.every((key) => isSame(read[key] ?? null, given[key] ?? null)) && Object.keys(given).every((key) => keys.includes(key) || (decoration.has(key) && !isDocument(given)));
}

function isDocument({ type, content }: JsonObject): boolean {
  return type !== undefined || content !== undefined;
}
