import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { FieldContext } from './context';
import type { Named } from './projects';

/** What is wrong with a field's value, in Jira's words. */
export class FieldProblem extends Error {
  /** The field that Jira blames, where it is another one. */
  readonly blamed: string | undefined;

  constructor(words: string, blamed?: string) {
    super(words);
    this.name = 'FieldProblem';
    this.blamed = blamed;
  }
}

/** One type of field: what it takes, keeps, gives back and shows. Kept values name things by id, so that they are the same in every version. */
export interface FieldKind {
  schema(context: FieldContext): { type: string; items?: string };
  operations: string[];
  /** Of the JSON of a create or update, never null. @throws {FieldProblem} */
  read(value: Json, context: FieldContext): Json;
  /** What a GET gives. */
  write(kept: Json, context: FieldContext): Json;
  /** As a person reads it. */
  words(kept: Json, context: FieldContext): string;
  /** What create metadata lists. */
  allowed?: (context: FieldContext) => JsonObject[];
  /** Rules that Jira looks at once all fields are understood. @returns what is wrong */
  check?(kept: Json, context: FieldContext): string | undefined;
}

export const SET = ['set'];
export const LIST = ['add', 'set', 'remove'];

/** A kind that holds several of another. */
export function listOf(one: FieldKind, items: string): FieldKind {
  const { allowed } = one;
  return {
    schema: () => ({ type: 'array', items }),
    operations: LIST,
    read: (value, context) => elements(value).map((element) => one.read(element, context)),
    write: (kept, context) => elements(kept).map((element) => one.write(element, context)),
    words: (kept, context) => elements(kept).map((element) => one.words(element, context)).join(', '),
    ...(allowed === undefined ? {} : { allowed }),
  };
}

/** @throws {FieldProblem} where it is no array */
export function elements(value: Json): Json[] {
  if (!Array.isArray(value)) throw new FieldProblem('data was not an array');
  return value;
}

/** @throws {FieldProblem} where it is no string */
export function text(value: Json): string {
  if (typeof value !== 'string') throw new FieldProblem('Operation value must be a string');
  return value;
}

/** The thing that `{ id }` or `{ name }` means. @throws {FieldProblem} */
export function pickNamed(value: Json, things: Named[], label: string): string {
  if (!isObject(value)) throw new FieldProblem('expected Object');
  const { id, name } = value;
  if (id !== undefined) return found(things.find((thing) => thing.id === textOf('id', id)), label, 'id', String(id));
  if (name !== undefined) return found(things.find((thing) => thing.name === textOf('name', name)), label, 'name', String(name));
  throw new FieldProblem(`Could not find valid 'id' or 'name' in ${label.toLowerCase()} object.`);
}

/** @throws {FieldProblem} where the property is no string */
export function textOf(property: string, value: Json): string {
  if (typeof value !== 'string') throw new FieldProblem(`expected '${property}' property to be a string`);
  return value;
}

function found(thing: Named | undefined, label: string, by: string, sought: string): string {
  if (thing === undefined) throw new FieldProblem(`${label} ${by} '${sought}' is not valid`);
  return thing.id;
}

/** The thing with this id, which was in the list when it was kept. */
export function keptOne<T extends { id: string }>(list: T[], kept: Json): T {
  return list.find(({ id }) => id === kept) as T;
}
