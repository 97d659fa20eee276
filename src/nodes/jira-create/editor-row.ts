import type { FieldRow } from '../../lib/ticket/field-table';
import { valueTypes } from '../../lib/ticket/field-table';
import type { PickList } from '../editor/pick-list';
import { offerChoices } from '../editor/pick-list';
import type { Help } from './editor-value';
import { helpValue } from './editor-value';

/** What a row needs of the dialog around it. */
export interface RowContext {
  node: EditorNode;
  /** Which fields a text may mean. */
  fieldChoices: PickList['search'];
  /** What Jira calls a field; '' where it has not told. */
  called: (field: string) => string;
  /** What helps to write the value of a field; undefined where nothing does. */
  help: (field: string) => Help | undefined;
}

/** Shows the row in an element: the four parts that a person writes into or presses. */
export function buildRow({ node, fieldChoices, help }: RowContext, row: FieldRow): JQuery {
  const element = $('<div>', { class: 'jira-field-row' });
  $('<span>', { class: 'jira-field-handle fa fa-bars', role: 'button', tabindex: 0, 'aria-pressed': 'false', 'aria-label': node._('jira-create.label.handle'), title: node._('jira-create.label.handle') }).appendTo(element);
  const mode = $('<select>', { class: 'jira-field-mode', 'aria-label': node._('jira-create.label.mode') }).appendTo(element);
  for (const value of ['include', 'exclude']) $('<option>', { value }).text(node._(`jira-create.mode.${value}`)).appendTo(mode);
  const name = $('<input>', { type: 'text', class: 'jira-field-name', spellcheck: 'false', placeholder: node._('jira-create.label.field'), 'aria-label': node._('jira-create.label.field') }).appendTo(element);
  offerChoices(name, { label: node._('jira-create.label.fields'), search: fieldChoices, onPick: ({ value }) => name.val(value).trigger('change') });
  const cell = $('<div>', { class: 'jira-field-cell' }).appendTo(element);
  const box = $('<div>', { class: 'jira-field-value-box' }).appendTo(cell);
  const value = $('<input>', { type: 'text', class: 'jira-field-value' }).css('width', '100%').appendTo(box).typedInput({ default: row.type, types: valueTypes });
  // Of what Node-RED's widget is made, the field and the button of its own dialog have no names.
  box.find('.red-ui-typedInput-input, .red-ui-typedInput-option-expand').attr('aria-label', node._('jira-create.label.value'));
  $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small jira-field-remove', 'aria-label': node._('jira-create.label.remove'), title: node._('jira-create.label.remove') })
    .append($('<i>', { class: 'fa fa-remove', 'aria-hidden': 'true' }))
    .appendTo(element);
  $('<div>', { class: 'jira-field-words', role: 'status' }).appendTo(element);
  fillRow(element, row);
  // Which help fits is known late: the field may change, and Jira may answer later.
  let takeAway = (): void => {};
  element.on('focusin', '.red-ui-typedInput-input', () => {
    takeAway();
    takeAway = helpValue(node, cell, value, help(String(name.val() ?? '')));
  });
  return element;
}

/** Makes the row in an element another one. */
export function fillRow(element: JQuery, { mode, field, value, type }: FieldRow): void {
  element.find('.jira-field-mode').val(mode);
  element.find('.jira-field-name').val(field);
  element.find('.jira-field-value').typedInput('type', type).typedInput('value', value);
  fade(element, mode);
}

export function readRow(element: JQuery): FieldRow {
  const value = element.find('.jira-field-value');
  const row: FieldRow = {
    mode: element.find('.jira-field-mode').val() === 'exclude' ? 'exclude' : 'include',
    field: String(element.find('.jira-field-name').val() ?? '').trim(),
    value: value.typedInput('value'),
    type: value.typedInput('type') as FieldRow['type'],
  };
  fade(element, row.mode);
  return row;
}

/**
 * @param problem why the row cannot be sent; '' where it can
 * @param called what Jira calls its field, where the row has another name for it
 */
export function markRow(element: JQuery, problem: string, called: string): void {
  element.attr('title', problem);
  element.find('.jira-field-name').attr('title', called).toggleClass('input-error', problem !== '').attr('aria-invalid', String(problem !== ''));
}

function fade(element: JQuery, mode: FieldRow['mode']): void {
  element.toggleClass('jira-excluded', mode === 'exclude');
}
