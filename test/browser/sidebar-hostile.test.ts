import assert from 'node:assert/strict';
import type { Route } from 'playwright-core';
import { describeInEachEditor } from './each-editor';
import { sidebarFlow } from './sidebar-flow';
import { SidebarPage } from './sidebar-page';

const script = '<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>';
const address = 'javascript:window.hacked=1';

const row = { id: script, guid: script, action: script, type: script, time: script, status: script, ticketId: script, ticketKey: script, ticketUrl: address, error: script, attempts: script, duplicate: script, finished: script, warnings: script };
const counter = { total: script, today: script, yesterday: script };

/** What a runtime would tell whose Jira is hostile in every word, and whose journal was tampered with. */
const answers: Record<string, object> = {
  connections: { connections: [{ id: 'server', name: script, sandbox: false, site: address }] },
  status: { state: script, pending: 1, deferred: 1, until: 1, reason: script },
  log: { rows: [row], removed: [], anew: true, since: '00000000-1-1', more: false },
  responses: { rows: [{ id: 0, time: script, method: script, path: script, status: 500, ms: 1, rows: script, error: script }], first: 0, anew: true, since: '00000000-1', more: false },
  alarms: { rows: [{ ...row, commands: 1, first: script, last: script }], removed: [], anew: true, since: '00000000-1-1', more: false },
  statistics: { create: counter, update: counter, total: counter, day: '2026-11-25', timezone: script, days: [{ day: script, create: 1, update: 1, total: 2 }, { day: '2026-11-25', create: 1, update: 1, total: 2 }] },
};

describeInEachEditor('The Jira sidebar of a hostile Jira', sidebarFlow, (editor) => {
  const sidebar = new SidebarPage(() => editor.page);

  it('executes nothing, links nowhere but to the web, and shows what came as text', async () => {
    const { page } = editor;
    await page.route('**/jira-tickets/**', (route: Route) => {
      const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? '';
      return route.fulfill({ json: answers[name] ?? {} });
    });
    await sidebar.show();
    // It may have been open before, with what is true.
    await page.evaluate('RED.events.emit("deploy")');
    for (const view of ['Log', 'Responses', 'Alarms', 'Statistics'] as const) {
      await sidebar.choose(view);
      if (view === 'Statistics') {
        await sidebar.view.getByText(script).first().waitFor();
        continue;
      }
      await (await sidebar.row(script)).click();
      await sidebar.details.getByText(script).first().waitFor();
    }
    await sidebar.root.locator('.jira-state', { hasText: script }).waitFor();
    assert.equal(await sidebar.root.locator('img, script, a').count(), 0);
    assert.equal(await page.evaluate('window.hacked'), undefined);
    await page.unroute('**/jira-tickets/**');
  });

  it('says in words why something was refused', async () => {
    const { page } = editor;
    await page.route('**/jira-tickets/**', (route: Route) => route.fulfill({ status: 503, json: { code: 'JOURNAL', message: script } }));
    await sidebar.choose('Log');
    await sidebar.root.getByRole('status').getByText(script).waitFor();
    assert.equal(await page.evaluate('window.hacked'), undefined);
    await page.unroute('**/jira-tickets/**');
    await sidebar.choose('Responses');
    await sidebar.root.getByRole('status').waitFor({ state: 'hidden' });
  });
});
