import { join } from 'node:path';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../../lib/delivery/clock';
import { Delivery } from '../../lib/delivery/delivery';
import { nodeDisk } from '../../lib/delivery/disk';
import { createLimiter } from '../../lib/delivery/limiter';
import { memoryDisk } from '../../lib/delivery/memory-disk';
import type { DeliveryEvents, DeliverySettings } from '../../lib/delivery/options';
import { TicketError } from '../../lib/ticket/error';
import { Connection } from '../shared/connection';
import { migrated } from '../shared/migrations';
import type { ConnectionNode } from '../shared/node-types';
import type { ConnectionSettings } from '../shared/settings';
import { connectionSchema, readSettings } from '../shared/settings';
import { tellEditor } from './change-notice';
import { registerDirectory } from './directory-endpoints';
import { openJira } from './open-jira';
import { processIdentity } from './process-identity';
import { leaveSandbox } from './sandboxes';
import { registerStatus } from './status-endpoint';
import type { Testable } from './test-endpoint';
import { registerTest } from './test-endpoint';
import { tryConnection } from './try-connection';

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;

export default function (RED: NodeAPI): void {
  registerTest(RED);
  registerStatus(RED);
  registerDirectory(RED);

  function JiraConfig(this: ConnectionNode & Testable, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const closing = new AbortController();
    const closed = new AbortController();
    const store = contextStoreOf(RED, this, config);
    this.connection = new Connection(
      this.id,
      (events) => open(RED, this, config, store, events, { closing: closing.signal, closed: closed.signal }),
      { set: (key, value) => this.context().global.set(key, value, store) },
      (level, message) => (level === 'error' ? this.error(message) : this.warn(message)),
    );
    this.test = () => tryConnection(RED, this, config);
    const stopTelling = tellEditor(RED, this.id, this.connection);
    // Node-RED waits for `done` only where it is declared without a default.
    this.on('close', (removed: boolean, done: () => void) => {
      const pending = this.connection.status()?.pending ?? 0;
      if (removed && pending > 0) this.warn(`Commands still wait in this connection's journal (${pending}): they go on once a jira-config with the id ${this.id} is back.`);
      closing.abort();
      stopTelling();
      void this.connection
        .close()
        .then(() => leaveSandbox(this.id))
        .catch((error: unknown) => this.error((error as Error).message))
        .finally(() => {
          closed.abort();
          done();
        });
    });
  }

  RED.nodes.registerType('jira-config', JiraConfig as never, {
    credentials: {
      username: { type: 'text' },
      password: { type: 'password' },
      key: { type: 'password' },
      token: { type: 'password' },
      clientId: { type: 'text' },
      clientSecret: { type: 'password' },
    },
  });
}

async function open(
  RED: NodeAPI,
  node: Node,
  config: NodeDef,
  store: string | undefined,
  events: DeliveryEvents,
  signals: { closing: AbortSignal; closed: AbortSignal },
): Promise<Delivery> {
  const settings = readSettings(RED, node, connectionSchema, migrated('jira-config', config));
  if (!isKnownStore(RED, store)) {
    throw new TicketError('CONFIG', `Context store "${store}" is not known: expected one of the stores in Node-RED's settings (contextStorage), or nothing for the default.`);
  }
  const userDir = (RED.settings as { userDir?: string }).userDir;
  if (userDir === undefined) events.report('warn', 'This Node-RED has no user directory: log, counters and waiting commands last only until it stops.');
  const { address, client } = await openJira(RED, node, settings);
  try {
    const delivery = await Delivery.open({
      settings: deliverySettings(settings),
      address,
      path: join(userDir ?? '', 'jira-tickets', `${node.id.replace(/[^\w.-]/g, '_')}.jsonl`),
      ports: {
        client,
        clock: systemClock,
        random: Math.random,
        limiter: createLimiter,
        disk: userDir === undefined ? memoryDisk() : nodeDisk,
        identity: processIdentity,
      },
      events,
      signal: signals.closing,
    });
    signals.closed.addEventListener('abort', () => client.close());
    if (settings.sandbox) node.log(`Sandbox: ${address.base}`);
    return delivery;
  } catch (error) {
    client.close(); // the next attempt has one of its own
    throw error;
  }
}

function deliverySettings(settings: ConnectionSettings): DeliverySettings {
  return {
    requestsMax: settings.requestsPeriod === undefined ? undefined : settings.requestsMax,
    requestsPeriod: (settings.requestsPeriod ?? 1) * second,
    updateMax: settings.updatePeriod === undefined ? undefined : settings.updateMax,
    updatePeriod: (settings.updatePeriod ?? 1) * second,
    logMax: settings.logMax ?? 1_000,
    logMaxAge: settings.logMaxDays === undefined ? undefined : settings.logMaxDays * day,
    guidMaxAge: (settings.guidDays ?? 90) * day,
    timezone: settings.timezone,
    settleWindow: (settings.settleWindow ?? 300) * second,
    settlePolicy: settings.settlePolicy,
    giveUpAfter: (settings.giveUpAfter ?? 24) * hour,
    marker: settings.marker,
    // A token may have to be fetched first.
    timeout: (settings.timeout ?? 30) * second * (settings.auth === 'oauth' ? 2 : 1),
    queueMax: settings.queueMax ?? 200_000,
    queueBytes: (settings.queueMegabytes ?? 512) * 2 ** 20,
  };
}

/** Undefined for the default store: hardly any Node-RED has one that is called so, and it would warn of the others. */
function contextStoreOf(RED: NodeAPI, node: Node, config: NodeDef): string | undefined {
  const { contextStore } = readSettings(RED, node, connectionSchema.pick({ contextStore: true }), config);
  return ['', 'default'].includes(contextStore) ? undefined : contextStore;
}

/** Node-RED falls back to the default store without an error, and the view would be looked for in vain. */
function isKnownStore(RED: NodeAPI, store: string | undefined): boolean {
  const configured = (RED.settings as { contextStorage?: Record<string, unknown> }).contextStorage;
  return store === undefined || (configured ? Object.hasOwn(configured, store) : store === 'memory');
}
