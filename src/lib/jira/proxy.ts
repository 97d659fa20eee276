import { TicketError } from '../ticket/error';
import { wellFormed } from './plain-text';

/** A proxy as Node-RED's core *http proxy* node describes it. */
export interface ProxyOptions {
  /** `http://proxy:3128`; http where no scheme is given. */
  url: string;
  username?: string | undefined;
  password?: string | undefined;
  /** Hosts that are reached directly: `jira.example.com`, `.example.com`, `*.example.com`, `host:8443`, `*`. */
  noProxy?: string[] | undefined;
}

/**
 * The URL of the proxy with its credentials percent-encoded in it, as hpagent wants it for a tunnel.
 *
 * @throws {TicketError} CONFIG; the message repeats nothing of the URL, which may hold a password
 */
export function proxyUrl({ url, username, password }: ProxyOptions): URL {
  const typed = url.trim();
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`;
  const parsed = URL.canParse(absolute) ? new URL(absolute) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || !decodes(parsed.username + parsed.password)) {
    throw new TicketError('CONFIG', 'The URL of the proxy cannot be understood: expected http://host:port or https://host:port.');
  }
  if (username || password) {
    parsed.username = encodeURIComponent(wellFormed(username ?? ''));
    parsed.password = encodeURIComponent(wellFormed(password ?? ''));
  }
  return parsed;
}

/** true where the list says that `target` is reached without the proxy. Ports are compared only where the list names one. */
export function bypassesProxy(target: URL, noProxy: string[]): boolean {
  const host = target.hostname.toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return noProxy
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = entry, onPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (onPort !== undefined && !name.endsWith(':') && onPort !== port) return false;
      if (name === '*') return true;
      return name.startsWith('*') || name.startsWith('.') ? host.endsWith(name.replace(/^\*/, '')) : host === name;
    });
}

function decodes(encoded: string): boolean {
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
}
