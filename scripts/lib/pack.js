'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { npm } = require('./install');
const { mustRun } = require('./run');

/** Packs the built package as it would be published. Returns the tarball's path in `folder`. */
async function pack(folder) {
  // dist is built by now: no prepack.
  await mustRun(...npm(['pack', '--ignore-scripts', '--loglevel', 'error', '--pack-destination', folder]), { quiet: true });
  const tarball = fs.readdirSync(folder).find((name) => name.endsWith('.tgz'));
  return path.join(folder, tarball);
}

module.exports = { pack };
