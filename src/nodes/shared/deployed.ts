import type { NodeAPI } from 'node-red';
import { NotDeployed } from './admin';
import type { Connection } from './connection';
import type { ConnectionNode } from './node-types';

/** The connection that an address of the admin API names. @throws {NotDeployed} */
export function deployedConnection(RED: NodeAPI, id: string): { connection: Connection; node: ConnectionNode } {
  const node = RED.nodes.getNode(id) as ConnectionNode | null;
  if (node?.type !== 'jira-config') throw new NotDeployed('This connection is not deployed.');
  return { connection: node.connection, node };
}
