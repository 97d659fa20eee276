import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '../../src/lib/delivery/clock';
import { Delivery } from '../../src/lib/delivery/delivery';
import { nodeDisk } from '../../src/lib/delivery/disk';
import { createLimiter } from '../../src/lib/delivery/limiter';
import { parseAddress } from '../../src/lib/jira/address';
import { createClient } from '../../src/lib/jira/client';
import type { Command } from '../../src/lib/ticket/command';

/*
 * The process that is killed: accepts commands as fast as they are acknowledged, and says so of each after the fact.
 * Arguments: journal, Jira's address, what to do (`storm` or `drain`). Says on its output, a line each, in JSON:
 * ready, accepted (id), and at the end of a drain the log and the counters.
 */
const [, , journal = '', url = '', task = 'storm'] = process.argv;
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

async function main(): Promise<void> {
  const address = parseAddress(url, '');
  const refused = new Set<string>();
  const delivery = await Delivery.open({
    settings: {
      requestsPeriod: 1_000,
      updatePeriod: 1_000,
      logMax: 1_000_000,
      guidMaxAge: 90 * 86_400_000,
      timezone: 'UTC',
      settleWindow: 3_000,
      settlePolicy: 'fail',
      giveUpAfter: 3_600_000,
      marker: 'property',
      timeout: 2_000,
      queueMax: 200_000,
      queueBytes: 512 * 2 ** 20,
    },
    address,
    path: journal,
    ports: {
      client: createClient({ address, timeoutMs: 2_000 }),
      clock: systemClock,
      random: Math.random,
      limiter: createLimiter,
      disk: nodeDisk,
      // Each start takes the lock over, as a container's does: the one before was killed.
      identity: { pid: process.pid, host: 'here', start: randomUUID(), isAlive: () => false },
    },
    events: {
      onOutcome: ({ row, refused: notAccepted }) => void (notAccepted && refused.add(row.id)),
      onRow: () => {},
      onRecords: () => {},
      onStatus: () => {},
      report: (_level, message) => say({ report: message }),
    },
  });
  say({ ready: true });
  if (task === 'drain') await drain(delivery);
  else await storm(delivery, refused);
}

async function storm(delivery: Delivery, refused: Set<string>): Promise<void> {
  const guids: string[] = [];
  for (;;) {
    const id = randomUUID();
    const known = guids[Math.floor(Math.random() * guids.length)];
    const luck = Math.random();
    const action = known !== undefined && luck < 0.3 ? 'UPDATE' : 'CREATE';
    const guid = known !== undefined && luck < 0.4 ? known : randomUUID();
    guids.push(guid);
    const base = { project: 'NET', issuetype: 'Task' };
    const fields: Command['fields'] = action === 'CREATE' ? { ...base, summary: id } : { description: id };
    await delivery.accept({ id, guid, action, type: 'Automatic', fields, node: 'n', time: new Date().toISOString(), base });
    if (!refused.has(id)) say({ accepted: id });
    // Jira, in the parent, needs its turn too.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function drain(delivery: Delivery): Promise<void> {
  while (delivery.status().pending > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  say({ rows: delivery.records.log.list(), counters: delivery.counters() });
  await delivery.close();
  process.exit(0);
}

main().catch((error: unknown) => {
  say({ failed: String(error) });
  process.exit(1);
});
