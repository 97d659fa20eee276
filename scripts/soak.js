'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { root } = require('./lib/run');

/** The large sizes of what `npm test` runs small: hours, and the same lines at the end. `--only <name>` runs one. */
const soaks = [
  { name: 'histories', only: 'simulation', env: { HISTORIES: '100000' } },
  { name: 'kills', only: 'reliability', env: { KILLS: '10000', KILLS_NODE_RED: '200' } },
  { name: 'flips', only: 'unit', env: { FLIPS: 'all' } },
  { name: 'fuzz', only: 'unit', env: { FUZZ_RUNS: '1000000' } },
];

function main([flag, name]) {
  const chosen = flag === '--only' ? soaks.filter((soak) => soak.name === name) : soaks;
  if (chosen.length === 0) throw new Error(`Usage: npm run soak [-- --only ${soaks.map((soak) => soak.name).join('|')}]`);
  for (const { only, env } of chosen) {
    const { status } = spawnSync(process.execPath, [path.join(__dirname, 'test.js'), '--only', only], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    if (status !== 0) process.exitCode = 1;
  }
}

main(process.argv.slice(2));
