'use strict';

const { spawn } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const running = new Set();

/**
 * Runs a program, with its output on this terminal.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, into?: string[], priority?: number }} [options] quiet: shown only where it
 *   fails; into: takes the output instead, for what runs beside something else; priority: as of os.setPriority()
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
function run(command, args, { cwd = root, env = process.env, quiet = false, into, priority } = {}) {
  return new Promise((resolve, reject) => {
    const output = quiet || into ? 'pipe' : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output], shell: command.endsWith('.cmd') });
    running.add(child);
    if (priority !== undefined && child.pid !== undefined) os.setPriority(child.pid, priority);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text));
    child.once('error', (error) => {
      running.delete(child);
      reject(new Error(`${command} cannot be started: ${error.message}`));
    });
    child.once('close', (code) => {
      running.delete(child);
      if (into) into.push(said);
      else if (code !== 0) process.stderr.write(said);
      resolve(code ?? 1);
    });
  });
}

/** As run(), but anything other than success is an error. */
async function mustRun(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`${path.basename(command)} ${args.join(' ')} ended with code ${code}.`);
}

/** The program that an installed package puts into node_modules/.bin, run by this Node. */
function bin(packageName, binName = packageName, folder = root) {
  const directory = path.join(folder, 'node_modules', packageName);
  const { bin: bins } = require(path.join(directory, 'package.json'));
  return path.join(directory, typeof bins === 'string' ? bins : bins[binName]);
}

/** Passes a stop on to what was started, by process id, and ends once that has ended. */
function stopWithChildren() {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      if (running.size === 0) process.exit(130);
      for (const child of running) {
        child.kill(signal);
        child.once('exit', () => process.exit(130));
      }
    });
  }
}

module.exports = { root, run, mustRun, bin, stopWithChildren };
