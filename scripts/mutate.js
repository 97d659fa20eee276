'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { install } = require('./lib/install');
const { judge, readList, row } = require('./lib/mutants');
const { bin, root, run, stopWithChildren } = require('./lib/run');

/** In a folder of its own, as the runner does not know the mocha that the tests run with. */
const tools = path.join(root, 'test', 'mutation');
const output = path.join(root, 'build', 'mutation');
const list = path.join(root, 'docs', 'mutants.md');

/** The tests that try many inputs try few: each of them runs once for every mutant that it reaches. */
const small = { FLIPS: '20', FUZZ_RUNS: '100' };

/**
 * Changes the code bit by bit, and fails where no test notices a change that docs/mutants.md does not list.
 *
 * @param {string[]} args files to change (`src/…/x.ts`, or `src/…/x.ts:10-20` for some lines; none: all in scope), tests that shall notice
 *   (`test/…/x.test.ts`; none: those of stryker.json in the files' folders), and options for Stryker (`--concurrency=1`)
 */
async function main(args) {
  await install(tools);
  const config = JSON.parse(fs.readFileSync(path.join(tools, 'stryker.json'), 'utf8'));
  const files = args.filter((arg) => arg.startsWith('src/'));
  const tests = args.filter((arg) => arg.startsWith('test/')).map((test) => `build/${test.replace(/\.ts$/, '.js')}`);
  if (files.length > 0) {
    config.mutate = files;
    const folders = files.map((file) => `build/test/${path.posix.dirname(file.slice('src/'.length))}/`);
    const own = config.mochaOptions.spec.filter((spec) => folders.some((folder) => spec.startsWith(folder)));
    config.mochaOptions.spec = own.length > 0 ? own : folders.map((folder) => `${folder}*.test.js`);
  }
  if (tests.length > 0) config.mochaOptions.spec = tests;
  fs.mkdirSync(output, { recursive: true });
  const written = path.join(output, 'stryker.json');
  fs.writeFileSync(written, JSON.stringify(config));

  const report = path.join(root, config.jsonReporter.fileName);
  fs.rmSync(report, { force: true });
  const stryker = bin('@stryker-mutator/core', 'stryker', tools);
  const options = args.filter((arg) => arg.startsWith('--'));
  const code = await run(process.execPath, [stryker, 'run', written, ...options], { env: { ...process.env, ...small } });
  if (code !== 0) return code;
  return print(judge(JSON.parse(fs.readFileSync(report, 'utf8')), readList(fs.readFileSync(list, 'utf8'))), files.some((file) => file.includes(':')));
}

/** @returns the exit code */
function print(files, inPart) {
  const sum = { killed: 0, timedOut: 0, survived: 0, equivalent: 0 };
  let wrong = 0;
  for (const { file, killed, timedOut, equivalent, survived, wrong: outdated } of files) {
    console.log(`${file}: ${figures({ killed, timedOut, survived: survived.length, equivalent })}`);
    for (const mutant of survived) console.log(row(mutant));
    sum.killed += killed;
    sum.timedOut += timedOut;
    sum.survived += survived.length;
    sum.equivalent += equivalent;
    if (inPart) continue;
    for (const mutant of outdated) console.log(`docs/mutants.md lists what is not there, or is noticed: ${row(mutant)}`);
    wrong += outdated.length;
  }
  console.log(`All: ${figures(sum)}`);
  return sum.survived + wrong === 0 ? 0 : 1;
}

function figures({ killed, timedOut, survived, equivalent }) {
  const all = killed + timedOut + survived + equivalent;
  const score = (100 * (killed + timedOut)) / Math.max(1, all - equivalent);
  return `${all} mutants: ${killed} killed, ${timedOut} timed out, ${survived} survived, ${equivalent} equivalent; score ${score.toFixed(1)} %`;
}

stopWithChildren();
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
