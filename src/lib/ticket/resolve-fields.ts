import { builtInCatalog } from './built-in-fields';
import type { Command, Fields } from './command';
import { withTextOnTop } from './document';
import { aboutField, TicketError } from './error';
import { excerpt } from './excerpt';
import { FieldNames as NameRules } from './field-name';
import { fieldLabel, FieldNames, plainly } from './field-names';
import type { Dialect, FieldCatalog, FieldSchema } from './field-schema';
import type { Json, JsonObject } from './json';
import { isObject } from './json';
import { saysPlace } from './place';
import { cutWarning } from './text-repairs';
import { readValue } from './values';
import type { Reading } from './value-shape';

export interface ResolvedFields {
  /** By the fields' ids, as a create or an update sends them. */
  fields: JsonObject;
  /** What was repaired so that Jira takes it, each with the field's id before it. */
  warnings: string[];
}

type Asked = Pick<Command, 'action' | 'fromTable'>;

interface Named {
  /** As the command has it. */
  name: string;
  field: FieldSchema;
  value: Json;
}

/**
 * Makes of the fields of a command what this Jira wants: ids of the names, and of each value the JSON that the field's schema
 * asks for. Nothing of the result is shared with what was given.
 *
 * Where the command and its ticket table have a field under two names, the command's counts.
 *
 * The full text of a summary that had to be cut goes to the top of the description. A CREATE makes one where there is none; an
 * UPDATE does not, for it would replace the one that the ticket has.
 *
 * @throws {TicketError} INVALID_FIELD naming the field, what was given (shortened), what was expected, and the nearest candidates
 */
export function resolveFields(fields: Fields, catalog: FieldCatalog, dialect: Dialect, { action, fromTable = [] }: Asked = { action: 'CREATE' }): ResolvedFields {
  const named = nameAll(fields, catalog, new Set(fromTable));
  const described = named.find(({ field }) => field.id === 'description');
  const isKept = described !== undefined || action === 'CREATE';
  const warnings: string[] = [];
  const resolved = new Map<string, Json>();
  const take = (field: FieldSchema, read: (reading: Reading) => Json): string => {
    const reading: Reading = { field, dialect, warnings: [], overflow: '' };
    resolved.set(field.id, read(reading));
    if (reading.overflow !== '') reading.warnings.push(cutWarning(isKept));
    warnings.push(...new Set(reading.warnings.map((warning) => `${plainly(field.id)}: ${warning}`)));
    return reading.overflow;
  };
  let overflow = '';
  for (const { name, field, value } of named) {
    if (field.id !== 'description') overflow += aboutField(name, () => take(field, (reading) => readValue(value, reading)));
  }
  const description = described ?? (overflow === '' || !isKept ? undefined : { name: 'description', field: FieldNames.of(builtInCatalog).find('description'), value: '' });
  if (description !== undefined) aboutField(description.name, () => take(description.field, (reading) => describe(description.value, overflow, reading)));
  // fromEntries makes a member of any id; an assignment to `__proto__` would not.
  return { fields: Object.fromEntries(resolved), warnings };
}

/** @throws {TicketError} INVALID_FIELD for a name that cannot be one, leads to no field, or to the field of another */
function nameAll(fields: Fields, catalog: FieldCatalog, fromTable: ReadonlySet<string>): Named[] {
  const names = FieldNames.of(catalog);
  const rules = new NameRules();
  const all = Object.entries(fields).map(([name, value]): Named => {
    const problem = rules.add(name);
    if (problem !== undefined) throw new TicketError('INVALID_FIELD', `Fields: ${problem}`, name);
    return { name, field: aboutField(name, () => names.find(name)), value };
  });
  const own = new Set(all.filter(({ name }) => !fromTable.has(name)).map(({ field }) => field.id));
  // Where the ticket belongs has been read of the table by then: with another place, its look-ups would look for it in the wrong project.
  return once(all.filter(({ name, field }) => !fromTable.has(name) || !own.has(field.id) || saysPlace(name)));
}

/** @throws {TicketError} INVALID_FIELD for the second name of a field */
function once(named: Named[]): Named[] {
  const taken = new Map<string, string>();
  for (const { name, field } of named) {
    const earlier = taken.get(field.id);
    if (earlier !== undefined) {
      throw new TicketError('INVALID_FIELD', `Field ${fieldLabel(field)} is named twice: as ${excerpt(earlier)} and as ${excerpt(name)}; expected each field once.`, name);
    }
    taken.set(field.id, name);
  }
  return named;
}

/** The description with the full text of a cut summary above it. */
function describe(value: Json, overflow: string, reading: Reading): Json {
  if (overflow === '') return readValue(value, reading);
  if (typeof value !== 'object') return readValue(String(value).trim() === '' ? overflow : `${overflow}\n\n${String(value)}`, reading);
  const read = value === null ? readValue(overflow, reading) : readValue(value, reading);
  return value !== null && isObject(read) ? withTextOnTop(read, overflow) : read;
}
