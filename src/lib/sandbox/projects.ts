import type { JsonObject } from '../ticket/json';
import type { Context } from './context';

/** Something that a field refers to by id or by name. */
export interface Named {
  id: string;
  name: string;
}

export interface IssueType extends Named {
  description: string;
  subtask: boolean;
}

export interface Project extends Named {
  key: string;
  types: IssueType[];
  components: Named[];
  versions: Named[];
  /** Its create screen has the everyday fields alone: no labels, for one. */
  lean: boolean;
}

const TASK: IssueType = { id: '10001', name: 'Task', description: 'A small, distinct piece of work.', subtask: false };
const BUG: IssueType = { id: '10002', name: 'Bug', description: 'A problem or error.', subtask: false };
const INCIDENT: IssueType = { id: '10003', name: 'Incident', description: 'An interruption or a degradation of a service.', subtask: false };
const STORY: IssueType = { id: '10004', name: 'Story', description: 'Something that a user wants to do.', subtask: false };
const EPIC: IssueType = { id: '10005', name: 'Epic', description: 'A collection of related issues.', subtask: false };
const SUBTASK: IssueType = { id: '10006', name: 'Sub-task', description: 'A part of a larger issue.', subtask: true };

export const ISSUE_TYPES = [TASK, BUG, INCIDENT, STORY, EPIC, SUBTASK];

export const PROJECTS: Project[] = [
  {
    id: '10000',
    key: 'NET',
    name: 'Network',
    types: ISSUE_TYPES,
    components: [{ id: '10100', name: 'Core' }, { id: '10101', name: 'Access' }, { id: '10102', name: 'Transport' }],
    versions: [{ id: '10200', name: '1.0' }, { id: '10201', name: '1.1' }, { id: '10202', name: '2.0' }],
    lean: false,
  },
  {
    id: '10010',
    key: 'RAD',
    name: 'Radio',
    types: ISSUE_TYPES,
    components: [{ id: '10110', name: 'Antenna' }, { id: '10111', name: 'Base station' }],
    versions: [{ id: '10210', name: '5G-1' }, { id: '10211', name: '5G-2' }],
    lean: false,
  },
  { id: '10020', key: 'OPS', name: 'Operations', types: [TASK, INCIDENT, SUBTASK], components: [], versions: [], lean: true },
];

export const PRIORITIES: Named[] = [
  { id: '1', name: 'Highest' },
  { id: '2', name: 'High' },
  { id: '3', name: 'Medium' },
  { id: '4', name: 'Low' },
  { id: '5', name: 'Lowest' },
];

export const RESOLUTIONS: Named[] = [
  { id: '10000', name: 'Done' },
  { id: '10001', name: "Won't Do" },
  { id: '10002', name: 'Duplicate' },
  { id: '10003', name: 'Cannot Reproduce' },
];

export const SECURITY_LEVELS: Named[] = [
  { id: '10300', name: 'Internal' },
  { id: '10301', name: 'Confidential' },
];

const COLOURS: Record<string, string> = { Highest: '#cd1316', High: '#e9494a', Medium: '#e97f33', Low: '#2d8738', Lowest: '#57a55a' };

/** By key without case, or by id. */
export function projectOf(keyOrId: string): Project | undefined {
  return PROJECTS.find(({ id, key }) => id === keyOrId || key === keyOrId.toUpperCase());
}

/** A reference to a project. */
export function projectJson({ id, key, name }: Project, { base, rest }: Context): JsonObject {
  const avatarUrls = { '48x48': `${base}/images/project.svg`, '24x24': `${base}/images/project.svg`, '16x16': `${base}/images/project.svg` };
  return { self: `${rest}/project/${id}`, id, key, name, avatarUrls };
}

export function issueTypeJson({ id, name, description, subtask }: IssueType, { base, rest }: Context): JsonObject {
  return { self: `${rest}/issuetype/${id}`, id, name, description, iconUrl: `${base}/images/${name.toLowerCase()}.svg`, subtask };
}

export function priorityJson({ id, name }: Named, { base, rest }: Context): JsonObject {
  return { self: `${rest}/priority/${id}`, iconUrl: `${base}/images/${name.toLowerCase()}.svg`, name, id };
}

/** An entry of the list of priorities, which says more than a reference to one. */
export function listedPriorityJson(priority: Named, context: Context): JsonObject {
  return { ...priorityJson(priority, context), statusColor: COLOURS[priority.name] ?? '', description: `${priority.name} priority` };
}
