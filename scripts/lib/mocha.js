'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { bin, root, run } = require('./run');

/**
 * Runs compiled tests in a process of their own.
 *
 * @param {string} name of the suite, for the file its counts go to
 * @param {string[]} args mocha's
 * @param {NodeJS.ProcessEnv} [env] more of it
 * @param {{ into?: string[], node?: string }} [options] of run(), and the Node that runs them, where it is another
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
async function mocha(name, args, env = {}, { node = process.execPath, ...options } = {}) {
  const counts = path.join(root, 'build', `${name}-counts.json`);
  fs.rmSync(counts, { force: true });
  const reporter = path.join(__dirname, 'counting-reporter.js');
  const all = [bin('mocha'), '--reporter', reporter, '--reporter-option', `counts=${counts}`, ...args];
  const code = await run(node, all, { ...options, env: { ...process.env, ...env } });
  const result = fs.existsSync(counts) ? JSON.parse(fs.readFileSync(counts, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
  // A suite that broke off, or ran no test at all, has failed too.
  if (result.failed === 0 && (code !== 0 || result.passed === 0)) result.failed = 1;
  return result;
}

module.exports = { mocha };
