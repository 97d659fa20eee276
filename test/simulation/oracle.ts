import type { JsonObject } from '../../src/lib/ticket/json';
import { isObject } from '../../src/lib/ticket/json';
import type { History } from './history';
import { updateMax, updatePeriod } from './history';

/**
 * Compares what was promised with what is in Jira's ledger, knowing nothing of how the delivery works.
 *
 * @returns every broken promise, in words
 */
export function judge(history: History): string[] {
  return [...judgeTickets(history), ...judgeUpdateSettings(history)];
}

/** What holds also where the clock is set meanwhile. */
export function judgeTickets({ accepted, told, groundless, hands, rows, created, updated, jira, crashes }: History): string[] {
  const broken: string[] = [];
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const tellings = new Map<string, number>();
  for (const { row } of told) tellings.set(row.id, (tellings.get(row.id) ?? 0) + 1);
  const retries = new Map<string, number>();
  for (const { id } of hands.retried) retries.set(id, (retries.get(id) ?? 0) + 1);
  for (const [id, count] of tellings) if (count > 1 + (retries.get(id) ?? 0)) broken.push(`${id}: its outcome was told ${count} times`);

  // A crash may come between an outcome's record and its telling; nothing else may.
  if (crashes === 0) for (const { id } of accepted) if (!tellings.has(id)) broken.push(`${id}: its outcome was told to nobody`);

  // A retry may end what was unknown: whoever asked for it knew.
  const unknownRows = [...rows, ...hands.retried].filter(({ status, error }) => status === 'Failed' && /unknown whether/.test(error));
  const unknownGuids = new Set(unknownRows.map(({ guid }) => guid));
  const unknownIds = new Set(unknownRows.map(({ id }) => id));
  const dropped = new Set(hands.dropped.map(({ id }) => id));
  for (const command of accepted) {
    const row = rowOf.get(command.id);
    if (!row && !dropped.has(command.id)) broken.push(`${command.id}: accepted, and not in the log`);
    else if (row?.status === 'Pending') broken.push(`${command.id}: still Pending`);
  }

  for (const { id, error } of groundless) if (!/is closed/.test(error)) broken.push(`${id}: refused without a reason (${error})`);
  // What was refused is told as Failed at once, and must not be carried out behind that back.
  for (const { row, refused } of told) {
    if (refused && jira.ledger.some(({ action, command, fields }) => (action === 'create' ? command === row.id : Object.values(fields).includes(row.id)))) {
      broken.push(`${row.id}: refused (${row.error}), and carried out`);
    }
  }

  const tickets = new Map<string, string[]>();
  for (const line of jira.ledger) if (line.action === 'create') tickets.set(line.guid, [...(tickets.get(line.guid) ?? []), line.key]);
  for (const [guid, keys] of tickets) {
    if (keys.length > 1 && !unknownGuids.has(guid)) broken.push(`${guid}: silently duplicated as ${keys.join(', ')}`);
  }

  // A comment has its command's id for a text.
  const comments = new Map<string, number>();
  for (const { kind, what } of jira.additions.ledger) if (kind === 'comment') comments.set(what, (comments.get(what) ?? 0) + 1);
  for (const { id, fields } of accepted) {
    const count = comments.get(id) ?? 0;
    const row = rowOf.get(id);
    if (count > 1 && !unknownIds.has(id)) broken.push(`${id}: its comment is there ${count} times`);
    if (count === 0 && 'comment' in fields && row?.status === 'Ok' && !row.duplicate) broken.push(`${id}: Ok, but its comment is missing`);
    if (count > 0 && row?.ticketKey === '') broken.push(`${id}: has a comment, and names no ticket`);
  }

  let okCreates = 0;
  let okUpdates = 0;
  for (const row of rows) {
    const unknown = /unknown whether/.test(row.error);
    const keys = tickets.get(row.guid) ?? [];
    if (row.status === 'Ok' && !keys.includes(row.ticketKey)) broken.push(`${row.id}: Ok with ${row.ticketKey}, which was not made for ${row.guid}`);
    if (row.action === 'CREATE' && row.status === 'Ok' && !row.duplicate) okCreates += 1;
    if (row.action === 'UPDATE' && row.status === 'Ok') okUpdates += 1;
    if (row.action === 'CREATE' && row.status === 'Failed' && !unknown) {
      const others = [...rows, ...hands.dropped].some(({ id, guid, ticketKey, action, error }) => id !== row.id && guid === row.guid && action === 'CREATE' && (ticketKey !== '' || /unknown whether/.test(error)));
      if (keys.length > 0 && !others && !keys.includes(row.ticketKey)) broken.push(`${row.id}: Failed (${row.error}), but Jira has ${keys.join(', ')}`);
    }
  }
  if (okCreates !== created) broken.push(`${created} counted as created, ${okCreates} rows`);
  if (okUpdates !== updated) broken.push(`${updated} counted as updated, ${okUpdates} rows`);

  // The last update of a ticket's field that was acknowledged is what stands there, but for later ones that may have got through.
  const order = new Map(accepted.map(({ id }, index) => [id, index]));
  for (const issue of jira.issues) {
    for (const [field, value] of Object.entries(issue.fields)) {
      if (!field.startsWith('customfield_')) continue;
      const updates = accepted.filter(({ id, action, fields }) => action === 'UPDATE' && field in fields && rowOf.get(id)?.status === 'Ok' && rowOf.get(id)?.ticketKey === issue.key);
      const last = updates.at(-1);
      if (last && value !== last.id && (order.get(String(value)) ?? Infinity) < (order.get(last.id) ?? 0) && !retries.has(String(value))) {
        broken.push(`${issue.key} ${field}: has ${String(value)}, after ${last.id} was Ok`);
      }
    }
  }
  for (const { id, action, fields } of accepted) {
    const row = rowOf.get(id);
    if (action !== 'UPDATE' || row?.status !== 'Ok') continue;
    const [field] = Object.keys(fields);
    if (!jira.ledger.some((line) => line.action === 'update' && line.key === row.ticketKey && field !== undefined && field in line.fields)) broken.push(`${id}: Ok, but Jira has no such update`);
  }
  return broken;
}

