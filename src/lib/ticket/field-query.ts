import { TicketError } from './error';
import { excerpt } from './excerpt';
import { FieldNames, nameKey } from './field-name';
import type { FieldRow, ValueType } from './field-row';
import { includedRows, valueTypes } from './field-row';
import type { Json, JsonObject } from './json';
import { isObject } from './json';

const knownTypes: readonly string[] = valueTypes;

/**
 * The Create Query: `{"fields": {…}}` with the included rows, as JSON text of two blanks an indent.
 *
 * What is typed in stands there as the JSON it is. What is known only at run time stands there as an object with one key,
 * `$` and the type: `{"$msg": "payload.text"}`, `{"$env": "SITE"}`, `{"$date": "iso"}`. So does a value whose JSON would
 * not give the row back: `{"$num": "007"}`, `{"$json": "true"}`, unfinished JSON, a literal object that looks like this notation.
 *
 * @throws {TicketError} INVALID_FIELD for a value without a field, a name that cannot be one, or a field that is there twice
 */
export function queryFromRows(rows: readonly FieldRow[]): string {
  const names = new FieldNames();
  const members = includedRows(rows).map((row) => {
    addName(names, row.field);
    // Written member by member: an object would put names that are numbers first.
    return `    ${JSON.stringify(row.field.trim())}: ${JSON.stringify(notation(row), null, 2).replaceAll('\n', '\n    ')}`;
  });
  return members.length === 0 ? '{\n  "fields": {}\n}' : `{\n  "fields": {\n${members.join(',\n')}\n  }\n}`;
}

/**
 * The rows that a query says, in its order; the inverse of queryFromRows. Of the rows that stood beside the query so far,
 * those that mean the same are kept to the letter, and excluded ones stay behind the row they stood behind.
 *
 * Names that are whole numbers come first, whatever their place, as JSON.parse has it.
 *
 * @throws {TicketError} INVALID_FIELD where the text is no query, with the place as far as JSON.parse tells it
 */
export function rowsFromQuery(query: string, rows: readonly FieldRow[]): FieldRow[] {
  const names = new FieldNames();
  const known = new Map(includedRows(rows).map((row) => [nameKey(row.field), row]));
  const parsed = Object.entries(fieldsOf(query)).map(([name, value]) => {
    addName(names, name);
    const row = rowOf(name, value);
    const before = known.get(nameKey(name));
    const isSame = before !== undefined && before.field.trim() === row.field && sameJson(notation(before), notation(row));
    return isSame ? before : row;
  });
  return withExcluded(parsed, rows);
}

function notation({ type, value }: FieldRow): Json {
  if (type === 'str') return value;
  if (type === 'num' && Number.isFinite(Number(value)) && JSON.stringify(Number(value)) === value) return Number(value);
  if (type === 'bool' && (value === 'true' || value === 'false')) return value === 'true';
  if (type === 'json') {
    const literal = parseJson(value);
    // Text, numbers and booleans would come back as rows of their own types.
    if (typeof literal === 'object' && !isNotation(literal)) return literal;
  }
  return { [`$${type}`]: value };
}

function rowOf(name: string, json: Json): FieldRow {
  const row = { mode: 'include' as const, field: name.trim() };
  if (isNotation(json)) {
    const [key, value] = Object.entries(json)[0] as [string, string];
    return { ...row, value, type: key.slice(1) as ValueType };
  }
  if (typeof json === 'string') return { ...row, value: json, type: 'str' };
  if (typeof json === 'number') return { ...row, value: JSON.stringify(json), type: 'num' };
  if (typeof json === 'boolean') return { ...row, value: String(json), type: 'bool' };
  return { ...row, value: JSON.stringify(json), type: 'json' };
}

function isNotation(json: Json): json is JsonObject {
  if (!isObject(json)) return false;
  const [[key, value] = ['', null], second] = Object.entries(json);
  return second === undefined && typeof value === 'string' && key.startsWith('$') && knownTypes.includes(key.slice(1));
}

/** undefined for text that is no JSON. */
function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function sameJson(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function fieldsOf(query: string): JsonObject {
  let parsed: Json;
  try {
    parsed = JSON.parse(query) as Json;
  } catch (error) {
    throw new TicketError('INVALID_FIELD', `The query is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(parsed) || !isObject(parsed['fields'] ?? null)) {
    throw new TicketError('INVALID_FIELD', 'The query has no fields; expected {"fields": {"summary": "…"}}.');
  }
  // Jira's own examples have an empty "update" beside the fields.
  const other = Object.entries(parsed).find(([key, value]) => key !== 'fields' && !sameJson(value, {}));
  if (other) throw new TicketError('INVALID_FIELD', `The query has ${excerpt(other[0])} beside "fields"; the table holds fields only.`);
  return parsed['fields'] as JsonObject;
}

/** Excluded rows behind the included row they stood behind, or the nearest one before that is still there. */
function withExcluded(included: readonly FieldRow[], rows: readonly FieldRow[]): FieldRow[] {
  const left = new Set(included.map((row) => nameKey(row.field)));
  const behind = new Map<string, FieldRow[]>();
  let anchor = '';
  for (const row of rows) {
    const key = nameKey(row.field);
    if (row.mode === 'exclude') behind.set(anchor, [...(behind.get(anchor) ?? []), row]);
    else if (left.has(key)) anchor = key;
  }
  return [...(behind.get('') ?? []), ...included.flatMap((row) => [row, ...(behind.get(nameKey(row.field)) ?? [])])];
}

/** @throws {TicketError} INVALID_FIELD */
function addName(names: FieldNames, name: string): void {
  const problem = names.add(name);
  if (problem !== undefined) throw new TicketError('INVALID_FIELD', `Query: ${problem}`);
}
