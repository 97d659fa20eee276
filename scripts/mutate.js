'use strict';

const path = require('node:path');
const { install } = require('./lib/install');
const { bin, root, run, stopWithChildren } = require('./lib/run');

/** In a folder of its own, as the runner does not know the mocha that the tests run with. */
const tools = path.join(root, 'test', 'mutation');

/** The tests that try many inputs try few: each of them runs once for every mutant that it reaches. */
const small = { FLIPS: '20', FUZZ_RUNS: '100' };

/** Changes the code in scope bit by bit, and reports what no test notices. @param {string[]} files of the scope; none: all of it */
async function main(files) {
  await install(tools);
  const chosen = files.length === 0 ? [] : ['--mutate', files.join(',')];
  const stryker = bin('@stryker-mutator/core', 'stryker', tools);
  process.exitCode = await run(process.execPath, [stryker, 'run', path.join(tools, 'stryker.json'), ...chosen], { env: { ...process.env, ...small } });
}

stopWithChildren();
void main(process.argv.slice(2));
