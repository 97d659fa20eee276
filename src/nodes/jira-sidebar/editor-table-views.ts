import { askRuntime } from '../editor/ask-runtime';
import { mayAct } from './editor-may-act';
import { alarmsTable, logTable, responsesTable } from './editor-columns';
import { confirmed } from './editor-confirm';
import { button } from './editor-element';
import type { RowAction } from './editor-row-actions';
import { act, downloadCsv, rowActions, rowsFor } from './editor-row-actions';
import type { TableRow } from './editor-table-reader';
import { TableView } from './editor-table-view';
import { _ } from './editor-words';

/** What the views need of the sidebar around them. */
export interface Surroundings {
  /** The connection that is chosen. */
  connection: () => string;
  /** Where questions are asked. */
  question: HTMLElement;
  /** Does something that the runtime may refuse, and tells of that. */
  run: (act: () => Promise<void>) => void;
  /** Tells what was done. */
  tell: (text: string) => void;
}

/** The log: what has failed can be retried or dropped, what waits cancelled, and all of it exported. */
export function logView(around: Surroundings): TableView {
  const carryOut = (action: RowAction, rows: readonly TableRow[]): void =>
    around.run(async () => {
      const count = rows.length;
      if (count === 0) return;
      const connection = around.connection();
      const sure = count === 1 || (await confirmed(around.question, _(`jira-sidebar.confirm.${action}`, { number: count }), _(`jira-sidebar.action.${action}`)));
      if (!sure) return;
      const done = await act(connection, action, rows);
      around.tell(done === count ? _(`jira-sidebar.done.${action}`, { number: done }) : _('jira-sidebar.done.some', { number: done, all: count }));
    });

  return new TableView({
    table: logTable,
    moods: ['ok', 'pending', 'failed'],
    actionsForAll(rows, then) {
      const buttons: HTMLElement[] = [];
      if (mayAct()) {
        for (const action of rowActions) {
          const count = rowsFor(action, rows).length;
          if (count > 0) buttons.push(button(_(`jira-sidebar.action.${action}All`, { number: count }), () => carryOut(action, rowsFor(action, then()))));
        }
      }
      if (rows.length > 0) buttons.push(button(_('jira-sidebar.action.csv'), () => around.run(() => downloadCsv(around.connection(), then()))));
      return [...buttons, ...clearButton(around, 'tickets', rows.length)];
    },
    actionsForOne(row) {
      if (!mayAct()) return [];
      return rowActions.filter((action) => rowsFor(action, [row]).length > 0).map((action) => button(_(`jira-sidebar.action.${action}`), () => carryOut(action, [row])));
    },
  });
}

/** What Jira answered. */
export function responsesView(around: Surroundings): TableView {
  return new TableView({
    table: responsesTable,
    moods: ['ok', 'failed'],
    actionsForAll: (rows) => clearButton(around, 'responses', rows.length),
    actionsForOne: () => [],
  });
}

/** The GUIDs of the log, and the ticket of each. */
export function alarmsView(): TableView {
  return new TableView({ table: alarmsTable, moods: ['ok', 'pending', 'failed'], actionsForAll: () => [], actionsForOne: () => [] });
}

function clearButton(around: Surroundings, table: 'tickets' | 'responses', count: number): HTMLElement[] {
  if (count === 0 || !mayAct()) return [];
  const clear = async (): Promise<void> => {
    const connection = around.connection();
    if (!(await confirmed(around.question, _(`jira-sidebar.confirm.clear.${table}`), _('jira-sidebar.action.clear')))) return;
    await askRuntime(`jira-tickets/${connection}/clear`, { table });
    around.tell(_('jira-sidebar.done.clear'));
  };
  return [button(_('jira-sidebar.action.clearAll'), () => around.run(clear))];
}
