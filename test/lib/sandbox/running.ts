import type { Json, JsonObject } from '../../../src/lib/ticket/json';
import type { Sandbox, SandboxOptions } from '../../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../../src/lib/sandbox/sandbox';

export const NOON = Date.UTC(2026, 10, 23, 12);

/** JSON that a test looks into: what is in it, is what the test says. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any;

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  json: Loose;
}

/** A sandbox for one test file: restarted with other options, closed after each test. Its clock stands at noon until it is moved. */
export class Running {
  clock = NOON;
  private current: Sandbox | undefined;

  constructor() {
    afterEach(() => this.stop());
    beforeEach(() => {
      this.clock = NOON;
    });
  }

  async start(options: SandboxOptions = {}): Promise<Sandbox> {
    this.current = await startSandbox({ clock: { now: () => this.clock }, random: () => 0.5, ...options });
    return this.current;
  }

  async stop(): Promise<void> {
    await this.current?.close();
    this.current = undefined;
  }

  get sandbox(): Sandbox {
    if (this.current === undefined) throw new Error('no sandbox is running');
    return this.current;
  }

  /**
   * @param path below `/rest/api/2/`, or a whole path with a leading slash
   * @param file is attached, instead of a body
   */
  async ask(method: string, path: string, body?: Json, headers: Record<string, string> = {}, file?: string): Promise<Answered> {
    const url = this.sandbox.url + (path.startsWith('/') ? path : `/rest/api/2/${path}`);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: formOf(file) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }

  /** Creates a ticket in NET of type Task, or wherever these fields say. @returns its key */
  async create(fields: JsonObject = {}, more: JsonObject = {}): Promise<string> {
    const { status, json, text } = await this.ask('POST', 'issue', { fields: { ...task(), ...fields }, ...more });
    if (status !== 201) throw new Error(text);
    return json.key;
  }

  /** Tries to create a ticket and gives the reasons for its being refused, by field. */
  async refused(fields: JsonObject, more: JsonObject = {}): Promise<Record<string, string>> {
    const { status, json } = await this.ask('POST', 'issue', { fields: { ...task(), ...fields }, ...more });
    return status === 400 ? json.errors : { '': `answered ${status}` };
  }

  async fields(key: string): Promise<Loose> {
    return (await this.ask('GET', `issue/${key}`)).json.fields;
  }
}

function formOf(file: string): FormData {
  const form = new FormData();
  form.set('file', new Blob(['link down'], { type: 'text/plain' }), file);
  return form;
}

export function task(): JsonObject {
  return { project: { key: 'NET' }, issuetype: { name: 'Task' }, summary: 'Link down' };
}
