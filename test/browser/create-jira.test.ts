import assert from 'node:assert/strict';
import type { FieldRow } from '../../src/lib/ticket/field-table';
import { nodeOf } from '../e2e/harness/flow';
import { CreateDialog, flowWith, row } from './create-dialog';
import { describeInEachEditor } from './each-editor';

const rows: FieldRow[] = [row('project', 'NET'), row('issuetype', 'Task'), row('summary', 'From the dialog')];
const flow = flowWith(rows);

describeInEachEditor('Jira in the dialog of a jira-create', flow, (editor) => {
  let dialog: CreateDialog;
  const open = async (): Promise<void> => {
    dialog = await CreateDialog.open(editor.page, flow);
    await dialog.hasFields('project', 'issuetype', 'summary');
  };
  afterEach(async () => {
    await dialog.cancel();
    await editor.page.unroute('**/jira-tickets/**');
  });

  it('offers its fields by name and id, and takes any other text', async () => {
    await open();
    await editor.page.locator('#jira-create-add').fill('severity');
    await dialog.option('customfield_10007 · option · 4 values').waitFor();
    await editor.page.keyboard.press('Enter');
    await dialog.hasFields('project', 'issuetype', 'summary', 'customfield_10007');
    await editor.page.locator('#jira-create-add').fill('customfield_99999');
    await dialog.option('Use "customfield_99999" as it is').waitFor();
    await editor.page.keyboard.press('Enter');
    await dialog.hasFields('project', 'issuetype', 'summary', 'customfield_10007', 'customfield_99999');
    await dialog.add('summary');
    await dialog.hasFocus(dialog.value(2));
  });

  it('opens its lists at their beginning', async () => {
    await open();
    await editor.page.locator('#jira-create-jira:empty').waitFor({ state: 'attached' });
    await editor.page.locator('#jira-create-add').click();
    await dialog.option('customfield_').first().waitFor();
    const list = editor.page.locator('.jira-pick-list');
    assert.ok(await list.evaluate((one) => one.scrollHeight > one.clientHeight), 'there is something to scroll');
    assert.equal(await list.evaluate((one) => one.scrollTop), 0);
    await editor.page.keyboard.press('Escape');
  });

  it('offers the values that fit a field', async () => {
    await open();
    await editor.nodeRed.post(`jira-tickets/${nodeOf(flow, 'jira-config').id}/create`, { rows: [...rows, row('labels', 'night')] });
    await dialog.add('priority');
    await editor.page.keyboard.type('hi');
    await dialog.option('Highest').waitFor();
    await dialog.option('High').first().waitFor();
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('Enter');
    assert.equal(await dialog.value(3).inputValue(), 'High');
    await dialog.add('components');
    await editor.page.keyboard.type('Core,tr');
    await dialog.option('Transport').click();
    assert.equal(await dialog.value(4).inputValue(), 'Core,Transport');
    await dialog.add('location');
    await editor.page.keyboard.type('belg');
    await dialog.option('Europe/Belgium').click();
    await dialog.add('assignee');
    await editor.page.keyboard.type('ann');
    await dialog.option('Ann Smith').click();
    await dialog.add('labels');
    await editor.page.keyboard.type('own,ni');
    await dialog.option('night').click();
    assert.equal(await dialog.value(7).inputValue(), 'own,night');
    await dialog.add('duedate');
    await dialog.items.nth(8).locator('.jira-field-date input').fill('2027-01-15', { force: true });
    await dialog.value(0).click();
    await dialog.option('RAD').waitFor();
    await editor.page.keyboard.press('Escape');
    const { fields } = JSON.parse(await dialog.queryText()) as { fields: Record<string, string> };
    assert.deepEqual([fields['customfield_10011'], fields['duedate']], ['Europe/Belgium', '2027-01-15']);
    assert.match(fields['assignee'] ?? '', /^712020:/);
  });

  it('offers the fields that it requires and the table has not', async () => {
    await open();
    await dialog.items.nth(2).locator('.jira-field-remove').click();
    const line = editor.page.locator('#jira-create-required');
    await line.filter({ hasText: 'Required by Jira and missing: Summary' }).waitFor();
    await line.locator('button').click();
    await dialog.hasFields('project', 'issuetype', 'summary');
    await line.waitFor({ state: 'hidden' });
  });

  it('is sent what the table shows, and the ticket is a link', async () => {
    await open();
    await dialog.value(2).fill('Not deployed');
    await editor.page.locator('#jira-create-execute').click();
    const link = dialog.words.locator('a');
    assert.match((await link.textContent()) ?? '', /^NET-\d+$/);
    assert.deepEqual([await link.getAttribute('target'), await link.getAttribute('rel')], ['_blank', 'noopener']);
    const page = await fetch((await link.getAttribute('href')) ?? '');
    assert.match(await page.text(), /Not deployed/);
  });

  it('says what it refuses beside the row', async () => {
    await open();
    await dialog.value(2).fill('');
    await editor.page.locator('#jira-create-execute').click();
    await dialog.items.nth(2).locator('.jira-field-words', { hasText: 'summary' }).waitFor();
    await dialog.add('priority');
    await editor.page.keyboard.type('Sky-high');
    await editor.page.locator('#jira-create-execute').click();
    await dialog.items.nth(3).locator('.jira-field-words', { hasText: 'is not one of its values' }).waitFor();
    assert.equal(await dialog.items.nth(2).locator('.jira-field-words').textContent(), '');
  });

  it('is shown what would be sent for a sample message', async () => {
    await open();
    await dialog.writeQuery('{"fields": {"project": "NET", "issuetype": "Task", "summary": {"$msg": "payload"}}}');
    await editor.page.locator('.jira-form details summary').click();
    await editor.page.locator('#jira-create-sample').fill('{ "payload": "Port 7" }');
    await editor.page.locator('#jira-create-preview').click();
    const result = editor.page.locator('#jira-create-preview-result');
    await result.filter({ hasText: '"summary": "Port 7"' }).waitFor();
    assert.match((await result.textContent()) ?? '', /^POST http:\/\/127\.0\.0\.1:\d+\/rest\/api\/latest\/issue\n/);
    await editor.page.locator('#jira-create-sample').fill('[1]');
    await editor.page.locator('#jira-create-preview').click();
    await dialog.words.filter({ hasText: 'not a JSON object' }).waitFor();
  });

  it('may be away: any field can be typed then', async () => {
    await editor.page.route('**/jira-tickets/**', (route) => route.fulfill({ status: 503, json: { code: 'GAVE_UP', message: 'Jira cannot be asked now: no answer' } }));
    await open();
    await editor.page.locator('#jira-create-jira', { hasText: 'Jira cannot be asked now' }).waitFor();
    await dialog.add('Labels');
    await dialog.add('customfield_12345');
    await dialog.hasFields('project', 'issuetype', 'summary', 'labels', 'customfield_12345');
    await editor.page.locator('#jira-create-execute').click();
    await dialog.words.filter({ hasText: 'Jira cannot be asked now' }).waitFor();
  });

  it('is asked only through a connection: one that is not chosen or not deployed is told from the other', async () => {
    await open();
    const choose = (id: string): Promise<unknown> => editor.page.evaluate(`$('#node-input-server').append($('<option>', { value: ${JSON.stringify(id)} })).val(${JSON.stringify(id)}).trigger('change')`);
    const told = editor.page.locator('#jira-create-jira');
    for (const [id, words] of [['_ADD_', 'Choose a connection.'], ['fresh', 'The connection is not deployed: deploy it first.']] as const) {
      await choose(id);
      await told.filter({ hasText: words }).waitFor();
      for (const button of ['execute', 'preview']) {
        await editor.page.locator(`#jira-create-${button}`).click();
        await dialog.words.filter({ hasText: words }).waitFor();
      }
    }
  });

  it('executes nothing in the page, whatever it calls things', async () => {
    const evil = '<img src=x onerror="window.struck = true"><script>window.struck = true</script>';
    const field = { id: evil, name: evil, type: evil, required: true, onCreateScreen: true, count: 1, choices: [evil] };
    const answers: Record<string, object> = {
      fields: { complete: true, fields: [field, { ...field, id: 'priority', name: evil, required: false }] },
      people: [{ id: evil, name: evil, email: evil }],
      projects: [{ value: evil, name: evil }],
      create: { row: { status: 'Ok', ticketKey: evil, ticketUrl: 'javascript:window.struck=true', warnings: evil, error: '' }, code: '', fields: {} },
      preview: { ok: false, message: evil, fields: { priority: evil } },
    };
    await editor.page.route('**/jira-tickets/**', (route) => route.fulfill({ json: answers[new URL(route.request().url()).pathname.split('/').at(-1) ?? ''] ?? {} }));
    await open();
    await editor.page.locator('#jira-create-required', { hasText: '<img' }).waitFor();
    await editor.page.locator('#jira-create-add').fill('img');
    await dialog.option('<img').first().waitFor();
    await editor.page.keyboard.press('Escape');
    await dialog.add('priority');
    await editor.page.keyboard.type('img');
    await dialog.option('<script>').click();
    await dialog.value(0).fill('img');
    await dialog.option('<img').first().waitFor();
    await editor.page.locator('#jira-create-execute').click();
    await dialog.words.filter({ hasText: '<img' }).waitFor();
    assert.equal(await dialog.words.locator('a').count(), 0);
    await editor.page.locator('#jira-create-preview').click();
    await editor.page.locator('.jira-field-words', { hasText: '<script>' }).waitFor();
    assert.equal(await editor.page.evaluate('window.struck'), undefined);
  });
});
