'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { bin, mustRun, root } = require('./lib/run');
const { writeEditor } = require('./lib/editor');

const dist = path.join(root, 'dist');
const next = path.join(root, 'build', 'dist');
/** What dist is made from. */
const sources = ['src', 'icons', 'locales', 'scripts/build.js', 'scripts/lib/editor.js', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Makes dist anew: beside the old one, which stands until the new one is whole. */
async function build() {
  const started = new Date();
  fs.rmSync(next, { recursive: true, force: true });
  await mustRun(process.execPath, [bin('typescript', 'tsc'), '-p', '.', '--outDir', next]);
  for (const node of nodes()) await writeEditor(node, path.join(next, 'nodes', node));
  fs.utimesSync(next, started, started);
  fs.rmSync(dist, { recursive: true, force: true });
  fs.renameSync(next, dist);
}

/** The folders of nodes and plugins: those that package.json tells Node-RED to load. */
function nodes() {
  const { 'node-red': nodeRed } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return Object.values({ ...nodeRed.nodes, ...nodeRed.plugins }).map((file) => path.basename(path.dirname(file)));
}

/** dist is of the time its last build began. */
function isBuilt() {
  if (!fs.existsSync(dist)) return false;
  const { mtimeMs } = fs.statSync(dist);
  return sources.every((source) => newest(path.join(root, source)) <= mtimeMs);
}

/** The latest change in a folder, also that of a file's removal; ms. */
function newest(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return fs.readdirSync(place).reduce((latest, name) => Math.max(latest, newest(path.join(place, name))), stat.mtimeMs);
}

module.exports = { build, isBuilt };

if (require.main === module) {
  build().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
