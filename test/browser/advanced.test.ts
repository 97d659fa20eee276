import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { FlowNode } from '../e2e/harness/flow';
import { until } from '../e2e/harness/until';
import { describeInEachEditor } from './each-editor';
import { looksAt320, openDialog } from './editor-page';

const hostile = '<img src=x onerror="window.hacked=1">';
const guid = '6f1c1a54-3f0e-4f0b-9a53-0d5d7c1f2ab4';
/** Of a command that was carried out. */
const made = '7a2d0c11-5b1e-4c6f-8d20-1e0f3b9a4c55';

const flow: FlowNode[] = [
  { id: 'tab', type: 'tab', label: 'commands' },
  { id: 'sandbox', type: 'jira-config', name: 'Sandbox', sandbox: true, path: 'rest/api/latest/issue', auth: 'none' },
  {
    id: 'create',
    type: 'jira-create',
    z: 'tab',
    x: 200,
    y: 100,
    name: hostile,
    server: 'sandbox',
    wires: [[]],
    fields: [
      { mode: 'include', field: 'project', value: 'NET', type: 'str' },
      { mode: 'include', field: 'issuetype', value: 'Task', type: 'str' },
      { mode: 'include', field: 'Priority', value: 'Low', type: 'str' },
      { mode: 'include', field: 'description', value: 'payload', type: 'msg' },
      { mode: 'include', field: 'labels', value: '$split(payload, " ")', type: 'jsonata' },
      { mode: 'include', field: hostile, value: hostile, type: 'str' },
      { mode: 'exclude', field: 'environment', value: 'left out', type: 'str' },
    ],
  },
  { id: 'plain', type: 'jira-create', z: 'tab', x: 200, y: 160, name: 'plain', server: 'sandbox', wires: [[]], fields: [{ mode: 'include', field: 'project', value: 'NET', type: 'str' }, { mode: 'include', field: 'issuetype', value: 'Task', type: 'str' }] },
  { id: 'advanced', type: 'jira-advanced', z: 'tab', x: 200, y: 220, name: '', server: 'sandbox', ticket: ['create'], anyId: false, baseOnUpdate: false, textFormat: 'plain', wires: [[]] },
  { id: 'make', type: 'inject', z: 'tab', props: [{ p: 'payload', v: `${made}|CREATE|summary;made|`, vt: 'str' }], wires: [['checked']] },
  { id: 'checked', type: 'jira-advanced', z: 'tab', x: 200, y: 280, name: '', server: 'sandbox', ticket: ['plain'], anyId: false, baseOnUpdate: false, textFormat: 'plain', wires: [[]] },
];

