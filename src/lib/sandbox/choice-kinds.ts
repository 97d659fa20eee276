import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { Context, FieldContext } from './context';
import type { FieldKind } from './field-kind';
import { FieldProblem, SET, keptOne, pickNamed, textOf } from './field-kind';
import type { Named } from './projects';
import { PRIORITIES, RESOLUTIONS, SECURITY_LEVELS, issueTypeJson, priorityJson, projectJson } from './projects';

/** A value that one chooses from a custom field's list. */
export interface Option {
  id: string;
  value: string;
  children?: Option[];
}

/** Options with ids from `first` on, ten apart, so that children have theirs in between. */
export function options(first: number, values: Array<string | [string, string[]]>): Option[] {
  return values.map((entry, place) => {
    const id = first + 10 * place;
    if (typeof entry === 'string') return { id: String(id), value: entry };
    return { id: String(id), value: entry[0], children: entry[1].map((value, child) => ({ id: String(id + 1 + child), value })) };
  });
}

/** `cft:select`, `cft:radiobuttons`. */
export function choice(list: Option[], schema: FieldKind['schema'] = () => ({ type: 'option' })): FieldKind {
  return {
    schema,
    operations: SET,
    read: (value) => pickOption(value, list).id,
    write: (kept, { rest }) => optionJson(keptOne(list, kept), rest),
    words: (kept) => keptOne(list, kept).value,
    allowed: ({ rest }) => list.map((option) => optionJson(option, rest)),
  };
}

/** `cft:cascadingselect`: kept as the ids of the parent and, where one was chosen, the child. */
export function cascade(list: Option[]): FieldKind {
  const chosen = (kept: Json) => {
    const [parentId = null, childId] = kept as string[];
    const parent = keptOne(list, parentId);
    return { parent, child: childId === undefined ? undefined : keptOne(parent.children ?? [], childId) };
  };
  return {
    schema: () => ({ type: 'option-with-child' }),
    operations: SET,
    read(value) {
      const parent = pickOption(value, list);
      const child = (value as JsonObject)['child'] ?? null;
      return child === null ? [parent.id] : [parent.id, pickOption(child, parent.children ?? []).id];
    },
    write(kept, { rest }) {
      const { parent, child } = chosen(kept);
      return { ...optionJson(parent, rest), ...(child === undefined ? {} : { child: optionJson(child, rest) }) };
    },
    words(kept) {
      const { parent, child } = chosen(kept);
      return child === undefined ? parent.value : `${parent.value} / ${child.value}`;
    },
    allowed: ({ rest }) => list.map((option) => ({ ...optionJson(option, rest), children: (option.children ?? []).map((child) => optionJson(child, rest)) })),
  };
}

function pickOption(value: Json, list: Option[]): Option {
  const { id, value: words } = isObject(value) ? value : {};
  const option = list.find((one) => (id === undefined ? one.value === words : one.id === id));
  if (option !== undefined) return option;
  if (id !== undefined) throw new FieldProblem(`Option id '${textOf('id', id)}' is not valid`);
  if (words !== undefined) throw new FieldProblem(`Option value '${textOf('value', words)}' is not valid`);
  throw new FieldProblem("Could not find valid 'id' or 'value' in the Parent Option object.");
}

function optionJson({ id, value }: Option, rest: string): JsonObject {
  return { self: `${rest}/customFieldOption/${id}`, value, id };
}

/** Something that is referred to as `{ id }` or `{ name }`. */
function named(type: string, label: string, list: (context: FieldContext) => Named[], json: (thing: Named, context: Context) => JsonObject): FieldKind {
  const thing = (kept: Json, context: FieldContext): Named => keptOne(list(context), kept);
  return {
    schema: () => ({ type }),
    operations: SET,
    read: (value, context) => pickNamed(value, list(context), label),
    write: (kept, context) => json(thing(kept, context), context),
    words: (kept, context) => thing(kept, context).name,
    allowed: (context) => list(context).map((one) => json(one, context)),
  };
}

function plain(resource: string) {
  return ({ id, name }: Named, { rest }: Context): JsonObject => ({ self: `${rest}/${resource}/${id}`, id, name });
}

export const priority = named('priority', 'Priority', () => PRIORITIES, priorityJson);
export const resolution = named('resolution', 'Resolution', () => RESOLUTIONS, (thing, context) => ({ ...plain('resolution')(thing, context), description: '' }));
export const security = named('securitylevel', 'Security level', () => SECURITY_LEVELS, (thing, context) => ({ ...plain('securitylevel')(thing, context), description: '' }));
export const component = named('component', 'Component', ({ project }) => project.components, plain('component'));
export const version = named('version', 'Version', ({ project }) => project.versions, (thing, context) => ({
  ...plain('version')(thing, context),
  archived: false,
  released: false,
}));

/** The type may be changed within what its project has. */
export const issuetype: FieldKind = {
  schema: () => ({ type: 'issuetype' }),
  operations: SET,
  read(value, { project }) {
    const { id, name } = isObject(value) ? value : {};
    const type = project.types.find((one) => (id === undefined ? one.name === name : one.id === id));
    if (type === undefined) throw new FieldProblem('The issue type selected is invalid.');
    return type.id;
  },
  write: (_kept, context) => issueTypeJson(context.type, context),
  words: (_kept, { type }) => type.name,
  allowed: (context) => [issueTypeJson(context.type, context)],
};

/** Which project it is, was found out before its fields are read. */
export const project: FieldKind = {
  schema: () => ({ type: 'project' }),
  operations: SET,
  read: (_value, context) => context.project.id,
  write: (_kept, context) => projectJson(context.project, context),
  words: (_kept, context) => context.project.name,
  allowed: (context) => [projectJson(context.project, context)],
};
