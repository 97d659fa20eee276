import type { NodeAPI } from 'node-red';
import { z } from 'zod';
import type { Alarm } from '../../lib/records/alarms';
import { alarmsOf } from '../../lib/records/alarms';
import type { LogPage } from '../../lib/records/log';
import type { Records } from '../../lib/records/records';
import type { Response } from '../../lib/records/responses';
import type { Row } from '../../lib/records/row';
import { endpoint } from '../shared/admin';
import { deployedConnection } from '../shared/deployed';
import { cursorOf, cursorText, numbersOf } from './cursor-text';

/** No answer has more rows than this. */
export const pageSize = 1_000;

/** What is new in a table. */
interface Page<T> {
  rows: T[];
  /** What was known before is to be forgotten. */
  anew: boolean;
  /** How far this goes: `since` of the next request. */
  since: string;
  /** There is more already. */
  more: boolean;
}

const query = z.object({ since: z.string().max(80).regex(/^[0-9a-f]{8}(-\d{1,15}){1,2}$/, 'expected what an earlier answer said, or nothing').optional() });

/** Log, responses and alarms as the sidebar reads them: in pages, and only what it has not seen yet. */
export function registerPages(RED: NodeAPI): void {
  const recordsOf = async (id: string): Promise<Records> => (await deployedConnection(RED, id).connection.ready()).records;

  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/log',
    permission: 'jira-config.read',
    query,
    handle: async ({ id, query: { since } }) => logPage(await recordsOf(id), since),
  });

  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/responses',
    permission: 'jira-config.read',
    query,
    handle: async ({ id, query: { since } }) => responsesPage(await recordsOf(id), since),
  });

  endpoint(RED, {
    method: 'get',
    path: '/jira-tickets/:id/alarms',
    permission: 'jira-config.read',
    query,
    handle: async ({ id, query: { since } }) => alarmsPage(await recordsOf(id), since),
  });
}

function logPage(records: Records, since: string | undefined): Page<Row> & { removed: string[] } {
  const page = changesOf(records, since);
  return { ...page, removed: page.removed.map(({ id }) => id) };
}

/** The alarms of the rows that have changed or are gone. */
function alarmsPage(records: Records, since: string | undefined): Page<Alarm> & { removed: string[] } {
  const page = changesOf(records, since);
  const guids = new Set([...page.rows, ...page.removed].map(({ guid }) => guid));
  const rows = guids.size === 0 ? [] : alarmsOf(records.log.list(), guids);
  for (const { guid } of rows) guids.delete(guid);
  return { ...page, rows, removed: [...guids] };
}

function changesOf(records: Records, since: string | undefined): Omit<LogPage, 'cursor'> & { since: string } {
  const { cursor, ...page } = records.log.since(cursorOf(records, since), pageSize);
  return { ...page, since: cursorText(records, cursor.changed, cursor.removed) };
}

function responsesPage(records: Records, since: string | undefined): Page<Response & { id: number }> & { first: number } {
  const { anew, lines, from, first, next, more } = records.responses.since(numbersOf(records, since)?.[0], pageSize);
  return { rows: lines.map((line, i) => ({ id: from + i, ...line })), first, anew, since: cursorText(records, next), more };
}
