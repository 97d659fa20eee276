import type { Node, NodeAPI } from 'node-red';
import type { Address } from '../../lib/jira/address';
import { parseAddress } from '../../lib/jira/address';
import { authorizationHeader } from '../../lib/jira/authorization';
import type { ClientOptions } from '../../lib/jira/client';
import { createClient } from '../../lib/jira/client';
import type { JiraPort } from '../../lib/jira/http';
import type { Elsewhere } from '../../lib/jira/right-path';
import { createOAuthClient } from '../../lib/jira/oauth-client';
import { TicketError } from '../../lib/ticket/error';
import type { ConnectionSettings } from '../shared/settings';
import { withEnvironment } from '../shared/settings';
import { enterSandbox } from './sandboxes';

interface Credentials {
  username?: string;
  password?: string;
  key?: string;
  token?: string;
  clientId?: string;
  clientSecret?: string;
}

interface ProxyNode extends Node<{ username?: string; password?: string }> {
  url: string;
  noproxy?: string[];
}

interface TlsNode extends Node {
  addTLSOptions(options: object): object;
}

export interface OpenJira {
  address: Address;
  client: JiraPort & { close(): void };
  /** The same way out, without credentials. */
  elsewhere: Elsewhere;
  proxied: boolean;
}

/** Makes the client of a connection from its settings and the nodes they name. @throws {TicketError} CONFIG */
export async function openJira(RED: NodeAPI, node: Node, settings: ConnectionSettings): Promise<OpenJira> {
  const timeoutMs = (settings.timeout ?? 30) * 1_000;
  if (settings.sandbox) {
    const sandbox = await enterSandbox(node.id);
    const address = parseAddress(sandbox.url, settings.path);
    return { address, client: createClient({ address, timeoutMs }), elsewhere: elsewhereOf({ address, timeoutMs }), proxied: false };
  }
  const address = parseAddress(settings.url, settings.path);
  const credentials = credentialsOf(RED, node);
  const options: ClientOptions = { address, timeoutMs };
  const proxy = settings.bypassProxy || settings.proxy === '' ? undefined : nodeOf<ProxyNode>(RED, settings.proxy, 'http proxy');
  if (proxy) options.proxy = { url: proxy.url, ...proxy.credentials, noProxy: proxy.noproxy ?? [] };
  const tls = settings.tls === '' ? undefined : nodeOf<TlsNode>(RED, settings.tls, 'tls-config');
  if (tls) options.tls = tls.addTLSOptions({});
  return { address, client: clientOf(settings, options, credentials), elsewhere: elsewhereOf(options), proxied: proxy !== undefined };
}

function clientOf({ auth, tokenUrl }: ConnectionSettings, options: ClientOptions, credentials: Credentials): JiraPort & { close(): void } {
  return auth === 'oauth' ? createOAuthClient(options, { ...credentials, tokenUrl }) : createClient({ ...options, authorization: authorizationHeader({ auth, ...credentials }) });
}

function elsewhereOf(options: ClientOptions): Elsewhere {
  return (base) => createClient({ ...options, address: parseAddress(base, '') });
}

function credentialsOf(RED: NodeAPI, node: Node): Credentials {
  const { username, password, key, token, clientId, clientSecret } = (node as Node<Credentials>).credentials ?? {};
  const credentials: Credentials = {};
  for (const [name, value] of Object.entries({ username, password, key, token, clientId, clientSecret })) {
    if (value !== undefined) credentials[name as keyof Credentials] = String(withEnvironment(RED, node, value));
  }
  return credentials;
}

function nodeOf<T extends Node>(RED: NodeAPI, id: string, type: string): T {
  const node = RED.nodes.getNode(id) as T | null;
  if (!node) throw new TicketError('CONFIG', `The connection names a ${type} node (${id}) that is not there: choose another in the connection's dialog, or none.`);
  return node;
}
