import type { FieldCatalog } from './field-schema';

/** The system fields of every Jira, for one that gives no metadata (old server, no permission), by their names of today. */
export const builtInCatalog: FieldCatalog = {
  complete: false,
  fields: [
    { id: 'project', name: 'Project', type: 'project' },
    { id: 'issuetype', name: 'Issue Type', type: 'issuetype' },
    { id: 'parent', name: 'Parent', type: 'issuelink' },
    { id: 'summary', name: 'Summary', type: 'string' },
    { id: 'description', name: 'Description', type: 'string' },
    { id: 'environment', name: 'Environment', type: 'string' },
    { id: 'priority', name: 'Priority', type: 'priority' },
    { id: 'resolution', name: 'Resolution', type: 'resolution' },
    { id: 'security', name: 'Security Level', type: 'securitylevel' },
    { id: 'labels', name: 'Labels', type: 'array', items: 'string' },
    { id: 'components', name: 'Components', type: 'array', items: 'component' },
    { id: 'versions', name: 'Affects versions', type: 'array', items: 'version' },
    { id: 'fixVersions', name: 'Fix versions', type: 'array', items: 'version' },
    { id: 'assignee', name: 'Assignee', type: 'user' },
    { id: 'reporter', name: 'Reporter', type: 'user' },
    { id: 'duedate', name: 'Due date', type: 'date' },
    { id: 'timetracking', name: 'Time tracking', type: 'timetracking' },
  ],
};
