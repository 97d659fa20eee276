import { askRuntime } from '../editor/ask-runtime';
import { logTable } from './editor-columns';
import type { TableRow } from './editor-table-reader';

export const rowActions = ['retry', 'drop', 'cancel'] as const;
export type RowAction = (typeof rowActions)[number];

/** As many ids as the runtime takes at once. */
const atOnce = 1_000;

/** The rows that an action is for: what has failed can be sent again or dropped, what waits can be cancelled. */
export function rowsFor(action: RowAction, rows: readonly TableRow[]): TableRow[] {
  return rows.filter(({ status }) => status === (action === 'cancel' ? 'Pending' : 'Failed'));
}

/** Does it, in the runtime. @returns to how many of them @throws {Refused} */
export async function act(connection: string, action: RowAction, rows: readonly TableRow[]): Promise<number> {
  let done = 0;
  for (const ids of idsOf(rows)) done += (await askRuntime<{ count: number }>(`jira-tickets/${connection}/rows`, { action, ids })).count;
  return done;
}

/** The rows as the runtime writes them into a CSV, which is then downloaded. @throws {Refused} */
export async function downloadCsv(connection: string, rows: readonly TableRow[]): Promise<void> {
  const parts: string[] = [];
  for (const ids of idsOf(rows)) {
    const { csv } = await askRuntime<{ csv: string }>(`jira-tickets/${connection}/csv`, { ids });
    // Each part has a line of column names, and one is enough.
    parts.push(parts.length === 0 ? csv : csv.slice(csv.indexOf('\r\n') + 2));
  }
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `jira-log-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}

function* idsOf(rows: readonly TableRow[]): Generator<unknown[]> {
  for (let i = 0; i < rows.length; i += atOnce) yield rows.slice(i, i + atOnce).map((row) => row[logTable.key]);
}
