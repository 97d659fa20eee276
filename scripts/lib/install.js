'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { mustRun, root } = require('./run');

/** Installs a folder's locked packages, unless they are all there. No package's install script is needed, so none runs. */
async function install(folder) {
  if (isInstalled(folder)) return;
  console.log(`Installing packages in ${path.relative(root, folder) || 'the checkout'} …`);
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await mustRun(...npm(args), { cwd: folder });
}

/** Command and arguments that run npm: the one that runs this script, or else the one on the path. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) return [process.execPath, [script, ...args]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

/** npm writes node_modules/.package-lock.json last: what it lists is there. */
function isInstalled(folder) {
  const there = readPackages(path.join(folder, 'node_modules', '.package-lock.json'));
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  if (wanted === undefined) throw new Error(`${folder} has no package-lock.json.`);
  return (
    there !== undefined &&
    Object.entries(wanted).every(([place, { version, optional }]) => place === '' || there[place]?.version === version || (optional && !there[place]))
  );
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

module.exports = { install, isInstalled, npm };