/** Also across restarts: whatever comes of a request, it counts. */
function judgeUpdateSettings({ accepted, rows, jira }: History): string[] {
  const broken: string[] = [];
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const automatic = new Set(accepted.filter(({ action, type }) => action === 'UPDATE' && type === 'Automatic').map(({ id }) => id));
  const manual = accepted.filter(({ action, type }) => action === 'UPDATE' && type === 'Manual');
  // A manual update does not wait, and takes those before it along; what comes after it may have its field.
  const hadEnded = (id: string, at: number): boolean => Date.parse(rowOf.get(id)?.finished ?? '') < at; // of a row that was dropped nobody knows
  const mayHaveManual = (field: string, at: number): boolean => manual.some(({ id, time, fields }) => field in fields && Date.parse(time) <= at && !hadEnded(id, at));
  const isAutomatic = (fields: JsonObject, at: number): boolean => Object.entries(fields).every(([field, value]) => automatic.has(String(value)) && !mayHaveManual(field, at));
  const puts = jira.requests.filter(({ request: { method, body } }) => method === 'PUT' && isObject(body) && isObject(body['fields']));
  const sentAt = puts.filter(({ at, request }) => isAutomatic((request.body as { fields: JsonObject }).fields, at)).map(({ at }) => at);
  for (const [n, at] of sentAt.entries()) {
    const earlier = sentAt[n - updateMax];
    if (earlier !== undefined && at - earlier < updatePeriod) broken.push(`${updateMax + 1} automatic updates within ${at - earlier} ms`);
  }
  return broken;
}
