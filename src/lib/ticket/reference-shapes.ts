import { findAllowed, labelsOf, nameOf, referenceTo, refuseUnlisted } from './allowed-values';
import type { Json, JsonObject } from './json';
import type { Reading, Shape } from './value-shape';
import { referenceShape } from './value-shape';

/** Whatever refers to something: an allowed value where there are any, or else what `otherwise` makes of the text. */
function choice(otherwise: (text: string, isNumber: boolean) => JsonObject, refer: (found: JsonObject, reading: Reading) => JsonObject = (found) => referenceTo(found)): Shape {
  return referenceShape((text, reading, isNumber) => {
    const allowed = reading.field.allowedValues ?? [];
    if (allowed.length === 0) return otherwise(text, isNumber);
    const found = findAllowed(text, allowed);
    return found === undefined ? refuseUnlisted(text, allowed, reading.field) : refer(found, reading);
  });
}

/** By name, or by id where the text is one. */
const named = (text: string) => (isId(text) ? { id: text } : { name: text });

/** Select list, radio buttons. Without metadata a number is an id, and text is always the value. */
export const option = choice((text, isNumber) => (isNumber ? { id: text } : { value: text }));

/**
 * A name of what Jira has in several languages is taken only as it is in Jira's own: in that of the user, the id says what is meant. Cloud
 * tells which names are translated, a server only by refusing one.
 */
function unlessTranslated(found: JsonObject, { field, dialect }: Reading): JsonObject {
  const { untranslatedName = found['name'] } = found;
  return untranslatedName !== found['name'] || dialect.byId?.has(field.id) ? referenceTo(found, ['id']) : referenceTo(found);
}

/** Priority, resolution, security level. */
export const level = choice(named, unlessTranslated);

/** A list of an app's, Tempo's accounts: by the id alone, as Jira lists it. */
export const bareOption = referenceShape((text, { field }) => {
  const allowed = field.allowedValues ?? [];
  const found = findAllowed(text, allowed);
  if (found === undefined) return allowed.length === 0 || isId(text) ? text : refuseUnlisted(text, allowed, field);
  return found['id'] ?? text;
});

/** An object of Assets, by its key. */
export const asset = referenceShape((text) => ({ key: text }));

/** Component, version. Without metadata text is always the name: a version may be called 2026. */
export const part = choice((text, isNumber) => (isNumber ? { id: text } : { name: text }));

/** A type may be changed to one that the metadata was not read for, so no type is refused. */
export const issueType = referenceShape((text, reading) => {
  const found = findAllowed(text, reading.field.allowedValues ?? []);
  return found === undefined ? named(text) : unlessTranslated(found, reading);
});

/** By key. A project that the metadata was not read for is not refused. */
export const project = referenceShape((text, { field }) => {
  const found = findAllowed(text, field.allowedValues ?? []);
  return found === undefined ? byKey(text) : referenceTo(found, ['key']);
});

export const issue = referenceShape(byKey);
export const user = referenceShape((text, { field, dialect }) => ({ [dialect.users]: dialect.person?.(field, text) ?? text }));
export const group = referenceShape((text) => ({ name: text }));
export const timeTracking = referenceShape((text) => ({ originalEstimate: text }));

/** Cascading select: `Europe/Belgium`, or the parent alone. A parent that metadata lists may have a `/` in it. */
export const cascade = referenceShape((text, reading, isNumber) => {
  const parents = reading.field.allowedValues ?? [];
  if (parents.length > 0) return cascadeAmong(text, parents, reading);
  const slash = text.indexOf('/');
  if (slash < 0) return isNumber ? { id: text } : { value: text };
  const child = text.slice(slash + 1).trim();
  const parent = { value: text.slice(0, slash).trim() };
  return child === '' ? parent : { ...parent, child: { value: child } };
});

function cascadeAmong(text: string, parents: readonly JsonObject[], reading: Reading): Json {
  const alone = findAllowed(text, parents);
  if (alone !== undefined) return referenceTo(alone);
  let refused: { parent: JsonObject; child: string } | undefined;
  for (const isSame of [same, sameWithoutCase]) {
    for (const parent of parents) {
      for (const label of labelsOf(parent)) {
        const child = childAfter(label, text, isSame);
        if (child === undefined) continue;
        if (child === '') return referenceTo(parent);
        const found = findAllowed(child, childrenOf(parent));
        if (found !== undefined) return { ...referenceTo(parent), child: referenceTo(found) };
        refused ??= { parent, child };
      }
    }
  }
  if (refused === undefined) return refuseUnlisted(text, parents, reading.field);
  return refuseUnlisted(refused.child, childrenOf(refused.parent), { ...reading.field, name: `${reading.field.name} under ${nameOf(refused.parent)}` });
}

/** What follows the label and a slash; undefined where the text does not begin so. */
function childAfter(label: string, text: string, isSame: (a: string, b: string) => boolean): string | undefined {
  if (!isSame(text.slice(0, label.length), label)) return undefined;
  const rest = text.slice(label.length).trimStart();
  return rest.startsWith('/') ? rest.slice(1).trim() : undefined;
}

const same = (a: string, b: string) => a === b;
const sameWithoutCase = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function childrenOf({ children }: JsonObject): JsonObject[] {
  return Array.isArray(children) ? (children as JsonObject[]) : [];
}

function byKey(text: string): JsonObject {
  return isId(text) ? { id: text } : { key: text };
}

function isId(text: string): boolean {
  return /^\d+$/.test(text);
}
