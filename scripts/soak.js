'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { build } = require('./build');
const { root } = require('./lib/run');

const npmTest = (only, env) => [path.join(__dirname, 'test.js'), ['--only', only], env];

/**
 * The large sizes of what `npm test` runs small, and an hour under load: hours in all, and the same lines at the end.
 * `--only <name>` runs one.
 */
const soaks = {
  histories: npmTest('simulation', { HISTORIES: '100000', ROT: '5000', CLOCK_SETS: '5000', LIMITED: '100000' }),
  kills: npmTest('reliability', { KILLS: '10000', KILLS_NODE_RED: '200' }),
  flips: npmTest('unit', { FLIPS: 'all' }),
  fuzz: npmTest('unit', { FUZZ_RUNS: '1000000' }),
  steady: [path.join(root, 'bench', 'run.js'), ['--only', 'steady'], {}],
};

async function main([flag, name]) {
  const chosen = flag === '--only' ? Object.keys(soaks).filter((soak) => soak === name) : Object.keys(soaks);
  if (chosen.length === 0) throw new Error(`Usage: npm run soak [-- --only ${Object.keys(soaks).join('|')}]`);
  await build();
  for (const soak of chosen) {
    const [script, args, env] = soaks[soak];
    const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    if (status !== 0) process.exitCode = 1;
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
