import type { Node, NodeMessageInFlow } from 'node-red';
import type { Connection } from './connection';

/** A jira-config as other nodes see it. */
export interface ConnectionNode extends Node {
  connection: Connection;
}

/** Any message: what it holds is not ours. */
export type Message = NodeMessageInFlow & Record<string, unknown>;

export type Send = (message: Message) => void;
export type Done = (error?: Error) => void;
