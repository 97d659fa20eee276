import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import axios from 'axios';
import { mostFileBytes } from '../ticket/files';
import type { Address } from './address';
import type { TlsOptions } from './agents';
import { createAgents } from './agents';
import { readBody } from './answer-body';
import { readText } from './answer-text';
import { secretsOf } from './authorization';
import type { JiraAnswer, JiraPort, JiraRequest } from './http';
import { NoAnswer } from './http';
import { multipart } from './multipart';
import { isRefusedCertificate, networkWords } from './network-words';
import { oneLine } from './plain-text';
import type { ProxyOptions } from './proxy';
import { proxyUrl } from './proxy';
import type { Redact } from './redact';
import { redactor } from './redact';
import { requestName, requestUrl } from './request-url';

export interface ClientOptions {
  address: Address;
  /** The value of the Authorization header (see authorization.ts); undefined for an anonymous client. */
  authorization?: string | undefined;
  proxy?: ProxyOptions | undefined;
  tls?: TlsOptions | undefined;
  /** More texts that are blanked out of what is shown: a client secret, say. */
  secrets?: string[] | undefined;
  /** From sending to the last byte of the answer, milliseconds. */
  timeoutMs: number;
  /** Of an answer (uncompressed) and of a request, bytes; 10 MiB by default. */
  maxBodyBytes?: number | undefined;
  /** Never like a browser's: Jira answers those with 403 `XSRF check failed`. */
  userAgent?: string | undefined;
  /** Milliseconds, monotonic. */
  clock?: (() => number) | undefined;
}

/** A client whose requests can each have an authorization of their own. */
export interface JiraClient extends JiraPort {
  redact: Redact;
  /**
   * @param authorization the header for this request; the client's own without it
   * @throws {NoAnswer}
   * @throws {TicketError} CONFIG where the request's path leads elsewhere
   */
  send(request: JiraRequest, authorization?: string): Promise<JiraAnswer>;
  /** Ends what is under way. */
  close(): void;
}

/** Authorizations whose secrets are still blanked out after newer ones: an answer may speak of the last token. */
const MOST_AUTHORIZATIONS = 3;
const DEFAULT_MAX_BODY = 10 * 1024 * 1024;
/** setTimeout fires at once beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const PASSED_ON =
  /^(?:retry-after|x-ratelimit-.*|ratelimit-reason|x-seraph-loginreason|x-authentication-denied-reason|content-type|location|x-arequestid|date)$/;

/**
 * The only door through which requests leave, and the only file that knows axios: an AxiosError carries the Authorization header
 * in several places, so none gets out. Every error, and the text of what is not JSON, has the secrets blanked out of it; the rest of an
 * answer is as Jira said it.
 *
 * @throws {TicketError} CONFIG where the proxy or the TLS material cannot be used
 */
