import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { NodeRed } from '../e2e/harness/node-red';
import { startNodeRed } from '../e2e/harness/node-red';
import { describeOnEachPair } from '../e2e/harness/pairs';
import { createUserDirectory, removeUserDirectory } from '../e2e/harness/user-directory';
import type { EditorPage } from './editor-page';
import { openEditor, startBrowser } from './editor-page';
import { sidebarFlow } from './sidebar-flow';
import { SidebarPage } from './sidebar-page';

const readOnly = { httpAdminRoot: '/admin', adminAuth: { type: 'credentials', users: [], default: { permissions: 'read' } } };

describeOnEachPair('The Jira sidebar for who may only read', (pair) => {
  const sidebar = new SidebarPage(() => editor.page);
  let userDir: string;
  let nodeRed: NodeRed;
  let browser: Browser;
  let editor: EditorPage;

  before(async () => {
    userDir = await createUserDirectory();
    const flow = sidebarFlow.map((node) => (node.id === 'bad' ? { ...node, once: true } : node));
    writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flow));
    [nodeRed, browser] = await Promise.all([startNodeRed(pair, userDir, readOnly), startBrowser()]);
    editor = await openEditor(browser, nodeRed);
    await sidebar.show();
  });

  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    await removeUserDirectory(userDir);
  });

  it('shows everything below another root, and offers nothing that is refused', async () => {
    await (await sidebar.row('✗ Failed')).click();
    await sidebar.details.getByText('× 1').waitFor();
    const buttons = await sidebar.root.locator('.jira-actions > button:visible').allInnerTexts();
    assert.deepEqual(buttons, ['Export CSV', 'Close']);
    await sidebar.choose('Statistics');
    await sidebar.view.locator('.jira-chart').waitFor();
    assert.equal(await sidebar.view.getByRole('button', { name: 'Reset …' }).count(), 0);
  });

  it('says so where the runtime refuses', async () => {
    await editor.page.evaluate('RED.user.hasPermission = () => true');
    await sidebar.choose('Log');
    await sidebar.filter('bad');
    await sidebar.press('Retry 1');
    await sidebar.root.getByRole('status').getByText('You are not allowed to do this.').waitFor();
    await sidebar.row('✗ Failed', '× 1');
    assert.deepEqual(editor.errors, []);
  });
});
