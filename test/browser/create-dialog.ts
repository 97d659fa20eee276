import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { FieldRow } from '../../src/lib/ticket/field-table';
import type { FlowNode } from '../e2e/harness/flow';
import { nodeOf, readFlow } from '../e2e/harness/flow';
import { openDialog } from './editor-page';

export const row = (field: string, value = '', type: FieldRow['type'] = 'str', mode: FieldRow['mode'] = 'include'): FieldRow => ({ mode, field, value, type });

/** The example's flow, with other rows in its table. */
export function flowWith(rows: readonly FieldRow[]): FlowNode[] {
  const flow = readFlow(join(process.cwd(), 'examples', 'jira-create.json'));
  return flow.map((node) => (node.type === 'jira-create' ? { ...node, fields: rows } : node));
}

const query = "monaco.editor.getEditors().find((editor) => editor.getDomNode().closest('#jira-create-query'))";

/** The dialog of a flow's jira-create, as a person works with it. */
export class CreateDialog {
  private constructor(
    readonly page: Page,
    readonly id: string,
  ) {}

  static async open(page: Page, flow: readonly FlowNode[]): Promise<CreateDialog> {
    const { id } = nodeOf(flow, 'jira-create');
    await openDialog(page, id);
    const dialog = new CreateDialog(page, id);
    await dialog.query.waitFor();
    return dialog;
  }

  get query(): Locator {
    return this.page.locator('#jira-create-query .view-lines');
  }

  get items(): Locator {
    return this.page.locator('.jira-field-list > li');
  }

  get words(): Locator {
    return this.page.locator('#jira-create-sent');
  }

  field(index: number): Locator {
    return this.items.nth(index).locator('.jira-field-name');
  }

  value(index: number): Locator {
    return this.items.nth(index).locator('.red-ui-typedInput-input');
  }

  handle(index: number): Locator {
    return this.items.nth(index).locator('.jira-field-handle');
  }

  /** The names of the rows' fields, once they are these. */
  async hasFields(...names: string[]): Promise<void> {
    const shown = `Array.from(document.querySelectorAll('.jira-field-list .jira-field-name'), (input) => input.value)`;
    await this.page.waitForFunction(`${shown}.join() === ${JSON.stringify(names.join())}`, undefined, { timeout: 20_000 }).catch(() => undefined);
    assert.deepEqual(await this.page.evaluate(shown), names);
  }

  async hasFocus(element: Locator): Promise<void> {
    await element.and(this.page.locator(':focus')).waitFor();
  }

  async queryText(): Promise<string> {
    return this.page.evaluate<string>(`${query}.getValue()`);
  }

  /** Waits until the query says this of the fields. */
  async hasQuery(fields: object): Promise<void> {
    const isThere = `(() => { try { return JSON.stringify(JSON.parse(${query}.getValue()).fields) === ${JSON.stringify(JSON.stringify(fields))}; } catch { return false; } })()`;
    await this.page.waitForFunction(isThere, undefined, { timeout: 20_000 }).catch(() => undefined);
    assert.deepEqual(JSON.parse(await this.queryText()), { fields });
  }

  /** Writes a query over the one that is there, as one edit that can be undone. */
  async writeQuery(text: string): Promise<void> {
    await this.page.evaluate(`{ const editor = ${query}; editor.focus(); editor.pushUndoStop(); editor.executeEdits('test', [{ range: editor.getModel().getFullModelRange(), text: ${JSON.stringify(text)} }]); editor.pushUndoStop(); }`);
  }

  async undo(): Promise<void> {
    await this.page.evaluate(`${query}.focus()`);
    await this.page.keyboard.press('Control+z');
  }

  /** Pastes a text where the focus is. */
  async paste(text: string): Promise<void> {
    await this.page.evaluate(`{ const data = new DataTransfer(); data.setData('text/plain', ${JSON.stringify(text)}); document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }`);
  }

  /** What copying puts on the clipboard where the focus is. */
  async copy(): Promise<string> {
    return this.page.evaluate<string>(`(() => { const data = new DataTransfer(); document.activeElement.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true })); return data.getData('text/plain'); })()`);
  }

  async add(text: string): Promise<void> {
    await this.page.locator('#jira-create-add').fill(text);
    await this.page.locator('.jira-pick-list > li').first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  option(text: string): Locator {
    return this.page.locator('.jira-pick-list > li', { hasText: text });
  }

  /** The rows as the editor keeps them after Done. */
  async saved(): Promise<FieldRow[]> {
    return this.page.evaluate<FieldRow[]>(`RED.nodes.node(${JSON.stringify(this.id)}).fields`);
  }

  async cancel(): Promise<void> {
    await this.close('cancel');
  }

  async done(): Promise<void> {
    await this.close('ok');
  }

  private async close(button: 'ok' | 'cancel'): Promise<void> {
    await this.page.locator(`#node-dialog-${button}`).click();
    await this.page.locator('#node-input-fields-container').waitFor({ state: 'detached' });
  }
}