export function createClient(options: ClientOptions): JiraClient {
  const { address, proxy, tls } = options;
  const { userAgent = 'node-red-contrib-jira-tickets', clock = () => performance.now() } = options;
  const timeoutMs = Math.min(options.timeoutMs, LONGEST_TIMER_MS);
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY;
  const constant = [...proxySecrets(proxy), tls?.passphrase ?? '', ...(options.secrets ?? [])];
  const authorizations: string[] = [];
  let blanked = redactor(constant);
  const redact = (text: string) => blanked(text);
  const agents = createAgents(address.base, timeoutMs, tls, proxy);
  const inFlight = new Set<(code: 'ABORTED') => void>();
  let closed = false;

  function keepSecret(authorization: string): void {
    if (authorizations.includes(authorization)) return;
    authorizations.push(authorization);
    if (authorizations.length > MOST_AUTHORIZATIONS) authorizations.shift();
    blanked = redactor([...constant, ...authorizations.flatMap(secretsOf)]);
  }

  async function send(request: JiraRequest, authorization = options.authorization): Promise<JiraAnswer> {
    if (authorization !== undefined) keepSecret(authorization);
    const url = requestUrl(address, request);
    const name = requestName(request, address);
    const noAnswer = (code: string, sent: boolean, words: string) =>
      new NoAnswer(code, sent, oneLine(redact(`${name}: ${code}: ${words}`), 1_000));
    if (closed) throw noAnswer('ABORTED', false, 'the connection is closed');
    const { body, headers } = bodyOf(request);
    const most = request.file === undefined ? maxBodyBytes : maxBodyBytes + mostFileBytes;
    if (body !== undefined && body.length > most) throw noAnswer('TOO_LARGE', false, `the request has ${body.length} bytes, more than the ${most} that are sent`);

    const cancellation = new AbortController();
    let stopped: 'TIMEOUT' | 'ABORTED' | undefined;
    const stop = (code: 'TIMEOUT' | 'ABORTED') => {
      stopped ??= code;
      cancellation.abort();
    };
    const wire = watchedTransport((agents.forward?.protocol ?? address.base).startsWith('https:') ? https : http);
    // One deadline for all of it: axios's own timeout starts anew with each byte that trickles in.
    const timer = setTimeout(() => stop('TIMEOUT'), timeoutMs);
    inFlight.add(stop);
    const started = clock();
    try {
      const response = await axios.request<Readable>({
        adapter: 'http',
        method: request.method,
        url,
        data: body,
        headers: {
          Accept: 'application/json',
          'User-Agent': userAgent,
          ...headers,
          ...(authorization === undefined ? {} : { Authorization: authorization }),
        },
        httpAgent: agents.agent,
        httpsAgent: agents.agent,
        transport: wire.transport,
        proxy: agents.forward ?? false,
        maxRedirects: 0,
        maxBodyLength: most,
        decompress: true,
        responseType: 'stream',
        transformRequest: (data: unknown) => data,
        validateStatus: () => true,
        signal: cancellation.signal,
      });
      const { text: said, failure: cut } = await readText(response.data, maxBodyBytes);
      // The proxy's own answer, and no word of Jira's: it has passed nothing on (RFC 9110, 15.5.8).
      if (agents.forward !== undefined && response.status === 407) throw noAnswer('PROXY_LOGIN', false, networkWords('PROXY_LOGIN', ''));
      // A refusal is one by its status. Of what was carried out the answer says which ticket it is.
      if (cut !== undefined && (stopped === 'ABORTED' || response.status < 300)) throw cut;
      const { json, text } = readBody(said, response.status, redact);
      return { status: response.status, headers: passedOn(response.headers), json, text, ms: clock() - started };
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      if (stopped === 'TIMEOUT') throw noAnswer('TIMEOUT', wire.sent(), `there was no whole answer within ${timeoutMs / 1_000} s`);
      if (stopped === 'ABORTED') throw noAnswer('ABORTED', wire.sent(), 'the connection was closed before the answer was there');
      const { code, message } = failure(error, wire.sent());
      throw noAnswer(code, wire.sent() && !isRefusedCertificate(code), networkWords(code, message));
    } finally {
      clearTimeout(timer);
      inFlight.delete(stop);
    }
  }

  function close(): void {
    closed = true;
    for (const stop of inFlight) stop('ABORTED');
    agents.destroy();
  }

  return { send, redact, close };
}

function bodyOf({ method, body, file, uploadToken, form }: JiraRequest): { body?: Buffer; headers: Record<string, string> } {
  if (form !== undefined) return { body: Buffer.from(new URLSearchParams(form).toString()), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
  if (file !== undefined) {
    const upload = multipart(file);
    return { body: upload.body, headers: { 'Content-Type': upload.contentType, ...(uploadToken === undefined ? {} : { 'X-Atlassian-Token': uploadToken }) } };
  }
  if (method === 'GET') return { headers: {} };
  return { ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }), headers: { 'Content-Type': 'application/json' } };
}

/** Node's transport, watched: a request may have reached Jira from the moment that its socket is ready to carry it. */
function watchedTransport(native: typeof http | typeof https) {
  let sent = false;
  const request = (options: https.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void): http.ClientRequest => {
    const outgoing = native.request(options, onAnswer);
    outgoing.once('socket', (socket: Socket & { secureConnecting?: boolean }) => {
      const ready = () => (sent = true);
      if (outgoing.reusedSocket) ready();
      else if (native === https && socket.secureConnecting !== false) socket.once('secureConnect', ready);
      else if (socket.connecting) socket.once('connect', ready);
      else ready();
    });
    return outgoing;
  };
  return { transport: { request }, sent: () => sent };
}

/** What went wrong, without the error itself: an AxiosError holds the request with its headers. */
function failure(error: unknown, sent: boolean): { code: string; message: string } {
  const { code, message } = error as { code?: string; message: string };
  // hpagent's errors have no code: `Bad response: 407`, `Proxy timeout`.
  if (code === undefined) return { code: sent ? 'UNKNOWN' : /\b407\b/.test(message) ? 'PROXY_LOGIN' : 'PROXY_REFUSED', message };
  return { code, message };
}

function passedOn(headers: object): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => PASSED_ON.test(name.toLowerCase()));
  return Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), oneLine(String(value), 1_000)]));
}

function proxySecrets(proxy: ProxyOptions | undefined): string[] {
  if (proxy === undefined) return [];
  const { username, password } = proxyUrl(proxy);
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  return [secret, `${user}:${secret}`];
}
