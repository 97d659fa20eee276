'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { install } = require('./lib/install');
const { bin, mustRun, root, run, stopWithChildren } = require('./lib/run');

/**
 * In order; `--only <group>` runs the suites of one group. Each tells how many of its tests passed, failed and were skipped. One that is
 * `beside` another runs at the same time, as both wait more than they work, and is shown behind it.
 */
const suites = [
  { group: 'lint', title: 'Lint', run: () => check([bin('oxlint'), '--type-aware', '--deny-warnings']) },
  { group: 'lint', title: 'Types of the edit dialogs', run: () => check([bin('typescript', 'tsc'), '-p', 'tsconfig.editor.json']) },
  { group: 'unit', title: 'Unit tests', run: unitTests },
  { group: 'unit', title: 'Node tests', run: nodeTests },
  { group: 'unit', title: 'Coverage', run: coverage },
  { group: 'simulation', title: 'Simulated days', run: simulation },
  { group: 'contract', title: 'Atlassian\'s documents and other people\'s clients', run: contracts },
  { group: 'e2e', title: 'End to end: the packed package in a real Node-RED', run: endToEnd },
  { group: 'browser', title: 'The editor in a real browser', run: inBrowser },
  { group: 'reliability', title: 'kill -9', run: reliability, beside: 'browser' },
  { group: 'scorecard', title: 'The Flow Library\'s scorecard', run: () => require('./scorecard').scorecard() },
];

async function main() {
  const wanted = chosen(process.argv.slice(2));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  heading('Install and build');
  await install(root);
  await require('./build').build();
  await compileTests();
  for (const { group, title, run: runSuite } of wanted.filter((suite) => !isBeside(suite, wanted))) {
    const others = wanted.filter((suite) => suite.beside === group && isBeside(suite, wanted));
    heading([title, ...others.map((other) => other.title)].join(', and at the same time: '));
    const results = await Promise.all([runSuite(), ...others.map((other) => other.run({ atEnd: true }))].map((result) => result.catch(failed)));
    for (const counts of results) for (const key of Object.keys(sum)) sum[key] += counts[key] ?? 0;
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

function isBeside({ beside }, wanted) {
  return wanted.some(({ group }) => group === beside);
}

function chosen(args) {
  if (args.length === 0) return suites;
  const found = args[0] === '--only' && args.length === 2 ? suites.filter(({ group }) => group === args[1]) : [];
  if (found.length > 0) return found;
  throw new Error(`Usage: npm test [-- --only ${[...new Set(suites.map(({ group }) => group))].join('|')}]`);
}

async function compileTests() {
  for (const folder of ['src', 'test']) fs.rmSync(path.join(root, 'build', folder), { recursive: true, force: true });
  await mustRun(process.execPath, [bin('typescript', 'tsc'), '-p', 'test/tsconfig.json']);
}

async function check(args) {
  const code = await run(process.execPath, args);
  console.log(code === 0 ? 'No complaints.' : '');
  return countOf(code === 0);
}

function countOf(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function unitTests() {
  const { mocha } = require('./lib/mocha');
  const { clearCoverage, recording } = require('./lib/coverage');
  clearCoverage();
  return mocha('unit', ['--ignore', 'build/test/{browser,clients,contract,e2e,nodes,reliability,simulation}/**', 'build/test/**/*.test.js'], recording);
}

/** Apart from the others: Node-RED's test helper changes the prototype of all objects. */
function nodeTests() {
  const { mocha } = require('./lib/mocha');
  return mocha('nodes', ['build/test/nodes/**/*.test.js'], require('./lib/coverage').recording);
}

function simulation() {
  const { mocha } = require('./lib/mocha');
  return mocha('simulation', ['build/test/simulation/**/*.test.js']);
}

async function coverage() {
  return countOf(await require('./lib/coverage').reportCoverage());
}

async function contracts() {
  const { mocha } = require('./lib/mocha');
  await install(path.join(root, 'test', 'clients'));
  return mocha('contract', ['build/test/{clients,contract}/**/*.test.js']);
}

function endToEnd() {
  return withPackage('e2e', ['--timeout', '120000', 'build/test/e2e/**/*.test.js']);
}

function inBrowser() {
  return withPackage('browser', ['--timeout', '120000', 'build/test/browser/**/*.test.js']);
}

function reliability(options) {
  return withPackage('reliability', ['--timeout', '120000', 'build/test/reliability/**/*.test.js'], options);
}

/** Runs tests that install the packed package into a real Node-RED. */
async function withPackage(name, args, options) {
  const { mocha } = require('./lib/mocha');
  const { pack } = require('./lib/pack');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jira-tickets-pack-'));
  try {
    // The Node of this pair exists for one platform; elsewhere the tests say that they are skipped.
    if (process.platform === 'linux' && process.arch === 'x64') await install(path.join(root, 'test', 'e2e', 'node-red-5'));
    return await mocha(name, args, { PACKAGE_TARBALL: await pack(folder) }, options);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function heading(title) {
  console.log(`\n=== ${title} ===\n`);
}

function failed(error) {
  console.error(error.message);
  return { failed: 1 };
}

stopWithChildren();
main().catch((error) => {
  console.error(error.message);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
