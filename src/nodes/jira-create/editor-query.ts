import type { FieldRow } from '../../lib/ticket/field-table';
import { queryFromRows, rowsFromQuery } from '../../lib/ticket/field-table';
import { onceAFrame } from '../editor/frame';
import { lineOfProblem, replacement } from './editor-query-text';

/** The Create Query beside the table, in Node-RED's own code editor. */
export interface QueryEditor {
  /** Shows the query of these rows; one that says the same already is left as it was written. */
  show(rows: readonly FieldRow[]): void;
  close(): void;
  editor: CodeEditor;
}

/**
 * @param rows what the table has
 * @param onRows told what a query says that a person has written; one that cannot be read is marked, and the table left as it is
 */
export function openQuery(node: EditorNode, rows: () => FieldRow[], onRows: (rows: FieldRow[]) => void): QueryEditor {
  const first = written(rows());
  const editor = RED.editor.createEditor({ id: 'jira-create-query', mode: 'ace/mode/json', value: first });
  let shown = first;
  let closed = false;
  const complain = (words: string): void => void $('#jira-create-query-error').text(words).toggle(words !== '');
  const read = onceAFrame(() => {
    const text = closed ? shown : editor.getValue();
    if (text === shown) return;
    shown = text;
    try {
      onRows(rowsFromQuery(text, rows()));
      complain('');
    } catch (error) {
      const { message } = error as Error;
      const line = lineOfProblem(text);
      complain(line === undefined ? message : node._('jira-create.error.line', { line, message }));
    }
  });
  editor.getSession().on('change', read);
  return {
    editor,
    show(wanted) {
      const text = editor.getValue();
      // Something was written that has not been read: that comes first.
      if (text !== shown) return;
      let query: string;
      try {
        query = queryFromRows(wanted);
      } catch (error) {
        return complain((error as Error).message);
      }
      if (text !== query && !saysThat(text, query, wanted)) {
        shown = query;
        rewrite(editor, text, query);
      }
      complain('');
    },
    close() {
      closed = true;
      editor.destroy();
    },
  };
}

/** '' for a table that has no query. */
function written(rows: readonly FieldRow[]): string {
  try {
    return queryFromRows(rows);
  } catch {
    return '';
  }
}

function saysThat(text: string, query: string, rows: readonly FieldRow[]): boolean {
  try {
    return queryFromRows(rowsFromQuery(text, rows)) === query;
  } catch {
    return false;
  }
}

/** Only what differs is replaced, as an edit that can be undone: cursor, folds and the edits before stay what they are. */
function rewrite(editor: CodeEditor, from: string, to: string): void {
  const { start, end, text } = replacement(from, to);
  const first = placeAt(from, start);
  const last = placeAt(from, end);
  if (!editor.executeEdits) return editor.getSession().replace({ start: first, end: last }, text);
  const range = { startLineNumber: first.row + 1, startColumn: first.column + 1, endLineNumber: last.row + 1, endColumn: last.column + 1 };
  editor.pushUndoStop?.();
  editor.executeEdits('jira-create', [{ range, text }]);
  editor.pushUndoStop?.();
}

function placeAt(text: string, offset: number): { row: number; column: number } {
  const before = text.slice(0, offset);
  return { row: before.split('\n').length - 1, column: offset - before.lastIndexOf('\n') - 1 };
}
