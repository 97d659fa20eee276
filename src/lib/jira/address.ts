import { TicketError } from '../ticket/error';
import { segmentOf } from './segment';

/** Where a Jira is, and where its issues are. */
export interface Address {
  /** `https://host[:port][/context]`, without a slash at its end. */
  base: string;
  /** The Ticket Location relative to `base`: `rest/api/latest/issue`. */
  issuePath: string;
  /** What the other resources lie under: `rest/api/latest`. */
  apiPath: string;
  /** `base` is Atlassian's gateway (`https://api.atlassian.com/ex/jira/{cloudId}`), where only tokens with scopes go, and no person. */
  gateway: boolean;
  /** The page on which a person reads this ticket; '' behind the gateway while it is not known where people go, and for what can be no key. */
  browse(key: string): string;
  /** Where a person begins to look around, without a slash at its end; '' as for {@link browse}. */
  site(): string;
  /**
   * What serverInfo calls the site. It counts behind the gateway only: elsewhere the URL that was typed is known to lead there,
   * while what a Jira believes of itself may be an inner name.
   */
  learnSite(baseUrl: string): void;
}

const DEFAULT_ISSUE_PATH = 'rest/api/latest/issue';
const DEFAULT_API_PATH = 'rest/api/latest';

/** What RFC 3986 allows in a path without its separators, percent-encoded bytes included. */
const PLAIN_PATH = /^[A-Za-z0-9\-._~%!$&'()*+,;=:@/]*$/;
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/** Context path of a Cloud site behind the gateway; any host, for there are gateways of their own for governments. */
const GATEWAY = /^ex\/jira\/[\w-]+$/;

/** true for `a/b/c`: encoded already, no leading slash, no empty or dot segment, no query, no fragment. */
export function isPlainPath(path: string): boolean {
  return PLAIN_PATH.test(path) && path.split('/').every((segment) => segment !== '' && !DOT_SEGMENT.test(segment));
}

/**
 * Understands the connection's URL (`jira.example.com`, `jira.example.com:8443/jira`, `http://localhost:2990/jira`) and its
 * Ticket Location. No message repeats what was typed, because people paste credentials into URLs.
 *
 * @throws {TicketError} CONFIG
 */
export function parseAddress(url: string, path: string): Address {
  const site = parseSite(url.trim());
  const issuePath = parsePath(path.trim(), site);
  const gateway = GATEWAY.test(site.context);
  let pages = gateway ? '' : site.base;
  return {
    base: site.base,
    issuePath,
    apiPath: /.\/issue$/.test(issuePath) ? issuePath.slice(0, -'/issue'.length) : DEFAULT_API_PATH,
    gateway,
    browse: (key) => {
      const part = segmentOf(key);
      return pages === '' || part === undefined ? '' : `${pages}/browse/${part}`;
    },
    site: () => pages,
    learnSite: (baseUrl) => {
      if (gateway) pages = pageBase(baseUrl) ?? pages;
    },
  };
}

/** What people's links may begin with, without a slash at its end; undefined where a text is no such URL. */
function pageBase(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username + url.password !== '') return undefined;
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

interface Site {
  origin: string;
  context: string;
  base: string;
}

function parseSite(text: string): Site {
  if (text === '') {
    throw new TicketError('CONFIG', 'The URL of Jira is missing: expected something like https://jira.example.com.');
  }
  const parsed = parseUrl('The URL of Jira', text);
  const context = trimSlashes(parsed.pathname);
  return { origin: parsed.origin, context, base: context === '' ? parsed.origin : `${parsed.origin}/${context}` };
}

function parsePath(text: string, site: Site): string {
  const typed = /^https?:\/\//i.test(text) ? pathWithin(site, parseUrl('The Ticket Location', text)) : text;
  const path = trimSlashes(typed);
  if (path === '') return DEFAULT_ISSUE_PATH;
  if (!isPlainPath(path)) {
    throw new TicketError(
      'CONFIG',
      `The Ticket Location is not a path such as ${DEFAULT_ISSUE_PATH}: it must not hold blanks, backslashes, "..", a query or a fragment.`,
    );
  }
  return path;
}

function pathWithin(site: Site, location: URL): string {
  const path = trimSlashes(location.pathname);
  const within = site.context === '' || path === site.context || path.startsWith(`${site.context}/`);
  if (location.origin !== site.origin || !within) {
    throw new TicketError(
      'CONFIG',
      `The Ticket Location leads to another place than ${site.base}: give only its path, such as ${DEFAULT_ISSUE_PATH}.`,
    );
  }
  return path.slice(site.context.length);
}

/**
 * A whole URL as people type it, https where no scheme is given. No message repeats any of it.
 *
 * @param what it is, at the beginning of a message
 * @throws {TicketError} CONFIG
 */
export function parseUrl(what: string, text: string): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    throw new TicketError('CONFIG', `${what} begins with ${scheme}://, but Jira is reached by https:// or http:// only.`);
  }
  // The URL parser would drop line breaks and turn backslashes round in silence, and take `https:/x` for a host.
  const unclear = /[\s\\\p{Cc}]/u.test(text) || (scheme === undefined && /^(?:https?:|\/)/i.test(text));
  const absolute = scheme === undefined ? `https://${text}` : text;
  if (unclear || !URL.canParse(absolute)) {
    throw new TicketError(
      'CONFIG',
      `${what} cannot be understood: expected https://host, with a port and a context path where Jira has them.`,
    );
  }
  const parsed = new URL(absolute);
  if (parsed.username !== '' || parsed.password !== '') {
    throw new TicketError(
      'CONFIG',
      `${what} holds a user name or password: remove everything up to the @ and put them into the connection's credentials.`,
    );
  }
  if (/[?#]/.test(text)) {
    throw new TicketError('CONFIG', `${what} has a query or a fragment: remove everything from the ? or # on.`);
  }
  if (text.split('/').some((segment) => DOT_SEGMENT.test(segment))) {
    throw new TicketError('CONFIG', `${what} has a "." or ".." in its path: give the path as it is.`);
  }
  return parsed;
}

function trimSlashes(path: string): string {
  return path.split('/').filter((segment) => segment !== '').join('/');
}
