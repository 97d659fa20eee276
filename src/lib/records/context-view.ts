import type { Counters } from './statistics';
import type { Response } from './responses';
import type { Row } from './row';

/** Where the view goes: Node-RED's global context in the store of the connection's choice. */
export interface ContextStore {
  set(key: string, value: unknown): void;
}

/** What function nodes and dashboards read without asking: plain JSON, newest first. */
export interface ContextView {
  log: Row[];
  responses: Response[];
  /** As jira-stats answers `get`. */
  stats: Counters & { timezone: string };
}

/** The name under which a connection's view is found in the global context. */
export function contextKey(connection: string): string {
  return `jira_${connection}`;
}
