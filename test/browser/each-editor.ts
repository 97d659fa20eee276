import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { FlowNode } from '../e2e/harness/flow';
import type { NodeRed } from '../e2e/harness/node-red';
import { startNodeRed } from '../e2e/harness/node-red';
import type { Pair } from '../e2e/harness/pairs';
import { describeOnEachPair } from '../e2e/harness/pairs';
import { createUserDirectory, removeUserDirectory } from '../e2e/harness/user-directory';
import type { EditorPage } from './editor-page';
import { openEditor, reloadEditor, startBrowser } from './editor-page';

interface Running {
  userDir: string;
  nodeRed: NodeRed;
  editor?: EditorPage;
}

let browser: Promise<Browser> | undefined;
const running = new Map<Pair, Promise<Running>>();

/** What a test has at hand: one browser for all, one Node-RED for each pair, with the flow deployed, and its editor, just loaded. */
export interface Editor extends EditorPage {
  nodeRed: NodeRed;
  browser: Browser;
}

/**
 * Describes the same tests for every pair, or for those of `on`, in an editor that has `flow` deployed. An error that nobody catches in the page fails
 * the test in which it was thrown. The page is the same for all; one that a reload does not mend is to be closed by who broke it.
 */
export function describeInEachEditor(subject: string, flow: readonly FlowNode[], tests: (editor: Editor, pair: Pair) => void, on?: readonly Pair[]): void {
  describeOnEachPair(subject, (pair) => {
    const editor = {} as Editor;

    before(async () => {
      if (!running.has(pair)) running.set(pair, start(pair));
      const one = await (running.get(pair) as Promise<Running>);
      const { nodeRed } = one;
      browser ??= startBrowser();
      await nodeRed.deploy(flow);
      if (one.editor && !one.editor.page.isClosed()) await reloadEditor(one.editor.page);
      else one.editor = await openEditor(await browser, nodeRed);
      Object.assign(editor, { nodeRed, browser: await browser }, one.editor);
    });

    afterEach(() => assert.deepEqual(editor.errors.splice(0), []));

    tests(editor, pair);
  }, on);
}

async function start(pair: Pair): Promise<Running> {
  const userDir = await createUserDirectory();
  return { userDir, nodeRed: await startNodeRed(pair, userDir) };
}

after(async () => {
  await (await browser)?.close();
  for (const one of running.values()) {
    const { nodeRed, userDir } = await one;
    await nodeRed.stop();
    await removeUserDirectory(userDir);
  }
});
