import type { Mood, TableDefinition } from './editor-columns';
import type { TableRow } from './editor-table-reader';
import { wordFor } from './editor-words';

/** Which rows are shown, and in which order. */
export interface Selection {
  /** Any part of any column, without case. */
  text: string;
  mood: Mood | '';
  sort: string;
  descending: boolean;
}

/** Columns whose values are shown as words of the language. */
const worded = ['status', 'action', 'type'];

/** The text of a row, also as it is shown, made once: a filter looks at thousands with every key that is pressed. */
const texts = new WeakMap<TableRow, string>();

function textOf(row: TableRow): string {
  const text = texts.get(row) ?? [...Object.values(row), ...worded.map((name) => wordFor(name, row[name] ?? ''))].join('\n').toLowerCase();
  texts.set(row, text);
  return text;
}

/** The rows of a table that are chosen, in the order that is chosen. */
export function selected(rows: Iterable<TableRow>, { text, mood, sort, descending }: Selection, table: TableDefinition): TableRow[] {
  const wanted = text.trim().toLowerCase();
  const chosen: TableRow[] = [];
  for (const row of rows) {
    if ((mood === '' || table.mood(row) === mood) && (wanted === '' || textOf(row).includes(wanted))) chosen.push(row);
  }
  const way = descending ? -1 : 1;
  const by = (a: TableRow, b: TableRow, column: string): number => compare(valueOf(a, column), valueOf(b, column));
  return chosen.sort((a, b) => way * (by(a, b, sort) || by(a, b, table.newest) || by(a, b, table.sequence ?? table.newest)));
}

/** The note is the error, or else the warnings. */
function valueOf(row: TableRow, column: string): string | number | boolean {
  return row[column] ?? (column === 'note' ? row['error'] || row['warnings'] : undefined) ?? '';
}

function compare(a: string | number | boolean, b: string | number | boolean): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
