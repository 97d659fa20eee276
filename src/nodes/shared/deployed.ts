import type { Node, NodeAPI } from 'node-red';
import { NotDeployed } from './admin';
import type { Connection } from './connection';
import type { ConnectionNode } from './node-types';

/** The node that an address of the admin API names. @throws {NotDeployed} where it is not there, or is of another type */
export function deployedNode<T extends Node>(RED: NodeAPI, id: string, type: string): T {
  const node = RED.nodes.getNode(id) as T | null;
  if (node?.type !== type) throw new NotDeployed(`This ${type === 'jira-config' ? 'connection' : 'node'} is not deployed.`);
  return node;
}

/** The connection that an address of the admin API names. @throws {NotDeployed} */
export function deployedConnection(RED: NodeAPI, id: string): { connection: Connection; node: ConnectionNode } {
  const node = deployedNode<ConnectionNode>(RED, id, 'jira-config');
  return { connection: node.connection, node };
}
