import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { HttpsProxyAgent } from 'hpagent';
import { TicketError } from '../ticket/error';
import type { ProxyOptions } from './proxy';
import { bypassesProxy, proxyUrl } from './proxy';

/** The node:tls options that Node-RED's core *tls-config* node fills in. */
export interface TlsOptions {
  ca?: string | Buffer | Array<string | Buffer>;
  cert?: string | Buffer;
  key?: string | Buffer;
  passphrase?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
  ALPNProtocols?: string[];
}

/** A proxy that is asked for whole URLs (RFC 9112, 3.2.2), as axios takes it. */
export interface ForwardProxy {
  protocol: 'http:' | 'https:';
  host: string;
  port: number;
  auth?: { username: string; password: string };
}

export interface Agents {
  agent: http.Agent | https.Agent;
  /** Requests go to this proxy; absent: to Jira, straight or through a tunnel. */
  forward?: ForwardProxy;
  /** Destroys every socket, and tunnels that are being opened. */
  destroy(): void;
}

/**
 * An idle connection is given up before the other side does so: Tomcat, which Jira runs in, closes after 20 s, and a create
 * that meets a connection being closed has an unknown outcome.
 */
const LONGEST_IDLE_MS = 15_000;

/**
 * The keep-alive agent for this Jira: direct, through a CONNECT tunnel of the proxy for https, or to the proxy itself for http, as
 * proxies open tunnels to ports of TLS only (squid's `http_access deny CONNECT !SSL_ports`).
 *
 * @throws {TicketError} CONFIG where the proxy's URL or the TLS material cannot be used
 */
export function createAgents(base: string, timeoutMs: number, tls: TlsOptions = {}, proxy?: ProxyOptions): Agents {
  const target = new URL(base);
  const secure = target.protocol === 'https:';
  if (secure) checkTls(tls);
  const options = { keepAlive: true, timeout: Math.min(timeoutMs, LONGEST_IDLE_MS), ...(secure ? tls : {}) };
  if (proxy === undefined || bypassesProxy(target, proxy.noProxy ?? [])) {
    const agent = secure ? new https.Agent(options) : new http.Agent(options);
    return { agent, destroy: () => agent.destroy() };
  }
  const way = proxyUrl(proxy);
  return secure ? tunnels(new HttpsProxyAgent({ ...options, proxy: way })) : forwards(way, options);
}

function forwards({ protocol, hostname, port, username, password }: URL, options: http.AgentOptions): Agents {
  const secure = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  // Its certificate is for the proxy, whereas Node would take the name in the Host header, Jira's.
  const agent = secure ? new https.Agent({ ...options, servername: isIP(host) === 0 ? host : '' }) : new http.Agent(options);
  const login = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    agent,
    forward: { protocol: secure ? 'https:' : 'http:', host, port: Number(port) || (secure ? 443 : 80), ...(username + password === '' ? {} : { auth: login }) },
    destroy: () => agent.destroy(),
  };
}

function checkTls(tls: TlsOptions): void {
  try {
    createSecureContext(tls);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new TicketError(
      'CONFIG',
      `The certificate, key, passphrase or CA of the TLS configuration cannot be used${reason}: check them.`,
    );
  }
}

/** What hpagent's class really has beyond its published types. */
type Connect = (options: object, callback: (error: Error | null, socket: unknown) => void) => void;
interface Tunnelling {
  createConnection: Connect;
  proxyRequestOptions: { signal?: AbortSignal };
}

/** hpagent keeps no hold of a CONNECT that is under way: give each a signal, so that destroy() ends it too. */
function tunnels(agent: HttpsProxyAgent): Agents {
  const opening = new Set<AbortController>();
  const tunnelling = agent as unknown as Tunnelling;
  const connect = tunnelling.createConnection.bind(agent);
  tunnelling.createConnection = (options, callback) => {
    const attempt = new AbortController();
    opening.add(attempt);
    tunnelling.proxyRequestOptions = { signal: attempt.signal };
    connect(options, (error, socket) => {
      opening.delete(attempt);
      callback(error, socket);
    });
  };
  return {
    agent,
    destroy: () => {
      for (const attempt of opening) attempt.abort();
      agent.destroy();
    },
  };
}
