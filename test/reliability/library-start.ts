import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { wrap } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/*
 * Runs a bundle of library-process.ts from the code that V8 has kept of an earlier run: its modules, loaded and compiled anew for each
 * of thousands of processes, took most of their time. Arguments: the bundle, and then those of library-process.ts. The first run keeps
 * the code, when it ends.
 */
const [bundle = ''] = process.argv.splice(2, 1);
const kept = `${bundle}.code`;
const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
const script = new Script(wrap(readFileSync(bundle, 'utf8')), {
  filename: bundle,
  ...(cachedData ? { cachedData } : {}),
});
const loaded = { exports: {} };
const run = script.runInThisContext() as (...globals: unknown[]) => void;
run(loaded.exports, require, loaded, bundle, dirname(bundle));
if (!cachedData) process.on('exit', () => writeFileSync(kept, script.createCachedData()));
