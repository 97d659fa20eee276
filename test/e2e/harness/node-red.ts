import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FlowNode } from './flow';
import type { Pair } from './pairs';
import { until } from './until';

const started = 'Started flows';
const running = new Set<ChildProcess>();

// Whatever ends the tests, no Node-RED outlives them.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** Runs a real Node-RED on a user directory, and waits until its flows have started. @param more settings, and who asks where it has adminAuth */
export async function startNodeRed(pair: Pair, userDir: string, more: { httpAdminRoot?: string; [setting: string]: unknown } = {}, login?: Login): Promise<NodeRed> {
  const port = await freePort();
  const settings = join(userDir, 'settings.js');
  writeFileSync(settings, `module.exports = ${JSON.stringify({ ...settingsOf(userDir, port), ...more })};\n`);
  const nodeRed = new NodeRed(pair, `http://127.0.0.1:${port}${more.httpAdminRoot ?? ''}`, settings, userDir);
  await nodeRed.isStarted(0);
  // It listens a little later than its flows start. How to log in is told to everybody.
  await until('Node-RED answers', () => nodeRed.get('auth/login'));
  if (login) nodeRed.token = await nodeRed.logIn(login);
  return nodeRed;
}

export interface Login {
  username: string;
  password: string;
}

export class NodeRed {
  /** Goes with every request; '' without adminAuth. */
  token = '';
  private readonly child: ChildProcess;
  private output = '';

  constructor(
    pair: Pair,
    readonly url: string,
    settings: string,
    userDir: string,
  ) {
    const { NODE_V8_COVERAGE: _, NODE_OPTIONS: __, ...env } = process.env;
    this.child = spawn(pair.node, [pair.nodeRed, '--settings', settings], { cwd: userDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.child);
    this.child.once('exit', () => running.delete(this.child));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /** All that it has logged. */
  get log(): string {
    return this.output;
  }

  /** The lines that it logged as errors. */
  get errors(): string[] {
    return this.output.split('\n').filter((line) => /\[error\]|Uncaught|UnhandledPromise/.test(line));
  }

  /** Replaces all flows, as the editor's Deploy does, and waits until they have started. */
  async deploy(flows: readonly FlowNode[]): Promise<void> {
    const from = this.output.length;
    const response = await this.ask('flows', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'node-red-deployment-type': 'full' },
      body: JSON.stringify(flows),
    });
    if (!response.ok) throw new Error(`The flows were not taken: ${response.status} ${await response.text()}`);
    await this.isStarted(from);
  }

  /** Presses the button of an inject node. */
  async inject(id: string): Promise<void> {
    const response = await this.ask(`inject/${id}`, { method: 'POST' });
    if (!response.ok) throw new Error(`The inject node ${id} was not pressed: ${response.status}`);
  }

  /** What an address below this Node-RED's answers. */
  async get<T>(path: string): Promise<T> {
    return jsonOf<T>(await this.ask(path, { headers: { accept: 'application/json' } }));
  }

  async post<T>(path: string, body: object): Promise<T> {
    return jsonOf<T>(await this.ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
  }

  /** Ends it as a service manager does. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ends it as a power cut does. */
  async kill9(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Waits until flows have started, as told after `from` in the log. */
  async isStarted(from: number): Promise<void> {
    await until('Node-RED started its flows', () => {
      if (!running.has(this.child)) throw new Error(`Node-RED has ended:\n${this.output}`);
      if (!this.output.includes(started, from)) throw new Error(this.output.slice(from));
      return true;
    });
  }

  /** A token of adminAuth. */
  async logIn({ username, password }: Login): Promise<string> {
    const body = { client_id: 'node-red-admin', grant_type: 'password', scope: '', username, password };
    return (await this.post<{ access_token: string }>('auth/token', body)).access_token;
  }

  /** Any request to its admin API, with this token or that of the login. */
  ask(path: string, init: RequestInit, token = this.token): Promise<Response> {
    return fetch(`${this.url}/${path}`, { ...init, headers: { ...(init.headers as Record<string, string>), ...(token === '' ? {} : { authorization: `Bearer ${token}` }) } });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!running.has(this.child)) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

async function jsonOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

function settingsOf(userDir: string, uiPort: number): object {
  return {
    userDir,
    uiPort,
    uiHost: '127.0.0.1',
    flowFile: 'flows.json',
    credentialSecret: 'end-to-end',
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false },
    logging: { console: { level: 'info', metrics: false, audit: false } },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
