import type { Fields } from '../../lib/ticket/command';
import type { FieldRow } from '../../lib/ticket/field-row';
import { includedRows } from '../../lib/ticket/field-row';
import { completeRow } from '../jira-create/editor-rows';
import { fieldTable } from './editor-sent';

/** Types whose values are typed in, and not known only when a message comes. */
const literal: readonly string[] = ['str', 'num', 'bool', 'json'];

/** The included rows of a jira-create, as the editor has them now, deployed or not. */
export function rowsOf(id: string): FieldRow[] {
  const node: (EditorNode & { fields?: unknown }) | null = RED.nodes.node(id);
  const rows: unknown = node?.type === 'jira-create' ? node.fields : [];
  return Array.isArray(rows) ? includedRows(rows.map((row) => completeRow(row as Partial<FieldRow>))) : [];
}

/** A row's value as it is shown: what is known only at run time as what it is read from. */
function shownValue(node: EditorNode, { type, value }: FieldRow): string {
  return literal.includes(type) ? value : node._('jira-advanced.table.runtime', { type, value });
}

/** Rows as the fields that commands are added to. Of a field that is there twice, which the runtime refuses, the last. */
export function fieldsOf(node: EditorNode, rows: readonly FieldRow[]): Fields {
  const fields = Object.create(null) as Fields;
  for (const row of rows) fields[row.field.trim()] = shownValue(node, row);
  return fields;
}

/** Shows the table that the commands are added to. */
export function showBase(node: EditorNode, id: string): void {
  const rows = rowsOf(id).map((row) => ({ name: row.field.trim(), value: shownValue(node, row) }));
  const base = $('#jira-advanced-base').empty();
  if (rows.length > 0) base.append(fieldTable(node, rows));
  else base.append($('<div>', { class: 'jira-hint' }).text(node._(id === '' ? 'jira-advanced.table.none' : 'jira-advanced.table.empty')));
}
