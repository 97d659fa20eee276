import { Delivery } from '../../src/lib/delivery/delivery';
import { systemClock } from '../../src/lib/delivery/clock';
import { createLimiter } from '../../src/lib/delivery/limiter';
import { memoryDisk } from '../../src/lib/delivery/memory-disk';
import type { Address } from '../../src/lib/jira/address';
import { parseAddress } from '../../src/lib/jira/address';
import { createClient } from '../../src/lib/jira/client';
import type { JiraPort, JiraRequest } from '../../src/lib/jira/http';
import type { Outcome } from '../../src/lib/records/row';
import { settings } from '../simulation/world';

/** A connection to a Jira over HTTP, and every request that it made. */
export interface RecordedConnection {
  delivery: Delivery;
  address: Address;
  /** The door that the delivery uses, for whatever else is to be asked. */
  port: JiraPort;
  elsewhere: (base: string) => JiraPort & { close(): void };
  requests: JiraRequest[];
  outcomes: Outcome[];
  /** Waits for so many outcomes. */
  ended: (count: number) => Promise<void>;
  close: () => Promise<void>;
}

export async function openRecorded(url: string, path: string): Promise<RecordedConnection> {
  const address = parseAddress(url, path);
  const client = createClient({ address, timeoutMs: 5_000 });
  const requests: JiraRequest[] = [];
  const outcomes: Outcome[] = [];
  const port: JiraPort = {
    send: (request) => {
      requests.push(request);
      return client.send(request);
    },
  };
  const delivery = await Delivery.open({
    settings: { ...settings, settleWindow: 20_000, timeout: 5_000 },
    address,
    path: '/journal.jsonl',
    ports: {
      client: port,
      clock: systemClock,
      random: Math.random,
      disk: memoryDisk(),
      limiter: createLimiter,
      identity: { pid: process.pid, host: 'here', start: 'once', isAlive: () => false },
    },
    events: { hears: () => true, onOutcome: (outcome) => outcomes.push(outcome), onRow: () => {}, onResponse: () => {}, onRecords: () => {}, onStatus: () => {}, report: () => {} },
  });
  return {
    delivery,
    address,
    port,
    elsewhere: (base) => createClient({ address: parseAddress(base, path), timeoutMs: 5_000 }),
    requests,
    outcomes,
    ended: async (count) => {
      const deadline = Date.now() + 60_000;
      while (outcomes.length < count) {
        if (Date.now() > deadline) throw new Error(`${outcomes.length} of ${count} commands ended within a minute`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: async () => {
      await delivery.close();
      client.close();
    },
  };
}
