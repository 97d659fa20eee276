'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { root } = require('./lib/run');
const { freePort } = require('./lib/port');

const images = path.join(root, 'docs', 'images');
const flow = JSON.parse(fs.readFileSync(path.join(__dirname, 'demo', 'flows.json'), 'utf8'));
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet];
/** So many tickets make a page worth looking at. */
const wantedTickets = 8;
const patience = 60_000;

/** Takes the pictures of README.md from a demo of its own, as `npm start` runs it. */
async function main() {
  const userDir = fs.mkdtempSync(path.join(os.tmpdir(), 'jira-tickets-pictures-'));
  const demo = await startDemo(userDir);
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(patience);
    const log = await makeTickets(demo.url);
    await pictureEditor(page, demo.url);
    await pictureDialogs(page);
    await pictureSidebar(page);
    await pictureDashboard(page, demo.url);
    await pictureTickets(page, new URL(log.find(({ ticketUrl }) => ticketUrl !== '').ticketUrl).origin);
  } finally {
    await browser.close();
    await demo.stop();
    fs.rmSync(userDir, { recursive: true, force: true });
  }
}

/** The machine's own Chromium (`CHROMIUM`), or the one that comes with the packages. */
async function startBrowser() {
  const { chromium } = require('playwright-core');
  const own = process.env.CHROMIUM;
  if (own) return chromium.launch({ executablePath: own, args: flags });
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packed.executablePath(), args: [...flags, '--headless=shell', '--no-zygote'] });
}

