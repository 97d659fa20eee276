import type { Row } from '../../src/lib/records/row';
import type { SandboxTicket } from '../../src/lib/sandbox/sandbox';

/** What was told of a command's end. */
export type Told = Pick<Row, 'id' | 'status' | 'ticketKey' | 'error' | 'duplicate'>;

export interface Aftermath {
  /** Ids of the commands whose acceptance was told. */
  accepted: readonly string[];
  /** The outcomes that were told, by all the processes; absent where nobody listened. */
  told?: readonly Told[];
  /** The log at the end. */
  rows: readonly Row[];
  tickets: ReadonlyArray<Pick<SandboxTicket, 'key' | 'properties'>>;
  created: number | undefined;
  updated: number | undefined;
  /** Jira's index was never later than the settle window, so that whatever was made had to be found. */
  inTime?: boolean;
}

/** The tickets that there are, by what made them. */
interface Made {
  key: string;
  guid: string;
  command: string;
}

/** Whether a row says that its ticket may exist. */
export function isUnknown({ status, error }: Row): boolean {
  return status === 'Failed' && error.includes('unknown whether');
}

/** Compares what was promised with the tickets that there are. @returns every broken promise, in words */
export function judgeKills({ accepted, told = [], rows, tickets, created, updated, inTime = false }: Aftermath): string[] {
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const made = tickets.map(({ key, properties }): Made => ({ key, ...(properties['node-red.jira-tickets'] as { guid: string; command: string }) }));
  return [
    ...(rowOf.size === rows.length ? [] : ['a command has two rows']),
    ...judgeAccepted(accepted, rowOf),
    ...judgeTold(told, rowOf),
    ...judgeTickets(made, rowOf),
    ...(inTime ? judgeLookUps(made, rowOf) : []),
    ...judgeRows(rows, made),
    ...judgeCounters(rows, created, updated),
  ];
}

function judgeAccepted(accepted: readonly string[], rowOf: ReadonlyMap<string, Row>): string[] {
  return accepted.flatMap((id) => {
    const status = rowOf.get(id)?.status;
    return status === undefined || status === 'Pending' ? [`${id}: accepted, and ${status ?? 'lost'}`] : [];
  });
}

/** Each outcome is told once, and the log says the same for ever after. */
function judgeTold(told: readonly Told[], rowOf: ReadonlyMap<string, Row>): string[] {
  const broken: string[] = [];
  const before = new Map<string, string>();
  for (const outcome of told) {
    const words = wordsOf(outcome);
    const earlier = before.get(outcome.id);
    before.set(outcome.id, words);
    if (earlier !== undefined) broken.push(`${outcome.id}: told twice, ${earlier === words ? words : `${earlier} and then ${words}`}`);
    const row = rowOf.get(outcome.id);
    const kept = row ? wordsOf(row) : 'lost';
    if (kept !== words) broken.push(`${outcome.id}: told as ${words}, and is ${kept}`);
  }
  return broken;
}

function wordsOf({ status, ticketKey, error, duplicate }: Told): string {
  return [status, ticketKey, error, duplicate ? 'duplicate' : ''].filter((word) => word !== '').join(' ');
}

/** Every ticket has a command that owns up to it, or whose row warns of it; none has two that nobody was warned of. */
function judgeTickets(made: readonly Made[], rowOf: ReadonlyMap<string, Row>): string[] {
  const broken: string[] = [];
  const silent: Made[] = [];
  for (const ticket of made) {
    const row = rowOf.get(ticket.command);
    if (row === undefined) broken.push(`${ticket.key}: made by ${ticket.command}, of which nothing is known`);
    else if (row.status === 'Failed' && !isUnknown(row)) broken.push(`${row.id}: Failed with "${row.error}", but ${ticket.key} exists`);
    if (row === undefined || !isUnknown(row)) silent.push(ticket);
  }
  for (const [command, tickets] of groupedBy(made, 'command')) {
    if (tickets.length > 1) broken.push(`${command}: made ${keysOf(tickets)}`);
  }
  for (const [guid, tickets] of groupedBy(silent, 'guid')) {
    if (tickets.length > 1) broken.push(`${guid}: silently duplicated as ${keysOf(tickets)}`);
  }
  return broken;
}

function judgeLookUps(made: readonly Made[], rowOf: ReadonlyMap<string, Row>): string[] {
  return made.flatMap(({ key, command }) => {
    const row = rowOf.get(command);
    return row && isUnknown(row) ? [`${command}: unknown, but ${key} was there to be found`] : [];
  });
}

function groupedBy(made: readonly Made[], by: 'command' | 'guid'): Map<string, Made[]> {
  const groups = new Map<string, Made[]>();
  for (const ticket of made) groups.set(ticket[by], [...(groups.get(ticket[by]) ?? []), ticket]);
  return groups;
}

function keysOf(tickets: readonly Made[]): string {
  return tickets.map(({ key }) => key).join(', ');
}

/** A row that is Ok names a ticket of its guid, and a create's is its own unless it says otherwise. */
function judgeRows(rows: readonly Row[], made: readonly Made[]): string[] {
  const ticketOf = new Map(made.map((ticket) => [ticket.key, ticket]));
  return rows.flatMap(({ id, guid, action, status, ticketKey, duplicate }) => {
    if (status !== 'Ok') return [];
    const ticket = ticketOf.get(ticketKey);
    if (ticket?.guid !== guid) return [`${id}: Ok with ${ticketKey}, which was not made for it`];
    if (action === 'CREATE' && (ticket.command === id) === duplicate) return [`${id}: Ok with ${ticketKey}, which was made by ${ticket.command}, and duplicate is ${duplicate}`];
    return [];
  });
}

function judgeCounters(rows: readonly Row[], created: number | undefined, updated: number | undefined): string[] {
  const ok = rows.filter(({ status }) => status === 'Ok');
  const rowsCreated = ok.filter(({ action, duplicate }) => action === 'CREATE' && !duplicate).length;
  const rowsUpdated = ok.filter(({ action }) => action === 'UPDATE').length;
  if (rowsCreated === created && rowsUpdated === updated) return [];
  return [`counted ${created} created and ${updated} updated, the rows have ${rowsCreated} and ${rowsUpdated}`];
}
