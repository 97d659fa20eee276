'use strict';

// Loaded before node-red-dev: answers its questions to the network from the lockfiles of this checkout.

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const packagesOf = (folder) => JSON.parse(fs.readFileSync(path.join(root, folder, 'package-lock.json'), 'utf8')).packages;
const nodeRedOf = (folder) => packagesOf(folder)['node_modules/node-red'];

/** The Node-RED versions that the tests run on stand for the supported ones. */
function registryEntry() {
  const [maintenance, latest] = [nodeRedOf('.'), nodeRedOf('test/e2e/node-red-5')];
  return {
    'dist-tags': { latest: latest.version, maintenance: maintenance.version },
    versions: { [latest.version]: latest, [maintenance.version]: maintenance },
  };
}

/** A package for each type of ours: the report then names those types that it found. */
function catalogue() {
  const { 'node-red': nodeRed } = require(path.join(root, 'package.json'));
  return { modules: Object.keys(nodeRed.nodes).map((type) => ({ id: `with-${type}`, types: [type] })) };
}

/** By the end of the address that is asked for. */
const answers = { '/catalogue.json': catalogue, '/node-red': registryEntry };

const standIns = {
  axios: {
    async get(url) {
      const end = Object.keys(answers).find((one) => url.endsWith(one));
      if (end === undefined) throw new Error(`node-red-dev asks for ${url}, which has no answer here.`);
      return { data: answers[end]() };
    },
  },
  // Whichever dependency it asks for: all that the package brings along.
  'npm-remote-ls': {
    config() {},
    ls(_name, _version, _flat, callback) {
      const production = Object.entries(packagesOf('.')).filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional);
      callback(production.map(([place, { version }]) => `${place.split('node_modules/').pop()}@${version}`));
    },
  },
  'npm-check': async () => ({ get: () => [] }),
};

for (const [name, exports] of Object.entries(standIns)) {
  const file = require.resolve(name, { paths: [path.join(root, 'test', 'scorecard')] });
  require.cache[file] = Object.assign(new Module(file), { filename: file, loaded: true, exports });
}
