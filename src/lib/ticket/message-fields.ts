import type { Fields } from './command';
import { aboutField, TicketError } from './error';
import { excerpt } from './excerpt';
import { FieldNames } from './field-name';
import { isFileField } from './files';
import type { Json } from './json';
import { PlainCopy } from './plain-copy';

const mostFields = 500;

/**
 * The fields of a message's `msg.fields`, copied to plain JSON. undefined or null has none; members that are undefined are
 * left out, null stays null, a Date becomes its ISO text. Nothing of the object is kept, and nothing it may do escapes:
 * getters that throw, proxies, cycles and endless depth all end as an error.
 *
 * @throws {TicketError} INVALID_FIELD with the path, what was found and what was expected
 */
export function fieldsFromMessage(value: unknown): Fields {
  const fields = Object.create(null) as Fields;
  if (value === undefined || value === null) return fields;
  const copy = new PlainCopy('msg.fields').object(value);
  const entries = Object.entries(copy);
  if (entries.length > mostFields) throw new TicketError('INVALID_FIELD', `msg.fields has ${entries.length} fields; expected at most ${mostFields}.`);
  const names = new FieldNames();
  for (const [name, json] of entries) {
    const problem = names.add(name);
    if (problem !== undefined) throw new TicketError('INVALID_FIELD', `msg.fields: ${problem}`);
    fields[name.trim()] = json;
  }
  return fields;
}

/**
 * What the row of a ticket table gives for its field, copied likewise; undefined where that is nothing.
 *
 * @throws {TicketError} INVALID_FIELD with the row, what was found and what was expected
 */
export function valueOfRow(field: string, value: unknown): Json | undefined {
  return aboutField(field, () => new PlainCopy(`Ticket table, row ${excerpt(field)}`, isFileField(field)).value(value));
}
