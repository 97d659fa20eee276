import type { FieldCatalog, FieldSchema } from './field-schema';

/** System fields as every Jira since 5 has them: for servers, users and moments without metadata. */
const rows: ReadonlyArray<[id: string, name: string, type: string, items?: string]> = [
  ['project', 'Project', 'project'],
  ['issuetype', 'Issue Type', 'issuetype'],
  ['summary', 'Summary', 'string'],
  ['description', 'Description', 'string'],
  ['environment', 'Environment', 'string'],
  ['priority', 'Priority', 'priority'],
  ['resolution', 'Resolution', 'resolution'],
  ['labels', 'Labels', 'array', 'string'],
  ['components', 'Component/s', 'array', 'component'],
  ['versions', 'Affects Version/s', 'array', 'version'],
  ['fixVersions', 'Fix Version/s', 'array', 'version'],
  ['assignee', 'Assignee', 'user'],
  ['reporter', 'Reporter', 'user'],
  ['duedate', 'Due Date', 'date'],
  ['parent', 'Parent', 'issuelink'],
  ['timetracking', 'Time Tracking', 'timetracking'],
  ['security', 'Security Level', 'securitylevel'],
];

export const builtInCatalog: FieldCatalog = {
  complete: false,
  fields: rows.map(([id, name, type, items]): FieldSchema => ({ id, name, type, ...(items === undefined ? {} : { items }) })),
};
