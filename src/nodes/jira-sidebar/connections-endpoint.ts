import { setTimeout as delay } from 'node:timers/promises';
import type { NodeAPI, NodeDef } from 'node-red';
import { endpoint } from '../shared/admin';
import type { ConnectionNode } from '../shared/node-types';
import { isOn } from '../shared/settings';

interface DeployedConnection {
  id: string;
  /** '' where it has none. */
  name: string;
  sandbox: boolean;
  /** Where people open this Jira: http or https; '' where nobody knows. */
  site: string;
}

/** The others are not kept waiting for one that takes longer to open, ms. */
const patience = 2_000;

/** The connections that are deployed. */
export function registerConnections(RED: NodeAPI): void {
  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/connections',
    permission: 'jira-config.read',
    async handle() {
      const definitions: NodeDef[] = [];
      RED.nodes.eachNode((definition) => {
        if (definition.type === 'jira-config') definitions.push(definition);
      });
      const connections = await Promise.all(definitions.map((definition) => describe(RED, definition)));
      return { connections: connections.filter((one) => one !== undefined) };
    },
  });
}

async function describe(RED: NodeAPI, definition: NodeDef & { sandbox?: unknown }): Promise<DeployedConnection | undefined> {
  const node = RED.nodes.getNode(definition.id) as ConnectionNode | null;
  if (!node) return undefined;
  // One that cannot be opened, or that waits for its journal, is listed all the same: its state says why.
  const site = await Promise.race([node.connection.ready().then((delivery) => delivery.site, () => ''), delay(patience, '', { ref: false })]);
  return { id: node.id, name: node.name ?? '', sandbox: isOn(definition.sandbox), site };
}