async function startDemo(userDir) {
  const port = await freePort(0);
  const demo = spawn(process.execPath, [path.join(__dirname, 'start.js')], {
    env: { ...process.env, DEMO_DIR: userDir, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(demo, 'exit');
  let output = '';
  demo.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const url = await until('The demo tells its address', () => {
    if (demo.exitCode !== null) throw new Error(output);
    return /Editor +(\S+)\//.exec(output)?.[1];
  });
  const stop = async () => {
    demo.kill('SIGINT');
    await ended;
  };
  return { url, stop };
}

/** Alarms, as its buttons raise them, until there are enough tickets. Returns the ticket log. */
async function makeTickets(url) {
  const inject = nodeOf('inject', 'four alarms at once').id;
  for (let time = 0; time < 2; time += 1) await fetch(`${url}/inject/${inject}`, { method: 'POST' });
  return until('There are tickets', async () => {
    const { msg } = await (await fetch(`${url}/context/global/jira_${nodeOf('jira-config').id}`)).json();
    const log = JSON.parse(msg).log ?? [];
    const keys = new Set(log.map(({ ticketKey }) => ticketKey).filter((key) => key !== ''));
    return keys.size >= wantedTickets && log.some(({ status }) => status === 'Failed') ? log : undefined;
  });
}

async function pictureEditor(page, url) {
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.goto(`${url}/#flow/${nodeOf('tab', 'Alarms to tickets').id}`);
  await page.locator(`[id="${nodeOf('jira-advanced').id}"] .red-ui-flow-node-status-label:not(:empty)`).waitFor();
  // Room for the flow: no sidebar, and of the palette our own category.
  await page.evaluate(() => RED.menu.setSelected('menu-item-sidebar', false));
  await page.locator('.red-ui-palette-category', { hasText: 'Jira' }).first().scrollIntoViewIfNeeded();
  await take(page, 'editor.png');
}

async function pictureDialogs(page) {
  await page.setViewportSize({ width: 1000, height: 1300 });
  await edit(page, nodeOf('jira-create').id);
  await page.locator('.jira-field-row').first().waitFor();
  await take(page, 'jira-create.png', await dialog(page));
  await page.locator('#node-dialog-cancel').click();
  await page.locator('.jira-field-row').first().waitFor({ state: 'detached' });
  await pictureAdvanced(page);
  await page.setViewportSize({ width: 1000, height: 1990 });
  await edit(page, nodeOf('jira-config').id);
  await showCloudConnection(page);
  await take(page, 'jira-config.png', await dialog(page));
  await page.locator('#node-config-dialog-cancel').click();
}

async function pictureAdvanced(page) {
  await page.setViewportSize({ width: 1000, height: 1560 });
  await edit(page, nodeOf('jira-advanced').id);
  const tray = await dialog(page);
  await tray.locator('details').evaluateAll((groups) => {
    for (const group of groups) group.open = true;
  });
  await tray.locator('#jira-advanced-tried').fill('6f1c1a54-3f0e-4f0b-9a53-0d5d7c1f2ab4|CREATE|summary;Link down on port 7|priority;High|');
  await take(page, 'jira-advanced.png', tray);
  await page.locator('#node-dialog-cancel').click();
  await tray.waitFor({ state: 'detached' });
}

async function pictureSidebar(page) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(() => {
    RED.menu.setSelected('menu-item-sidebar', true);
    RED.actions.invoke('jira-tickets:show-jira-tab');
  });
  const sidebar = page.locator('.jira-sidebar');
  await sidebar.locator('.jira-rows-body > .jira-row').first().waitFor();
  await take(page, 'sidebar-log.png', sidebar);
  await page.setViewportSize({ width: 1280, height: 560 });
  await sidebar.getByRole('tab', { name: 'Statistics' }).click();
  await take(page, 'sidebar-statistics.png', sidebar);
}

/** Most people have a Jira of their own: how a connection to Cloud looks, with every group open. Nothing of it is saved. */
async function showCloudConnection(page) {
  const input = (name) => page.locator(`#node-config-input-${name}`);
  await input('sandbox').uncheck();
  await input('name').fill('Jira Cloud');
  await input('url').fill('https://your-site.atlassian.net');
  await input('auth').selectOption('basic');
  await input('username').fill('you@example.com');
  await input('password').fill('an API token');
  await page.locator('#jira-config-form details').evaluateAll((groups) => {
    for (const group of groups) group.open = true;
  });
  await input('name').focus();
}

async function edit(page, id) {
  await page.evaluate((node) => {
    const found = RED.nodes.node(node);
    if (found._def.category === 'config') RED.editor.editConfig('', found.type, found.id);
    else RED.editor.edit(found);
  }, id);
}

async function dialog(page) {
  const tray = page.locator('.red-ui-tray').last();
  await tray.waitFor();
  return tray;
}

async function pictureDashboard(page, url) {
  const [{ path: base }, { path: name }] = [nodeOf('ui-base'), nodeOf('ui-page')];
  await page.setViewportSize({ width: 1280, height: 1330 });
  await page.goto(`${url}${base}${name}`);
  await page.locator('canvas').first().waitFor();
  await page.locator('table tbody tr a').first().waitFor();
  await take(page, 'dashboard.png');
}

async function pictureTickets(page, url) {
  await page.setViewportSize({ width: 1280, height: 460 });
  await page.goto(`${url}/`);
  await page.locator('a[href*="/browse/"]').first().waitFor();
  await take(page, 'tickets.png');
}

/** A picture once nothing moves any more. */
async function take(page, name, of = page) {
  let last;
  await until(`${name} stands still`, async () => {
    const picture = await of.screenshot({ animations: 'disabled' });
    const still = last !== undefined && picture.equals(last);
    last = picture;
    return still || undefined;
  }, 500);
  fs.mkdirSync(images, { recursive: true });
  fs.writeFileSync(path.join(images, name), last);
  console.log(`${name}  ${Math.ceil(last.length / 1000)} kB`);
}

function nodeOf(type, name) {
  const found = flow.find((node) => node.type === type && (name === undefined || [node.name, node.label].includes(name)));
  if (!found) throw new Error(`The demo flow has no ${type}${name === undefined ? '' : ` "${name}"`}.`);
  return found;
}

async function until(what, probe, every = 250) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const found = await probe();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  throw new Error(`${what}: not within ${patience / 1000} s.`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
