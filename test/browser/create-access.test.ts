import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { NodeRed } from '../e2e/harness/node-red';
import { startNodeRed } from '../e2e/harness/node-red';
import { describeOnEachPair } from '../e2e/harness/pairs';
import { createUserDirectory, removeUserDirectory } from '../e2e/harness/user-directory';
import { CreateDialog, flowWith, row } from './create-dialog';
import type { EditorPage } from './editor-page';
import { openEditor, startBrowser } from './editor-page';

const settings = { adminAuth: { type: 'credentials', users: [], default: { permissions: ['read', 'jira-create.write'] } } };
const flow = flowWith([row('project', 'NET'), row('issuetype', 'Task'), row('assignee'), row('watcher'), row('labels')]);

describeOnEachPair('The dialog of a jira-create for who may not deploy', (pair) => {
  let userDir: string;
  let nodeRed: NodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let dialog: CreateDialog;
  /** What was asked through the connection. */
  const asked: string[] = [];

  before(async () => {
    userDir = await createUserDirectory();
    writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flow));
    [nodeRed, browser] = await Promise.all([startNodeRed(pair, userDir, settings), startBrowser()]);
    editor = await openEditor(browser, nodeRed);
    editor.page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').at(-1) ?? ''));
    dialog = await CreateDialog.open(editor.page, flow);
    await dialog.hasFields('project', 'issuetype', 'assignee', 'watcher', 'labels');
    // It knows the fields: one that is required is not in the table.
    await editor.page.locator('#jira-create-required', { hasText: 'Summary' }).waitFor();
  });

  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    await removeUserDirectory(userDir);
  });

  it('says what Execute and Preview need, and asks for neither', async () => {
    for (const button of ['execute', 'preview']) {
      await editor.page.evaluate('$("#jira-create-sent").empty()');
      await editor.page.locator(`#jira-create-${button}`).click();
      await dialog.words.filter({ hasText: 'This is for those who may deploy: it needs the permissions jira-create.write and flows.write.' }).waitFor();
    }
    assert.deepEqual(asked.filter((path) => ['create', 'preview'].includes(path)), []);
    assert.deepEqual(editor.errors, []);
  });

  it('looks for no people, whose names are not for everybody, and for all the rest', async () => {
    const roles: Array<string | null> = [];
    for (const index of [2, 3, 4]) {
      await dialog.value(index).fill('n');
      roles.push(await dialog.value(index).getAttribute('role'));
    }
    assert.deepEqual(roles, [null, null, 'combobox']);
    assert.deepEqual(asked.filter((path) => path === 'people'), []);
    assert.deepEqual(editor.errors, []);
  });

  it('says so where the runtime refuses', async () => {
    await editor.page.evaluate('RED.user.hasPermission = () => true');
    for (const button of ['execute', 'preview']) {
      await editor.page.evaluate('$("#jira-create-sent").empty()');
      await editor.page.locator(`#jira-create-${button}`).click();
      await dialog.words.filter({ hasText: 'You are not allowed to do this.' }).waitFor();
    }
    assert.deepEqual(editor.errors, []);
  });
});
