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
import { until, untilNone } from '../e2e/harness/until';
import { createUserDirectory, removeUserDirectory } from '../e2e/harness/user-directory';
import { seeded } from '../simulation/random';
import { canary, formsIn, placesIn } from './canaries';
import { isUnknown, judgeKills } from './kill-oracle';

const kills = Number(process.env['KILLS_NODE_RED'] ?? 10);
const tab = 'storm';
const faults: FaultRule[] = [
  { kind: 'reset-after-commit', match: { method: 'POST', path: /\/issue(\/bulk)?$/ } },
  { kind: 'truncated', match: { method: 'POST', path: /\/issue(\/bulk)?$/ } },
  { kind: 'reset-before' },
  { kind: 'status', status: 503 },
  { kind: 'delay', delayMs: 300 },
];

/**
 * When Node-RED is killed: once it has accepted some commands, which is mostly before anything is on its way; once a request that
 * changes something has left; once more commands have had their outcome than one request carries.
 */
const moments = ['accepted', 'writing', 'accepted', 'told'] as const;
const outcomes = 60;

function flows(url: string): FlowNode[] {
  return [
    { id: 'connection', type: 'jira-config', url, auth: 'basic', credentials: canary, settleWindow: '3', logMax: '100000' },
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
    sandbox = await startSandbox({ maxTickets: 1_000_000, users: { [canary.username]: canary.password } });
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
    const places = new Set<string>();
    const searchLog = (): void => formsIn(nodeRed.log, canary).forEach((form) => places.add(`Node-RED's log: ${form}`));
    const { requests } = sandbox.jira;
    /** Accepted, as far as is known, and without an outcome; a log that is still being read back has no row of them. */
    const pending = async (): Promise<number> => {
      const rows = await readLog(nodeRed);
      return Math.max(0, accepted.size - rows.length) + rows.filter(({ status }) => status === 'Pending').length;
    };
    for (let kill = 0; kill < kills; kill++) {
      const last = requests.at(-1)?.number ?? 0;
      // Those that no request has met yet would pile up to an outage, in which Jira is hardly asked at all.
      sandbox.faults.clear();
      sandbox.faults.add({ ...(faults[kill % faults.length] as FaultRule), times: 1 + Math.floor(random() * 3) });
      // Answered when the outcomes are known: most are cut off.
      const answers = [1, 2, 3].map(() => nodeRed.post('commands', { payload: commands(guids, random) }).catch(() => undefined));
      const seen = accepted.size;
      await until('Node-RED has accepted some', async () => {
        for (const { id } of await readLog(nodeRed)) accepted.add(id);
        return accepted.size > seen || undefined;
      });
      const moment = moments[kill % moments.length];
      if (moment === 'writing') {
        await until('A request that changes something has left', () => {
          const later = requests.filter(({ number }) => number > last);
          if (later.some(({ method }) => method !== 'GET')) return true;
          throw new Error(`only ${later.map(({ method, path, status, fault }) => `${method} ${path} → ${fault ?? status}`).join(', ')}`);
        });
      }
      if (moment === 'told') {
        const enough = Math.max(0, (await pending()) - outcomes);
        await untilNone('commands to have an outcome before a kill', async () => Math.max(0, (await pending()) - enough));
      }
      await nodeRed.kill9();
      searchLog();
      await Promise.all(answers);
      nodeRed = await startNodeRed(pair, userDir);
    }
    sandbox.faults.clear();
    await untilNone('commands without an outcome', pending);
    const rows = await readLog(nodeRed);
    const { create, update } = await readStatistics(nodeRed);
    const tickets = sandbox.jira.tickets();
    const broken = judgeKills({ accepted: [...accepted], rows, tickets, created: create.total, updated: update.total });
    searchLog();
    for (const form of formsIn(JSON.stringify(await nodeRed.get('flows')), canary)) places.add(`exported flows: ${form}`);
    for (const place of await placesIn(userDir, canary, isNotOurs)) places.add(place);
    const unknown = rows.filter(isUnknown).length;
    console.log(
      `      ${kills} kills, ${rows.length} commands, ${tickets.length} tickets, ${unknown} unknown rows: ` +
        `${broken.length} broken promises, ${places.size} places with credentials (${Math.round((Date.now() - begun) / 1_000)} s)`,
    );
    assert.deepEqual(broken.slice(0, 10), []);
    assert.deepEqual([...places], []);
    assert.deepEqual(nodeRed.errors, []);
  }).timeout(0);
});

/** Node-RED's own, encrypted file of credentials, where they belong, and what npm installed. */
function isNotOurs(path: string): boolean {
  return ['flows_cred.json', '.flows_cred.json.backup', 'node_modules'].includes(path);
}
