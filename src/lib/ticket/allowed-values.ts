import { TicketError } from './error';
import { excerpt } from './excerpt';
import type { FieldSchema } from './field-schema';
import type { JsonObject } from './json';
import { nearest } from './nearest';

/** The properties by which an allowed value is known, in the order in which they are tried. */
const names = ['value', 'name', 'key', 'id'] as const;

/**
 * The allowed value that a text means: by value, name, key or id, and then without case.
 *
 * @returns undefined where there is no such value
 */
export function findAllowed(text: string, allowed: readonly JsonObject[]): JsonObject | undefined {
  const wanted = text.trim();
  for (const same of [(a: string) => a === wanted, (a: string) => a.toLowerCase() === wanted.toLowerCase()]) {
    for (const name of names) {
      const found = allowed.find((one) => one[name] !== undefined && same(String(one[name])));
      if (found) return found;
    }
  }
  return undefined;
}

/** What is sent of an allowed value: the name that Jira shows, or its id where it has none. */
export function reference(allowed: JsonObject): JsonObject {
  for (const name of names) if (allowed[name] !== undefined) return { [name]: allowed[name] };
  return allowed;
}

export function label(allowed: JsonObject): string {
  return String(Object.values(reference(allowed))[0]);
}

/** @throws {TicketError} INVALID_FIELD with the values that may have been meant */
export function notAllowed(schema: FieldSchema, text: string, allowed: readonly JsonObject[]): never {
  const labels = allowed.map(label);
  const near = nearest(text, labels, 5);
  const hint = near.length > 0 ? `Did you mean ${near.map((one) => `"${one}"`).join(', ')}?` : `Allowed: ${labels.slice(0, 5).join(', ')}${labels.length > 5 ? ' …' : ''}.`;
  throw new TicketError('INVALID_FIELD', `${schema.name} (${schema.id}): ${excerpt(text)} is not one of its values. ${hint}`);
}

/**
 * Splits a list at its commas; a comma within an allowed value, or after a backslash, does not part.
 */
export function splitList(text: string, allowed: readonly JsonObject[]): string[] {
  const pieces = text.split(/(?<!\\),/);
  const parts: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    let taken = 1;
    // As many pieces as make an allowed value together.
    for (let count = Math.min(pieces.length - i, 8); count > 1; count--) {
      if (findAllowed(pieces.slice(i, i + count).join(','), allowed)) {
        taken = count;
        break;
      }
    }
    parts.push(pieces.slice(i, i + taken).join(',').replaceAll('\\,', ',').trim());
    i += taken - 1;
  }
  return [...new Set(parts.filter((part) => part !== ''))];
}
