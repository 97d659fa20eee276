import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOf, readFlow } from './harness/flow';
import { until } from './harness/until';
import { removeUserDirectory } from './harness/user-directory';

describe('npm start', () => {
  const directory = mkdtempSync(join(tmpdir(), 'jira-tickets-demo-'));
  let demo: ChildProcess;
  let output = '';
  let url = '';

  before(async () => {
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    demo = spawn(process.execPath, [join('scripts', 'start.js')], { env: { ...env, DEMO_DIR: directory }, stdio: ['ignore', 'pipe', 'pipe'] });
    process.once('exit', () => demo.kill());
    for (const stream of [demo.stdout, demo.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    url = await until('The demo tells its address', () => {
      if (demo.exitCode !== null) throw new Error(output);
      return /Editor +(\S+)\//.exec(output)?.[1];
    });
  });

  after(async () => {
    if (demo.exitCode === null) {
      const ended = once(demo, 'exit');
      demo.kill('SIGINT');
      await ended;
    }
    await removeUserDirectory(directory);
  });

  it('serves the editor and the dashboard, without an error', async () => {
    for (const path of ['', 'dashboard/']) assert.equal((await fetch(`${url}/${path}`)).status, 200);
    assert.doesNotMatch(output, /\[error\]|missing types/);
  });

  it('turns alarms into tickets', async () => {
    const flow = readFlow(join('scripts', 'demo', 'flows.json'));
    await fetch(`${url}/inject/${nodeOf(flow, 'inject', 'four alarms at once').id}`, { method: 'POST' });
    await until('A ticket is in the log', async () => {
      const text = await (await fetch(`${url}/context/global/jira_${nodeOf(flow, 'jira-config').id}`)).text();
      return /browse\/[A-Z]+-\d+/.test(text) || undefined;
    });
  });

  it('keeps what is changed, and ends at Ctrl-C', async () => {
    const ended = once(demo, 'exit') as Promise<[number]>;
    demo.kill('SIGINT');
    assert.deepEqual((await ended)[0], 0);
    assert.ok(existsSync(join(directory, 'flows.json')));
    await assert.rejects(fetch(url));
  });
});
