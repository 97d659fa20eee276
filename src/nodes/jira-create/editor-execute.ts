import { askRuntime } from '../editor/ask-runtime';

/** The button sends what is deployed: a table that was changed since is not that. */
export function isExecutable(node: EditorNode): boolean {
  const flow = RED.nodes.workspace(node.z);
  // In a subflow's template the node is only a pattern; its instances run under other ids.
  return !node.changed && !node.d && flow !== undefined && !flow.disabled;
}

/** Asks the runtime to send the node's table; what becomes of it shows at the node, in its output and in the log. */
export function execute(node: EditorNode & { name: string }): void {
  const name = node.name || 'jira create';
  askRuntime(`jira-create/${node.id}/execute`, {}).then(
    () => RED.notify(words(node._('jira-create.execute.sent', { name })), { type: 'success', id: 'jira-create', timeout: 2_000 }),
    (refused: Error) => RED.notify(words(node._('jira-create.execute.failed', { name, reason: refused.message })), 'error'),
  );
}

/** A name is text, whatever it holds: a plain string would be taken for HTML. */
function words(text: string): JQuery {
  return $('<p>').text(text);
}
