import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { faultAnswer } from './fault-answers';
import type { FaultRule, Faults } from './faults';
import { pageFor } from './pages';
import type { Answer } from './refusal';
import { htmlPage } from './refusal';
import type { Rest } from './rest';
import type { LoggedRequest, SandboxJira } from './sandbox-jira';

const LARGEST_BODY = 10 * 1024 * 1024;
const LARGEST_UPLOAD = 48 * 1024 * 1024;
/** Longer than clients keep a connection, so that none is closed under a request that is on its way. */
const KEEP_ALIVE_MS = 60_000;
const DEFAULT_DELAY_MS = 1_000;
/** The names of this machine for itself. Any other is a page elsewhere whose name was made to lead here (DNS rebinding). */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;
const PLAIN = 'text/plain;charset=UTF-8';
/** Nothing is sent any more. */
const SILENT: FaultRule['kind'][] = ['hang', 'lost-answer'];

export interface SandboxLogger {
  error(message: string): void;
}

/** HTTP around a sandbox: its REST answers, its pages, and what goes wrong on demand. */
export class SandboxServer {
  readonly http: Server;
  private readonly delays = new Set<NodeJS.Timeout>();

  constructor(
    private readonly jira: SandboxJira,
    private readonly rest: Rest,
    private readonly faults: Faults,
    private readonly logger: SandboxLogger,
  ) {
    this.http = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => this.receive(request, response));
  }

  /** Ends everything at once: open connections, answers to come. */
  close(): Promise<void> {
    for (const delay of this.delays) clearTimeout(delay);
    return new Promise((resolve) => {
      this.http.close(() => resolve());
      this.http.closeAllConnections();
    });
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    const largest = request.headers['content-type']?.startsWith('multipart/') ? LARGEST_UPLOAD : LARGEST_BODY;
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
    });
    // A client that goes away is no event here: what it asked for in full is done, what it did not is not.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    request.on('end', () => {
      if (size > largest) return send(response, { status: 413, text: 'Request Entity Too Large', type: PLAIN });
      this.serve(request, response, Buffer.concat(chunks));
    });
  }

  private serve(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const method = request.method ?? '';
    const { host = '', 'user-agent': agent = '' } = request.headers;
    if (!OWN_HOST.test(host)) return send(response, { status: 403, text: 'The sandbox answers to 127.0.0.1 and localhost only.', type: PLAIN });
    const { origin, pathname: context } = new URL(this.jira.base);
    const target = `${origin}${request.url ?? '/'}`;
    if (!URL.canParse(target)) return send(response, { status: 400, text: 'Bad Request', type: PLAIN });
    const url = new URL(target);
    // Whatever is beside a Jira with a context path, it is not Jira.
    if (context !== '/' && !`${url.pathname}/`.startsWith(`${context}/`)) return send(response, htmlPage(404, 'Not Found (404)', 'There is nothing here.'));
    if (context !== '/') url.pathname = url.pathname.slice(context.length) || '/';
    if (!url.pathname.startsWith('/rest/api/')) return send(response, this.guarded(() => pageFor(method, url, this.jira)));
    const fault = this.faults.strike(method, url.pathname);
    const entry = this.jira.note(method, url, body.toString('utf8'), fault?.kind);
    const instead = fault && faultAnswer(fault, this.jira.traits, this.jira.base, this.jira.now());
    if (instead !== undefined) return finish(response, entry, instead);
    if (fault?.kind === 'reset-before') return reset(response);
    if (fault?.kind === 'hang') return;
    const act = () => {
      const answer = this.guarded(() => {
        // As Jira does: a browser's page may not write.
        if (method !== 'GET' && agent.startsWith('Mozilla/')) return { status: 403, text: 'XSRF check failed', type: PLAIN };
        const header = (name: string): string => String(request.headers[name] ?? '');
        return this.rest.answer({ method, url, header, body });
      });
      return deliver(response, entry, answer, fault);
    };
    if (fault?.kind === 'delay') this.later(fault.delayMs ?? DEFAULT_DELAY_MS, act);
    else act();
  }

  private later(ms: number, act: () => void): void {
    const delay = setTimeout(() => {
      this.delays.delete(delay);
      act();
    }, ms);
    this.delays.add(delay);
  }

  private guarded(answer: () => Answer): Answer {
    try {
      return answer();
    } catch (error) {
      this.logger.error(`The Jira sandbox failed to answer: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return { status: 500, json: { errorMessages: ['Internal server error'], errors: {} } };
    }
  }
}

function deliver(response: ServerResponse, entry: LoggedRequest, answer: Answer, fault: FaultRule | undefined): void {
  if (fault?.kind === 'reset-after-commit') return reset(response);
  if (fault !== undefined && SILENT.includes(fault.kind)) return;
  if (fault?.kind === 'truncated') return truncate(response, answer);
  finish(response, entry, answer);
}

function finish(response: ServerResponse, entry: LoggedRequest, answer: Answer): void {
  entry.status = answer.status;
  send(response, answer);
}

function send(response: ServerResponse, answer: Answer): void {
  const body = head(response, answer);
  response.end(body);
}

/** Promises the whole body, sends half of it and closes. */
function truncate(response: ServerResponse, answer: Answer): void {
  const body = head(response, answer);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

function head(response: ServerResponse, { status, headers, json, text, type }: Answer): Buffer {
  const body = Buffer.from(json === undefined ? (text ?? '') : JSON.stringify(json), 'utf8');
  response.writeHead(status, {
    'Cache-Control': 'no-cache, no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': body.length,
    ...(json === undefined ? {} : { 'Content-Type': 'application/json;charset=UTF-8' }),
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...headers,
  });
  return body;
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
