import type { Node, NodeAPI } from 'node-red';
import type { Delivery } from '../../lib/delivery/delivery';
import { TicketError } from '../../lib/ticket/error';
import type { Connection } from './connection';
import { connectionStatus } from './connection-status';
import { FollowedConnection, noConnection } from './followed-connection';
import { finish, onInput } from './input';
import { answerable, clonesOutput } from './message';
import type { Message } from './node-types';

/** What jira-log and jira-stats have in common: they answer a message from the connection's records, and tell of changes. */
export class RecordsNode {
  private readonly followed: FollowedConnection;
  /** What it listens to of its connection. */
  private readonly subscriptions: Array<(connection: Connection) => () => void> = [];
  private unsubscribe: Array<() => void> = [];
  private lastChange = '';

  constructor(
    RED: NodeAPI,
    private readonly node: Node,
    server: string,
    answer: (message: Message, delivery: Delivery) => Promise<unknown>,
  ) {
    const show = (): void => node.status(connectionStatus(RED, this.followed.connection) ?? {});
    this.followed = new FollowedConnection(RED, server, (connection) => this.bind(connection), show);
    this.subscribe((connection) => connection.onStatus(show));
    show();
    onInput(RED, node, async (message, original, send, done) => {
      const payload = await this.answer(message, answer);
      send(Object.assign(answerable(RED, original, clonesOutput(node)), { payload }));
      finish(node, done);
    });
    node.on('close', () => {
      this.followed.close();
      node.status({});
    });
  }

  /** Also sends every row of the log as it is added or changes. */
  emitRows(): void {
    this.subscribe((connection) => connection.onRow((row) => this.emit({ ...row })));
  }

  /** Also sends what Jira has answered to each request. */
  emitResponses(): void {
    this.subscribe((connection) => connection.onResponse((response) => this.emit({ ...response })));
  }

  /** Also sends this part of the records when it has changed. */
  emitOnChange(part: (delivery: Delivery) => unknown): void {
    this.subscribe((connection) =>
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

  private subscribe(subscription: (connection: Connection) => () => void): void {
    this.subscriptions.push(subscription);
    const { connection } = this.followed;
    if (connection) this.unsubscribe.push(subscription(connection));
  }

  private bind(connection: Connection | undefined): () => void {
    this.unsubscribe = connection ? this.subscriptions.map((subscription) => subscription(connection)) : [];
    return () => this.unsubscribe.forEach((unsubscribe) => unsubscribe());
  }

  private emit(payload: unknown): void {
    this.node.send({ payload, topic: 'change' });
  }

  private async answer(message: Message, answer: (message: Message, delivery: Delivery) => Promise<unknown>): Promise<unknown> {
    const { connection } = this.followed;
    if (!connection) throw new TicketError('CONFIG', noConnection);
    return answer(message, await connection.ready());
  }
}
