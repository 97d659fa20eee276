import type { NodeAPI } from 'node-red';
import { z } from 'zod';
import type { Delivery } from '../../lib/delivery/delivery';
import type { DayCount } from '../../lib/records/statistics';
import { counterKinds, scopes } from '../../lib/records/statistics';
import { endpoint } from '../shared/admin';
import { deployedConnection } from '../shared/deployed';

/** The counters as jira-stats tells them, and the days of the chart. */
export function registerStatistics(RED: NodeAPI): void {
  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/statistics',
    permission: 'jira-config.read',
    handle: async ({ id }) => read(await deployedConnection(RED, id).connection.ready()),
  });

  endpoint(RED, {
    method: 'post',
    path: '/jira-tickets/:id/reset',
    permission: 'jira-config.write',
    body: z.object({ scope: z.enum(scopes), counter: z.enum(counterKinds) }),
    async handle({ id, body: { scope, counter } }) {
      const delivery = await deployedConnection(RED, id).connection.ready();
      await delivery.record({ kind: 'reset', scope, counter, day: delivery.today() });
      return read(delivery);
    },
  });
}

function read(delivery: Delivery): ReturnType<Delivery['counters']> & { days: DayCount[] } {
  // In this order: the counters turn to the present day.
  return { ...delivery.counters(), days: delivery.records.statistics.days() };
}
