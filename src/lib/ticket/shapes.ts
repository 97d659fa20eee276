import { findAllowed, label, notAllowed, reference, splitList } from './allowed-values';
import { toDate, toDateTime } from './dates';
import { textDocument } from './document';
import type { Dialect, FieldSchema } from './field-schema';
import type { Json, JsonObject } from './json';
import { isObject } from './json';
import { parseNumber, withinRange } from './numbers';
import { repairLabel, repairText } from './text-repairs';

/** What a value is made for, and where what was repaired is told. */
export interface Making {
  schema: FieldSchema;
  dialect: Dialect;
  warn: (warning: string) => void;
}

export interface Shape {
  /** What is expected, for the error of a value that is not. */
  expected: string;
  /** Text (never empty) → JSON; undefined where it is not what is expected. */
  fromText: (text: string, making: Making) => Json | undefined;
  /** A number or a boolean that a row or a message has → JSON; absent: its text is taken. */
  fromNumber?: (value: number, making: Making) => Json | undefined;
  /** Numbers and booleans that a row or a message has stay what they are. */
  asIs?: true;
  /** What an empty text becomes. */
  empty: Json;
  /** JSON objects and arrays that are given, also as text, pass as they are. */
  raw: 'object' | 'array' | 'any' | 'no';
  /** `array`: fromText makes one element, and the text is a list of them. */
  list?: true;
}

const custom = 'com.atlassian.jira.plugin.system.customfieldtypes:';
const agile = 'com.pyxis.greenhopper.jira:';

const text: Shape = { expected: 'text', fromText: plainText, empty: '', raw: 'no' };
const richText: Shape = { expected: 'text', fromText: (value, making) => rich(plainText(value, making), making), empty: '', raw: 'no' };
const number: Shape = {
  expected: 'a number such as 5 or 2.5',
  fromText: parseNumber,
  fromNumber: withinRange,
  empty: null,
  raw: 'no',
};
const date: Shape = {
  expected: 'a date such as 2026-11-23',
  fromText: (value, { dialect }) => toDate(value, dialect.timezone),
  fromNumber: (value, { dialect }) => toDate(value, dialect.timezone),
  empty: null,
  raw: 'no',
};
const dateTime: Shape = {
  expected: 'a date and time such as 2026-11-23T14:39',
  fromText: (value, { dialect }) => toDateTime(value, dialect.timezone),
  fromNumber: (value, { dialect }) => toDateTime(value, dialect.timezone),
  empty: null,
  raw: 'no',
};
const option: Shape = { expected: 'one of its values', fromText: (value, making) => chosen(value, making, 'value'), empty: null, raw: 'object' };
const named: Shape = { expected: 'a name', fromText: (value, making) => chosen(value, making, 'name'), empty: null, raw: 'object' };
const cascade: Shape = { expected: 'a value such as Europe/Belgium', fromText: cascading, empty: null, raw: 'object' };
const user: Shape = { expected: 'a user', fromText: (value, { dialect }) => ({ [dialect.users]: value.trim() }), empty: null, raw: 'object' };
const group: Shape = { expected: 'a group', fromText: (value) => ({ name: value.trim() }), empty: null, raw: 'object' };
// The metadata is that of one project: another one is not in its allowed values.
const project: Shape = { expected: 'the key of a project', fromText: (value) => keyOrId(value), empty: null, raw: 'object' };
const issue: Shape = { expected: 'the key of a ticket', fromText: (value) => keyOrId(value), empty: null, raw: 'object' };
const timeTracking: Shape = { expected: 'a duration such as 3h 30m', fromText: (value) => ({ originalEstimate: value.trim() }), empty: null, raw: 'object' };
const labels: Shape = { expected: 'labels', fromText: labelOf, empty: [], raw: 'array', list: true };
const epic: Shape = { expected: 'the key of an epic', fromText: (value) => value.trim(), empty: null, raw: 'no' };
const sprint: Shape = { expected: 'the number of a sprint', fromText: parseNumber, fromNumber: withinRange, empty: null, raw: 'any' };
const anything: Shape = { expected: 'text or JSON', fromText: plainText, empty: '', raw: 'any', asIs: true };
/** Not in the metadata: what looks like JSON may well be meant as text. */
const untyped: Shape = { ...anything, raw: 'no' };

const listOf = (shape: Shape): Shape => ({ ...shape, empty: [], raw: 'array', list: true });

