import type { FieldRow } from '../../lib/ticket/field-table';
import { suggest } from '../editor/choices';
import { addFormStyle } from '../editor/form-style';
import { onceAFrame } from '../editor/frame';
import type { QueryEditor } from './editor-query';
import { openQuery } from './editor-query';
import { checkRow, completeRow, fieldSuggestions, nameOf, valueTypes } from './editor-rows';

let query: QueryEditor | undefined;

/** Shows the rows in the dialog, and below them the query, which is the same thing: a change of either is one of both. */
export function openTable(node: EditorNode, rows: readonly Partial<FieldRow>[]): void {
  addFormStyle();
  suggest($('#jira-create-suggestions'), fieldSuggestions(node));
  const follow = onceAFrame(() => {
    // The dialog may have closed meanwhile.
    if (table().length === 0) return;
    markRows(node);
    query?.show(readTable());
  });
  query = openQuery(readTable, writeTable);
  const list = table().editableList<Partial<FieldRow>>({
    addButton: node._('jira-create.label.addField'),
    removable: true,
    sortable: true,
    addItem: (container, _index, row) => {
      addRow(node, container, completeRow(row), follow);
      // Add Field gives an empty object: its row is the one a person wants to write into.
      if (row.field === undefined) container.find('.jira-field-name').trigger('focus');
      follow();
    },
    removeItem: follow,
    sortItems: follow,
  });
  for (const row of rows) list.editableList('addItem', { ...row, field: row.field ?? '' });
  list.on('input change', follow);
  follow();
}

export function closeTable(): void {
  query?.close();
  query = undefined;
}

/** The rows as the dialog shows them; rows left wholly empty are dropped. */
export function readTable(): FieldRow[] {
  return rowElements()
    .map(readRow)
    .filter(({ field, value }) => field !== '' || value !== '');
}

function addRow(node: EditorNode, container: JQuery, row: FieldRow, follow: () => void): void {
  const element = $('<div>', { class: 'jira-field-row' }).appendTo(container);
  const mode = $('<select>', { class: 'jira-field-mode', 'aria-label': node._('jira-create.label.mode') }).appendTo(element);
  for (const value of ['include', 'exclude']) $('<option>', { value }).text(node._(`jira-create.mode.${value}`)).appendTo(mode);
  mode.val(row.mode).on('change', () => fade(element));
  $('<input>', {
    type: 'text',
    class: 'jira-field-name',
    list: 'jira-create-suggestions',
    spellcheck: 'false',
    placeholder: node._('jira-create.label.field'),
    'aria-label': node._('jira-create.label.field'),
  })
    .val(row.field)
    .appendTo(element);
  const cell = $('<div>').appendTo(element);
  $('<input>', { type: 'text', class: 'jira-field-value', 'aria-label': node._('jira-create.label.value') })
    .css('width', '100%')
    .appendTo(cell)
    .typedInput({ default: row.type, types: valueTypes })
    .typedInput('type', row.type)
    .typedInput('value', row.value)
    .on('change', follow);
  fade(element);
}

function fade(element: JQuery): void {
  element.toggleClass('jira-excluded', element.find('.jira-field-mode').val() === 'exclude');
}

function readRow(element: JQuery): FieldRow {
  const value = element.find('.jira-field-value');
  return {
    mode: element.find('.jira-field-mode').val() === 'exclude' ? 'exclude' : 'include',
    field: String(element.find('.jira-field-name').val() ?? '').trim(),
    value: value.typedInput('value'),
    type: value.typedInput('type') as FieldRow['type'],
  };
}

/** A mark at each row that cannot be sent, with the reason as its tooltip. */
function markRows(node: EditorNode): void {
  const seen = new Set<string>();
  for (const element of rowElements()) {
    const row = readRow(element);
    const checked = checkRow(node, row, seen);
    element.attr('title', checked === true ? '' : checked);
    element.find('.jira-field-name').toggleClass('input-error', checked !== true);
    seen.add(nameOf(row));
  }
}

/** Makes the table these rows: those at its ends that are the same already are left alone. */
function writeTable(rows: readonly FieldRow[]): void {
  const elements = rowElements();
  const before = elements.map(readRow);
  const same = (a: FieldRow | undefined, b: FieldRow | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
  const most = Math.min(before.length, rows.length);
  let start = 0;
  while (start < most && same(before[start], rows[start])) start += 1;
  let end = 0;
  while (end < most - start && same(before.at(-1 - end), rows.at(-1 - end))) end += 1;
  for (const element of elements.slice(start, elements.length - end)) table().editableList('removeItem', element.parent().data('data') as object);
  rows.slice(start, rows.length - end).forEach((row, index) => table().editableList('insertItemAt', { ...row }, start + index));
}

function table(): JQuery {
  return $('#node-input-fields-container');
}

function rowElements(): JQuery[] {
  return table()
    .editableList('items')
    .toArray()
    .map((item) => $(item).find('.jira-field-row'));
}
