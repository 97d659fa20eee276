'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { bin, mustRun, root } = require('./run');

const folder = path.join(root, 'coverage');
const raw = path.join(folder, 'raw');
const threshold = 95;

/** The environment in which a Node, and what it starts, records what it runs through. */
const recording = { NODE_V8_COVERAGE: raw };

function clearCoverage() {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Tells the coverage of src by all that was recorded, and whether the branches of src/lib are covered as promised. */
async function reportCoverage() {
  const excluded = ['src/**/*.d.ts', 'src/nodes/editor/**', 'src/nodes/**/editor*.ts', ...typeOnly('src')];
  await mustRun(process.execPath, [
    bin('c8'),
    'report',
    '--all',
    '--src=src',
    '--include=src/**',
    '--exclude-after-remap',
    `--temp-directory=${raw}`,
    `--reports-dir=${folder}`,
    '--reporter=text',
    '--reporter=json-summary',
    '--skip-full',
    ...excluded.map((pattern) => `--exclude=${pattern}`),
  ]);
  return branchesOfLib();
}

/** Sources that leave no code behind: there is nothing to cover in them. */
function typeOnly(source) {
  return fs.readdirSync(path.join(root, source), { recursive: true })
    .filter((name) => name.endsWith('.ts') && isEmpty(path.join(root, 'build', source, name.replace(/\.ts$/, '.js'))))
    .map((name) => path.posix.join(source, name.split(path.sep).join('/')));
}

function isEmpty(compiled) {
  if (!fs.existsSync(compiled)) return false;
  const code = fs.readFileSync(compiled, 'utf8').replace(/^"use strict";|^Object\.defineProperty\(exports, "__esModule".*;|^\/\/#.*/gm, '');
  return code.trim() === '';
}

function branchesOfLib() {
  const summary = JSON.parse(fs.readFileSync(path.join(folder, 'coverage-summary.json'), 'utf8'));
  let total = 0;
  let covered = 0;
  for (const [file, { branches }] of Object.entries(summary)) {
    if (!file.startsWith(path.join(root, 'src', 'lib') + path.sep)) continue;
    total += branches.total;
    covered += branches.covered;
  }
  const percent = (100 * covered) / Math.max(total, 1);
  console.log(`Branches covered in src/lib: ${covered} of ${total} (${percent.toFixed(2)} %, at least ${threshold} % expected).`);
  return percent >= threshold;
}

module.exports = { clearCoverage, recording, reportCoverage };
