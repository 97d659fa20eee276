import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pairs } from '../e2e/harness/pairs';
import { describeInEachEditor } from './each-editor';
import { openEditor } from './editor-page';

/** All that the editor loads of the package, scripts and templates, kB as they travel. */
const most = 60;
const loads = 3;

const html = readdirSync('dist/nodes', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.html') && !name.includes('locales'))
  .map((name) => readFileSync(join('dist/nodes', name), 'utf8'));

describe('What the editor loads', () => {
  it(`is at most ${most} kB, and has no package of the runtime in it`, () => {
    const size = gzipSync(html.join('\n')).length / 1_000;
    console.log(`      ${html.length} files, ${size.toFixed(1)} kB gzipped`);
    assert.ok(size <= most, `${size} kB`);
    assert.deepEqual(html.filter((text) => /node_modules\//.test(text)), []);
  });
});

describeInEachEditor('The editor', [], (editor) => {
  /** ms until it can be used. */
  async function loaded(): Promise<number> {
    const begun = performance.now();
    const { page } = await openEditor(editor.browser, editor.nodeRed);
    const took = performance.now() - begun;
    await page.close();
    return took;
  }

  async function enable(enabled: boolean): Promise<void> {
    const answer = await editor.nodeRed.ask('nodes/node-red-contrib-jira-tickets', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ enabled }) });
    assert.ok(answer.ok, await answer.text());
  }

  it('loads with the package and without it, in times that are told', async () => {
    const [own, without]: [number[], number[]] = [[], []];
    for (let load = 0; load < loads; load += 1) {
      await enable(false);
      without.push(await loaded());
      await enable(true);
      own.push(await loaded());
    }
    const median = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(loads / 2)] ?? 0;
    console.log(`      loaded after ${median(own).toFixed(0)} ms with the package, ${median(without).toFixed(0)} ms without it: ${(median(own) / median(without)).toFixed(2)} times`);
  });
}, pairs.slice(-1));
