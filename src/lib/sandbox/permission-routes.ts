import type { Json } from '../ticket/json';
import type { Call, Route } from './call';
import { listParameter } from './call';
import type { Answer } from './refusal';
import { refusal } from './refusal';

interface Permission {
  id: string;
  key: string;
  /** What it was called before 6.4. */
  old?: string;
  name: string;
}

const PERMISSIONS: Permission[] = [
  { id: '10', key: 'BROWSE_PROJECTS', old: 'BROWSE', name: 'Browse Projects' },
  { id: '11', key: 'CREATE_ISSUES', old: 'CREATE_ISSUE', name: 'Create Issues' },
  { id: '12', key: 'EDIT_ISSUES', old: 'EDIT_ISSUE', name: 'Edit Issues' },
  { id: '15', key: 'ADD_COMMENTS', old: 'COMMENT_ISSUE', name: 'Add Comments' },
  { id: '19', key: 'CREATE_ATTACHMENTS', old: 'CREATE_ATTACHMENT', name: 'Create Attachments' },
  { id: '21', key: 'LINK_ISSUES', old: 'LINK_ISSUE', name: 'Link Issues' },
  { id: '32', key: 'MANAGE_WATCHERS', old: 'MANAGE_WATCHER_LIST', name: 'Manage Watchers' },
  { id: '46', key: 'TRANSITION_ISSUES', name: 'Transition Issues' },
];

/** In the sandbox everybody may do everything. */
export const permissionRoutes: Route[] = [{ method: 'GET', path: 'mypermissions', handle: myPermissions }];

function myPermissions({ query, traits }: Call): Answer {
  const wanted = listParameter(query, 'permissions');
  if (traits.cloud && wanted.length === 0) throw refusal(400, ["The 'permissions' query parameter is required."]);
  const unknown = traits.cloud ? wanted.find((name) => !PERMISSIONS.some(({ key }) => key === name)) : undefined;
  if (unknown !== undefined) throw refusal(400, [`Unrecognized permission: ${unknown}`]);
  const shown = traits.cloud ? PERMISSIONS.filter(({ key }) => wanted.includes(key)) : PERMISSIONS;
  const entries = shown.flatMap((permission) => namesIn(traits.creator, permission).map((name) => [name, json(permission)] as const));
  return { status: 200, json: { permissions: Object.fromEntries(entries) } };
}

/** @param modern 5.x knows the old names alone, and none for what it has not */
function namesIn(modern: boolean, { key, old }: Permission): string[] {
  if (modern) return [key];
  return old === undefined ? [] : [old];
}

function json({ id, key, name }: Permission): Json {
  return { id, key, name, type: 'PROJECT', description: name, havePermission: true };
}
