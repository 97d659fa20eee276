import assert from 'node:assert/strict';
import type { FieldRow } from '../../src/lib/ticket/field-table';
import { CreateDialog, flowWith, row } from './create-dialog';
import { describeInEachEditor } from './each-editor';
import { editorLoaded, looksAt320 } from './editor-page';

const rows: FieldRow[] = [row('project', 'NET'), row('summary', 'Link down'), row('labels', '["a"]', 'json'), row('duedate', '2026-12-31', 'str', 'exclude')];
const flow = flowWith(rows);

describeInEachEditor('The ticket table and its query', flow, (editor) => {
  let dialog: CreateDialog;
  beforeEach(async () => {
    dialog = await CreateDialog.open(editor.page, flow);
    await dialog.hasFields('project', 'summary', 'labels', 'duedate');
  });
  afterEach(() => dialog.cancel());

  it('follow each other, and excluded rows stay in the table alone', async () => {
    await dialog.hasQuery({ project: 'NET', summary: 'Link down', labels: ['a'] });
    await dialog.value(1).fill('Link up');
    await dialog.hasQuery({ project: 'NET', summary: 'Link up', labels: ['a'] });
    await dialog.items.nth(2).locator('.jira-field-mode').selectOption('exclude');
    await dialog.hasQuery({ project: 'NET', summary: 'Link up' });
    await dialog.writeQuery('{"fields": {"summary": "From the query", "project": "RAD"}}');
    await dialog.hasFields('summary', 'labels', 'duedate', 'project');
    assert.equal(await dialog.value(0).inputValue(), 'From the query');
    await dialog.items.nth(0).locator('.jira-field-remove').click();
    await dialog.hasQuery({ project: 'RAD' });
  });

  it('keep their order by mouse and by keyboard', async () => {
    await dialog.handle(2).focus();
    await editor.page.keyboard.press('Alt+ArrowUp');
    await dialog.hasFields('project', 'labels', 'summary', 'duedate');
    await dialog.hasQuery({ project: 'NET', labels: ['a'], summary: 'Link down' });
    await dialog.hasFocus(dialog.handle(1));
    await dialog.handle(0).hover();
    await editor.page.mouse.down();
    const target = await dialog.handle(2).boundingBox();
    assert.ok(target);
    await editor.page.mouse.move(target.x + 5, target.y, { steps: 8 });
    await editor.page.mouse.move(target.x + 5, target.y + target.height, { steps: 8 });
    await editor.page.mouse.up();
    await dialog.hasQuery({ labels: ['a'], summary: 'Link down', project: 'NET' });
  });

  it('leave the table as it was while the query is no JSON, and name the line', async () => {
    const error = editor.page.locator('#jira-create-query-error');
    await dialog.writeQuery('{\n  "fields": {\n    "summary": oops\n  }\n}');
    await error.filter({ hasText: /^Line 3: / }).waitFor();
    await editor.page.locator('#jira-create-query .squiggly-error').first().waitFor();
    await dialog.hasFields('project', 'summary', 'labels', 'duedate');
    await dialog.writeQuery('{"fields": {"summary": "a", "Summary": "b"}}');
    await error.filter({ hasText: 'there twice' }).waitFor();
    await dialog.writeQuery('{"fields": {"summary": "mended"}}');
    await error.waitFor({ state: 'hidden' });
    await dialog.hasFields('summary', 'duedate');
  });

  it('undo what was done on either side', async () => {
    await dialog.writeQuery('{"fields": {"summary": "one"}}');
    await dialog.hasFields('summary', 'duedate');
    await dialog.value(0).fill('two');
    await dialog.hasQuery({ summary: 'two' });
    await dialog.undo();
    await dialog.hasQuery({ summary: 'one' });
    await dialog.undo();
    await dialog.hasFields('project', 'summary', 'duedate', 'labels');
    await dialog.hasQuery({ project: 'NET', summary: 'Link down', labels: ['a'] });
  });

  it('copy rows as a query, and take one that is pasted, also of Jira\'s documentation', async () => {
    await dialog.handle(1).focus();
    await editor.page.keyboard.press('Space');
    await editor.page.keyboard.press('ArrowDown');
    await editor.page.keyboard.press('Space');
    assert.deepEqual(JSON.parse(await dialog.copy()), { fields: { summary: 'Link down', labels: ['a'] } });
    await dialog.paste('{"update": {}, "fields": {"summary": "Main order flow broken", "issuetype": {"id": "10000"}, "assignee": {"id": "5b109f2e9729b51b54dc274d"}}}');
    await dialog.hasFields('project', 'summary', 'labels', 'issuetype', 'assignee', 'duedate');
    await dialog.hasQuery({ project: 'NET', summary: 'Main order flow broken', labels: ['a'], issuetype: { id: '10000' }, assignee: { id: '5b109f2e9729b51b54dc274d' } });
    await dialog.handle(0).focus();
    await editor.page.keyboard.press('Delete');
    await dialog.hasQuery({ project: 'NET', issuetype: { id: '10000' }, assignee: { id: '5b109f2e9729b51b54dc274d' } });
    await dialog.writeQuery('{"update": {}, "fields": {"project": {"id": "10000"}, "parent": {"key": "PROJ-123"}}}');
    await dialog.hasFields('project', 'duedate', 'parent');
    assert.equal(await dialog.value(2).inputValue(), '{"key":"PROJ-123"}');
  });

  it('fit into a tray of 320 px, and name every field', async () => {
    assert.deepEqual(await looksAt320(editor.page, '#jira-create-form'), { fits: true, unnamed: [] });
  });

  it('complete the names of fields in the query', async () => {
    await dialog.writeQuery('{"fields": {"sev"}}');
    await editor.page.evaluate("monaco.editor.getEditors().find((editor) => editor.getDomNode().closest('#jira-create-query')).setPosition({ lineNumber: 1, column: 17 })");
    await editor.page.keyboard.press('Control+Space');
    await editor.page.locator('.suggest-widget .monaco-list-row', { hasText: 'Severity' }).first().waitFor();
    await editor.page.keyboard.press('Escape');
  });
});

