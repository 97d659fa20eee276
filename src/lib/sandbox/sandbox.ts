import type { AddressInfo } from 'node:net';
import { TicketError } from '../ticket/error';
import { Faults } from './faults';
import type { SandboxLogger } from './http-server';
import { SandboxServer } from './http-server';
import type { LoginOptions } from './login';
import { Rest } from './rest';
import { SandboxJira } from './sandbox-jira';
import type { SandboxVersion } from './versions';
import { TRAITS } from './versions';

export type { FaultKind, FaultRule } from './faults';
export type { LoggedRequest, SandboxTicket } from './sandbox-jira';
export type { SandboxVersion } from './versions';

export interface SandboxOptions extends LoginOptions {
  /** 0, the default: a free one. */
  port?: number;
  /** Where it is below its address, as servers often are: `/jira`. Default: at its root. */
  contextPath?: string;
  /** Which Jira to be; default `cloud`. */
  version?: SandboxVersion;
  clock?: { now(): number };
  /** 0 up to, not including, 1: decides about faults with a probability. */
  random?: () => number;
  /** How long a new ticket is not found by searches, ms; default 0. */
  indexLagMs?: number;
  /** Whether a create that fails takes an issue number all the same, as in Jira; default true. */
  gaps?: boolean;
  /** Beyond so many tickets the oldest are forgotten; default 10,000. */
  maxTickets?: number;
  /** Told of faults of the sandbox itself. */
  logger?: SandboxLogger;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`, with the context path; also a page for people: the list of its tickets. */
  url: string;
  port: number;
  jira: SandboxJira;
  faults: Faults;
  /** Ends open connections too. May be called again. */
  close: () => Promise<void>;
}

/**
 * Starts a Jira that lives in this process, in memory, reachable from this machine only.
 *
 * @throws {TicketError} CONFIG where the port cannot be had
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, contextPath = '', version = 'cloud', clock = Date, random = Math.random, indexLagMs = 0, gaps = true, maxTickets = 10_000, logger = console } = options;
  const faults = new Faults(random, indexLagMs);
  const jira = new SandboxJira(TRAITS[version], () => clock.now(), faults, { tickets: maxTickets, gaps });
  const server = new SandboxServer(jira, new Rest(jira, options), faults, logger);
  const listening = await listen(server, port);
  jira.base = `http://127.0.0.1:${listening}${contextPath}`;
  return { url: jira.base, port: listening, jira, faults, close: () => server.close() };
}

function listen({ http }: SandboxServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', ({ code }: NodeJS.ErrnoException) => {
      reject(new TicketError('CONFIG', `The Jira sandbox cannot listen on 127.0.0.1:${port} (${code}): choose another port, or 0 for a free one.`));
    });
    http.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port));
  });
}
