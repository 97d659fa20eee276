import { z } from 'zod';
import type { Address } from './address';
import { isOk } from './ask';
import type { JiraPort } from './http';

/** What the nodes do with tickets, and what each was called before 6.4 (WADL of 7.6.1, `mypermissions`). */
const PERMISSIONS: Record<string, string> = {
  BROWSE_PROJECTS: 'BROWSE',
  CREATE_ISSUES: 'CREATE_ISSUE',
  EDIT_ISSUES: 'EDIT_ISSUE',
  ADD_COMMENTS: 'COMMENT_ISSUE',
  TRANSITION_ISSUES: '',
  CREATE_ATTACHMENTS: 'CREATE_ATTACHMENT',
  LINK_ISSUES: 'LINK_ISSUE',
  MANAGE_WATCHERS: 'MANAGE_WATCHER_LIST',
};

const Permissions = z.object({ permissions: z.record(z.string(), z.looseObject({ havePermission: z.boolean() }).catch({ havePermission: false })) });

/**
 * What this user may do in at least one project. Cloud answers only for what is named in the query; servers answer for everything.
 *
 * @returns permission → whether; without those that this Jira does not know; undefined where it does not say
 * @throws {NoAnswer}
 */
export async function readMyPermissions(port: JiraPort, address: Address, cloud: boolean): Promise<Record<string, boolean> | undefined> {
  const query = cloud ? { query: { permissions: Object.keys(PERMISSIONS).join(',') } } : {};
  const answer = await port.send({ method: 'GET', path: `${address.apiPath}/mypermissions`, ...query });
  const said = Permissions.safeParse(isOk(answer) ? answer.json : undefined).data?.permissions;
  if (said === undefined) return undefined;
  const known = Object.entries(PERMISSIONS).flatMap(([name, old]) => {
    const has = said[name] ?? said[old];
    return has === undefined ? [] : [[name, has.havePermission] as const];
  });
  return Object.fromEntries(known);
}
