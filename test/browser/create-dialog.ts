import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { FieldRow } from '../../src/lib/ticket/field-table';
import type { FlowNode } from '../e2e/harness/flow';
import { nodeOf, readFlow } from '../e2e/harness/flow';
import { openDialog } from './editor-page';

/** The example's flow, with other rows in its table. */
export function flowWith(rows?: readonly FieldRow[]): FlowNode[] {
  const flow = readFlow(join(process.cwd(), 'examples', 'jira-create.json'));
  return flow.map((node) => (node.type === 'jira-create' && rows ? { ...node, fields: rows } : node));
}

export const row = (field: string, value = '', type: FieldRow['type'] = 'str', mode: FieldRow['mode'] = 'include'): FieldRow => ({ mode, field, value, type });

/** The dialog of the flow's jira-create, as a person works with it. */
export class CreateDialog {
  private constructor(
    readonly page: Page,
    readonly tray: Locator,
  ) {}

  static async open(page: Page, flow: readonly FlowNode[]): Promise<CreateDialog> {
    const tray = await openDialog(page, nodeOf(flow, 'jira-create').id);
    return new CreateDialog(page, tray);
  }

  /** The row of a field. */
  row(field: string): Locator {
    return this.page.locator(`.jira-field-row:has(.jira-field-name)`).filter({ has: this.page.locator(`xpath=self::*[.//input[contains(@class, "jira-field-name")]]`) }).nth(0).page().locator(`[data-row="${field}"]`);
  }

  cancel(): Promise<void> {
    return this.close('cancel');
  }

  done(): Promise<void> {
    return this.close('ok');
  }

  private async close(button: 'ok' | 'cancel'): Promise<void> {
    await this.page.locator(`#node-dialog-${button}`).click();
    await this.page.locator('#node-input-fields-container').waitFor({ state: 'detached' });
  }
}
