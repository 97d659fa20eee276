import type { Node, NodeAPI } from 'node-red';
import { endpoint, NotDeployed } from '../shared/admin';

/** A node whose table can be sent by its button. */
export interface Executable extends Node {
  execute(): Promise<void>;
}

/** The button on the node: sends the deployed table, as a message would. */
export function registerExecute(RED: NodeAPI): void {
  endpoint(RED, {
    method: 'post',
    path: '/jira-create/:id/execute',
    permission: 'jira-create.write',
    async handle({ id }) {
      const node = RED.nodes.getNode(id) as Executable | null;
      if (node?.type !== 'jira-create') throw new NotDeployed('This node is not deployed.');
      await node.execute();
    },
  });
}
