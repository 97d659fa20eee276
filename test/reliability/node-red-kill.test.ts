import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { FaultRule, Sandbox } from '../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../src/lib/sandbox/sandbox';
import type { FlowNode } from '../e2e/harness/flow';
import { taking } from '../e2e/harness/flow';
import type { NodeRed } from '../e2e/harness/node-red';
import { startNodeRed } from '../e2e/harness/node-red';
import { describeOnEachPair } from '../e2e/harness/pairs';
import { readLog, readStatistics, recordsFlow } from '../e2e/harness/records';
import { until } from '../e2e/harness/until';
import { createUserDirectory, removeUserDirectory } from '../e2e/harness/user-directory';
import { seeded } from '../simulation/random';
import { judgeKills } from './kill-oracle';

const kills = Number(process.env['KILLS_NODE_RED'] ?? 10);
const tab = 'storm';
const faults: FaultRule[] = [
  { kind: 'reset-after-commit', match: { method: 'POST', path: /\/issue(\/bulk)?$/ } },
  { kind: 'reset-before' },
  { kind: 'status', status: 503 },
  { kind: 'delay', delayMs: 300 },
];

function flows(url: string): FlowNode[] {
  return [
    { id: 'connection', type: 'jira-config', url, auth: 'none', settleWindow: '3', logMax: '100000' },
    { id: tab, type: 'tab', label: tab },
    ...taking('/commands', tab, { id: 'line', type: 'jira-advanced', server: 'connection', ticket: [], anyId: false, baseOnUpdate: false }),
    ...recordsFlow('connection'),
  ];
}

/** Ten commands: mostly new alarms, now and then an update or a repetition of an earlier one. */
function commands(guids: string[], random: () => number): string {
  return Array.from({ length: 10 }, () => {
    const known = guids[Math.floor(random() * guids.length)];
    if (known !== undefined && random() < 0.3) return `${known}|UPDATE|description;${randomUUID()}|`;
    const guid = known !== undefined && random() < 0.1 ? known : randomUUID();
    guids.push(guid);
    return `${guid}|CREATE|project;NET|issuetype;Task|summary;${guid}|`;
  }).join('\n');
}

describeOnEachPair('kill -9 of Node-RED', (pair) => {
  let sandbox: Sandbox;
  let userDir: string;
  let nodeRed: NodeRed;
  before(async () => {
    sandbox = await startSandbox({ maxTickets: 1_000_000 });
    userDir = await createUserDirectory();
    nodeRed = await startNodeRed(pair, userDir);
    await nodeRed.deploy(flows(sandbox.url));
  });
  after(async () => {
    await nodeRed?.stop();
    await sandbox.close();
    await removeUserDirectory(userDir);
  });

  it(`${kills} times in a storm loses nothing and duplicates nothing`, async () => {
    const begun = Date.now();
    const random = seeded(7);
    const guids: string[] = [];
    const accepted = new Set<string>();
    for (let kill = 0; kill < kills; kill++) {
      sandbox.faults.add({ ...(faults[kill % faults.length] as FaultRule), times: 1 + Math.floor(random() * 3) });
      // Answered when the outcomes are known: most are cut off.
      const answers = [1, 2, 3].map(() => nodeRed.post('commands', { payload: commands(guids, random) }).catch(() => undefined));
      const seen = accepted.size;
      await until('Node-RED has accepted some', async () => {
        for (const { id } of await readLog(nodeRed)) accepted.add(id);
        return accepted.size > seen || undefined;
      });
      await nodeRed.kill9();
      await Promise.all(answers);
      nodeRed = await startNodeRed(pair, userDir);
    }
    sandbox.faults.clear();
    const rows = await until(
      'Nothing is pending',
      async () => {
        const all = await readLog(nodeRed);
        return all.length >= accepted.size && all.every(({ status }) => status !== 'Pending') ? all : undefined;
      },
      60_000,
    );
    const { create, update } = await readStatistics(nodeRed);
    const tickets = sandbox.jira.tickets();
    const broken = judgeKills({ accepted: [...accepted], rows, tickets, created: create.total, updated: update.total });
    console.log(`      ${kills} kills, ${rows.length} commands, ${tickets.length} tickets: ${broken.length} broken promises (${Math.round((Date.now() - begun) / 1_000)} s)`);
    assert.deepEqual(broken.slice(0, 10), []);
    assert.deepEqual(nodeRed.errors, []);
  }).timeout(0);
});
