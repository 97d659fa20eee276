import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readFlow } from '../e2e/harness/flow';
import { pairs } from '../e2e/harness/pairs';
import { describeInEachEditor } from './each-editor';
import { closeDialog, editorLoaded, openDialog } from './editor-page';

const flow = ['jira-advanced.json', 'jira-log.json', 'jira-stats.json'].flatMap((file) => readFlow(join(process.cwd(), 'examples', file)));
const dialogs = ['jira-create', 'jira-advanced', 'jira-config', 'jira-log', 'jira-stats'];
const [open, shut] = ['⟦', '⟧'];

interface Catalog {
  [key: string]: string | Catalog;
}

function catalogOf(language: string, node: string): Catalog {
  return JSON.parse(readFileSync(join('locales', language, `${node}.json`), 'utf8')) as Catalog;
}

function textAt(catalog: Catalog, key: string): string {
  return key.split('.').reduce<string | Catalog>((part, name) => (part as Catalog)[name] ?? '', catalog) as string;
}

/** Every text between brackets: what shows without them was not looked up. */
function pseudo(part: string | Catalog): string | Catalog {
  if (typeof part === 'string') return `${open}${part}${shut}`;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, pseudo(value)]));
}

/** Names of Jira's and values that people have written; placeholders that show a form, in no language. */
const data = '.jira-field-name, .jira-sent tbody';
const forms = /^placeholder: (https?:|rest\/|.*\|)/;

/** The dialog's words that stand between no brackets, but for data. */
function bareWords(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const bare = [];
    const walker = document.createTreeWalker(document.querySelector('.jira-form'), NodeFilter.SHOW_TEXT);
    let depth = 0;
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const words = text.data;
      const inside = depth > 0;
      depth += words.split('${open}').length - words.split('${shut}').length;
      const apart = text.parentElement.closest('pre, code, kbd, option, .monaco-editor, .ace_editor, textarea, datalist, .red-ui-typedInput-container, ${data}');
      if (!inside && !words.includes('${open}') && !apart && /\\p{L}{2}/u.test(words)) bare.push(words.trim());
    }
    for (const named of document.querySelectorAll('.jira-form [aria-label], .jira-form [title], .jira-form [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) {
        const words = named.getAttribute(name) ?? '';
        if (/\\p{L}{2}/u.test(words) && !words.includes('${open}') && !named.closest('.monaco-editor, .ace_editor, .red-ui-typedInput-container, ${data}')) bare.push(name + ': ' + words);
      }
    }
    return bare;
  })()`);
}

describeInEachEditor('Languages', flow, (editor, pair) => {
  // The catalogs are the same for both: each language is looked at in one of them.
  for (const language of readdirSync('locales').filter((_, index) => index % pairs.length === pairs.indexOf(pair))) {
    it(`${language}: a dialog and the sidebar speak it`, async () => {
      const { page } = editor;
      // As the editor's own setting does.
      await page.evaluate(`localStorage.setItem("editor-language", "${language}")`);
      await page.reload();
      await editorLoaded(page);
      await openDialog(page, flow.find(({ type }) => type === 'jira-create')?.id ?? '');
      const catalog = catalogOf(language, 'jira-create');
      const label = page.locator('.jira-form label', { hasText: textAt(catalog, 'jira-create.label.fields') });
      await label.first().waitFor();
      await closeDialog(page);
      await page.evaluate('RED.actions.invoke("jira-tickets:show-jira-tab")');
      await page.locator('.jira-sidebar [role="tab"]', { hasText: textAt(catalogOf(language, 'jira-sidebar'), 'jira-sidebar.tab.responses') }).waitFor();
    });
  }

  it('leave no word of a dialog to itself', async () => {
    const { page } = editor;
    await page.route(/\/(nodes|plugins)\/messages/, async (route) => {
      const answer = await route.fetch();
      const all = (await answer.json()) as Catalog;
      for (const name of Object.keys(all)) if (name.startsWith('node-red-contrib-jira-tickets')) all[name] = pseudo(all[name] ?? '');
      await route.fulfill({ response: answer, json: all });
    });
    await page.reload();
    await editorLoaded(page);
    for (const type of dialogs) {
      await openDialog(page, flow.find((node) => node.type === type)?.id ?? '');
      await page.locator('.jira-form', { hasText: open }).waitFor();
      assert.deepEqual((await bareWords(page)).filter((words) => !forms.test(words)), [], type);
      await closeDialog(page);
    }
  });
});
