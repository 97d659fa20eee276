import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { FlowNode } from '../e2e/harness/flow';
import { describeInEachEditor } from './each-editor';
import { looksAt320, openDialog } from './editor-page';

const flow: FlowNode[] = [
  { id: 'tab', type: 'tab', label: 'connections' },
  { id: 'sandbox', type: 'jira-config', name: 'Sandbox', sandbox: true, path: 'rest/api/latest/issue', auth: 'none' },
  { id: 'own', type: 'jira-config', name: 'Own', url: 'https://jira.example.com', path: 'rest/api/latest/issue', auth: 'basic', marker: 'property', tls: '' },
  { id: 'unchecked', type: 'tls-config', name: 'any certificate', verifyservercert: false },
  { id: 'create', type: 'jira-create', z: 'tab', x: 200, y: 100, server: 'sandbox', fields: [], wires: [[]] },
  { id: 'log', type: 'jira-log', z: 'tab', x: 200, y: 160, server: 'sandbox', table: 'tickets', changes: false, wires: [[]] },
  { id: 'stats', type: 'jira-stats', z: 'tab', x: 200, y: 220, server: 'sandbox', changes: false, wires: [[]] },
];

const hostile = '<img src=x onerror="window.hacked=1"><b>bold</b>';

describeInEachEditor('The dialog of a connection', flow, (editor) => {
  let page: Page;
  let tray: Locator;
  const field = (name: string): Locator => tray.locator(`#node-config-input-${name}`);
  const preset = (name: string): Promise<void> => tray.locator(`[data-preset="${name}"]`).click();
  const open = async (id: string): Promise<void> => {
    tray = await openDialog(page, id);
  };
  const close = async (button: 'cancel' | 'ok'): Promise<void> => {
    await page.locator(`#node-config-dialog-${button}`).click();
    await tray.waitFor({ state: 'detached' });
  };
  const values = async (): Promise<string[]> => Promise.all(['auth', 'path', 'marker'].map((name) => field(name).inputValue()));

  before(() => {
    page = editor.page;
  });
  // Its clock has been replaced, for good.
  after(() => page.close());
  // One that a failed test has left open would be in the way of the next.
  afterEach(async () => {
    await page.evaluate('document.querySelector(".red-ui-tray") && RED.tray.close()');
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  });

  it('fills in what a preset says, and leaves what a person has entered', async () => {
    await open('own');
    await preset('cloud');
    assert.deepEqual(await values(), ['basic', 'rest/api/3/issue', 'property']);
    await preset('dataCenter');
    assert.deepEqual(await values(), ['bearer', 'rest/api/latest/issue', 'property']);
    assert.equal(await field('url').getAttribute('placeholder'), 'https://jira.example.com/jira');
    assert.equal(await field('url').inputValue(), 'https://jira.example.com');
    await preset('server');
    assert.deepEqual(await values(), ['basic', 'rest/api/latest/issue', 'label']);
    await field('username').fill('ann');
    await field('path').fill('proxied/rest/api/2/issue');
    await preset('dataCenter');
    assert.deepEqual(await values(), ['basic', 'proxied/rest/api/2/issue', 'property']);
    assert.match(await tray.locator('#jira-config-preset-said').innerText(), /Kept as you had it: Kind, Ticket Location\./);
    await preset('sandbox');
    assert.equal(await field('sandbox').isChecked(), true);
    assert.equal(await field('url').isVisible(), false);
    await close('cancel');
  });

  it('gives up what cannot work there', async () => {
    await open('own');
    await field('auth').selectOption('bearer');
    await field('token').fill('secret');
    await field('path').fill('/rest/api/3/issue/');
    await preset('cloud');
    assert.deepEqual(await values(), ['basic', '/rest/api/3/issue/', 'property']);
    await preset('server');
    assert.deepEqual(await values(), ['basic', 'rest/api/latest/issue', 'label']);
    await close('cancel');
  });

  it('saves what a preset filled in, and not the preset; by the keyboard alone', async () => {
    await open('own');
    await field('name').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual(await values(), ['basic', 'rest/api/3/issue', 'property']);
    await close('ok');
    const saved = await page.evaluate<Record<string, unknown>>('RED.nodes.convertNode(RED.nodes.node("own"))');
    assert.equal(saved['path'], 'rest/api/3/issue');
    const known = await page.evaluate<string[]>('Object.keys(RED.nodes.getType("jira-config").defaults)');
    assert.deepEqual(Object.keys(saved).filter((key) => !['id', 'type', 'z', 'credentials', ...known].includes(key)), []);
    assert.doesNotMatch(JSON.stringify(saved), /preset|cloud/i);
  });

  it('shows the fields of the chosen authentication, and no others', async () => {
    await open('own');
    const fields = ['username', 'password', 'token', 'key', 'clientId', 'clientSecret', 'tokenUrl'];
    const expected: Record<string, string[]> = { none: [], basic: ['username', 'password'], bearer: ['token'], oauth: ['clientId', 'clientSecret', 'tokenUrl'], key: ['key'] };
    const kinds = await page.evaluate<string[]>('[...document.querySelectorAll("#node-config-input-auth option")].map(({ value }) => value)');
    assert.deepEqual(kinds.toSorted(), Object.keys(expected).toSorted());
    for (const [kind, shown] of Object.entries(expected)) {
      await field('auth').selectOption(kind);
      const visible = await Promise.all(fields.map((name) => field(name).isVisible()));
      assert.deepEqual(fields.filter((_, index) => visible[index]), shown, kind);
      assert.equal(await tray.locator('#jira-config-warning-credentials').isVisible(), shown.length > 0, kind);
    }
    await close('cancel');
  });

  it('warns of addresses without encryption, and of certificates that are not checked', async () => {
    await open('own');
    const warned = async (): Promise<boolean[]> => Promise.all(['http', 'token-http', 'certificates'].map((name) => tray.locator(`#jira-config-warning-${name}`).isVisible()));
    assert.deepEqual(await warned(), [false, false, false]);
    await field('url').fill('http://localhost:8080');
    assert.deepEqual(await warned(), [false, false, false]);
    await field('url').fill('http://jira.example.com');
    assert.deepEqual(await warned(), [true, false, false]);
    await field('auth').selectOption('oauth');
    await field('tokenUrl').fill('http://jira.example.com/token');
    await field('tls').selectOption('unchecked');
    assert.deepEqual(await warned(), [true, true, true]);
    await preset('sandbox');
    assert.deepEqual(await warned(), [false, false, false]);
    await close('cancel');
  });

  it('takes whole numbers only for what is counted', async () => {
    await open('own');
    await tray.locator('details').evaluateAll((groups) => groups.forEach((group) => group.setAttribute('open', '')));
    const enter = async (name: string, value: string): Promise<void> => {
      await field(name).fill(value);
      await field(name).dispatchEvent('change');
    };
    const isWrong = (name: string): Promise<boolean> => field(name).evaluate((element) => element.classList.contains('input-error'));
    for (const [name, other] of [['updateMax', 'updatePeriod'], ['requestsMax', 'requestsPeriod'], ['logMax'], ['queueMax']] as const) {
      if (other) await enter(other, '1.5');
      for (const [value, expected] of [['1.5', true], ['2', false], ['0', true], ['many', true], ['${MOST}', false]] as const) {
        await enter(name, value);
        assert.equal(await isWrong(name), expected, `${name} ${value}`);
      }
      if (other) assert.equal(await isWrong(other), false, 'seconds may have fractions');
    }
    await enter('updateMax', '');
    assert.equal(await isWrong('updateMax'), true, 'one of two is not enough');
    await enter('updateMax', '2');
    await enter('updatePeriod', '');
    assert.equal(await isWrong('updatePeriod'), true, 'nor is the other');
    await close('cancel');
  });

  it('opens the group in which something is wrong', async () => {
    await page.evaluate('RED.nodes.node("own").logMax = "many"');
    await open('own');
    await field('logMax').waitFor({ state: 'visible' });
    assert.equal(await field('giveUpAfter').isVisible(), false);
    await close('cancel');
    await page.evaluate('RED.nodes.node("own").logMax = "1000"');
  });

  it('tests the connection in words', async () => {
    await open('sandbox');
    await tray.locator('#jira-config-test').click();
    const findings = tray.locator('#jira-config-findings');
    await findings.getByText('Jira Cloud').first().waitFor();
    assert.match(await findings.innerText(), /✓ Logged in as/);
    await close('cancel');
  });

  it('shows how the delivery stands while it is open and can be seen, and no longer', async () => {
    await page.clock.install();
    const seconds = (count: number): Promise<void> => page.clock.fastForward(count * 1_000);
    const hide = (hidden: boolean): Promise<unknown> => page.evaluate(`Object.defineProperty(document, "hidden", { value: ${hidden}, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`);
    const answers = [
      { state: 'held', pending: 7, deferred: 0, until: 0, reason: hostile },
      { state: 'deferred', pending: 6, deferred: 5, until: Date.now() + 60_000, reason: '' },
      { state: 'trouble', pending: 0, deferred: 0, until: 0, reason: 'another process has the journal' },
      { state: 'ok', pending: 0, deferred: 0, until: 0, reason: '' },
    ];
    let asked = 0;
    await page.route('**/jira-tickets/*/status', (route) => {
      asked += 1;
      return route.fulfill({ json: answers[Math.min(asked, answers.length) - 1] });
    });
    await open('sandbox');
    const live = tray.locator('.jira-live');
    await live.getByText(`It is held until the credentials are mended and deployed: ${hostile}`).waitFor();
    await live.getByText('Without an outcome yet: 7.').waitFor();
    await seconds(3);
    await live.getByText(/update settings until \d/).waitFor();
    await live.getByText('Deferred by the update settings: 5.').waitFor();
    await hide(true);
    await seconds(10);
    assert.equal(asked, 2);
    await hide(false);
    await seconds(3);
    await live.getByText('It cannot deliver: another process has the journal').waitFor();
    await seconds(3);
    await live.getByText('Nothing holds it up.').waitFor();
    await close('cancel');
    await seconds(10);
    assert.equal(asked, 4);
    assert.equal(await page.evaluate('window.hacked'), undefined);
    await page.unroute('**/jira-tickets/*/status');
  });

  it('says that a connection is not deployed', async () => {
    await page.evaluate('RED.nodes.add({ id: "fresh", type: "jira-config", _def: RED.nodes.getType("jira-config"), name: "", sandbox: true, users: [] })');
    await open('fresh');
    await tray.locator('.jira-live').getByText('Not deployed: deploy it first.').waitFor();
    await tray.locator('#jira-config-test').click();
    await tray.locator('#jira-config-findings').getByText('✗ Not deployed: deploy it first.').waitFor();
    await close('cancel');
  });

  it('puts what Jira and Node-RED say into the page as text', async () => {
    await page.route('**/jira-tickets/*/test', (route) => route.fulfill({ json: { lines: [{ level: 'ok', key: 'test.user', values: { name: hostile } }] } }));
    await open('sandbox');
    await tray.locator('#jira-config-test').click();
    await tray.locator('#jira-config-findings').getByText(`✓ Logged in as ${hostile}.`).waitFor();
    await page.unroute('**/jira-tickets/*/test');
    await page.route('**/jira-tickets/*/test', (route) => route.fulfill({ status: 409, json: { code: 'CONFIG', message: hostile } }));
    await tray.locator('#jira-config-test').click();
    await tray.locator('#jira-config-findings').getByText(`✗ ${hostile}`).waitFor();
    await page.unroute('**/jira-tickets/*/test');
    assert.equal(await page.evaluate('window.hacked'), undefined);
    await close('cancel');
  });

  for (const id of ['log', 'stats']) {
    it(`has neighbours that fit into a tray of 320 px as well: jira-${id}`, async () => {
      tray = await openDialog(page, id);
      assert.deepEqual(await looksAt320(page, `#jira-${id}-form`), { fits: true, unnamed: [] });
      assert.match((await tray.locator('#node-input-changes').getAttribute('aria-describedby')) ?? '', /^jira-hint-\d+ jira-hint-\d+$/);
    });
  }

  it('fits into a tray of 320 px, and names every field', async () => {
    await open('own');
    await field('auth').selectOption('oauth');
    assert.deepEqual(await looksAt320(page, '#jira-config-form'), { fits: true, unnamed: [] });
    await close('cancel');
  });
});
