import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import helper = require('node-red-node-test-helper');
import jiraAdvanced from '../../src/nodes/jira-advanced/jira-advanced';
import jiraConfig from '../../src/nodes/jira-config/jira-config';
import jiraCreate from '../../src/nodes/jira-create/jira-create';
import jiraLog from '../../src/nodes/jira-log/jira-log';
import jiraSidebar from '../../src/nodes/jira-sidebar/jira-sidebar';
import jiraStats from '../../src/nodes/jira-stats/jira-stats';

export type Received = Record<string, unknown> & { payload: unknown };

interface TestNode {
  receive(message: object): void;
  on(event: string, listener: (message: Received) => void): void;
  [name: string]: unknown;
}

const nodes = [jiraConfig, jiraCreate, jiraAdvanced, jiraLog, jiraStats, jiraSidebar];

/** The rows that most tests send. */
export const rows = [
  { mode: 'include', field: 'project', value: 'NET', type: 'str' },
  { mode: 'include', field: 'issuetype', value: 'Task', type: 'str' },
  { mode: 'include', field: 'summary', value: 'payload', type: 'msg' },
  { mode: 'exclude', field: 'description', value: 'left out', type: 'str' },
];

/**
 * A flow in a real Node-RED runtime (without its editor): `create` and `advanced` lead to `out`, their errors to `caught`.
 */
export class Flow {
  readonly out: Received[] = [];
  readonly caught: Received[] = [];
  readonly completed: Received[] = [];
  readonly answers: Received[] = [];
  readonly statuses: Received[] = [];
  private waiting: Array<() => void> = [];
  private flows: object[] = [];

  private constructor(readonly userDir: string) {}

  static async start(config: object = {}, options: { nodes?: object[]; userDir?: string; credentials?: object; settings?: object; adminApi?: boolean } = {}): Promise<Flow> {
    const flow = new Flow(options.userDir ?? (await mkdtemp(join(tmpdir(), 'jira-flow-'))));
    if (options.adminApi) await helper.startServer();
    helper.settings({ userDir: flow.userDir, ...options.settings });
    // The helper starts a runtime without context stores.
    const context = require('@node-red/runtime/lib/nodes/context/index.js') as { init(settings: object): void; load(): Promise<void> };
    context.init({});
    await context.load();
    const all = [
      { id: 'tab', type: 'tab' },
      { id: 'server', type: 'jira-config', name: 'Jira', sandbox: true, ...config },
      { id: 'create', z: 'tab', type: 'jira-create', server: 'server', fields: rows, wires: [['out']] },
      { id: 'advanced', z: 'tab', type: 'jira-advanced', server: 'server', ticket: ['create'], wires: [['out']] },
      { id: 'log', z: 'tab', type: 'jira-log', server: 'server', table: 'tickets', wires: [['answers']] },
      { id: 'stats', z: 'tab', type: 'jira-stats', server: 'server', wires: [['answers']] },
      { id: 'catch', z: 'tab', type: 'catch', scope: null, wires: [['caught']] },
      { id: 'complete', z: 'tab', type: 'complete', scope: ['create', 'advanced'], wires: [['completed']] },
      { id: 'status', z: 'tab', type: 'status', scope: ['create', 'advanced'], wires: [['statuses']] },
      ...['out', 'caught', 'answers', 'completed', 'statuses'].map((id) => ({ id, z: 'tab', type: 'helper' })),
    ];
    const changed = new Map((options.nodes ?? []).map((node) => [(node as { id: string }).id, node]));
    const flows = [...all.map((node) => ({ ...node, ...changed.get(node.id) })), ...[...changed.values()].filter((node) => !all.some(({ id }) => id === (node as { id: string }).id))];
    const core = ['common/25-catch', 'common/25-status', 'common/24-complete'].map((file) => require(`@node-red/nodes/core/${file}.js`) as never);
    const placed = flows.map((node, i) => ('z' in node ? { ...node, x: 100, y: 40 * i } : node)); // without a place, Node-RED takes it for a config node
    flow.flows = placed;
    await helper.load([...nodes, ...core], placed, { server: options.credentials ?? {} });
    for (const [id, list] of [['out', flow.out], ['caught', flow.caught], ['answers', flow.answers], ['completed', flow.completed], ['statuses', flow.statuses]] as const) {
      flow.node(id).on('input', (message) => {
        list.push(message);
        for (const wake of flow.waiting.splice(0)) wake();
      });
    }
    return flow;
  }

  node(id: string): TestNode {
    return helper.getNode(id) as TestNode;
  }

  /** The lines of Node-RED's log since the flow was started. */
  get log(): string[] {
    return helper.log().args.map(([{ msg }]) => String(msg));
  }

  send(id: string, message: object): void {
    this.node(id).receive(message);
  }

  /** POST to the admin API, as the editor does; for a flow started with it. @returns the status */
  async post(path: string): Promise<number> {
    return (await helper.request().post(path)).status;
  }

  /** Deploys what has changed of one node, or that it is gone: *Modified Nodes*. */
  async deploy(id: string, changed: object | undefined): Promise<void> {
    this.flows = this.flows.flatMap((node) => ('id' in node && node.id === id ? (changed === undefined ? [] : { ...node, ...changed }) : node));
    await helper.setFlows(this.flows, 'nodes');
  }

  /** Waits until a condition holds, looked at whenever a message has come. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Sends to a node that answers at once, and gives the payload of its answer. */
  async ask(id: string, message: object = {}): Promise<unknown> {
    const count = this.answers.length;
    this.send(id, message);
    await this.until(() => this.answers.length > count);
    return this.answers[count]?.payload;
  }

  async stop(keep = false): Promise<void> {
    await helper.unload();
    await helper.stopServer().catch(() => undefined); // most flows run without one
    if (!keep) await rm(this.userDir, { recursive: true, force: true });
  }
}

/** What a Catch node was told. */
export function errorOf(flow: Flow, index = 0): { code: string; message: string } {
  return flow.caught[index]?.['error'] as { code: string; message: string };
}

/** The log row that a message carries. */
export function rowOf(message: Received | undefined): Record<string, unknown> {
  return message?.payload as Record<string, unknown>;
}
