import { TicketError } from './error';
import { excerpt } from './excerpt';
import { fieldLabel } from './field-names';
import type { Dialect, FieldSchema } from './field-schema';
import type { Json } from './json';
import { isObject } from './json';
import { decimalText } from './numbers';
import { jsonIn } from './plain-json';

/** What a value is read for, and what is found out on the way. */
export interface Reading {
  field: FieldSchema;
  dialect: Dialect;
  /** What was repaired, in words. */
  warnings: string[];
  /** The whole text of a summary that was cut; '' where none was. */
  overflow: string;
}

/** How fields of one kind read what a command says. */
export interface Shape {
  /** Whether a JSON object is among what such a field takes. */
  takesObjects: boolean;
  /** The JSON for Jira of any value but null. @throws {TicketError} INVALID_FIELD */
  read(value: Json, reading: Reading): Json;
}

/** @throws {TicketError} INVALID_FIELD naming the field, what was expected and what was found */
export function refuse(value: Json, expected: string, { field }: Reading): never {
  throw new TicketError('INVALID_FIELD', `Field ${fieldLabel(field)}: expected ${expected}, got ${found(value)}.`);
}

function found(value: Json): string {
  if (typeof value === 'string') return excerpt(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return `${Array.isArray(value) ? 'an array' : 'an object'} ${excerpt(JSON.stringify(value))}`;
}

/** The text that a string, a number or a boolean is. @throws {TicketError} INVALID_FIELD for all else */
export function literal(value: Json, expected: string, reading: Reading): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalText(value);
  return typeof value === 'boolean' ? String(value) : refuse(value, expected, reading);
}

/** A field that is text. */
export function textShape(read: (text: string, reading: Reading) => Json): Shape {
  return { takesObjects: false, read: (value, reading) => read(literal(value, 'text', reading), reading) };
}

/** A field that is a number or a moment: a string or a number, and empty text clears it. */
export function measureShape(expected: string, measure: (value: string | number, reading: Reading) => Json | undefined): Shape {
  return {
    takesObjects: false,
    read(value, reading) {
      const given = typeof value === 'string' ? value.trim() : value;
      if (given === '') return null;
      const read = typeof given === 'string' || typeof given === 'number' ? measure(given, reading) : undefined;
      return read ?? refuse(value, expected, reading);
    },
  };
}

/**
 * A field that refers to something by an object. An object, or text that is one in JSON, is that; empty text clears it; `refer`
 * makes one of any other text.
 *
 * @param refer isNumber: a number was given, of which this is the text
 */
export function referenceShape(refer: (text: string, reading: Reading, isNumber: boolean) => Json): Shape {
  return {
    takesObjects: true,
    read(value, reading) {
      const json = typeof value === 'string' ? jsonIn(value) : value;
      if (json !== undefined && isObject(json)) return json;
      const text = literal(value, 'text or a JSON object', reading).trim();
      return text === '' ? null : refer(text, reading, typeof value === 'number');
    },
  };
}
