import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { ConnectionReport } from '../../lib/jira/connection-test';
import { testConnection } from '../../lib/jira/connection-test';
import { TicketError } from '../../lib/ticket/error';
import { migrated } from '../shared/migrations';
import { connectionSchema, readSettings } from '../shared/settings';
import type { OpenJira } from './open-jira';
import { openJira } from './open-jira';

/** Tests the connection as it was deployed, with a client of its own: one that is held or waits for Jira can be tested too. */
export async function tryConnection(RED: NodeAPI, node: Node, config: NodeDef): Promise<ConnectionReport> {
  let jira: OpenJira | undefined;
  try {
    const settings = readSettings(RED, node, connectionSchema, migrated('jira-config', config));
    jira = await openJira(RED, node, settings);
    const { address, client, elsewhere, proxied } = jira;
    return await testConnection(client, address, { auth: settings.sandbox ? 'none' : settings.auth, proxied, elsewhere, now: Date.now });
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    const line = { level: 'error' as const, key: 'testing.config', values: { message: error.message } };
    return { ok: false, lines: [line], product: '', version: '', user: '', projects: { count: 0, names: [] }, permissions: {} };
  } finally {
    jira?.client.close();
  }
}
