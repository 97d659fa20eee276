'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./run');

/** Writes what the editor loads of one node or plugin into `folder`: its html, its catalogs and help texts, its icons. */
async function writeEditor(node, folder) {
  const source = path.join(root, 'src', 'nodes', node);
  const script = await bundle(path.join(source, 'editor.ts'));
  const file = path.join(source, `${node}.html`);
  // A plugin has no dialog, and makes what it shows by its script.
  const templates = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  // A plain script: the Flow Library reads the node's definition out of it.
  fs.writeFileSync(path.join(folder, `${node}.html`), `<script type="text/javascript">\n${script}</script>\n\n${templates}`);
  copyLocales(node, folder);
  copyIcons(node, folder);
}

async function bundle(entry) {
  const { build } = require('esbuild');
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    tsconfig: path.join(root, 'tsconfig.editor.json'),
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

/** Node-RED looks for `locales/<lang>/<node>.json` and `.html` beside the node's file. */
function copyLocales(node, folder) {
  const locales = path.join(root, 'locales');
  for (const language of fs.readdirSync(locales)) {
    for (const name of [`${node}.json`, `${node}.html`]) {
      const file = path.join(locales, language, name);
      if (!fs.existsSync(file)) continue;
      fs.mkdirSync(path.join(folder, 'locales', language), { recursive: true });
      fs.copyFileSync(file, path.join(folder, 'locales', language, name));
    }
  }
}

/** … and for `icons/` there as well. A configuration node has none. */
function copyIcons(node, folder) {
  const icon = path.join(root, 'icons', `${node}.svg`);
  if (!fs.existsSync(icon)) return;
  fs.mkdirSync(path.join(folder, 'icons'), { recursive: true });
  fs.copyFileSync(icon, path.join(folder, 'icons', `${node}.svg`));
}

module.exports = { writeEditor };
