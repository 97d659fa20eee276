import { TicketError } from '../ticket/error';
import { AccessToken, TokenRefused } from './access-token';
import type { ClientOptions, JiraClient } from './client';
import { createClient } from './client';
import type { JiraAnswer, JiraPort, JiraRequest } from './http';
import { loginFailed } from './signs';
import { tokenEndpoint } from './token-endpoint';

export interface ClientCredentials {
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /** Empty: the usual one of this kind of Jira (see token-endpoint.ts). */
  tokenUrl: string;
}

/**
 * A client that logs in with OAuth 2.0 client credentials. The token request takes the same way out (proxy, TLS) as all others, and
 * what it answers is handed on as an answer to the request itself, so that the settle table judges it: refused credentials are a
 * refused login, a token server that is down is a Jira that was never reached.
 *
 * @throws {TicketError} CONFIG naming what is missing or cannot be used
 */
export function createOAuthClient(options: ClientOptions, credentials: ClientCredentials): Pick<JiraClient, 'redact' | 'close'> & JiraPort {
  const id = present('client ID', credentials.clientId);
  const secret = present('client secret', credentials.clientSecret);
  const endpoint = tokenEndpoint(credentials.tokenUrl, options.address);
  const secrets = [...(options.secrets ?? []), secret, `${id}:${secret}`];
  const jira = createClient({ ...options, secrets });
  const granting = createClient({ ...options, address: endpoint.address, authorization: undefined, tls: tlsFor(options, endpoint.address.base), secrets });
  const { clock = () => performance.now() } = options;
  const token = new AccessToken(granting, endpoint, { id, secret }, { now: clock });

  async function send(request: JiraRequest): Promise<JiraAnswer> {
    try {
      const header = await token.header();
      const answer = await jira.send(request, header);
      // It may have been revoked, or have ended while this machine slept. A request that is answered with 401 was not carried out.
      if (answer.status !== 401 || loginFailed(answer) === undefined) return answer;
      token.refused(header);
      return await jira.send(request, await token.header());
    } catch (error) {
      if (error instanceof TokenRefused) return error.answer;
      throw error;
    }
  }

  function close(): void {
    granting.close();
    jira.close();
  }

  return { send, redact: jira.redact, close };
}

/** A server name that was set for Jira's certificate is not that of another host. */
function tlsFor({ address, tls }: ClientOptions, base: string): ClientOptions['tls'] {
  if (tls === undefined || base === new URL(address.base).origin) return tls;
  const { servername: _ofJira, ...rest } = tls;
  return rest;
}

function present(what: string, value: string | undefined): string {
  const trimmed = value?.trim() ?? '';
  if (trimmed === '') throw new TicketError('CONFIG', `The ${what} of the connection is missing: enter it in the connection's authentication.`);
  return trimmed;
}
