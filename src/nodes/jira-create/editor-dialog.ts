import type { FieldRow } from '../../lib/ticket/field-table';
import { addFormStyle } from '../editor/form-style';
import { onceAFrame } from '../editor/frame';
import { addField, offerFields } from './editor-add';
import { JiraCatalog } from './editor-catalog';
import { listenToTable } from './editor-clipboard';
import { completeFields } from './editor-completion';
import { fieldChoices, helpFor } from './editor-fields';
import type { QueryEditor } from './editor-query';
import { openQuery } from './editor-query';
import { showRequired } from './editor-required';
import { offerSending } from './editor-send';
import { addTableStyle } from './editor-style';
import { TicketTable } from './editor-table';

interface Dialog {
  table: TicketTable;
  close(): void;
}

let dialog: Dialog | undefined;

/** Shows the rows in the dialog, and below them the query, which is the same thing: a change of either is one of both. */
export function openTable(node: EditorNode, saved: readonly Partial<FieldRow>[]): void {
  addFormStyle();
  addTableStyle();
  let query: QueryEditor | undefined;
  const list = $('#node-input-fields-container');
  const server = $('#node-input-server');
  const follow = onceAFrame(() => {
    if (!dialog) return; // it has closed meanwhile
    const rows = dialog.table.rows();
    dialog.table.mark();
    query?.show(rows);
    catalog.look(String(server.val() ?? ''), rows);
    require(rows);
  });
  const catalog = new JiraCatalog(node, follow);
  const table = new TicketTable(
    list,
    {
      node,
      fieldChoices: (text) => fieldChoices(node, catalog, text),
      called: (field) => catalog.find(field)?.name ?? '',
      help: (field) => helpFor(node, catalog, field),
    },
    saved,
    follow,
  );
  const require = (rows: readonly FieldRow[]): void => showRequired(node, catalog, rows, (fields) => fields.toReversed().forEach((field) => addField(table, field)));
  query = openQuery(node, () => table.rows(), (rows) => table.write(rows));
  const stopCompleting = completeFields(query.editor, () => fieldChoices(node, catalog, ''));
  listenToTable(list, table);
  offerFields(node, table, catalog);
  offerSending(node, table, catalog);
  server.on('change', follow);
  dialog = {
    table,
    close() {
      stopCompleting();
      query?.close();
      catalog.close();
      table.close();
    },
  };
}

export function closeTable(): void {
  dialog?.close();
  dialog = undefined;
}

/** The rows as the dialog shows them; rows left wholly empty are dropped. */
export function readTable(): FieldRow[] {
  return dialog?.table.rows() ?? [];
}
