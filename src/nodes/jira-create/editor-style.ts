import { addStyle } from '../editor/style';

/** What a tray is wide when it opens is the least that Node-RED lets its form be: rows, however long their values, are to have no part in it. */
const style = `
.jira-field-list { contain: inline-size; }
.jira-field-list > li { min-height: 46px; padding: 6px 0; border-bottom: 1px solid var(--red-ui-secondary-border-color, #ddd); }
.jira-field-list > li.jira-selected { background: var(--red-ui-list-item-background-selected, #efefef); }
.jira-field-row { position: relative; align-items: flex-start; }
.jira-form .jira-field-row > .jira-field-handle { flex: none; width: 24px; height: 34px; line-height: 34px; text-align: center; cursor: move; border-radius: 4px; color: var(--red-ui-primary-text-color, #555); }
.jira-field-handle:focus-visible { outline: 2px solid var(--red-ui-form-input-focus-color, #7fa1d9); }
.jira-form .jira-field-row > .jira-field-cell { display: flex; gap: 4px; }
.jira-field-cell > .jira-field-value-box { flex: 1 1 100px; min-width: 0; }
.jira-form .jira-field-row > .jira-field-remove { flex: none; height: 34px; }
.jira-field-date { flex: none; position: relative; height: 34px; }
.jira-form .jira-field-date > input { position: absolute; inset: auto 0 0 0; width: 100%; height: 0; padding: 0; margin: 0; border: 0; opacity: 0; pointer-events: none; }
.jira-form .jira-field-row > .jira-field-words { flex: 1 0 100%; margin-left: 28px; font-size: 12px; line-height: 1.4; overflow-wrap: anywhere; color: var(--red-ui-primary-text-color, #333); border-left: 3px solid #c62d2d; padding-left: 8px; }
.jira-form .jira-field-row > .jira-field-words:empty { display: none; }
.jira-field-light { padding: 7px 10px 7px 28px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; color: var(--red-ui-primary-text-color, #555); }
.jira-form .jira-bar { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin: 0 0 10px; }
.jira-form .jira-bar > input { flex: 1 1 160px; width: auto; min-width: 0; margin: 0; }
.jira-form .jira-note { margin: 0 0 10px; font-size: 12px; line-height: 1.45; overflow-wrap: anywhere; color: var(--red-ui-primary-text-color, #333); }
.jira-form .jira-note:empty, .jira-form pre:empty { display: none; }
.jira-form .jira-note.jira-failed { border-left: 3px solid #c62d2d; padding-left: 8px; }
.jira-form .jira-note.jira-ok { border-left: 3px solid #4f9e4f; padding-left: 8px; }
.jira-form textarea.jira-sample { width: 100%; box-sizing: border-box; min-height: 60px; font-family: var(--red-ui-monospace-font, monospace); font-size: 12px; resize: vertical; }
.jira-form .jira-required { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
`;

export function addTableStyle(): void {
  addStyle('jira-tickets-table-style', style);
}
