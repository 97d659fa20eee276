import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { until } from '../e2e/harness/until';

/** The sidebar as a test finds it in the editor's page. */
export class SidebarPage {
  constructor(private readonly of: () => Page) {}

  get page(): Page {
    return this.of();
  }

  get root(): Locator {
    return this.page.locator('.jira-sidebar');
  }

  /** The view that is chosen. */
  get view(): Locator {
    return this.root.locator('.jira-panel:not([hidden])');
  }

  /** Those rows of the table that are in the page. */
  get rows(): Locator {
    return this.view.locator('.jira-rows-body > .jira-row');
  }

  get details(): Locator {
    return this.view.getByRole('region', { name: 'Details of the row' });
  }

  async show(): Promise<void> {
    await this.page.evaluate('RED.actions.invoke("jira-tickets:show-jira-tab")');
    await this.root.waitFor();
  }

  async choose(view: 'Log' | 'Statistics' | 'Responses' | 'Alarms'): Promise<void> {
    await this.root.getByRole('tab', { name: view }).click();
  }

  async press(button: string): Promise<void> {
    await this.root.getByRole('button', { name: button, exact: true }).click();
  }

  async filter(text: string): Promise<void> {
    await this.view.getByRole('searchbox').fill(text);
  }

  /** Waits until the table says that it has so many rows, in the page or not: `2 rows`, `1 of 2 rows`. */
  async count(text: string): Promise<void> {
    await this.view.locator('.jira-count', { hasText: new RegExp(`^${text}$`) }).waitFor();
  }

  /** Waits for a row that has all these texts. */
  async row(...texts: string[]): Promise<Locator> {
    const row = texts.reduce((rows, hasText) => rows.filter({ hasText }), this.rows).first();
    await row.waitFor();
    return row;
  }

  /** Waits until a column says this in the rows that are in the page, from top to bottom: a table is drawn again with the next frame. */
  async columnSays(name: string, ...texts: string[]): Promise<void> {
    await until(`the column ${name} says ${texts.join()}`, async () => {
      assert.deepEqual(await this.column(name), texts);
      return true;
    });
  }

  private async column(name: string): Promise<string[]> {
    return this.rows.evaluateAll(
      (rows, cell) => rows.sort((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex'))).map((row) => row.querySelector(cell)?.textContent ?? ''),
      `.jira-cell-${name}`,
    );
  }
}
