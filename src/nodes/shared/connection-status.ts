import type { NodeAPI, NodeStatus } from 'node-red';
import type { Connection } from './connection';

/** Status texts are short: a reason is told in full by the error, and in the log. */
const longest = 40;

/** What holds a connection up; undefined while nothing does. */
export function connectionStatus(RED: NodeAPI, connection: Connection | undefined): NodeStatus | undefined {
  const text = (key: string, values: Record<string, string | number> = {}): string =>
    RED._(`node-red-contrib-jira-tickets/jira-config:jira-config.status.${key}`, values);
  if (!connection) return { fill: 'red', shape: 'ring', text: text('noServer') };
  if (connection.trouble) return { fill: 'red', shape: 'ring', text: connection.trouble.code };
  const status = connection.status();
  const time = clockTime(status?.until ?? 0);
  switch (status?.state) {
    case 'held':
      return { fill: 'red', shape: 'ring', text: text('held', { reason: shorten(status.reason) }) };
    case 'journal':
      return { fill: 'red', shape: 'ring', text: text('journal') };
    case 'full':
      return { fill: 'red', shape: 'ring', text: text('queueFull', { count: status.pending }) };
    case 'waiting':
      return { fill: 'yellow', shape: 'ring', text: text('waiting', { time }) };
    case 'deferred':
      return { fill: 'yellow', shape: 'dot', text: text('deferred', { count: status.deferred, time }) };
    default:
      return undefined;
  }
}

function clockTime(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8);
}

function shorten(reason: string): string {
  return reason.length <= longest ? reason : `${reason.slice(0, longest - 1)}…`;
}
