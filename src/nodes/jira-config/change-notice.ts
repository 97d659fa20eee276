import type { NodeAPI } from 'node-red';
import type { Connection } from '../shared/connection';

/** However much happens, the editors are told at most once in so many ms. */
const noticeEvery = 250;

/**
 * Tells the editors, over their own websocket, that something about a connection has changed. What it is they ask for where
 * somebody is looking: the notice goes to everybody, and holds nothing.
 *
 * @returns ends it
 */
export function tellEditor(RED: NodeAPI, id: string, connection: Pick<Connection, 'onRecords' | 'onStatus'>): () => void {
  let telling: NodeJS.Timeout | undefined;
  let toldAt = -Infinity;

  const tell = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined;
      toldAt = performance.now();
      RED.comms.publish(`jira-tickets/${id}`, {}, false);
    }, Math.max(0, toldAt + noticeEvery - performance.now()));
  };

  const unsubscribe = [connection.onRecords(tell), connection.onStatus(tell)];
  return () => {
    for (const end of unsubscribe) end();
    clearTimeout(telling);
  };
}
