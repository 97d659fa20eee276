import { nameKey } from '../../lib/ticket/field-name';
import type { FieldRow } from '../../lib/ticket/field-table';
import { queryFromRows, rowsFromQuery } from '../../lib/ticket/field-table';
import type { Entry, TicketTable } from './editor-table';

/** Rows by keyboard, from their handles: Space selects, Alt and an arrow move, Delete removes; copying and pasting are the query's JSON. */
export function listenToTable(list: JQuery, table: TicketTable): void {
  list.on('keydown', '.jira-field-handle', (event) => {
    const entry = table.entryOf(event.target);
    if (entry && act(event, table, entry)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
  list.on('click', '.jira-field-handle', (event) => {
    const entry = table.entryOf(event.target);
    if (entry) table.select(entry, !entry.selected);
  });
  list.on('copy cut', '.jira-field-handle', (event) => {
    const entry = table.entryOf(event.target);
    const chosen = entry ? chosenBy(table, entry) : [];
    if (chosen.length === 0) return;
    event.preventDefault();
    clipboard(event)?.setData('text/plain', queryOf(chosen));
    if (event.type === 'cut') table.remove(chosen);
  });
  list.on('paste', (event) => {
    const pasted = rowsIn(clipboard(event)?.getData('text/plain') ?? '');
    if (!pasted) return;
    event.preventDefault();
    event.stopPropagation();
    pasteRows(table, pasted, table.entryOf(event.target));
  });
}

function act({ key, altKey, ctrlKey, metaKey, shiftKey }: JQuery.KeyDownEvent, table: TicketTable, entry: Entry): boolean {
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) table.move(entry, key === 'ArrowUp' ? -1 : 1);
  else if (altKey || ctrlKey || metaKey || shiftKey) return false;
  else if (key === ' ' || key === 'Enter') table.select(entry, !entry.selected);
  else if (key === 'Delete') table.remove(chosenBy(table, entry));
  else if (key === 'ArrowUp' || key === 'ArrowDown') {
    const entries = table.entries();
    const next = entries[entries.indexOf(entry) + (key === 'ArrowUp' ? -1 : 1)];
    if (next) table.handleOf(next).trigger('focus');
  } else return false;
  return true;
}

/** The selected rows, or else the one at hand. */
function chosenBy(table: TicketTable, entry: Entry): Entry[] {
  const selected = table.entries().filter((one) => one.selected);
  return selected.length > 0 ? selected : [entry];
}

/** Excluded rows too: who copies a row means it. One that cannot be in a query is left out. */
function queryOf(entries: readonly Entry[]): string {
  const rows = entries.map(({ row }): FieldRow => ({ ...row, mode: 'include' }));
  const names = rows.map(({ field }) => nameKey(field));
  return queryFromRows(rows.filter(({ field }, place) => field.trim() !== '' && names.indexOf(nameKey(field)) === place));
}

/** The rows that a text says, a query of this editor or of Jira's documentation; undefined for any other text. */
function rowsIn(text: string): FieldRow[] | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return rowsFromQuery(text, []);
  } catch {
    return undefined;
  }
}

/** Fields that the table has are changed where they stand, all others come behind the row at hand. */
function pasteRows(table: TicketTable, rows: readonly FieldRow[], entry: Entry | undefined): void {
  const known = new Map(table.entries().map((one) => [nameKey(one.row.field), one]));
  let behind = entry;
  for (const row of rows) {
    const there = known.get(nameKey(row.field));
    if (there) table.change(there, row);
    else behind = table.add(row, behind);
  }
  // A row in which nothing was written yet was only the place to paste.
  if (entry && entry.row.field === '' && entry.row.value === '') table.remove([entry]);
}

function clipboard({ originalEvent }: { originalEvent?: Event | undefined }): DataTransfer | null {
  return (originalEvent as ClipboardEvent | undefined)?.clipboardData ?? null;
}
