import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '../../src/lib/delivery/clock';
import { Delivery } from '../../src/lib/delivery/delivery';
import { nodeDisk } from '../../src/lib/delivery/disk';
import { createLimiter } from '../../src/lib/delivery/limiter';
import { parseAddress } from '../../src/lib/jira/address';
import { authorizationHeader } from '../../src/lib/jira/authorization';
import { createClient } from '../../src/lib/jira/client';
import type { JiraPort } from '../../src/lib/jira/http';
import type { Command } from '../../src/lib/ticket/command';
import { processIdentity } from '../../src/nodes/jira-config/process-identity';
import { canary } from './canaries';
import { settleWindow } from './library-faults';

/*
 * The process that is killed. Arguments: journal, Jira's address, and what to do: `storm` accepts commands as fast as they are
 * acknowledged, `deliver` takes none and delivers what is there, `drain` does the same and ends when it has all been delivered.
 * Says on its output, a line each, in JSON: opening and ready (of the journal), accepted (an id), writing (a request that
 * changes something leaves), told (an outcome), and at the end of a drain the log and the counters.
 */
const [, , journal = '', url = '', task = 'storm'] = process.argv;
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

async function main(): Promise<void> {
  const address = parseAddress(url, '');
  const refused = new Set<string>();
  const client = createClient({ address, timeoutMs: 2_000, authorization: authorizationHeader({ auth: 'basic', ...canary }) });
  say({ opening: true });
  const delivery = await Delivery.open({
    settings: {
      requestsPeriod: 1_000,
      updatePeriod: 1_000,
      logMax: 1_000_000,
      guidMaxAge: 90 * 86_400_000,
      timezone: 'UTC',
      settleWindow,
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
      client: telling(client),
      clock: systemClock,
      random: Math.random,
      limiter: createLimiter,
      disk: nodeDisk,
      // The one before was killed: its lock is taken over as after any crash.
      identity: processIdentity,
    },
    events: {
      hears: () => true,
      onOutcome: ({ row: { id, status, ticketKey, error, duplicate }, refused: notAccepted }) => {
        if (notAccepted) refused.add(id);
        say({ told: { id, status, ticketKey, error, duplicate } });
      },
      onResponse: () => {},
      onRow: () => {},
      onRecords: () => {},
      onStatus: () => {},
      report: (_level, message) => say({ report: message }),
    },
  });
  say({ ready: true });
  if (task === 'storm') await storm(delivery, refused);
  if (task === 'drain') await drain(delivery);
}

/** Says when a request leaves that changes something. */
function telling(client: JiraPort): JiraPort {
  return {
    send(request) {
      if (request.method !== 'GET' && !request.path.includes('/search')) say({ writing: true });
      return client.send(request);
    },
  };
}

async function storm(delivery: Delivery, refused: Set<string>): Promise<void> {
  const guids: string[] = [];
  for (;;) {
    // Together, so that they share a sync of the journal and a bulk request.
    const burst = Array.from({ length: 1 + Math.floor(Math.random() * 12) }, () => command(guids));
    await Promise.all(
      burst.map(async (one) => {
        await delivery.accept(one);
        if (!refused.has(one.id)) say({ accepted: one.id });
      }),
    );
    // Jira, in the parent, needs its turn too.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Mostly a new alarm, now and then an update or a repetition of an earlier one. */
function command(guids: string[]): Command {
  const id = randomUUID();
  const known = guids[Math.floor(Math.random() * guids.length)];
  const luck = Math.random();
  const action = known !== undefined && luck < 0.3 ? 'UPDATE' : 'CREATE';
  const guid = known !== undefined && luck < 0.4 ? known : randomUUID();
  guids.push(guid);
  const base = { project: 'NET', issuetype: 'Task' };
  const fields: Command['fields'] = action === 'CREATE' ? { ...base, summary: id } : { description: id };
  return { id, guid, action, type: 'Automatic', fields, node: 'n', time: new Date().toISOString(), base };
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
