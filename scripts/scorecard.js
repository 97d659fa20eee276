'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { install } = require('./lib/install');
const { pack } = require('./lib/pack');
const { bin, root, run } = require('./lib/run');

const tools = path.join(root, 'test', 'scorecard');
/** The checks of node-red-dev that compare with the registry and the Flow Library of the day. */
const undecided = {
  N01: 'no other package has nodes of these names',
  P08: 'no other package has a similar name',
  D03: 'the dependencies are at their latest versions',
};

/** Runs the Flow Library's check over the packed package, without the network. Returns how many checks passed and failed. */
async function scorecard() {
  await install(tools);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'jira-tickets-scorecard-'));
  try {
    const tarball = await pack(folder);
    const { extract } = require(path.join(tools, 'node_modules', 'tar'));
    await extract({ file: tarball, cwd: folder });
    const report = path.join(folder, 'scorecard.json');
    const args = ['--require', path.join(__dirname, 'lib', 'scorecard-offline.js'), bin('node-red-dev', 'node-red-dev', tools)];
    await run(process.execPath, [...args, 'validate', '--path', path.join(folder, 'package'), '--output', report], { quiet: true });
    if (!fs.existsSync(report)) throw new Error('node-red-dev broke off before it had a result: see above.');
    return tell(JSON.parse(fs.readFileSync(report, 'utf8')), path.join(folder, 'package'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function tell(report, folder) {
  const { 'node-red': nodeRed } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  // The catalogue that it was given has a package for every type of ours: it lists those that it could read from our html.
  const read = new Set(report.N01.nodes);
  const results = Object.keys(nodeRed.nodes).map((type) => [`${type}: definition read from its html`, read.has(`with-${type}`)]);
  for (const [check, result] of Object.entries(report)) {
    if (check !== 'package' && !(check in undecided)) results.push([`${check} ${detail(result)}`, result.test]);
  }
  for (const [name, ok] of results) console.log(`${ok ? 'passed' : 'FAILED'}  ${name}`);
  for (const [check, words] of Object.entries(undecided)) console.log(`undecided without the network  ${check} ${words}`);
  const passed = results.filter(([, ok]) => ok).length;
  return { passed, failed: results.length - passed };
}

function detail(result) {
  const rest = Object.entries(result).filter(([name]) => name !== 'test');
  return rest.map(([name, value]) => `${name}: ${value}`).join(', ');
}

module.exports = { scorecard };

if (require.main === module) {
  scorecard().then(
    ({ failed }) => (process.exitCode = failed > 0 ? 1 : 0),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
