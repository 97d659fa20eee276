import type { NodeAPI } from 'node-red';
import type { Connection } from './connection';
import type { ConnectionNode } from './node-types';

export const noConnection = 'No connection: choose a jira-config in the node\'s dialog, and deploy.';

type Look = () => void;

/** By the events of one Node-RED, which warns where more than ten listen to one of them. */
const followers = new WeakMap<object, Set<Look>>();

/**
 * The connection of a node, also once it is another. A deploy that makes a jira-config anew makes the nodes anew that name it, but not
 * those that name it by `${ENV}`, a subflow's property, or that named it while it was not there: Node-RED does not see that they do.
 */
export class FollowedConnection {
  private present: Connection | undefined;
  private readonly server: () => Connection | undefined;
  private unbind: () => void;
  private readonly leave: () => void;

  /**
   * @param bind subscribes to a connection, and gives what ends that
   * @param started all nodes of a start or a deploy are there
   */
  constructor(
    RED: NodeAPI,
    server: string,
    private readonly bind: (connection: Connection | undefined) => () => void,
    private readonly started: () => void,
  ) {
    this.server = () => (RED.nodes.getNode(server) as ConnectionNode | null)?.connection;
    this.present = this.server();
    this.unbind = bind(this.present);
    this.leave = onStarted(RED, () => this.look());
  }

  get connection(): Connection | undefined {
    return this.present;
  }

  close(): void {
    this.leave();
    this.unbind();
  }

  private look(): void {
    const connection = this.server();
    if (connection !== this.present) {
      this.unbind();
      this.present = connection;
      this.unbind = this.bind(connection);
    }
    this.started();
  }
}

function onStarted({ events }: NodeAPI, look: Look): () => void {
  let looks = followers.get(events);
  if (looks === undefined) {
    looks = new Set();
    followers.set(events, looks);
    const all = looks;
    events.on('flows:started', () => all.forEach((one) => one()));
  }
  looks.add(look);
  return () => looks.delete(look);
}
