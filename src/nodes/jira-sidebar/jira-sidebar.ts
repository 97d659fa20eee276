import type { NodeAPI } from 'node-red';
import { registerConnections } from './connections-endpoint';
import { registerPages } from './page-endpoints';
import { registerRowActions } from './row-endpoints';
import { registerStatistics } from './statistics-endpoints';

/** What the sidebar asks the runtime for. */
export default function (RED: NodeAPI): void {
  registerConnections(RED);
  registerPages(RED);
  registerRowActions(RED);
  registerStatistics(RED);
}
