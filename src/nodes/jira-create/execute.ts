import type { Node, NodeAPI } from 'node-red';
import { endpoint } from '../shared/admin';
import { deployedNode } from '../shared/deployed';

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
      await deployedNode<Executable>(RED, id, 'jira-create').execute();
    },
  });
}
