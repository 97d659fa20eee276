import { TicketError } from './error';
import { excerpt } from './excerpt';
import { fieldLabel, plainly } from './field-names';
import type { FieldSchema } from './field-schema';
import type { Json, JsonObject } from './json';
import { nearest } from './nearest';

const mostNamed = 5;
/** What an allowed value is known by, in the order in which text is compared with it. */
const properties = ['value', 'name', 'untranslatedName', 'key', 'id'] as const;

/** What text may call this one. */
export function labelsOf(allowed: JsonObject): string[] {
  return properties.flatMap((property) => label(allowed, property) ?? []);
}

/** The one that the text means: first as it is written, then without case. */
export function findAllowed(text: string, allowed: readonly JsonObject[]): JsonObject | undefined {
  const known = labelled.get(allowed) ?? byLabel(allowed);
  return known.asWritten.get(text) ?? known.withoutCase.get(text.toLowerCase());
}

interface ByLabel {
  asWritten: Map<string, JsonObject>;
  withoutCase: Map<string, JsonObject>;
}

/** A list of thousands is not gone through for each of hundreds of texts. Nobody changes one that is in use. */
const labelled = new WeakMap<readonly JsonObject[], ByLabel>();

function byLabel(allowed: readonly JsonObject[]): ByLabel {
  const found: ByLabel = { asWritten: new Map(), withoutCase: new Map() };
  for (const property of properties) {
    for (const one of allowed) {
      const text = label(one, property);
      if (text === undefined) continue;
      if (!found.asWritten.has(text)) found.asWritten.set(text, one);
      const lower = text.toLowerCase();
      if (!found.withoutCase.has(lower)) found.withoutCase.set(lower, one);
    }
  }
  labelled.set(allowed, found);
  return found;
}

/** How a command refers to it: by the first of these properties that it has, or else by its id. */
export function referenceTo(allowed: JsonObject, by: ReadonlyArray<(typeof properties)[number]> = ['value', 'name']): JsonObject {
  const property = by.find((one) => label(allowed, one) !== undefined) ?? 'id';
  return { [property]: allowed[property] ?? null };
}

/** @throws {TicketError} INVALID_FIELD with the allowed values that may have been meant */
export function refuseUnlisted(text: string, allowed: readonly JsonObject[], field: FieldSchema): never {
  const near = nearest(text, allowed, labelsOf, mostNamed).map((one) => excerpt(nameOf(one)));
  const first = allowed.slice(0, mostNamed).map((one) => plainly(nameOf(one)));
  const rest = allowed.length > mostNamed ? ` … (${allowed.length} in all)` : '';
  const advice = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Allowed: ${first.join(', ')}${rest}.`;
  throw new TicketError('INVALID_FIELD', `Field ${fieldLabel(field)}: ${excerpt(text)} is not one of its values. ${advice}`);
}

/** What a person calls it. */
export function nameOf(allowed: JsonObject): string {
  return labelsOf(allowed)[0] ?? '?';
}

function label(allowed: JsonObject, property: string): string | undefined {
  const value: Json | undefined = allowed[property];
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).trim();
}
