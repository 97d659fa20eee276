import type { Node, NodeAPI } from 'node-red';
import type { Row } from '../../lib/records/row';
import type { ErrorCode } from '../../lib/ticket/error';
import type { Connection } from './connection';
import { connectionStatus } from './connection-status';

/** The status under a ticket node: what holds the connection up, or else how its last command ended. */
export class TicketStatus {
  private last: { fill: 'green' | 'red' | 'blue'; shape: 'dot' | 'ring'; text: string } | undefined;
  private shown = '';
  private connection: Connection | undefined;

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
  ) {}

  /** Shows how this connection is, from now on. @returns what ends that */
  follow(connection: Connection | undefined): () => void {
    this.connection = connection;
    this.show();
    return connection?.onStatus(() => this.show()) ?? (() => {});
  }

  sending(): void {
    this.last = { fill: 'blue', shape: 'ring', text: this.RED._('node-red-contrib-jira-tickets/jira-config:jira-config.status.sending') };
    this.show();
  }

  ended(row: Row, code: ErrorCode | undefined): void {
    this.last = row.status === 'Ok' ? { fill: 'green', shape: 'dot', text: row.ticketKey } : { fill: 'red', shape: 'ring', text: code ?? row.status };
    this.show();
  }

  close(): void {
    this.node.status({});
  }

  /** Shows it also where it is what is shown: before all nodes of a deploy are there, Status nodes do not hear it. */
  showAgain(): void {
    this.shown = '';
    this.show();
  }

  private show(): void {
    const status = connectionStatus(this.RED, this.connection) ?? this.last ?? {};
    const text = JSON.stringify(status);
    if (text === this.shown) return;
    this.shown = text;
    this.node.status(status);
  }
}
