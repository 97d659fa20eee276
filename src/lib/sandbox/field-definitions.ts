import type { JsonObject } from '../ticket/json';
import { cascade, choice, component, issuetype, options, priority, project, resolution, security, version } from './choice-kinds';
import type { FieldContext } from './context';
import type { FieldKind } from './field-kind';
import { listOf } from './field-kind';
import { date, datetime, number, timetracking } from './measure-kinds';
import { group, user } from './people-kinds';
import { epicLink, parent, sprint } from './relation-kinds';
import { labels, line, rich, summary, url } from './text-kinds';

/** `plain transition`: one without a screen. */
export type Screen = 'create' | 'edit' | 'transition' | 'plain transition';

export interface FieldDefinition {
  /** `summary`, `customfield_10007` */
  id: string;
  name: string;
  kind: FieldKind;
  /** The key of a custom field's type. */
  custom?: string;
  /** May not be left out or emptied. */
  required?: boolean;
  /** Filled in where a create says nothing. */
  default?: (context: FieldContext) => string | undefined;
  /** Whether it is on this screen of its project and type. */
  shown(screen: Screen, context: FieldContext): boolean;
}

const CFT = 'com.atlassian.jira.plugin.system.customfieldtypes:';
const GREENHOPPER = 'com.pyxis.greenhopper.jira:';

const LOCATIONS = options(10_800, [
  ['Europe', ['Belgium', 'France', 'Germany']],
  ['Americas', ['Brazil', 'Canada']],
  ['Asia', ['India', 'Japan']],
]);

const asked: FieldDefinition['shown'] = (screen) => screen === 'create' || screen === 'edit';
const onFullScreens: FieldDefinition['shown'] = (screen, context) => asked(screen, context) && !context.project.lean;

const SYSTEM: FieldDefinition[] = [
  { id: 'summary', name: 'Summary', kind: summary, required: true, shown: asked },
  { id: 'issuetype', name: 'Issue Type', kind: issuetype, required: true, shown: asked },
  { id: 'project', name: 'Project', kind: project, required: true, shown: (screen) => screen === 'create' },
  { id: 'parent', name: 'Parent', kind: parent, shown: (screen, context) => asked(screen, context) && mayHaveParent(context) },
  { id: 'description', name: 'Description', kind: rich, shown: asked },
  { id: 'environment', name: 'Environment', kind: rich, shown: onFullScreens },
  { id: 'priority', name: 'Priority', kind: priority, default: () => '3', shown: asked },
  { id: 'labels', name: 'Labels', kind: labels, shown: onFullScreens },
  { id: 'components', name: 'Components', kind: listOf(component, 'component'), shown: onFullScreens },
  { id: 'versions', name: 'Affects versions', kind: listOf(version, 'version'), shown: onFullScreens },
  { id: 'fixVersions', name: 'Fix versions', kind: listOf(version, 'version'), shown: onFullScreens },
  { id: 'assignee', name: 'Assignee', kind: user, shown: asked },
  { id: 'reporter', name: 'Reporter', kind: user, required: true, default: ({ user: one }) => one.accountId, shown: asked },
  { id: 'duedate', name: 'Due date', kind: date, shown: asked },
  { id: 'timetracking', name: 'Time tracking', kind: timetracking, shown: onFullScreens },
  { id: 'security', name: 'Security Level', kind: security, shown: onFullScreens },
  { id: 'resolution', name: 'Resolution', kind: resolution, required: true, shown: (screen) => screen === 'transition' },
];

/** Metadata of Server 5 calls radio buttons a string. */
const radioSchema: FieldKind['schema'] = ({ traits }) => ({ type: traits.bulk ? 'option' : 'string' });

const CUSTOM: FieldDefinition[] = [
  custom(10_001, 'Customer', 'textfield', line),
  custom(10_002, 'Steps to Reproduce', 'textarea', rich),
  custom(10_003, 'Alarm URL', 'url', url),
  custom(10_004, 'Story Points', 'float', number),
  custom(10_005, 'Planned Date', 'datepicker', date),
  custom(10_006, 'Outage Start', 'datetime', datetime),
  custom(10_007, 'Severity', 'select', choice(options(10_400, ['Critical', 'Major', 'Minor', 'Warning'])), asked),
  custom(10_008, 'Impact', 'radiobuttons', choice(options(10_500, ['Everybody', 'Some users', 'Nobody']), radioSchema)),
  custom(10_009, 'Affected Services', 'multiselect', listOf(choice(options(10_600, ['Voice', 'Data', 'Video', 'Messaging'])), 'option')),
  custom(10_010, 'Channels', 'multicheckboxes', listOf(choice(options(10_700, ['E-mail', 'SMS', 'Phone'])), 'option')),
  custom(10_011, 'Location', 'cascadingselect', cascade(LOCATIONS)),
  custom(10_012, 'On-call Engineer', 'userpicker', user),
  custom(10_013, 'Stakeholders', 'multiuserpicker', listOf(user, 'user')),
  custom(10_014, 'Owning Group', 'grouppicker', group),
  custom(10_015, 'Informed Groups', 'multigrouppicker', listOf(group, 'group')),
  custom(10_016, 'Firmware Version', 'version', version),
  custom(10_017, 'Tested Versions', 'multiversion', listOf(version, 'version')),
  custom(10_018, 'Tags', 'labels', labels),
  { ...custom(10_019, 'Epic Link', 'gh-epic-link', epicLink), custom: `${GREENHOPPER}gh-epic-link` },
  { ...custom(10_020, 'Sprint', 'gh-sprint', sprint), custom: `${GREENHOPPER}gh-sprint` },
];

export const FIELDS = [...SYSTEM, ...CUSTOM];

function custom(number_: number, name: string, type: string, kind: FieldKind, shown = onFullScreens): FieldDefinition {
  return { id: `customfield_${number_}`, name, kind, custom: CFT + type, shown };
}

function mayHaveParent({ type, traits }: FieldContext): boolean {
  return type.subtask || (traits.cloud && type.name !== 'Epic');
}

export function fieldsOn(screen: Screen, context: FieldContext): FieldDefinition[] {
  return FIELDS.filter((field) => field.shown(screen, context));
}

/** Jira's `schema` object. */
export function schemaJson({ id, kind, custom: type }: FieldDefinition, context: FieldContext): JsonObject {
  const shape = kind.schema(context);
  return type === undefined ? { ...shape, system: id } : { ...shape, custom: type, customId: Number(id.slice('customfield_'.length)) };
}
