import { onceAFrame } from '../editor/frame';
import { addFormStyle } from '../editor/form-style';
import { tieHints } from '../editor/hints';
import { rowsOf, showBase } from './editor-base';
import { openBuilder } from './editor-builder';
import { forgetCheck, offerCheck } from './editor-check';
import { showCommands } from './editor-parser';
import { offerTables, readTable, tables } from './editor-tables';

/** Fills the dialog. Only the choices at its top are saved: what is built and tried below is gone when it closes. */
export function openDialog(node: EditorNode, ticket: unknown): void {
  addFormStyle();
  offerTables(node, ticket);
  tieHints($('#jira-advanced-form'));
  const tried = $('#jira-advanced-tried');
  const text = (): string => String(tried.val() ?? '');
  const read = onceAFrame(() => {
    const [id = ''] = readTable();
    // The dialog may have closed meanwhile.
    if (tables().length > 0) showCommands(node, text(), { rows: rowsOf(id), anyId: isOn('anyId'), baseOnUpdate: isOn('baseOnUpdate') });
  });
  const showTable = (): void => {
    showBase(node, readTable()[0] ?? '');
    read();
  };
  tables().on('change', showTable);
  $('#node-input-anyId, #node-input-baseOnUpdate').on('change', read);
  tried.on('input', () => {
    forgetCheck();
    read();
  });
  openBuilder(
    node,
    () => isOn('anyId'),
    (built) => {
      tried.val(text().trim() === '' ? built : `${text().trimEnd()}\n${built}`).trigger('input');
      $('#jira-advanced-try').attr('open', 'open');
      tried.trigger('focus');
    },
  );
  offerCheck(node, text);
  showTable();
}

function isOn(property: string): boolean {
  return $(`#node-input-${property}`).prop('checked') === true;
}
