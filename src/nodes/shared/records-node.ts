import type { Node, NodeAPI } from 'node-red';
import type { Delivery } from '../../lib/delivery/delivery';
import { TicketError } from '../../lib/ticket/error';
import type { Connection } from './connection';
import { connectionStatus } from './connection-status';
import { finish, onInput } from './input';
import { answerable, clonesOutput } from './message';
import type { ConnectionNode, Message } from './node-types';

/** What jira-log and jira-stats have in common: they answer a message from the connection's records, and tell of changes. */
export class RecordsNode {
  private readonly connection: Connection | undefined;
  private readonly unsubscribe: Array<() => void> = [];
  private lastChange = '';

  constructor(
    RED: NodeAPI,
    private readonly node: Node,
    server: string,
    answer: (message: Message, delivery: Delivery) => Promise<unknown>,
  ) {
    const connection = (RED.nodes.getNode(server) as ConnectionNode | null)?.connection;
    this.connection = connection;
    const show = (): void => node.status(connectionStatus(RED, connection) ?? {});
    if (connection) this.unsubscribe.push(connection.onStatus(show));
    show();
    onInput(RED, node, async (message, original, send, done) => {
      const payload = await this.answer(message, answer);
      send(Object.assign(answerable(RED, original, clonesOutput(node)), { payload }));
      finish(node, done);
    });
    node.on('close', () => {
      for (const unsubscribe of this.unsubscribe) unsubscribe();
      node.status({});
    });
  }

  /** Also sends every row of the log as it is added or changes. */
  emitRows(): void {
    if (this.connection) this.unsubscribe.push(this.connection.onRow((row) => this.emit({ ...row })));
  }

  /** Also sends what Jira has answered to each request. */
  emitResponses(): void {
    if (this.connection) this.unsubscribe.push(this.connection.onResponse((response) => this.emit({ ...response })));
  }

  /** Also sends this part of the records when it has changed. */
  emitOnChange(part: (delivery: Delivery) => unknown): void {
    const { connection } = this;
    if (!connection) return;
    this.unsubscribe.push(
      connection.onRecords(() => {
        const told = connection.ready().then((delivery) => {
          const value = part(delivery);
          const text = JSON.stringify(value);
          if (value === undefined || text === this.lastChange) return;
          this.lastChange = text;
          this.emit(value);
        });
        told.catch((error: unknown) => this.node.error(error as Error));
      }),
    );
  }

  private emit(payload: unknown): void {
    this.node.send({ payload, topic: 'change' });
  }

  private async answer(message: Message, answer: (message: Message, delivery: Delivery) => Promise<unknown>): Promise<unknown> {
    if (!this.connection) throw new TicketError('CONFIG', 'No connection: choose a jira-config in the node\'s dialog, and deploy.');
    return answer(message, await this.connection.ready());
  }
}