describeInEachEditor('The dialog of a jira-advanced', flow, (editor) => {
  let page: Page;
  let tray: Locator;
  const part = (id: string): Locator => tray.locator(`#jira-advanced-${id}`);
  const group = async (name: string): Promise<void> => tray.locator('summary', { hasText: name }).click();
  const tables = async (scope: Locator): Promise<string[][]> => {
    const rows = await scope.locator('tbody tr').all();
    return Promise.all(rows.map((row) => row.locator('td').allInnerTexts()));
  };
  const open = async (id = 'advanced'): Promise<void> => {
    tray = await openDialog(page, id);
  };
  const close = async (button: 'cancel' | 'ok' = 'cancel'): Promise<void> => {
    await page.locator(`#node-dialog-${button}`).click();
    await tray.waitFor({ state: 'detached' });
  };

  before(() => {
    page = editor.page;
  });
  // One that a failed test has left open would be in the way of the next.
  afterEach(async () => {
    await page.evaluate('document.querySelector(".red-ui-tray") && RED.tray.close()');
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  });

  it('shows the table it adds to, without what is excluded, and follows the choice', async () => {
    await open();
    await group('The table it is added to');
    assert.deepEqual(await tables(part('base')), [
      ['project', 'NET'],
      ['issuetype', 'Task'],
      ['Priority', 'Low'],
      ['description', 'msg: payload (when a message comes)'],
      ['labels', 'jsonata: $split(payload, " ") (when a message comes)'],
      [hostile, hostile],
    ]);
    await part('table').selectOption('plain');
    assert.equal((await tables(part('base'))).length, 2);
    await part('table').selectOption('');
    await part('base').getByText('No table is chosen.').waitFor();
    await close();
  });

  it('builds a string that the parser below reads back', async () => {
    await open();
    await group('Build a string');
    await part('build-error').waitFor({ state: 'hidden' });
    const first = await part('guid').inputValue();
    assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    await part('new-guid').click();
    const id = await part('guid').inputValue();
    assert.notEqual(id, first);
    await part('builder').locator('.jira-field-value').first().fill('A | B; C:\\new\\');
    await part('builder').locator('.red-ui-editableList-addButton').click();
    // The new row has the focus: a person goes on writing.
    await page.keyboard.type('a;b');
    await part('builder').locator('.jira-field-value').nth(1).fill(`two\nlines ${hostile}`);
    const wanted = `${id}|CREATE|summary;A \\| B; C:\\new\\\\|a\\;b;two\nlines ${hostile}|`;
    await page.waitForFunction(`document.querySelector("#jira-advanced-built").value === ${JSON.stringify(wanted)}`);
    await part('use').click();
    await part('summary').getByText('Would be sent: 1. Refused: 0.').waitFor();
    const shown = await tables(part('commands'));
    assert.deepEqual(shown.filter(([, , by]) => by === 'string'), [
      ['summary', 'A | B; C:\\new\\', 'string'],
      ['a;b', `two\nlines ${hostile}`, 'string'],
    ]);
    assert.deepEqual(shown.filter(([, , by]) => by === 'table').map(([name]) => name), ['project', 'issuetype', 'Priority', 'description', 'labels', hostile]);
    await close();
  });

  it('says what a string cannot carry', async () => {
    await open();
    await group('Build a string');
    const error = part('build-error');
    await part('guid').fill('port 7');
    await error.getByText('"port 7" cannot be the id of a command').waitFor();
    assert.equal(await part('use').isDisabled(), true);
    await tray.locator('#node-input-anyId').check();
    await error.waitFor({ state: 'hidden' });
    await part('builder').locator('.jira-field-name').fill('__proto__');
    await error.getByText('Field 1: "__proto__" cannot be the name of a field').waitFor();
    await close();
  });

  it('shows for each command what it would send, every error with its place, and every repair', async () => {
    await open();
    await group('Try a string');
    await part('tried').fill(`${guid}|CREATE|summary;one\ntwo|priority;High|labels;night shift|\n${guid}|UPDATE|priority;High|\n${guid}|CREATE|summary;x|Summary;y|\nport-7|CREATE|summary;${hostile}|`);
    await part('summary').getByText('Would be sent: 2. Refused: 2.').waitFor();
    const boxes = tray.locator('.jira-command');
    assert.deepEqual(await boxes.locator('h4').allInnerTexts(), [`1. CREATE ${guid}`, `2. UPDATE ${guid}`, `3. Refused: CREATE ${guid}`, '4. Refused: CREATE']);
    const create = await tables(boxes.nth(0));
    assert.deepEqual(create.find(([name]) => name === 'Priority'), ['Priority', 'High', 'string']);
    assert.deepEqual(create.find(([name]) => name === 'project'), ['project', 'NET', 'table']);
    assert.deepEqual(await boxes.nth(0).locator('.jira-finding-warning').allInnerTexts(), ['labels: blanks became _', 'summary: line breaks and tabs became blanks']);
    assert.deepEqual(await tables(boxes.nth(1)), [['priority', 'High', 'string']]);
    assert.match(await boxes.nth(2).locator('.jira-finding-error').innerText(), /^Command 3, line 4, column 55: the field "Summary" is there twice/);
    assert.match(await boxes.nth(3).innerText(), /Command 4, line 5, column 1: "port-7" cannot be the id/);
    // Settings above count at once.
    await tray.locator('#node-input-baseOnUpdate').check();
    await tray.locator('#node-input-anyId').check();
    await part('summary').getByText('Would be sent: 3. Refused: 1.').waitFor();
    assert.deepEqual((await tables(boxes.nth(1))).map(([name, , by]) => [name, by]), [['Priority', 'string'], ['description', 'table'], ['labels', 'table'], [hostile, 'table']]);
    // What a row will be is not known before a message comes.
    assert.equal(await boxes.nth(1).locator('.jira-findings li').count(), 0);
    assert.equal(await page.evaluate('window.hacked'), undefined);
    await close();
  });

  it('checks a string with Jira: the request, its warnings and errors; and sends nothing', async () => {
    await open('checked');
    await group('Try a string');
    await part('tried').fill(`${guid}|CREATE|summary;one\ntwo|priority;high|\n${guid}|CREATE|summary;x|priority;${hostile}|`);
    await part('check').click();
    const checked = part('checked');
    await checked.getByText(/^Would send POST http:.*\/issue$/).waitFor();
    assert.match(await checked.locator('pre').innerText(), /"priority": \{\s+"name": "High"/);
    assert.equal(await checked.locator('.jira-finding-warning').innerText(), 'summary: line breaks and tabs became blanks');
    assert.match(await checked.locator('.jira-finding-error').innerText(), /^INVALID_FIELD: .*<img src=x/);
    await part('tried').fill('x');
    await checked.locator('.jira-command').first().waitFor({ state: 'detached' });
    assert.equal(await page.evaluate('window.hacked'), undefined);
    await close();
    const log = await editor.nodeRed.get<{ msg: string }>('context/global/jira_sandbox');
    assert.doesNotMatch(log.msg, new RegExp(guid));
  });

  it('says first that nothing would be sent where the GUID has its ticket', async () => {
    await editor.nodeRed.inject('make');
    await until('there is a ticket', async () => (await editor.nodeRed.get<{ msg: string }>('context/global/jira_sandbox')).msg.includes('NET-1') || undefined);
    await open('checked');
    await group('Try a string');
    await part('tried').fill(`${made}|CREATE|summary;one\ntwo|`);
    await part('check').click();
    const checked = part('checked');
    await checked.getByText('Nothing would be sent: NET-1 was made with this GUID.').waitFor();
    assert.equal(await checked.locator('.jira-findings > li').count(), 1);
    assert.equal(await checked.locator('pre').count(), 0);
    await close();
  });

  it('says that a node is not deployed', async () => {
    await page.evaluate('RED.nodes.add({ id: "fresh", type: "jira-advanced", z: "tab", x: 9, y: 9, _def: RED.nodes.getType("jira-advanced"), name: "", server: "sandbox", ticket: [], wires: [[]], inputs: 1, outputs: 1 })');
    await open('fresh');
    await group('Try a string');
    await part('check').click();
    await part('checked').getByText('Not deployed: deploy it first.').waitFor();
    await close();
  });

  it('saves nothing of what was built and tried', async () => {
    const saved = (): Promise<string> => page.evaluate<string>('JSON.stringify(RED.nodes.convertNode(RED.nodes.node("advanced")))');
    await open();
    const before = await saved();
    await group('Build a string');
    await part('builder').locator('.jira-field-value').first().fill('something');
    await part('use').click();
    await part('summary').getByText('Would be sent: 1.').waitFor();
    await close('ok');
    assert.equal(await saved(), before);
  });

  it('fits into a tray of 320 px, and names every field', async () => {
    await open();
    await group('Try a string');
    await part('tried').fill(`${guid}|CREATE|summary;${'x'.repeat(300)}|\nx`);
    await part('summary').getByText('Refused: 1.').waitFor();
    assert.deepEqual(await looksAt320(page, '#jira-advanced-form'), { fits: true, unnamed: [] });
    await close();
  });
});
