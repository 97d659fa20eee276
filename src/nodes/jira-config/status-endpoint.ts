import type { NodeAPI } from 'node-red';
import type { DeliveryStatus } from '../../lib/delivery/delivery';
import { endpoint } from '../shared/admin';
import type { Connection } from '../shared/connection';
import { deployedConnection } from '../shared/deployed';

/** How a connection is: as its delivery tells it, or `trouble` where it cannot deliver at all, with the reason. */
export interface ConnectionState extends Omit<DeliveryStatus, 'state'> {
  state: DeliveryStatus['state'] | 'trouble';
}

/** What waits, and what holds it up: for the connection's dialog and the sidebar. */
export function registerStatus(RED: NodeAPI): void {
  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/status',
    permission: 'jira-config.read',
    handle: ({ id }) => stateOf(deployedConnection(RED, id).connection),
  });
}

async function stateOf(connection: Connection): Promise<ConnectionState> {
  try {
    return (await connection.ready()).status();
  } catch (error) {
    return { state: 'trouble', pending: 0, deferred: 0, until: 0, reason: (error as Error).message };
  }
}
