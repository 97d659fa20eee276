import type { CommandForm } from '../../lib/ticket/advanced-builder';
import { buildAdvanced } from '../../lib/ticket/advanced-builder';
import { builtInCatalog } from '../../lib/ticket/built-in-fields';
import { suggest } from '../editor/choices';
import { onceAFrame } from '../editor/frame';

/** What a command may hold besides fields; see steps.ts. */
const stepNames = ['comment', 'transition', 'link', 'watcher'];

/**
 * The form that makes a string. Nothing of it is saved.
 *
 * @param use told the string that a person wants to try
 */
export function openBuilder(node: EditorNode, anyId: () => boolean, use: (text: string) => void): void {
  suggest($('#jira-advanced-fields'), [...builtInCatalog.fields.map(({ id }) => id), ...stepNames].map((value) => ({ value })));
  const build = onceAFrame(() => {
    if (list().length > 0) showString(anyId());
  });
  list()
    .editableList<{ name?: string }>({
      addButton: node._('jira-advanced.builder.addField'),
      removable: true,
      sortable: true,
      addItem: (container, _index, row) => {
        addRow(node, container, row.name ?? '');
        if (row.name === undefined) container.find('.jira-field-name').trigger('focus');
        build();
      },
      removeItem: build,
      sortItems: build,
    })
    .editableList('addItem', { name: 'summary' });
  guid().val(newGuid());
  $('#jira-advanced-new-guid').on('click', () => {
    guid().val(newGuid());
    build();
  });
  $('#jira-advanced-builder').on('input change', build);
  $('#node-input-anyId').on('change', build);
  $('#jira-advanced-use').on('click', () => use(String(built().val() ?? '')));
}

function addRow(node: EditorNode, container: JQuery, name: string): void {
  const row = $('<div>', { class: 'jira-field-row' }).appendTo(container);
  const label = node._('jira-advanced.table.field');
  $('<input>', { type: 'text', class: 'jira-field-name', list: 'jira-advanced-fields', spellcheck: 'false', placeholder: label, 'aria-label': label }).val(name).appendTo(row);
  const value = $('<div>').appendTo(row);
  $('<textarea>', { class: 'jira-field-value', rows: 1, 'aria-label': node._('jira-advanced.table.value') }).appendTo(value);
}

function showString(anyId: boolean): void {
  let text = '';
  let problem = '';
  try {
    text = buildAdvanced(readForm(), { anyId });
  } catch (error) {
    problem = (error as Error).message;
  }
  built().val(text);
  $('#jira-advanced-use').prop('disabled', text === '');
  $('#jira-advanced-build-error').text(problem).toggle(problem !== '');
}

function readForm(): CommandForm {
  const rows = list().editableList('items').toArray();
  return {
    guid: String(guid().val() ?? ''),
    action: $('#jira-advanced-action').val() === 'UPDATE' ? 'UPDATE' : 'CREATE',
    fields: rows.map((row) => ({ name: String($(row).find('.jira-field-name').val() ?? ''), value: String($(row).find('.jira-field-value').val() ?? '') })),
  };
}

/** A random GUID. Not crypto.randomUUID: an editor that is opened by plain http does not have it. */
function newGuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = '89ab'[(bytes[8] ?? 0) & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function list(): JQuery {
  return $('#jira-advanced-rows');
}

function guid(): JQuery {
  return $('#jira-advanced-guid');
}

function built(): JQuery {
  return $('#jira-advanced-built');
}
