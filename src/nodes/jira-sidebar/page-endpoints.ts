import type { NodeAPI } from 'node-red';
import { z } from 'zod';
import type { Alarm } from '../../lib/records/alarms';
import { alarmsOf } from '../../lib/records/alarms';
import type { LogPage } from '../../lib/records/log';
import type { Records } from '../../lib/records/records';
import type { ResponsesPage } from '../../lib/records/responses';
import type { Row } from '../../lib/records/row';
import { endpoint } from '../shared/admin';
import { deployedConnection } from '../shared/deployed-connection';
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
  const pages = { log: logPage, responses: responsesPage, alarms: alarmsPage };
  for (const [table, page] of Object.entries(pages)) {
    endpoint(RED, {
      method: 'get',
      path: `/jira-tickets/:id/${table}`,
      permission: 'jira-config.read',
      query,
      handle: async ({ id, query: { since } }) => page((await deployedConnection(RED, id).ready()).records, since),
    });
  }
}

function logPage(records: Records, since: string | undefined): Page<Row> & { removed: string[] } {
  const { page, ...rest } = changesOf(records, since);
  return { ...rest, rows: page.rows, removed: page.removed.map(({ id }) => id) };
}

/** The alarms of the rows that have changed or are gone. */
function alarmsPage(records: Records, since: string | undefined): Page<Alarm> & { removed: string[] } {
  const { page, ...rest } = changesOf(records, since);
  const guids = new Set([...page.rows, ...page.removed].map(({ guid }) => guid));
  const rows = guids.size === 0 ? [] : alarmsOf(records.log.list(), guids);
  for (const { guid } of rows) guids.delete(guid);
  return { ...rest, rows, removed: [...guids] };
}

function changesOf(records: Records, since: string | undefined): { page: LogPage; anew: boolean; since: string; more: boolean } {
  const cursor = cursorOf(records, since);
  const following = cursor && records.log.since(cursor, pageSize);
  const page = following ?? (records.log.since(undefined, pageSize) as LogPage);
  return { page, anew: !following, since: cursorText(records, page.cursor.changed, page.cursor.removed), more: page.more };
}

function responsesPage(records: Records, since: string | undefined): Page<ResponsesPage['lines'][number] & { id: number }> & { first: number } {
  const next = numbersOf(records, since)?.[0];
  const following = next === undefined ? undefined : records.responses.since(next, pageSize);
  const page = following ?? (records.responses.since(undefined, pageSize) as ResponsesPage);
  const rows = page.lines.map((line, i) => ({ id: page.from + i, ...line }));
  return { rows, first: page.first, anew: !following, since: cursorText(records, page.next), more: page.more };
}
