import type { Address } from './address';
import { isOk } from './ask';
import type { Finding } from './finding';
import { finding } from './finding';
import type { JiraAnswer, NoAnswer } from './http';
import { isRefusedCertificate } from './network-words';
import { loginFailed } from './signs';
import { jiraWords } from './words';

export type AuthKind = 'none' | 'basic' | 'key' | 'bearer' | 'oauth';

const NETWORK: Record<string, string> = {
  ECONNREFUSED: 'connectionRefused',
  ENOTFOUND: 'hostUnknown',
  EAI_AGAIN: 'hostUnknown',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  TIMEOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  CERT_HAS_EXPIRED: 'certificateExpired',
  CERT_NOT_YET_VALID: 'certificateNotYet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificateSelfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificateAuthority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificateAuthority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificateAuthority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateAuthority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateHost',
  EPROTO: 'notTls',
  PROXY_LOGIN: 'proxyLogin',
  PROXY_REFUSED: 'proxyRefused',
};

/** These are about the first host on the way: with a proxy that is the proxy, whatever the URL of Jira. */
const FIRST_HOST = new Set(['connectionRefused', 'hostUnknown', 'unreachable']);

/** Why there was no answer. The URL is that of the request, which may be for a token. */
export function networkTrouble({ code, message }: NoAnswer, address: Address, proxied: boolean): Finding {
  const url = /^\[\w+\] "(https?:\/\/[^/"]+)/.exec(message)?.[1] ?? address.base;
  const key = NETWORK[code] ?? networkKind(code);
  if (proxied && FIRST_HOST.has(key)) return finding('error', 'proxyUnreachable', { url, code });
  return finding('error', key, { url, code, message });
}

function networkKind(code: string): string {
  if (isRefusedCertificate(code)) return 'clientCertificate';
  if (code.startsWith('ERR_SSL_')) return 'notTls';
  return code.startsWith('HPE_') ? 'notHttp' : 'noAnswer';
}

/** Why the login failed; undefined where it did not. */
export function loginTrouble(answer: JiraAnswer, address: Address, auth: AuthKind): Finding | undefined {
  const failure = loginFailed(answer);
  if (failure === undefined) return undefined;
  const values = { url: address.base, words: jiraWords(answer) };
  if (failure.kind !== 'refused') return finding('error', `login.${failure.kind}`, values);
  if (auth === 'none') return finding('error', 'login.needed');
  // Cloud goes on as if nobody had tried to log in: its answers look well, and are empty.
  return finding('error', isOk(answer) ? 'login.anonymous' : `login.refused.${auth}`, values);
}

/** Why an answer is not one of Jira's REST API; undefined where it may be. */
export function answerTrouble(answer: JiraAnswer, address: Address): Finding | undefined {
  const { status } = answer;
  const values = { status, url: address.base, words: jiraWords(answer) };
  if (status === 407) return finding('error', 'proxyLogin', values);
  if (status === 429) return finding('error', 'limited', values);
  if (status >= 500) return finding('error', 'serverError', values);
  if (status >= 300 && status < 400) return redirection(answer, address);
  if (isOk(answer) && answer.json === undefined) return finding('error', isLoginPage(answer.text) ? 'loginPage' : 'notJira', values);
  if (status === 400 && /https port|ssl-enabled/i.test(answer.text)) return finding('error', 'httpsNeeded', values);
  return undefined;
}

function redirection({ headers }: JiraAnswer, address: Address): Finding {
  const location = headers['location'] ?? '';
  const from = new URL(address.base);
  if (!URL.canParse(location, `${address.base}/`)) return finding('error', 'redirect', { url: '?' });
  const to = new URL(location, `${address.base}/`);
  // Its query may hold a session.
  const plain = to.origin + to.pathname;
  const base = plain.endsWith(`/${address.apiPath}/serverInfo`) ? plain.slice(0, -`/${address.apiPath}/serverInfo`.length) : undefined;
  if (base !== undefined && base !== address.base) {
    const https = from.protocol === 'http:' && to.protocol === 'https:' && from.hostname === to.hostname;
    return finding('error', https ? 'redirectHttps' : 'redirectBase', { url: base });
  }
  return finding('error', /log-?in|sign-?in|sso|saml|oauth|auth/i.test(plain) ? 'redirectLogin' : 'redirect', { url: plain });
}

function isLoginPage(html: string): boolean {
  return /<[a-z!]/i.test(html) && /type=["']?password|log ?in|sign ?in|single sign|\bsso\b|saml/i.test(html);
}
