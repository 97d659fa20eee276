import type { FieldRow } from '../../lib/ticket/field-table';
import { includedRows } from '../../lib/ticket/field-table';
import type { CatalogField, JiraCatalog } from './editor-catalog';

/** Fields without which Jira makes no ticket of this project and type, and that no row has. */
function missing(catalog: JiraCatalog, rows: readonly FieldRow[]): CatalogField[] {
  const there = new Set(includedRows(rows).map(({ field }) => catalog.find(field)?.id));
  return catalog.fields.filter(({ id, required }) => required && !there.has(id));
}

/** Offers the required fields that the table has not; and says, no louder, why there is no list of fields. */
export function showRequired(node: EditorNode, catalog: JiraCatalog, rows: readonly FieldRow[], add: (fields: string[]) => void): void {
  const { refusal } = catalog;
  $('#jira-create-jira').text(refusal ? node._('jira-create.add.unknown', { reason: refusal.message }) : '');
  const fields = missing(catalog, rows);
  const words = fields.length === 0 ? '' : node._('jira-create.required.missing', { fields: fields.map(({ name }) => name).join(', ') });
  const line = $('#jira-create-required');
  if (line.attr('data-words') === words) return;
  line.attr('data-words', words).empty().toggle(words !== '');
  if (words === '') return;
  $('<span>').text(words).appendTo(line);
  $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small', id: 'jira-create-required-add' })
    .text(node._('jira-create.required.add'))
    .on('click', () => add(fields.map(({ id }) => id)))
    .appendTo(line);
}
