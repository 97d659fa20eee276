import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { bundleLibrary } from './library-bundle';

export type Task = 'storm' | 'deliver' | 'drain';
export type Line = Record<string, unknown>;

const running = new Set<ChildProcess>();

let compiled: Promise<string> | undefined;

// Whatever ends the tests, no storm outlives them.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The library in one file, with the code that V8 keeps of a first run. */
async function compile(): Promise<string> {
  const bundle = await bundleLibrary();
  const { errors } = await runOnce(bundle, [join(dirname(bundle), 'journal.jsonl'), 'http://127.0.0.1:9', 'drain'], () => {});
  if (errors !== '') throw new Error(`The library does not start: ${errors}`);
  return bundle;
}

/**
 * Runs library-process.ts until it ends.
 *
 * @param onLine gets each line it says, and what kills it
 * @returns all that it wrote
 */
export async function runChild(journal: string, url: string, task: Task, onLine: (line: Line, kill: () => void) => void): Promise<{ output: string; errors: string }> {
  compiled ??= compile();
  return runOnce(await compiled, [journal, url, task], onLine);
}

async function runOnce(bundle: string, args: readonly string[], onLine: (line: Line, kill: () => void) => void): Promise<{ output: string; errors: string }> {
  const child = spawn(process.execPath, [join(__dirname, 'library-start.js'), bundle, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const kill = (): void => void child.kill('SIGKILL');
  let [output, errors, line] = ['', '', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const lines = (line + text).split('\n');
    // The last one is not whole yet, and never will be where the kill cut it off.
    line = lines.pop() ?? '';
    for (const whole of lines) onLine(JSON.parse(whole) as Line, kill);
  });
  await once(child, 'close');
  running.delete(child);
  return { output, errors };
}
