import { choose } from '../editor/choices';

/** Fills the list of the jira-create nodes whose table the commands may be added to. */
export function offerTables(node: EditorNode, ticket: unknown): void {
  const select = tables();
  $('<option>', { value: '' }).text(node._('jira-advanced.label.noTable')).appendTo(select);
  for (const candidate of candidates(node)) {
    $('<option>', { value: candidate.id }).text(`${RED.utils.getNodeLabel(candidate, candidate.id)} – ${flowOf(candidate)}`).appendTo(select);
  }
  choose(select, idOf(ticket));
}

/** An array with at most one id. */
export function readTable(): string[] {
  const id = String(tables().val() ?? '');
  return id === '' ? [] : [id];
}

/** true, or that the chosen node is gone. */
export function checkTable(node: EditorNode, ticket: unknown): true | string {
  const id = idOf(ticket);
  return id === '' || RED.nodes.node(id)?.type === 'jira-create' ? true : node._('jira-advanced.error.tableGone', { id });
}

/** Older and hand-written flows have a bare id. */
function idOf(ticket: unknown): string {
  const id: unknown = Array.isArray(ticket) ? ticket[0] : ticket;
  return typeof id === 'string' ? id : '';
}

/** A node within a subflow is there once for each instance: only its neighbours can mean it. */
function candidates(node: EditorNode): EditorNode[] {
  return RED.nodes.filterNodes({ type: 'jira-create' }).filter(({ z }) => z === node.z || RED.nodes.subflow(z) === undefined);
}

function flowOf({ z }: EditorNode): string {
  return RED.nodes.workspace(z)?.label ?? RED.nodes.subflow(z)?.name ?? z;
}

/** The list itself. */
export function tables(): JQuery {
  // Not `node-input-ticket`: the editor would save the select's bare value.
  return $('#jira-advanced-table');
}
