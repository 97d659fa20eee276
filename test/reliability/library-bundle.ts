import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes library-process.ts, with all that it loads, one file in a folder that is gone at exit.
 *
 * @returns its path, for library-start.js
 */
export async function bundleLibrary(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'jira-library-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const bundle = join(folder, 'library.js');
  await build({ entryPoints: [join(__dirname, 'library-process.js')], bundle: true, platform: 'node', outfile: bundle });
  return bundle;
}
