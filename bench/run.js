'use strict';

// npm run bench: every measure, each in a process of its own, on files in a temporary folder. Build first (npm run build).
// `--only steady` is the hour under load of npm run soak.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

async function main([flag, name]) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jira-tickets-bench-'));
  const steady = [{ title: 'An hour under load', args: ['steady.js', folder] }];
  const measures = flag === '--only' && name === 'steady' ? steady : [
    { title: 'A long queue', args: ['backlog.js', 'fill', folder] },
    { title: 'Its restart', args: ['backlog.js', 'restart', folder] },
    { title: 'Its end, with a Jira that hangs', args: ['backlog.js', 'hang', folder] },
    { title: 'Acceptance', args: ['acceptance.js', folder] },
    { title: 'Deploys', args: ['cycles.js', folder] },
    { title: 'The parser of the advanced string', args: ['parser.js'] },
  ];
  console.log(`Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? 'processor'}, files in ${folder}`);
  try {
    for (const { title, args } of measures) {
      console.log(`\n=== ${title} ===\n`);
      if ((await run(args)) !== 0) process.exitCode = 1;
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function run([script, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--expose-gc', path.join(__dirname, script), ...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
