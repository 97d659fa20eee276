import { TicketError } from '../ticket/error';
import type { Address } from './address';
import { parseAddress, parseUrl } from './address';

/** Where access tokens are to be had, as the client takes it. */
export interface TokenEndpoint {
  /** Of the token's server, which need not be Jira's. */
  address: Address;
  /** Below the address: `oauth/token`. */
  path: string;
  /** What the token is asked to be good for, where the endpoint has that as a parameter. */
  scope?: string;
}

/** Atlassian's, for the credentials of service accounts: support.atlassian.com, "Create OAuth 2.0 credential for service accounts". */
const CLOUD_ENDPOINT = 'https://auth.atlassian.com/oauth/token';
/** Of a Data Center's OAuth provider, which there is from 8.22 on. */
const SERVER_PATH = 'rest/oauth2/latest/token';
/** Of service accounts there, whose tokens are asked for with their scopes (Atlassian, "Service accounts overview"); READ is in it. */
const SERVER_SCOPE = 'WRITE';

/**
 * The token endpoint of a connection.
 *
 * @param typed the connection's token URL; empty: the usual one of this kind of Jira
 * @throws {TicketError} CONFIG, without repeating what was typed
 */
export function tokenEndpoint(typed: string, jira: Address): TokenEndpoint {
  const usual = jira.gateway || new URL(jira.base).hostname.endsWith('.atlassian.net') ? CLOUD_ENDPOINT : `${jira.base}/${SERVER_PATH}`;
  const url = parseUrl('The token URL', typed.trim() === '' ? usual : typed.trim());
  if (url.pathname === '/') throw new TicketError('CONFIG', `The token URL has no path: expected something like ${CLOUD_ENDPOINT}.`);
  const address = parseAddress(url.origin, url.pathname);
  const isServer = /(?:^|\/)rest\/oauth2\/[^/]+\/token$/.test(address.issuePath);
  return { address, path: address.issuePath, ...(isServer ? { scope: SERVER_SCOPE } : {}) };
}
