import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox, SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../src/lib/sandbox/sandbox';

const folder = join(process.cwd(), 'test', 'clients');
const node24 = join(folder, 'node_modules', 'n24', 'bin', 'node');

interface Told {
  done: string[];
  created: string[];
  found: string[];
  errors: Record<string, unknown>;
}

interface Client {
  name: string;
  version: SandboxVersion;
  command: [string, ...string[]];
  /** Why it cannot run here, and must not be missing in CI. */
  missing?: string;
  /** Why it cannot run here; it comes from a registry of its own. */
  absent?: string;
  errors: Told['errors'];
}

/** A system's own packages are its own Python's. */
const python = ['python3', '/usr/bin/python3'].find((command) => spawnSync(command, ['-c', 'import jira']).status === 0);

const clients: Client[] = [
  {
    name: 'jira.js, which checks every answer against its schemas',
    version: 'cloud',
    command: [node24, join(folder, 'jira-js.mjs')],
    ...(existsSync(node24) ? {} : { missing: 'Node 24 is one for Linux on x64' }),
    errors: { missing: 'NotFoundError 404', refused: 'ApiError 400' },
  },
  ...(['dc10', 'server8', 'server7', 'server5'] as const).map((version) => ({
    name: 'jira-client',
    version,
    command: [process.execPath, join(folder, 'jira-client.cjs')] as [string, ...string[]],
    errors: {
      missing: '{"errorMessages":["Issue Does Not Exist"],"errors":{}}',
      refused: '{"errorMessages":[],"errors":{"summary":"You must specify a summary of the issue."}}',
    },
  })),
  {
    name: 'jira, of Python',
    version: 'dc10',
    command: [python ?? 'python3', join(folder, 'python_jira.py')],
    ...(python === undefined ? { absent: 'Python\'s jira is not installed' } : {}),
    errors: { missing: 404, refused: 400 },
  },
];

describe('other people\'s clients', function () {
  this.timeout(60_000);
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  for (const { name, version, command, missing, absent, errors } of clients) {
    it(`take the sandbox for a Jira: ${name} (${version})`, async function () {
      if (absent !== undefined) {
        console.log(`      skipped: ${absent}`);
        return this.skip();
      }
      if (missing !== undefined && process.env['CI'] !== 'true') return this.skip();
      assert.equal(missing, undefined);
      sandbox = await startSandbox({ version });
      const [file, ...args] = command;
      const { stdout } = await promisify(execFile)(file, [...args, sandbox.url], { timeout: 50_000 });
      const told = JSON.parse(stdout) as Told;
      assert.equal(told.created.length, 4);
      assert.deepEqual(told.found, told.created);
      assert.deepEqual(told.errors, errors);
      console.log(`      ${told.done.join(', ')}`);
    });
  }
});
