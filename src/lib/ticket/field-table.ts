import type { Fields } from './command';
import { TicketError } from './error';
import { FieldNames, nameKey } from './field-name';
import type { Json } from './json';

export type { FieldRow, ValueType } from './field-row';
export { includedRows, valueTypes } from './field-row';
export { queryFromRows, rowsFromQuery } from './field-query';

/**
 * The fields of rows whose values are known, under their trimmed names and in their order. Rows without name and value
 * (null or '') are left out.
 *
 * @throws {TicketError} INVALID_FIELD for a value without a name, a name that cannot be one, or a field that is there twice
 */
export function fieldsFromRows(rows: ReadonlyArray<{ field: string; value: Json }>): Fields {
  const fields = emptyFields();
  const names = new FieldNames();
  for (const { field, value } of rows) {
    const name = field.trim();
    if (name === '' && (value === '' || value === null)) continue;
    const problem = names.add(name);
    if (problem !== undefined) throw new TicketError('INVALID_FIELD', `Ticket table: ${problem}`);
    fields[name] = value;
  }
  return fields;
}

/** The fields of both. Where both have a field, `over` wins; names are compared without case. Those of base come first, under its names. */
export function overlay(base: Fields, over: Fields): Fields {
  const fields = Object.assign(emptyFields(), base);
  const names = new Map(Object.keys(base).map((name) => [nameKey(name), name]));
  for (const [name, value] of Object.entries(over)) fields[names.get(nameKey(name)) ?? name] = value;
  return fields;
}

/** What an UPDATE may send of a table: where a ticket belongs was decided when it was created. */
export function withoutProjectAndType(fields: Fields): Fields {
  const kept = Object.entries(fields).filter(([name]) => !['project', 'issuetype'].includes(nameKey(name)));
  return Object.assign(emptyFields(), Object.fromEntries(kept));
}

function emptyFields(): Fields {
  return Object.create(null) as Fields;
}
