import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { FieldContext } from './context';
import { FieldProblem, elements, listOf } from './field-kind';
import type { FieldDefinition, Screen } from './field-definitions';
import { FIELDS, fieldsOn } from './field-definitions';
import { refusal } from './refusal';
import { rich } from './text-kinds';

/** What a body wants to become of a ticket: every field as it is kept, null to empty it, and comments to add. */
export interface Edit {
  values: Map<string, Json>;
  comments: Json[];
}

/**
 * Understands `fields` and `update` of a create, an edit or a transition. As in Jira, what cannot be understood is told before any
 * rule about the values is looked at.
 *
 * @param current the fields of the ticket as they are; empty for a create
 * @throws {Refusal} 400 with the reason for each field
 */
export function readEdit(body: JsonObject, screen: Screen, context: FieldContext, current: ReadonlyMap<string, Json>): Edit {
  const edit: Edit = { values: new Map(), comments: [] };
  const errors = new Problems();
  const shown = new Map(fieldsOn(screen, context).map((field) => [field.id, field]));
  const fields = objectAt(body, 'fields');
  const update = objectAt(body, 'update');
  for (const [id, value] of Object.entries(fields)) {
    errors.collect(id, () => edit.values.set(id, value === null ? null : onScreen(shown, id).kind.read(value, context)));
  }
  for (const [id, operations] of Object.entries(update)) {
    errors.collect(id, () => {
      if (Object.hasOwn(fields, id)) throw new FieldProblem(`Field '${id}' cannot appear in both 'fields' and 'update'`);
      if (id === 'comment') for (const comment of newComments(operations, context)) edit.comments.push(comment);
      else edit.values.set(id, operate(onScreen(shown, id), operations, context, current.get(id) ?? null));
    });
  }
  errors.refuseIfAny();
  for (const field of shown.values()) errors.collect(field.id, () => checkRules(field, screen, edit, context));
  if (screen === 'create') checkParent(edit, context, errors);
  errors.refuseIfAny();
  return edit;
}

class Problems {
  private readonly errors = new Map<string, string>();

  add(field: string, words: string): void {
    this.errors.set(field, words);
  }

  collect(field: string, read: () => unknown): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      this.add(error.blamed ?? field, error.message);
    }
  }

  refuseIfAny(): void {
    if (this.errors.size > 0) throw refusal(400, [], Object.fromEntries(this.errors));
  }
}

function objectAt(body: JsonObject, name: string): JsonObject {
  const part = body[name] ?? {};
  if (!isObject(part)) throw refusal(400, [`Can not deserialize instance of java.util.LinkedHashMap: '${name}' has to be an object.`]);
  return part;
}

function onScreen(shown: Map<string, FieldDefinition>, id: string): FieldDefinition {
  const field = shown.get(id);
  if (field === undefined) throw new FieldProblem(`Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`);
  return field;
}

/** `[{ "add": … }, { "remove": … }]`, one after the other. */
function operate({ id, kind }: FieldDefinition, operations: Json, context: FieldContext, before: Json): Json {
  return elements(operations).reduce<Json>((kept, entry) => {
    const [operation = '', value = null] = Object.entries(isObject(entry) ? entry : {})[0] ?? [];
    if (!kind.operations.includes(operation)) throw new FieldProblem(`Field '${id}' does not support the operation '${operation}'.`);
    if (operation === 'set') return value === null ? null : kind.read(value, context);
    const list = (kept ?? []) as Json[];
    if (operation === 'edit') return { ...(kept as JsonObject | null), ...(kind.read(value, context) as JsonObject) };
    const [element = null] = kind.read([value], context) as Json[];
    const others = list.filter((one) => one !== element);
    return operation === 'add' ? [...others, element] : others;
  }, before);
}

const comments = listOf(
  {
    ...rich,
    read: (value, context) => {
      const added = isObject(value) ? value['add'] : undefined;
      if (added === undefined || !isObject(added)) throw new FieldProblem("Field 'comment' supports the operation 'add' with a body.");
      return readCommentBody(added['body'] ?? '', context);
    },
  },
  'comment',
);

function newComments(operations: Json, context: FieldContext): Json[] {
  return comments.read(operations, context) as Json[];
}

/** @throws {FieldProblem} where it is empty, too long, or not in the form of this API version */
export function readCommentBody(body: Json, context: FieldContext): Json {
  if (body === '' || body === null) throw new FieldProblem('Comment body can not be empty!', 'comment');
  const kept = rich.read(body, context);
  const problem = rich.check?.(kept, context);
  if (problem !== undefined) throw new FieldProblem(problem);
  return kept;
}

function checkRules(field: FieldDefinition, screen: Screen, edit: Edit, context: FieldContext): void {
  const { id, kind, required, default: byDefault } = field;
  if (screen === 'create' && !edit.values.has(id)) edit.values.set(id, byDefault?.(context) ?? null);
  if (!edit.values.has(id) && screen === 'edit') return;
  const value = edit.values.get(id) ?? null;
  const problem = value === null ? required === true && missing(field) : kind.check?.(value, context);
  if (typeof problem === 'string') throw new FieldProblem(problem);
}

function missing({ id, name }: FieldDefinition): string {
  return id === 'summary' ? 'You must specify a summary of the issue.' : `${name} is required.`;
}

function checkParent(edit: Edit, { type }: FieldContext, errors: Problems): void {
  if (type.subtask && (edit.values.get('parent') ?? null) === null) {
    errors.add('issuetype', 'Issue type is a sub-task but parent issue key or id not specified.');
  }
}

/** What is kept where nothing was given: no entry at all. */
export function isEmpty(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

export function fieldById(id: string): FieldDefinition {
  return FIELDS.find((field) => field.id === id) as FieldDefinition;
}
