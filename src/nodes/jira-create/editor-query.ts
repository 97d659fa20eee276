import type { FieldRow } from '../../lib/ticket/field-table';
import { queryFromRows, rowsFromQuery } from '../../lib/ticket/field-table';
import { onceAFrame } from '../editor/frame';

/** The Create Query beside the table, in Node-RED's own code editor. */
export interface QueryEditor {
  /** Shows the query of these rows; one that says the same already is left as it was written. */
  show(rows: readonly FieldRow[]): void;
  close(): void;
}

/**
 * @param rows what the table has
 * @param onRows told what a query says that a person has written; one that cannot be read is marked, and the table left as it is
 */
export function openQuery(rows: () => FieldRow[], onRows: (rows: FieldRow[]) => void): QueryEditor {
  const editor = RED.editor.createEditor({ id: 'jira-create-query', mode: 'ace/mode/json', value: '' });
  let shown = '';
  const read = onceAFrame(() => {
    const text = editor.getValue();
    if (text === shown) return;
    shown = text;
    try {
      onRows(rowsFromQuery(text, rows()));
      complain('');
    } catch (error) {
      complain((error as Error).message);
    }
  });
  editor.getSession().on('change', read);
  return {
    show(wanted) {
      let query: string;
      try {
        query = queryFromRows(wanted);
      } catch (error) {
        return complain((error as Error).message);
      }
      if (saysThat(editor.getValue(), query, wanted)) return;
      shown = query;
      complain('');
      editor.setValue(query, -1);
    },
    close: () => editor.destroy(),
  };
}

function saysThat(text: string, query: string, rows: readonly FieldRow[]): boolean {
  try {
    return queryFromRows(rowsFromQuery(text, rows)) === query;
  } catch {
    return false;
  }
}

function complain(words: string): void {
  $('#jira-create-query-error').text(words).toggle(words !== '');
}
