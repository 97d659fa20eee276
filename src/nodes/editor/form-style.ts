import { addStyle } from './style';

/**
 * Rows that put a field beside its label, or below it where the tray is narrow (down to 320 px).
 * Colours are the editor's own variables, so that its themes apply.
 */
const style = `
.jira-form .form-row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-bottom: 10px; }
.jira-form .form-row > label { flex: 0 0 130px; width: 130px; margin: 0; }
.jira-form .form-row > label.jira-check { flex: 1 1 auto; width: auto; display: flex; align-items: center; gap: 8px; }
.jira-form .form-row > label.jira-check > input { width: auto; margin: 0; flex: none; }
.jira-form .form-row > input, .jira-form .form-row > select, .jira-form .form-row > div { flex: 1 1 150px; width: auto !important; min-width: 0; }
.jira-form .form-row > div:has(> select + .red-ui-button) { display: flex; gap: 6px; }
.jira-form .form-row > div > select:has(+ .red-ui-button) { flex: 1 1 50px; width: auto !important; min-width: 0; }
.jira-form .form-row > div > select ~ .red-ui-button { flex: none; margin-left: 0 !important; }
.jira-form .jira-pair { display: flex; align-items: center; gap: 8px; }
.jira-form .jira-pair > input { flex: 1 1 50px; width: auto; min-width: 0; }
.jira-form .jira-pair > span { flex: none; }
.jira-form .jira-hint { margin: -4px 0 10px; font-size: 12px; line-height: 1.45; color: var(--red-ui-primary-text-color, #555); }
.jira-form .jira-warning { margin: 0 0 10px; padding: 6px 10px; font-size: 12px; border-left: 3px solid #d98324; background: var(--red-ui-secondary-background-inactive, #f0f0f0); color: var(--red-ui-primary-text-color, #333); }
.jira-form .jira-findings { margin: 0 0 10px; padding: 0; list-style: none; font-size: 12px; line-height: 1.45; overflow-wrap: anywhere; }
.jira-form .jira-findings > li { padding: 3px 10px; margin-bottom: 3px; border-left: 3px solid #4f9e4f; color: var(--red-ui-primary-text-color, #333); }
.jira-form .jira-findings > li.jira-finding-warning { border-color: #d98324; }
.jira-form .jira-findings > li.jira-finding-error { border-color: #c62d2d; font-weight: 500; }
.jira-form .jira-live { margin: 0; }
.jira-form .jira-live > div { padding: 3px 10px; border-left: 3px solid var(--red-ui-secondary-border-color, #ddd); color: var(--red-ui-primary-text-color, #333); }
.jira-form .jira-live > div.jira-finding-ok { border-color: #4f9e4f; }
.jira-form .jira-live > div.jira-finding-warning { border-color: #d98324; }
.jira-form .jira-live > div.jira-finding-error { border-color: #c62d2d; font-weight: 500; }
.jira-form .jira-buttons { display: flex; flex-wrap: wrap; gap: 4px; }
.jira-form details { margin-bottom: 10px; padding: 0 12px; border: 1px solid var(--red-ui-secondary-border-color, #ddd); border-radius: 4px; }
.jira-form summary { padding: 8px 0; cursor: pointer; font-weight: 500; color: var(--red-ui-primary-text-color, #333); }
.jira-form pre { margin: 0; padding: 8px 10px; max-height: 260px; overflow: auto; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
.jira-form textarea { box-sizing: border-box; width: 100%; margin: 0; resize: vertical; font-family: var(--red-ui-monospace-font, monospace); font-size: 12px; }
.jira-form textarea[readonly] { color: var(--red-ui-form-text-color, #555); }
.jira-form .jira-sent { width: 100%; margin: 0 0 8px; font-size: 12px; line-height: 1.45; table-layout: fixed; color: var(--red-ui-primary-text-color, #333); }
.jira-form .jira-sent th, .jira-form .jira-sent td { padding: 2px 6px 2px 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; border-bottom: 1px solid var(--red-ui-secondary-border-color, #ddd); }
.jira-form .jira-sent th { font-weight: 500; }
.jira-form .jira-sent-by { width: 64px; }
.jira-form .jira-command { margin-bottom: 10px; }
.jira-form .jira-command > h4 { margin: 0 0 4px; font-size: 12px; font-weight: 500; line-height: 1.45; overflow-wrap: anywhere; color: var(--red-ui-primary-text-color, #333); }
.jira-form .jira-field-row { display: flex; flex-wrap: wrap; gap: 4px; }
.jira-form .jira-field-row > select { flex: 0 0 94px; width: 94px; margin: 0; }
.jira-form .jira-field-row > input { flex: 1 1 104px; width: auto; min-width: 0; margin: 0; }
.jira-form .jira-field-row > div { flex: 2 1 170px; min-width: 0; }
.jira-form .jira-field-row.jira-excluded > input, .jira-form .jira-field-row.jira-excluded > div { opacity: 0.55; }
.jira-form .red-ui-editableList-container { min-height: 60px; }
.jira-form .red-ui-editableList-container li { padding: 6px 0; }
`;

/** Puts the dialogs' style into the page, once. */
export function addFormStyle(): void {
  addStyle('jira-tickets-form-style', style);
}
