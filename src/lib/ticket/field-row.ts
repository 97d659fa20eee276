export const valueTypes = ['str', 'num', 'bool', 'json', 'date', 'msg', 'flow', 'global', 'env', 'jsonata'] as const;

/** Where a row's value comes from: typed in (`str` `num` `bool` `json`), or known only when a message arrives. */
export type ValueType = (typeof valueTypes)[number];

/** A row of the ticket table, as the flow file keeps it. */
export interface FieldRow {
  mode: 'include' | 'exclude';
  /** A field's id or display name. */
  field: string;
  value: string;
  type: ValueType;
}

/** The rows that are sent: not the excluded ones, and not those in which nothing has been written yet. */
export function includedRows(rows: readonly FieldRow[]): FieldRow[] {
  return rows.filter(({ mode, field, value }) => mode !== 'exclude' && (field.trim() !== '' || value !== ''));
}
