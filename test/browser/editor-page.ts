import { existsSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { NodeRed } from '../e2e/harness/node-red';

const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** The palette's catalogue and the like are not for a test. A route for them would switch the cache off: each load would take half as long again. */
const alone = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/** A real Chromium: the machine's own (`CHROMIUM`), or the one that comes with the packages. */
export async function startBrowser(): Promise<Browser> {
  const own = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium'].find((path) => path !== '' && existsSync(path));
  if (own !== undefined) return chromium.launch({ executablePath: own, args: [...quiet, alone] });
  const { default: packed } = await import('@sparticuz/chromium');
  // Not with its own arguments: they are for one page in one process.
  return chromium.launch({ executablePath: await packed.executablePath(), args: [...quiet, alone, '--headless=shell', '--no-zygote'] });
}

export interface EditorPage {
  page: Page;
  /** What was thrown in the page and caught by nobody. */
  errors: string[];
}

/** The editor of a Node-RED, loaded. */
export async function openEditor(browser: Browser, nodeRed: NodeRed): Promise<EditorPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1_000 } });
  page.setDefaultTimeout(60_000);
  const errors: string[] = [];
  page.on('pageerror', ({ stack = '', message }) => {
    if (!isMonacosOwn(stack)) errors.push(stack || message);
  });
  await page.goto(nodeRed.url);
  await editorLoaded(page);
  return { page, errors };
}

/** Its folding goes on where a dialog was closed right after an edit, and then finds no text: none of it is asked for by us. */
function isMonacosOwn(stack: string): boolean {
  const frames = stack.split('\n').filter((line) => /^ *at /.test(line));
  return stack.includes('Model is disposed!') && frames.length > 0 && frames.every((frame) => frame.includes('/vendor/monaco/'));
}

/** Loads the editor anew in the page it is in, with what is deployed now, which takes half as long as in a new one. */
export async function reloadEditor(page: Page): Promise<void> {
  await page.unrouteAll();
  await page.evaluate('localStorage.clear()');
  await page.reload();
  await editorLoaded(page);
}

/** Waits until an editor that loads can be used. */
export async function editorLoaded(page: Page): Promise<void> {
  await page.waitForFunction('window.RED && RED.nodes && RED.nodes.getType && RED.nodes.getType("inject") && RED.workspaces.active()');
  await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
  // The welcome tour of a new user directory lies over the page.
  await page.addStyleTag({ content: '.red-ui-tourGuide-shade, .red-ui-tourGuide-popover { display: none !important; }' });
}

/** Opens a node's dialog, that of a configuration node too, and waits until it stands still. */
export async function openDialog(page: Page, id: string): Promise<Locator> {
  await page.evaluate(`(() => { const node = RED.nodes.node(${JSON.stringify(id)}); if (node._def.category === 'config') RED.editor.editConfig('', node.type, node.id); else RED.editor.edit(node); })()`);
  const tray = page.locator('.red-ui-tray').last();
  await tray.waitFor();
  // Playwright clicks only what stands still, so that this waits for the end of the slide.
  await tray.locator('.red-ui-tray-header').first().hover();
  return tray;
}

/** Whether a dialog fits into a tray of 320 px with all its groups open, and which of its visible fields have no name to be read out. Monaco's inner fields are its own. */
export async function looksAt320(page: Page, form: string): Promise<{ fits: boolean; unnamed: string[] }> {
  return page.evaluate(`(() => {
    const form = document.querySelector(${JSON.stringify(form)});
    form.closest('.red-ui-tray').style.width = '320px';
    form.closest('.red-ui-tray-body').style.minWidth = '0';
    for (const group of form.querySelectorAll('details')) group.open = true;
    const fields = [...form.querySelectorAll('input, select, textarea, button')].filter((one) => one.offsetParent && !one.closest('.monaco-editor'));
    const isNamed = (one) => one.labels?.length || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.title || one.textContent.trim();
    return {
      fits: form.clientWidth <= 320 && form.scrollWidth <= form.clientWidth && fields.every((one) => one.getBoundingClientRect().right <= form.getBoundingClientRect().right + 1),
      unnamed: fields.filter((one) => !isNamed(one)).map((one) => one.id || one.className),
    };
  })()`);
}

/** Closes the dialog that is open on top, without keeping what was changed, and waits until it is gone. */
export async function closeDialog(page: Page): Promise<void> {
  const tray = page.locator('.red-ui-tray').last();
  await tray.locator('#node-dialog-cancel, #node-config-dialog-cancel').click();
  await tray.waitFor({ state: 'detached' });
}
