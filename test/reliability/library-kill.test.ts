import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Row } from '../../src/lib/records/row';
import type { Counters } from '../../src/lib/records/statistics';
import type { FaultRule, Sandbox } from '../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../src/lib/sandbox/sandbox';
import { seeded } from '../simulation/random';
import { judgeKills } from './kill-oracle';

const kills = Number(process.env['KILLS'] ?? 200);

const faults: FaultRule[] = [
  { kind: 'reset-after-commit', match: { method: 'POST', path: /\/issue(\/bulk)?$/ } },
  { kind: 'reset-before' },
  { kind: 'status', status: 503 },
  { kind: '429', retryAfter: 0 },
  { kind: 'delay', delayMs: 100 },
];

describe('kill -9 of the process that delivers', function () {
  this.timeout(0);
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    sandbox = await startSandbox({ maxTickets: 1_000_000 });
    folder = await mkdtemp(join(tmpdir(), 'jira-kill-'));
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  it(`${kills} times in a storm loses nothing and duplicates nothing`, async () => {
    const begun = Date.now();
    const random = seeded(1);
    const accepted: string[] = [];
    const reports: string[] = [];
    const start = (task: string, onLine: (line: Record<string, unknown>) => void): ChildProcess => {
      const child = spawn(process.execPath, [join(__dirname, 'library-process.js'), join(folder, 'journal.jsonl'), sandbox.url, task], { stdio: ['ignore', 'pipe', 'inherit'] });
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => onLine(JSON.parse(line) as Record<string, unknown>));
      return child;
    };

    for (let kill = 0; kill < kills; kill++) {
      if (random() < 0.5) sandbox.faults.add({ ...(faults[Math.floor(random() * faults.length)] as FaultRule), times: 1 + Math.floor(random() * 3) });
      const child = start('storm', (line) => {
        if (line['ready']) setTimeout(() => child.kill('SIGKILL'), 5 + random() * 145);
        if (typeof line['accepted'] === 'string') accepted.push(line['accepted']);
        if (line['failed'] || line['report']) reports.push(String(line['failed'] ?? line['report']));
      });
      await once(child, 'close');
    }

    sandbox.faults.clear();
    let rows: Row[] = [];
    let counters: Counters | undefined;
    const last = start('drain', (line) => {
      if (!line['rows']) return;
      rows = line['rows'] as Row[];
      counters = line['counters'] as Counters;
    });
    await once(last, 'close');
    const tickets = sandbox.jira.tickets();
    const broken = judgeKills({ accepted, rows, tickets, created: counters?.create.total, updated: counters?.update.total });
    console.log(`      ${kills} kills, ${accepted.length} commands, ${tickets.length} tickets: ${broken.length} broken promises (${Math.round((Date.now() - begun) / 1_000)} s)`);
    assert.deepEqual(broken.slice(0, 10), []);
    assert.deepEqual(reports.filter((report) => !report.includes('cut off')), []);
    assert.ok(accepted.length > kills, 'it was a storm');
  });
});
