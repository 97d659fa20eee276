import type { NodeAPI } from 'node-red';
import { z } from 'zod';
import { toCsv } from '../../lib/records/csv';
import { endpoint } from '../shared/admin';
import { deployedConnection } from '../shared/deployed';
import { pageSize } from './page-endpoints';

const ids = z.array(z.string().max(200)).min(1).max(pageSize, `expected at most ${pageSize} ids at once`);

/** What the sidebar does to rows of the log: those that are chosen come by their ids, at most {@link pageSize} at once. */
export function registerRowActions(RED: NodeAPI): void {
  endpoint(RED, {
    method: 'post',
    path: '/jira-tickets/:id/rows',
    permission: 'jira-config.write',
    body: z.object({ action: z.enum(['retry', 'drop', 'cancel']), ids }),
    async handle({ id, body }) {
      const delivery = await deployedConnection(RED, id).connection.ready();
      const chosen = new Set(body.ids);
      return { count: await delivery[body.action]((row) => chosen.has(row.id)) };
    },
  });

  endpoint(RED, {
    method: 'post',
    path: '/jira-tickets/:id/clear',
    permission: 'jira-config.write',
    body: z.object({ table: z.enum(['tickets', 'responses']) }),
    async handle({ id, body }) {
      await (await deployedConnection(RED, id).connection.ready()).record({ kind: 'clear', table: body.table });
    },
  });

  // Not a GET: the ids are too many for an address.
  endpoint(RED, {
    method: 'post',
    path: '/jira-tickets/:id/csv',
    permission: 'jira-config.read',
    body: z.object({ ids }),
    async handle({ id, body }) {
      const { records } = await deployedConnection(RED, id).connection.ready();
      return { csv: toCsv(body.ids.map((one) => records.log.get(one)).filter((row) => row !== undefined)) };
    },
  });
}
