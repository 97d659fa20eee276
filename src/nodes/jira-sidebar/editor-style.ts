import { addStyle } from '../editor/style';

/**
 * For a sidebar from 180 px on, and for a low one, which then scrolls as a whole. Colours are the editor's own variables, so that its themes apply.
 * Where a line of a narrow row is too short for all, the word of a status gives way first, for its mark and colour say the same; a failed row says why
 * before it says which.
 */
const style = `
.jira-sidebar { display: flex; flex-direction: column; height: 100%; min-width: 0; overflow-x: hidden; overflow-y: auto; font-size: 12px; line-height: 1.4; color: var(--red-ui-primary-text-color); background: var(--red-ui-secondary-background); }
.jira-sidebar [hidden] { display: none !important; }
.jira-sidebar p { margin: 4px 0; overflow-wrap: anywhere; }
.jira-sidebar a { color: inherit; text-decoration: underline; }
.jira-sidebar .jira-line-of-two select, .jira-sidebar .jira-line-of-two input[type="search"], .jira-sidebar .jira-actions select { box-sizing: border-box; width: auto; min-width: 0; height: 28px; margin: 0; padding: 2px 6px; font-size: 12px; }
.jira-sidebar :focus-visible { outline: 2px solid var(--red-ui-form-input-focus-color); outline-offset: -2px; }
.jira-head, .jira-toolbar { flex: none; padding: 6px 8px; }
.jira-line-of-two { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; margin-bottom: 4px; }
.jira-line-of-two > select, .jira-line-of-two > input { flex: 1 1 90px; }
.jira-line-of-two > .jira-count { flex: 1 1 90px; }
.jira-actions { display: flex; flex-wrap: wrap; gap: 4px; }
.jira-sidebar .jira-button { margin: 0; padding: 3px 8px; font-size: 12px; line-height: 18px; color: var(--red-ui-primary-text-color); background: var(--red-ui-secondary-background); border: 1px solid var(--red-ui-form-input-border-color); border-radius: 3px; cursor: pointer; }
.jira-sidebar .jira-button:hover { background: var(--red-ui-secondary-background-hover); }
.jira-sidebar .jira-button-yes { font-weight: bold; }
.jira-state { padding-left: 8px; border-left: 3px solid var(--red-ui-border-color-success); }
.jira-state-deferred, .jira-state-waiting { border-color: var(--red-ui-border-color-warning); }
.jira-state-held, .jira-state-full, .jira-state-journal, .jira-state-trouble { border-color: var(--red-ui-border-color-error); }
.jira-message:empty { display: none; }
.jira-refused { padding-left: 8px; border-left: 3px solid var(--red-ui-border-color-error); }
.jira-confirm { margin: 6px 0; padding: 6px 8px; border: 1px solid var(--red-ui-border-color-warning); border-radius: 3px; }
.jira-confirm > button { margin-right: 4px; }
.jira-empty > .jira-tabs, .jira-empty > .jira-panel, .jira-trouble > .jira-tabs, .jira-trouble > .jira-panel, .jira-empty > .jira-head > .jira-line-of-two { display: none; }
.jira-tabs { flex: none; display: flex; border-bottom: 1px solid var(--red-ui-secondary-border-color); }
.jira-sidebar .jira-tabs > button { flex: 1 1 auto; padding: 6px 4px; font-size: 12px; color: inherit; background: none; border: none; border-bottom: 3px solid transparent; cursor: pointer; }
.jira-sidebar .jira-tabs > [aria-selected="true"] { font-weight: bold; border-bottom-color: var(--red-ui-form-input-focus-color); }
.jira-panel { flex: 1 0 360px; min-height: 0; }
.jira-view { display: flex; flex-direction: column; height: 100%; min-height: 0; }
.jira-statistics { overflow-y: auto; padding: 0 8px; }
.jira-table { position: relative; flex: 1 1 0; min-height: 0; }
.jira-rows { box-sizing: border-box; height: 100%; overflow: auto; border-top: 1px solid var(--red-ui-secondary-border-color); }
.jira-rows-body { position: relative; overflow: hidden; }
.jira-rows-body > .jira-row { position: absolute; top: 0; left: 0; right: 0; box-sizing: border-box; height: 46px; padding: 3px 8px 3px 6px; border-left: 3px solid var(--red-ui-border-color-success); border-bottom: 1px solid var(--red-ui-secondary-border-color); background: var(--red-ui-secondary-background); cursor: pointer; contain: strict; }
.jira-rows-body > .jira-row-pending { border-left-color: var(--red-ui-border-color-warning); }
.jira-rows-body > .jira-row-failed { border-left-color: var(--red-ui-border-color-error); }
.jira-rows-body > .jira-row:hover { background: var(--red-ui-secondary-background-hover); }
.jira-rows-body > .jira-row[aria-selected="true"] { background: var(--red-ui-secondary-background-selected); outline: 2px solid var(--red-ui-form-input-focus-color); outline-offset: -2px; }
.jira-rows-header { display: none; }
.jira-line { display: flex; gap: 8px; height: 20px; line-height: 20px; overflow: hidden; }
.jira-cell { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.jira-cell:empty { display: none; }
.jira-line > .jira-cell { flex: none; }
.jira-line > .jira-cell:last-child { flex: 1 1 0; min-width: 0; }
.jira-line > .jira-cell-guid:not(:last-child) { flex: 0 1 auto; min-width: 40px; }
.jira-line > .jira-cell-time, .jira-line > .jira-cell-last { flex: 0 1 auto; }
.jira-line > .jira-cell-status { flex: 0 100 auto; min-width: 30px; }
.jira-line > .jira-cell-ticketKey:last-child { flex: 1 0 auto; }
.jira-rows:not(.jira-wide) .jira-row-failed .jira-cell-error, .jira-rows:not(.jira-wide) .jira-row-failed .jira-cell-note { order: -2; flex: none; max-width: calc(100% - 60px); }
.jira-rows:not(.jira-wide) .jira-row-failed .jira-cell-guid, .jira-rows:not(.jira-wide) .jira-row-failed .jira-cell-path { order: -1; flex: 0 1 auto; min-width: 40px; }
.jira-mood-ok, .jira-mood-failed { font-weight: bold; }
.jira-wide > .jira-rows-header, .jira-wide .jira-row { display: grid; gap: 8px; }
.jira-wide .jira-line { display: contents; }
.jira-wide .jira-cell { grid-row: 1; line-height: 20px; }
.jira-wide .jira-cell:empty { display: block; }
.jira-wide .jira-rows-body > .jira-row { height: 26px; }
.jira-wide > .jira-rows-header { position: sticky; top: 0; z-index: 1; padding: 3px 8px 3px 9px; background: var(--red-ui-tertiary-background); border-bottom: 1px solid var(--red-ui-secondary-border-color); }
.jira-sidebar .jira-rows-header button { padding: 0; font-weight: bold; color: inherit; background: none; border: none; }
.jira-rows-header [aria-sort="ascending"] button::after { content: " ↑"; }
.jira-rows-header [aria-sort="descending"] button::after { content: " ↓"; }
.jira-details { position: absolute; z-index: 2; left: 0; right: 0; bottom: 0; box-sizing: border-box; max-height: 85%; overflow-y: auto; padding: 6px 8px; border-top: 2px solid var(--red-ui-primary-border-color); background: var(--red-ui-secondary-background); box-shadow: 0 -2px 6px var(--red-ui-shadow); }
.jira-details dl { display: grid; grid-template-columns: minmax(70px, auto) minmax(0, 1fr); gap: 2px 8px; margin: 6px 0 0; }
.jira-details dt { font-weight: bold; }
.jira-details dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.jira-numbers { width: 100%; margin: 6px 0; border-collapse: collapse; }
.jira-numbers th, .jira-numbers td { padding: 3px 4px; text-align: right; border-bottom: 1px solid var(--red-ui-secondary-border-color); font-variant-numeric: tabular-nums; }
.jira-numbers th[scope="row"] { text-align: left; }
.jira-sidebar figure { margin: 12px 0; }
.jira-sidebar figcaption { font-weight: bold; }
.jira-chart { display: block; width: 100%; height: auto; }
.jira-chart-base { stroke: var(--red-ui-primary-border-color); }
.jira-chart-day { fill: transparent; }
.jira-chart g:hover > .jira-chart-day { fill: var(--red-ui-secondary-background-hover); }
.jira-chart-create { fill: var(--red-ui-node-status-colors-green); }
.jira-chart-update { fill: var(--red-ui-node-status-colors-blue); }
.jira-legend { display: flex; flex-wrap: wrap; gap: 4px 12px; }
.jira-key::before { content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 4px; }
.jira-key-create::before { background: var(--red-ui-node-status-colors-green); }
.jira-key-update::before { background: var(--red-ui-node-status-colors-blue); }
`;

export function addSidebarStyle(): void {
  addStyle('jira-sidebar-style', style);
}
