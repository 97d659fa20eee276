'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { build, isBuilt } = require('./build');
const { install } = require('./lib/install');
const { freePort } = require('./lib/port');
const { bin, root } = require('./lib/run');

const userDir = path.resolve(process.env.DEMO_DIR || path.join(root, '.demo'));

/** Runs the demo: a Node-RED of its own with the demo flow, on the Jira that lives in the same process. */
async function start() {
  await install(root);
  if (!isBuilt()) {
    console.log('Building …');
    await build();
  }
  if (process.argv.includes('--fresh')) fs.rmSync(userDir, { recursive: true, force: true });
  prepareUserDir();
  const port = await freePort(Number(process.env.PORT) || 1880);
  serve(port);
}

/** What a person changes in the demo stays; only what is missing is put there. */
function prepareUserDir() {
  fs.mkdirSync(userDir, { recursive: true });
  const flows = path.join(userDir, 'flows.json');
  if (!fs.existsSync(flows)) fs.copyFileSync(path.join(__dirname, 'demo', 'flows.json'), flows);
}

function serve(port) {
  const nodeRed = spawn(process.execPath, [bin('node-red'), '--settings', path.join(__dirname, 'demo', 'settings.js')], {
    cwd: userDir,
    env: { ...process.env, PORT: String(port), DEMO_DIR: userDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  nodeRed.stdout.on('data', tellAddresses(port));
  nodeRed.once('exit', (code) => (process.exitCode = code ?? 0));
  // Ctrl-C reaches Node-RED by the terminal, and a second time from here: it closes once.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => nodeRed.kill(signal));
}

/** Passes Node-RED's output on, and tells where to look once its flows have started; the sandbox starts a moment later. */
function tellAddresses(port) {
  let log = '';
  let waiting;
  let told = false;
  const tell = (sandbox) => {
    clearTimeout(waiting);
    if (told) return;
    told = true;
    console.log(addresses(`http://127.0.0.1:${port}`, sandbox));
  };
  return (chunk) => {
    process.stdout.write(chunk);
    if (told) return;
    log = (log + chunk).slice(-10_000);
    if (!log.includes('Started flows') || !log.includes('Server now running')) return;
    const sandbox = /sandbox\b.*(http:\/\/127\.0\.0\.1:\d+)/i.exec(log)?.[1];
    if (sandbox) tell(sandbox);
    else waiting ??= setTimeout(tell, 3_000);
  };
}

function addresses(url, sandbox) {
  return [
    '',
    `  Editor     ${url}/`,
    `  Dashboard  ${url}/dashboard`,
    `  Tickets    ${sandbox ? `${sandbox}/` : 'each opens by its link in the dashboard\'s table'}`,
    '',
    '  Ctrl-C stops it. What you change is kept in .demo/; `npm start -- --fresh` begins anew.',
    '',
  ].join('\n');
}

start().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
