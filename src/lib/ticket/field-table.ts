import type { Command, Fields } from './command';
import { TicketError } from './error';
import { FieldNames, nameKey } from './field-name';
import type { Json } from './json';
import { saysPlace } from './place';

export type { FieldRow, ValueType } from './field-row';
export { includedRows, valueTypes } from './field-row';
export { queryFromRows, rowsFromQuery } from './field-query';

/** What a command sends, and which of it is its table's. */
export type CommandFields = Pick<Command, 'fields' | 'fromTable'>;

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

/**
 * The fields of a command on those of a table. Where both have a field of this name, the command's counts; names are compared without
 * case. Those of the table come first, under its names.
 */
export function overlay(table: Fields, over: Fields): CommandFields {
  const fields = Object.assign(emptyFields(), table);
  const left = new Map(Object.keys(table).map((name) => [nameKey(name), name]));
  for (const [name, value] of Object.entries(over)) {
    fields[left.get(nameKey(name)) ?? name] = value;
    left.delete(nameKey(name));
  }
  return { fields, fromTable: [...left.values()] };
}

/** What an UPDATE may send of a table: where a ticket belongs was decided when it was created. */
export function withoutProjectAndType(fields: Fields): Fields {
  const kept = Object.entries(fields).filter(([name]) => !saysPlace(name));
  return Object.assign(emptyFields(), Object.fromEntries(kept));
}

function emptyFields(): Fields {
  return Object.create(null) as Fields;
}
