import type { Row } from '../../src/lib/records/row';
import type { SandboxTicket } from '../../src/lib/sandbox/sandbox';

export interface Aftermath {
  /** Ids of the commands whose acceptance was told. */
  accepted: readonly string[];
  /** The log at the end. */
  rows: readonly Row[];
  tickets: readonly SandboxTicket[];
  created: number | undefined;
  updated: number | undefined;
}

/** Compares what was promised with the tickets that there are. @returns every broken promise, in words */
export function judgeKills({ accepted, rows, tickets, created, updated }: Aftermath): string[] {
  const broken: string[] = [];
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  if (rowOf.size !== rows.length) broken.push('a command has two rows');
  for (const id of accepted) {
    const status = rowOf.get(id)?.status;
    if (status === undefined || status === 'Pending') broken.push(`${id}: accepted, and ${status ?? 'lost'}`);
  }
  const unknown = new Set(rows.filter(({ error }) => error.includes('unknown whether')).map(({ guid }) => guid));
  const keys = new Map<string, string[]>();
  for (const { key, properties } of tickets) {
    const { guid } = properties['node-red.jira-tickets'] as { guid: string };
    keys.set(guid, [...(keys.get(guid) ?? []), key]);
  }
  for (const [guid, made] of keys) if (made.length > 1 && !unknown.has(guid)) broken.push(`${guid}: silently duplicated as ${made.join(', ')}`);
  const count = { created: 0, updated: 0 };
  for (const { id, guid, action, status, ticketKey, duplicate } of rows) {
    if (status !== 'Ok') continue;
    if (!keys.get(guid)?.includes(ticketKey)) broken.push(`${id}: Ok with ${ticketKey}, which was not made for it`);
    if (action === 'UPDATE') count.updated += 1;
    else if (!duplicate) count.created += 1;
  }
  if (count.created !== created || count.updated !== updated) {
    broken.push(`counted ${created} created and ${updated} updated, the rows have ${count.created} and ${count.updated}`);
  }
  return broken;
}
