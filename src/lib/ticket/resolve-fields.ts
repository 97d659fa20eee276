import type { Fields } from './command';
import { textDocument } from './document';
import { TicketError } from './error';
import { excerpt } from './excerpt';
import { FieldNames } from './field-name';
import { findField } from './field-names';
import type { Dialect, FieldCatalog } from './field-schema';
import type { Json, JsonObject } from './json';
import { isObject } from './json';
import type { Making, Shape } from './shapes';
import { madeOfText, shapeOf } from './shapes';
import { repairSummary, repairText } from './text-repairs';

export interface ResolvedFields {
  fields: JsonObject;
  /** What was repaired, in words, each with its field. */
  warnings: string[];
}

/**
 * What a command says → what Jira wants: names become ids, and each value gets the shape of its field's schema.
 *
 * @throws {TicketError} INVALID_FIELD naming the field, what was given, what was expected, and what may have been meant
 */
export function resolveFields(fields: Fields, catalog: FieldCatalog, dialect: Dialect): ResolvedFields {
  const resolved = Object.create(null) as JsonObject;
  const warnings: string[] = [];
  const namedAs = new Map<string, string>();
  const names = new FieldNames();
  let overflow = '';
  for (const [name, value] of Object.entries(fields)) {
    const problem = names.add(name);
    if (problem !== undefined) throw new TicketError('INVALID_FIELD', `Fields: ${problem}`);
    const schema = findField(name, catalog) ?? { id: name.trim(), name: name.trim(), type: 'unknown' };
    const earlier = namedAs.get(schema.id);
    if (earlier !== undefined) throw new TicketError('INVALID_FIELD', `Field ${schema.id} is named twice: as ${excerpt(earlier)} and as ${excerpt(name)}.`);
    namedAs.set(schema.id, name);
    const making: Making = { schema, dialect, warn: (warning) => warnings.push(`${schema.id}: ${warning}`) };
    if (schema.id === 'summary' && isPlain(value)) {
      const repaired = repairSummary(String(value));
      repaired.warnings.forEach(making.warn);
      overflow = repaired.overflow;
      resolved[schema.id] = repaired.text;
    } else resolved[schema.id] = valueOf(value, shapeOf(schema), making);
  }
  if (overflow !== '') prependToDescription(resolved, overflow, dialect, warnings);
  return { fields: { ...resolved }, warnings };
}

function isPlain(value: Json): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** null clears a field; an object or an array is what Jira wants already. */
function valueOf(value: Json, shape: Shape, making: Making): Json {
  if (value === null) return null;
  if (Array.isArray(value)) {
    if (!shape.list) return copy(value);
    return value.map((one) => (isPlain(one) ? plainValue(one, shape, making, 'element') : copy(one)));
  }
  if (isObject(value)) return copy(value);
  return plainValue(value, shape, making, 'whole');
}

function plainValue(value: string | number | boolean, shape: Shape, making: Making, part: 'whole' | 'element'): Json {
  if (typeof value !== 'string' && shape.asIs) return value;
  const made = typeof value === 'number' && shape.fromNumber ? shape.fromNumber(value, making) : ofText(String(value), shape, making, part);
  if (made !== undefined) return made;
  const { schema } = making;
  throw new TicketError('INVALID_FIELD', `${schema.name} (${schema.id}): expected ${shape.expected}, got ${excerpt(String(value))}.`);
}

function ofText(text: string, shape: Shape, making: Making, part: 'whole' | 'element'): Json | undefined {
  return part === 'element' ? shape.fromText(text, making) : madeOfText(shape, text, making);
}

function copy(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** What did not fit into the summary is kept where it does no harm: at the top of the description. */
function prependToDescription(fields: JsonObject, full: string, dialect: Dialect, warnings: string[]): void {
  const description = fields['description'];
  if (isObject(description)) {
    const content = Array.isArray(description['content']) ? description['content'] : [];
    const added = textDocument(repairText(full).text)['content'] as Json[];
    fields['description'] = { ...description, content: [...added, ...content] };
    return;
  }
  const below = typeof description === 'string' && description !== '' ? `\n\n${description}` : '';
  const { text, warnings: cut } = repairText(`${full}${below}`);
  for (const warning of cut) if (!warnings.includes(`description: ${warning}`)) warnings.push(`description: ${warning}`);
  fields['description'] = dialect.text === 'document' ? textDocument(text) : text;
}