const long = flowWith([row('summary', 'Link down '.repeat(25)), row('description', '$uppercase(payload) & '.repeat(12), 'jsonata')]);

describeInEachEditor('A table with long values', long, (editor) => {
  it('leaves every field and button within its tray', async () => {
    const dialog = await CreateDialog.open(editor.page, long);
    await dialog.hasFields('summary', 'description');
    const [tray, form, ...ends] = await editor.page.evaluate<number[]>(`[document.querySelector('.red-ui-tray'), document.querySelector('.jira-form'), ...document.querySelectorAll('.jira-form input, .jira-form select, .jira-form button')]
      .filter((one) => one.offsetParent && !one.closest('.monaco-editor')).map((one) => one.getBoundingClientRect().right)`);
    assert.ok(ends.length > 10 && Math.max(form ?? 0, ...ends) <= (tray ?? 0), `the tray ends at ${tray}, its form at ${form}, fields at ${Math.max(...ends)}`);
    assert.deepEqual(await looksAt320(editor.page, '#jira-create-form'), { fits: true, unnamed: [] });
    await dialog.cancel();
  });
});

const every: FieldRow[] = [
  row('a', 'text'),
  row('b', '007', 'num'),
  row('c', 'false', 'bool'),
  row('d', '{"x":[1]}', 'json'),
  row('e', 'iso', 'date'),
  row('f', 'payload.text', 'msg'),
  row('g', 'site', 'flow'),
  row('h', 'site', 'global'),
  row('i', 'SITE', 'env'),
  row('j', '$uppercase(payload)', 'jsonata'),
  row('k', 'left out', 'str', 'exclude'),
];
const everyType = flowWith(every);

describeInEachEditor('Every type of a row', everyType, (editor) => {
  it('is the same after the query, Done, a deploy and a reload', async () => {
    const dialog = await CreateDialog.open(editor.page, everyType);
    const query = { a: 'text', b: { $num: '007' }, c: false, d: { x: [1] }, e: { $date: 'iso' }, f: { $msg: 'payload.text' }, g: { $flow: 'site' }, h: { $global: 'site' }, i: { $env: 'SITE' }, j: { $jsonata: '$uppercase(payload)' } };
    await dialog.hasQuery(query);
    await dialog.writeQuery('{"fields": {}}');
    await dialog.hasFields('k');
    await dialog.writeQuery(JSON.stringify({ fields: { ...query, a: 'changed' } }));
    await dialog.hasFields('k', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
    await dialog.done();
    const expected = [every[10], row('a', 'changed'), ...every.slice(1, 10)];
    assert.deepEqual(await dialog.saved(), expected);
    await editor.page.locator('#red-ui-header-button-deploy').click();
    await editor.page.waitForFunction(`!RED.nodes.dirty()`);
    await editor.page.reload();
    await editorLoaded(editor.page);
    const again = await CreateDialog.open(editor.page, everyType);
    await again.hasQuery({ ...query, a: 'changed' });
    await again.cancel();
    assert.deepEqual(await again.saved(), expected);
  });
});
