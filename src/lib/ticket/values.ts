import { jiraDate, jiraDateTime } from './dates';
import { unlisted } from './field-names';
import type { FieldSchema } from './field-schema';
import type { Json } from './json';
import { listOf } from './list-shape';
import { decimalNumber, heldNumber } from './numbers';
import { isPlain, jsonIn } from './plain-json';
import { asset, bareOption, cascade, group, issue, issueType, level, option, part, project, timeTracking, user } from './reference-shapes';
import { address, bareKey, label, richText, shortText, summary, text } from './text-shapes';
import type { Reading, Shape } from './value-shape';
import { measureShape, refuse } from './value-shape';

const number = measureShape('a number such as 5 or 2.5, within 2^53', (value) => (typeof value === 'number' ? heldNumber(value) : decimalNumber(value)));
const sprintId = idNumber('the number of a sprint');
const organizationId = idNumber('the number of an organization');
const date = measureShape('a date such as 2026-11-23', (value, { dialect }) => jiraDate(value, dialect.timezone));
const dateTime = measureShape('a date and time such as 2026-11-23T14:39 or 2026-11-23T14:39:00+01:00', (value, { dialect }) =>
  jiraDateTime(value, dialect.timezone),
);

/** A type of which nothing is known: text is an object or array where it is one in JSON, all else goes as it is. */
const anything: Shape = {
  takesObjects: true,
  read: (value, reading) => (typeof value === 'string' ? (jsonIn(value) ?? text.read(value, reading)) : value),
};
/** A field of which nothing is known: its text may be meant as text. */
const asGiven: Shape = { takesObjects: true, read: (value, reading) => (typeof value === 'string' ? text.read(value, reading) : value) };

/**
 * Custom fields by the key of their type, which says more than the type: Server 5 calls radio buttons a string, and the types of
 * sprints and epic links are those of what Jira gives back.
 */
const byCustomType: Record<string, Shape> = {
  'com.atlassian.jira.plugin.system.customfieldtypes:textfield': shortText,
  'com.atlassian.jira.plugin.system.customfieldtypes:textarea': richText,
  'com.atlassian.jira.plugin.system.customfieldtypes:url': address,
  'com.atlassian.jira.plugin.system.customfieldtypes:float': number,
  'com.atlassian.jira.plugin.system.customfieldtypes:datepicker': date,
  'com.atlassian.jira.plugin.system.customfieldtypes:datetime': dateTime,
  'com.atlassian.jira.plugin.system.customfieldtypes:select': option,
  'com.atlassian.jira.plugin.system.customfieldtypes:radiobuttons': option,
  'com.atlassian.jira.plugin.system.customfieldtypes:multiselect': listOf(option),
  'com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes': listOf(option),
  'com.atlassian.jira.plugin.system.customfieldtypes:cascadingselect': cascade,
  'com.atlassian.jira.plugin.system.customfieldtypes:userpicker': user,
  'com.atlassian.jira.plugin.system.customfieldtypes:multiuserpicker': listOf(user),
  'com.atlassian.jira.plugin.system.customfieldtypes:grouppicker': group,
  'com.atlassian.jira.plugin.system.customfieldtypes:multigrouppicker': listOf(group),
  'com.atlassian.jira.plugin.system.customfieldtypes:version': part,
  'com.atlassian.jira.plugin.system.customfieldtypes:multiversion': listOf(part),
  'com.atlassian.jira.plugin.system.customfieldtypes:project': project,
  'com.atlassian.jira.plugin.system.customfieldtypes:labels': listOf(label),
  'com.pyxis.greenhopper.jira:gh-epic-link': bareKey,
  'com.pyxis.greenhopper.jira:gh-sprint': sprintId,
};

/** System fields whose type does not tell what is special about them. */
const byId: Record<string, Shape> = {
  summary,
  description: richText,
  environment: richText,
  comment: richText,
  labels: listOf(label),
};

/** All others; the elements of arrays too. */
const byType: Record<string, Shape> = {
  string: text,
  number,
  date,
  datetime: dateTime,
  option,
  option2: bareOption,
  'option-with-child': cascade,
  priority: level,
  resolution: level,
  securitylevel: level,
  component: part,
  version: part,
  user,
  group,
  project,
  issuetype: issueType,
  issuelink: issue,
  'sd-customerorganization': organizationId,
  timetracking: timeTracking,
  [unlisted]: asGiven,
};

/**
 * What Jira wants for a value of this field: the value, read as its schema says. Shares nothing with what was given.
 *
 * @throws {TicketError} INVALID_FIELD naming the field, what was expected, and what was found
 */
export function readValue(value: Json, reading: Reading): Json {
  if (value === null) return null;
  if (!isPlain(value)) refuse(typeof value, 'JSON of at most 100 levels, without a member "__proto__"', reading);
  return shapeOf(reading.field).read(typeof value === 'object' ? structuredClone(value) : value, reading);
}

/** Assets of a Data Center, formerly Insight: several types of fields, of one object or more. Cloud's need more than a key. */
const assetTypes = 'com.riadalabs.jira.plugins.insight:rlabs-customfield-';

function shapeOf({ custom = '', id, type, items = '' }: FieldSchema): Shape {
  const special = own(byCustomType, custom) ?? own(byId, id);
  if (special !== undefined) return special;
  if (custom.startsWith(assetTypes)) return listOf(asset);
  return type === 'array' ? listOf(own(byType, items) ?? anything) : (own(byType, type) ?? anything);
}

function idNumber(expected: string): Shape {
  return measureShape(expected, (value) => (/^\d{1,15}$/.test(String(value)) ? Number(value) : undefined));
}

function own(table: Record<string, Shape>, key: string): Shape | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
