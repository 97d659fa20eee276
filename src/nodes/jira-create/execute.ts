import type { Node, NodeAPI } from 'node-red';

/** A node whose table can be sent by its button. */
export interface Executable extends Node {
  execute(): Promise<void>;
}

/** The button on the node: sends the deployed table, as a message would. */
export function registerExecute(RED: NodeAPI): void {
  RED.httpAdmin.post('/jira-create/:id/execute', RED.auth.needsPermission('jira-create.write'), (request, response) => {
    const node = RED.nodes.getNode(String(request.params['id'])) as Executable | null;
    if (node?.type !== 'jira-create') {
      response.sendStatus(404);
      return;
    }
    node.execute().then(
      () => response.sendStatus(200),
      () => response.sendStatus(500),
    );
  });
}
