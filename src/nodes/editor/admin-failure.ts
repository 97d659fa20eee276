/** Words of a runtime that go on and on are no sentence. */
const longest = 500;

/** Why the runtime did not do what a dialog asked it for. What it says itself is text of others: never HTML. */
export function failureOf(node: EditorNode, { status, statusText, responseJSON }: JQuery.jqXHR): string {
  switch (status) {
    case 0:
      return node._('node-red-contrib-jira-tickets/jira-config:jira-config.admin.noAnswer');
    case 401:
    case 403:
      return node._('node-red-contrib-jira-tickets/jira-config:jira-config.admin.notAllowed');
    case 404:
      return node._('node-red-contrib-jira-tickets/jira-config:jira-config.admin.notDeployed');
    default: {
      const said: unknown = (responseJSON as { message?: unknown } | undefined)?.message;
      if (typeof said === 'string' && said !== '') return said.slice(0, longest);
      return node._('node-red-contrib-jira-tickets/jira-config:jira-config.admin.unexpected', { status, words: statusText });
    }
  }
}
