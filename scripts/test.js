'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { install } = require('./lib/install');
const { bin, mustRun, root, run, stopWithChildren } = require('./lib/run');

/** Node-RED 5 and its Node, which exists for one platform; elsewhere its tests say that they are skipped. */
const nodeRed5 = process.platform === 'linux' && process.arch === 'x64' ? path.join('test', 'e2e', 'node-red-5') : undefined;
const node24 = nodeRed5 && path.join(root, nodeRed5, 'node_modules', 'n24', 'bin', 'node');

/**
 * `--only <group>` runs the suites of one group. Each tells how many of its tests passed, failed and were skipped. There are three lanes, each in its
 * order, that run at the same time: a browser waits about as much as it works, and simulated days, which wait for nothing, take what the
 * others leave. What is said in the first lane is shown at once, the others' behind it.
 */
const lanes = [
  [
    { group: 'lint', title: 'Lint', run: () => check([bin('oxlint'), '--type-aware', '--deny-warnings']) },
    { group: 'lint', title: 'Types of the edit dialogs', run: () => check([bin('typescript', 'tsc'), '-p', 'tsconfig.editor.json']) },
    { group: 'unit', title: 'Unit tests', run: unitTests },
    { group: 'unit', title: 'Node tests', run: nodeTests },
    { group: 'unit', title: 'Coverage', run: coverage },
    { group: 'contract', title: 'Atlassian\'s documents and other people\'s clients', run: contracts, packages: path.join('test', 'clients') },
    { group: 'e2e', title: 'End to end: the packed package in a real Node-RED', run: endToEnd, packages: nodeRed5 },
    { group: 'reliability', title: 'kill -9', run: reliability, packages: nodeRed5 },
    { group: 'scorecard', title: 'The Flow Library\'s scorecard', run: () => require('./scorecard').scorecard(), packages: path.join('test', 'scorecard') },
  ],
  [
    { group: 'browser', title: 'The editor in a real browser', run: inBrowser, packages: nodeRed5 },
  ],
  [
    { group: 'simulation', title: 'Simulated days', run: simulation, packages: nodeRed5 },
  ],
];

async function main() {
  const wanted = chosen(process.argv.slice(2));
  heading('Install and build');
  const packages = installAll(wanted.flat());
  await packages.get('.');
  await require('./build').build();
  await compileTests();
  const [first, ...others] = wanted;
  const shownLater = others.map(() => []);
  const results = await Promise.all([runLane(first, packages), ...others.map((lane, i) => runLane(lane, packages, shownLater[i]))]);
  process.stdout.write(shownLater.flat().join(''));
  const sum = (key) => results.flat().reduce((total, counts) => total + (counts[key] ?? 0), 0);
  const skipped = sum('skipped');
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

/**
 * @param {Map<string, Promise<void>>} installed
 * @param {string[]} [into] takes what is said; without it, it is said at once
 */
async function runLane(lane, installed, into) {
  const results = [];
  for (const { title, run: runSuite, packages = '.' } of lane) {
    if (into) into.push(headingOf(title));
    else heading(title);
    results.push(await installed.get(packages).then(() => runSuite({ into })).catch(failed));
  }
  return results;
}

/**
 * All at once, as an installation waits for the network and the disk; no suite waits for packages that it does not need.
 *
 * @returns {Map<string, Promise<void>>} by folder
 */
function installAll(wanted) {
  const folders = new Set(['.', ...wanted.map(({ packages }) => packages).filter(Boolean)]);
  const installed = new Map(Array.from(folders, (folder) => [folder, install(path.join(root, folder))]));
  // Told by the suite that needs it; until then it is nobody's.
  for (const one of installed.values()) one.catch(() => undefined);
  return installed;
}

function chosen(args) {
  if (args.length === 0) return lanes;
  const found = args[0] === '--only' && args.length === 2 ? lanes.flat().filter(({ group }) => group === args[1]) : [];
  if (found.length > 0) return [found];
  throw new Error(`Usage: npm test [-- --only ${[...new Set(lanes.flat().map(({ group }) => group))].join('|')}]`);
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

/** By the newer Node, which needs three quarters of the time for it. */
function simulation(options) {
  const { mocha } = require('./lib/mocha');
  return mocha('simulation', ['build/test/simulation/**/*.test.js'], {}, { ...options, node: node24, priority: os.constants.priority.PRIORITY_LOW });
}

async function coverage() {
  return countOf(await require('./lib/coverage').reportCoverage());
}

function contracts() {
  const { mocha } = require('./lib/mocha');
  return mocha('contract', ['build/test/{clients,contract}/**/*.test.js']);
}

function endToEnd() {
  return withPackage('e2e', ['--timeout', '120000', 'build/test/e2e/**/*.test.js']);
}

function inBrowser(options) {
  return withPackage('browser', ['--timeout', '120000', 'build/test/browser/**/*.test.js'], options);
}

function reliability() {
  return withPackage('reliability', ['--timeout', '120000', 'build/test/reliability/**/*.test.js']);
}

/** Runs tests that install the packed package into a real Node-RED. */
async function withPackage(name, args, options) {
  const { mocha } = require('./lib/mocha');
  const { pack } = require('./lib/pack');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jira-tickets-pack-'));
  try {
    return await mocha(name, args, { PACKAGE_TARBALL: await pack(folder) }, options);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function heading(title) {
  process.stdout.write(headingOf(title));
}

function headingOf(title) {
  return `\n=== ${title} ===\n\n`;
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
