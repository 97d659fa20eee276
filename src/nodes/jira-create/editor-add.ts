import { nameKey } from '../../lib/ticket/field-name';
import { offerChoices } from '../editor/pick-list';
import type { JiraCatalog } from './editor-catalog';
import { fieldChoices } from './editor-fields';
import type { TicketTable } from './editor-table';

/** Add Field: a search in what Jira has, whose choice becomes a row; any other text is a field's id. */
export function offerFields(node: EditorNode, table: TicketTable, catalog: JiraCatalog): void {
  const input = $('#jira-create-add');
  const add = (field: string): void => {
    input.val('');
    addField(table, field);
  };
  offerChoices(input, { label: node._('jira-create.label.addField'), search: (text) => fieldChoices(node, catalog, text), onPick: ({ value }) => add(value) });
  input.on('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add(String(input.val() ?? '').trim());
  });
  $('#jira-create-add-button').on('click', () => add(String(input.val() ?? '').trim()));
}

/** A field that the table has already is shown there, and sent from now on. */
export function addField(table: TicketTable, field: string): void {
  const there = field === '' ? undefined : table.entries().find(({ row }) => nameKey(row.field) === nameKey(field));
  if (there && there.row.mode === 'exclude') table.change(there, { ...there.row, mode: 'include' });
  table.focus(there ?? table.add({ mode: 'include', field, value: '', type: 'str' }));
}
