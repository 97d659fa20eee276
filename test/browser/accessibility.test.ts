import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { nodeOf, readFlow } from '../e2e/harness/flow';
import { pairs } from '../e2e/harness/pairs';
import { describeInEachEditor } from './each-editor';
import { closeDialog, openDialog } from './editor-page';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const flow = ['jira-advanced.json', 'jira-log.json', 'jira-stats.json'].flatMap((file) => readFlow(join(process.cwd(), 'examples', file)));
const dialogs = ['jira-create', 'jira-advanced', 'jira-config', 'jira-log', 'jira-stats'];

interface Violation {
  id: string;
  impact: string | null;
  nodes: Array<{ target: unknown[]; html: string }>;
}

/** What axe finds serious within a part of the page that is ours, a line each. */
async function seriousIn(page: Page, selector: string): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(${JSON.stringify(selector)}, { resultTypes: ['violations'] })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`));
}

describeInEachEditor('Accessibility', flow, (editor, pair) => {
  // Node-RED 5 has a dark scheme of its own, 4.1 has none.
  const schemes = pair === pairs.at(-1) ? (['light', 'dark'] as const) : (['light'] as const);
  for (const colorScheme of schemes) {
    describe(colorScheme, () => {
      let page: Page;

      before(async () => {
        ({ page } = editor);
        if (colorScheme === 'light') return;
        const background = `getComputedStyle(document.documentElement).getPropertyValue('--red-ui-primary-background')`;
        const before = await page.evaluate(background);
        // As its own setting does.
        await page.evaluate("document.documentElement.classList.add('nr-theme-dark')");
        assert.notEqual(await page.evaluate(background), before);
      });

      for (const type of dialogs) {
        it(`of the ${type} dialog: axe finds nothing serious`, async () => {
          await openDialog(page, flow.find((node) => node.type === type)?.id ?? '');
          const found = await seriousIn(page, '.jira-form');
          await closeDialog(page);
          assert.deepEqual(found, []);
        });
      }

      it('of the sidebar: axe finds nothing serious in any of its views', async () => {
        await editor.nodeRed.inject(nodeOf(flow, 'inject', 'several').id);
        await page.evaluate('RED.actions.invoke("jira-tickets:show-jira-tab")');
        await page.getByRole('tab', { name: 'Log', exact: true }).click();
        await page.locator('.jira-rows-body > .jira-row').first().waitFor();
        for (const view of await page.locator('.jira-sidebar [role="tab"]').all()) {
          await view.click();
          assert.deepEqual(await seriousIn(page, '.jira-sidebar'), [], (await view.textContent()) ?? '');
        }
      });
    });
  }
});
