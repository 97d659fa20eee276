import type { NodeAPI } from 'node-red';
import type { JiraCreateNode } from './jira-create';

/** The button on the node: sends the deployed table, as a message would. */
export function registerExecute(RED: NodeAPI): void {
  RED.httpAdmin.post('/jira-create/:id/execute', RED.auth.needsPermission('jira-create.write'), (request, response) => {
    const node = RED.nodes.getNode(String(request.params['id'])) as JiraCreateNode | null;
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
