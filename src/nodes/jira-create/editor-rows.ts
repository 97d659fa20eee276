import type { FieldRow } from '../../lib/ticket/field-table';

/** Fields that every Jira knows by these ids; the catalog has their names. */
export const fixedFields = [
  'project',
  'issuetype',
  'summary',
  'description',
  'priority',
  'labels',
  'components',
  'assignee',
  'reporter',
  'duedate',
  'environment',
  'versions',
  'fixVersions',
  'parent',
  'security',
  'timetracking',
  'comment',
  'transition',
  'resolution',
  'link',
  'watcher',
  'attachment',
] as const;

/** A row as it is shown: what an older or hand-written flow leaves out is filled in. */
export function completeRow({ mode, field, value, type }: Partial<FieldRow>): FieldRow {
  return { mode: mode === 'exclude' ? 'exclude' : 'include', field: field ?? '', value: value ?? '', type: type ?? 'str' };
}

/** true, or what is wrong with the first row that cannot be sent. */
export function checkRows(node: EditorNode, rows: unknown): true | string {
  if (!Array.isArray(rows)) return true;
  const seen = new Set<string>();
  for (const row of (rows as Array<Partial<FieldRow>>).map(completeRow)) {
    const problem = checkRow(node, row, seen);
    if (problem !== true) return problem;
    seen.add(nameOf(row));
  }
  return true;
}

/** @param others the names of the included rows before it */
export function checkRow(node: EditorNode, row: FieldRow, others: ReadonlySet<string>): true | string {
  if (row.mode === 'exclude') return true;
  const field = row.field.trim();
  if (field === '') return row.value === '' ? true : node._('jira-create.error.fieldMissing', { value: row.value.slice(0, 40) });
  if (others.has(nameOf(row))) return node._('jira-create.error.fieldTwice', { field });
  const checked = RED.utils.validateTypedProperty(row.value, row.type, { label: field });
  return checked === true ? true : checked || node._('jira-create.error.value', { field });
}

/** What a row is compared by: '' for one that sends nothing. */
export function nameOf(row: FieldRow): string {
  return row.mode === 'exclude' ? '' : row.field.trim().toLowerCase();
}
