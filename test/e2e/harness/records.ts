import type { Row } from '../../../src/lib/records/row';
import type { Counters } from '../../../src/lib/records/statistics';
import type { FlowNode } from './flow';
import { answering } from './flow';
import type { NodeRed } from './node-red';
import { until } from './until';

const tab = 'records-of-the-test';

/** Lets a test read a connection's log and counters as a flow reads them. */
export function recordsFlow(server: string): FlowNode[] {
  return [
    { id: tab, type: 'tab', label: 'records' },
    ...answering('/records/log', tab, { id: 'test-log', type: 'jira-log', server, table: 'tickets', changes: false }),
    ...answering('/records/statistics', tab, { id: 'test-statistics', type: 'jira-stats', server, changes: false }),
  ];
}

export function readLog(nodeRed: NodeRed): Promise<Row[]> {
  return nodeRed.get<Row[]>('records/log');
}

export function readStatistics(nodeRed: NodeRed): Promise<Counters & { timezone: string }> {
  return nodeRed.get('records/statistics');
}

/** The log, as soon as it has so many rows of which none is pending. */
export function settledLog(nodeRed: NodeRed, count: number): Promise<Row[]> {
  return until(`The log has ${count} rows, none of them pending`, async () => {
    const rows = await readLog(nodeRed);
    if (rows.length !== count || rows.some(({ status }) => status === 'Pending')) throw new Error(JSON.stringify(rows.map(({ action, status, error }) => ({ action, status, error }))));
    return rows;
  });
}