/** By the custom field's type, which says more than the schema's: 5.x calls radio buttons *string*. */
const byCustomType: Readonly<Record<string, Shape>> = {
  [`${custom}textfield`]: text,
  [`${custom}url`]: text,
  [`${custom}readonlyfield`]: text,
  [`${custom}textarea`]: richText,
  [`${custom}float`]: number,
  [`${custom}datepicker`]: date,
  [`${custom}datetime`]: dateTime,
  [`${custom}select`]: option,
  [`${custom}radiobuttons`]: option,
  [`${custom}multiselect`]: listOf(option),
  [`${custom}multicheckboxes`]: listOf(option),
  [`${custom}cascadingselect`]: cascade,
  [`${custom}userpicker`]: user,
  [`${custom}multiuserpicker`]: listOf(user),
  [`${custom}grouppicker`]: group,
  [`${custom}multigrouppicker`]: listOf(group),
  [`${custom}project`]: project,
  [`${custom}version`]: named,
  [`${custom}multiversion`]: listOf(named),
  [`${custom}labels`]: labels,
  [`${agile}gh-epic-link`]: epic,
  [`${agile}gh-sprint`]: sprint,
};

/** By the schema's type; for an array by the type of its elements. */
const byType: Readonly<Record<string, Shape>> = {
  string: text,
  number,
  date,
  datetime: dateTime,
  option,
  'option-with-child': cascade,
  priority: named,
  issuetype: named,
  resolution: named,
  status: named,
  component: named,
  version: named,
  securitylevel: named,
  project,
  user,
  group,
  issuelink: issue,
  timetracking: timeTracking,
  unknown: untyped,
};

const richSystemFields = new Set(['description', 'environment']);

/** How a field's values are made. */
export function shapeOf({ id, type, items, custom: customType }: FieldSchema): Shape {
  const special = customType === undefined ? undefined : byCustomType[customType];
  if (special) return special;
  if (richSystemFields.has(id)) return richText;
  if (type !== 'array') return byType[type] ?? anything;
  if (items === 'string') return labels;
  const element = byType[items ?? ''];
  return element ? listOf(element) : { ...anything, empty: [] };
}

/** Text of an element or of a whole list, as its shape says. */
export function madeOfText(shape: Shape, given: string, making: Making): Json | undefined {
  if (given.trim() === '') return shape === richText && making.dialect.text === 'document' ? null : shape.empty;
  const raw = shape.raw === 'no' ? undefined : rawJson(given, shape.raw);
  if (raw !== undefined) return raw;
  if (!shape.list) return shape.fromText(given, making);
  const made = splitList(given, making.schema.allowedValues ?? []).map((part) => shape.fromText(part, making));
  return made.some((one) => one === undefined) ? undefined : (made as Json[]);
}

/** Text that is JSON of the kind that the schema wants anyway. */
function rawJson(given: string, raw: 'object' | 'array' | 'any'): Json | undefined {
  const opening = given.trimStart()[0];
  if (opening !== '{' && opening !== '[') return undefined;
  if ((raw === 'object' && opening === '[') || (raw === 'array' && opening === '{')) return undefined;
  try {
    return JSON.parse(given) as Json;
  } catch {
    return undefined; // then it is text that begins with a bracket
  }
}

function plainText(given: string, { warn }: Making): string {
  const { text: repaired, warnings } = repairText(given);
  warnings.forEach(warn);
  return repaired;
}

function rich(given: string, { dialect }: Making): Json {
  return dialect.text === 'document' ? textDocument(given) : given;
}

function labelOf(given: string, { warn }: Making): string {
  const { text: repaired, warnings } = repairLabel(given);
  warnings.forEach(warn);
  return repaired;
}

function keyOrId(given: string): JsonObject {
  const name = given.trim();
  return /^\d+$/.test(name) ? { id: name } : { key: name };
}

function chosen(given: string, { schema }: Making, by: 'name' | 'value'): Json {
  const name = given.trim();
  const allowed = schema.allowedValues ?? [];
  if (allowed.length > 0) return reference(findAllowed(name, allowed) ?? notAllowed(schema, name, allowed));
  return by === 'name' && /^\d+$/.test(name) ? { id: name } : { [by]: name };
}

/** `Parent/Child`; a parent whose own name has a slash is found too, where the values are known. */
function cascading(given: string, { schema }: Making): Json {
  const allowed = schema.allowedValues ?? [];
  const parts = given.split('/');
  if (allowed.length === 0) {
    const [parent = '', ...rest] = parts;
    const child = rest.join('/').trim();
    return { value: parent.trim(), ...(child === '' ? {} : { child: { value: child } }) };
  }
  for (let split = parts.length; split > 0; split--) {
    const parent = findAllowed(parts.slice(0, split).join('/'), allowed);
    if (!parent) continue;
    const name = parts.slice(split).join('/').trim();
    if (name === '') return reference(parent);
    const children = (Array.isArray(parent['children']) ? parent['children'] : []).filter(isObject);
    const child = findAllowed(name, children) ?? notAllowed({ ...schema, name: `${schema.name} under ${label(parent)}` }, name, children);
    return { ...reference(parent), child: reference(child) };
  }
  return notAllowed(schema, given.trim(), allowed);
}
