import { redacting } from '../jira/redact';
import type { Row } from '../records/row';
import type { Haste } from './group-commit';
import type { Item } from './item';
import { isInDoubt } from './item';
import type { Lane } from './lanes';
import type { Ledger } from './ledger';
import type { DeliveryOptions } from './options';
import type { Asked, Ended } from './outcomes';
import { outcomeOf, wrongFields } from './outcomes';
import type { Queue } from './queue';
import { outcomeEntry, tellOutcomes } from './tell';

export interface Ending {
  item: Item;
  ended: Ended;
}

type Failed = Extract<Ended, { is: 'failed' }>;

interface Ticket {
  id: string;
  key: string;
}

export interface EndingParts {
  options: DeliveryOptions;
  ledger: Ledger;
  queue: Queue;
  /** ms since 1970 → local day. */
  dayOf: (ms: number) => string;
}

/** Journals what became of commands, and then tells it: an outcome that is told cannot be undone by a crash. */
export function endCommands(parts: EndingParts, endings: Ending[], written: () => void, haste?: Haste): Promise<void> {
  return tell(parts, endings.map(({ item, ended }) => ({ asked: askedOf(item), attempts: item.attempts, ended: ended.is === 'ok' ? ended : withTicket({ ticket: namedIn(parts.ledger.records.log.get(item.id)), ...item }, ended) })), written, haste);
}

/** Ends what a damaged journal has nothing of but the rows; nobody knows which node took it. */
export function endLost(parts: EndingParts, rows: Row[]): Promise<void> {
  return tell(parts, rows.map((row) => ({ asked: { ...row, node: '' }, attempts: row.attempts, ended: lost(row) })), () => {});
}

async function tell({ options, ledger, dayOf }: EndingParts, ends: Array<{ asked: Asked; attempts: number; ended: Ended }>, written: () => void, haste?: Haste): Promise<void> {
  if (ends.length === 0) return;
  const now = options.ports.clock.now();
  const outcomes = ends.map(({ asked, attempts, ended }) => ({ ended, outcome: outcomeOf(asked, ended, attempts, options, now, dayOf(now)) }));
  const entries = outcomes.map(({ outcome }) => outcomeEntry(options.events, outcome));
  if (!(await ledger.insist(entries, written, haste))) return;
  const redact = redacting(options.ports.client);
  // Told, and not journalled: the row says it in words already.
  await tellOutcomes(options.events, ledger, outcomes.map(({ ended, outcome }) => ('fields' in ended ? { ...outcome, fields: wrongFields(ended.fields, redact) } : outcome)));
}

/** What a command's row says of it. */
export function askedOf({ id, guid, action, automatic, asked, node }: Item): Asked {
  return { id, guid, action, type: automatic ? 'Automatic' : 'Manual', time: new Date(asked).toISOString(), node };
}

/** The ticket that its row names: after a restart, nothing else does before it is looked for again. */
function namedIn(row: Row | undefined): Ticket | undefined {
  return row && row.ticketKey !== '' ? { id: row.ticketId, key: row.ticketKey } : undefined;
}

/** However a command with steps fails: where some of it is carried out, it says so, and names the ticket. */
function withTicket({ made, done = 0, ticket }: { made?: Ticket; done?: number; ticket?: Ticket | undefined }, ended: Failed): Failed {
  const reached = made ?? (done > 0 ? ticket : undefined);
  if (!reached) return ended;
  return { ...ended, error: `${reached.key} was ${made ? 'created' : 'changed'}, but not all that was asked for is done: ${ended.error}`, ticket: reached };
}

/** Whether a command has waited too long, and what is said then. */
export function givenUp(item: Item, { settings, ports }: DeliveryOptions): Ended | undefined {
  if (ports.clock.now() - item.since < settings.giveUpAfter) return undefined;
  const story = `Given up after ${timeWords(settings.giveUpAfter)} and ${attemptsWords(item)}. Last: ${item.story ?? 'it was never its turn'}`;
  return isInDoubt(item) ? unknown(item, story) : { is: 'failed', code: 'GAVE_UP', error: story };
}

/** 24 h, 1.5 h, 30 min, 20 s. */
function timeWords(ms: number): string {
  if (ms >= 3_600_000) return `${Math.round(ms / 360_000) / 10} h`;
  return ms >= 60_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1_000)} s`;
}

function attemptsWords({ attempts }: Pick<Item, 'attempts'>): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

/** Its record was whole when it was accepted: the disk has changed it since. */
export function damaged(item: Item): Ended {
  const story = `Its record in the journal is damaged (byte ${item.position.offset}): what it asked for is not known any more.`;
  return isInDoubt(item) ? unknown(item, story) : { is: 'failed', code: 'JOURNAL', error: `${story} Send it again.` };
}

function lost({ action, ticketId, ticketKey }: Row): Ended {
  const made = ticketKey === '' ? {} : { made: { id: ticketId, key: ticketKey } };
  return withTicket(made, unknown({ action, ...made }, 'Its record in the journal is damaged: what it asked for is not known any more.'));
}

function unknown({ action, made }: { action: Row['action']; made?: Ticket }, story: string): Failed {
  const what = action === 'CREATE' && !made ? 'created the ticket' : 'carried out what was sent last';
  return { is: 'failed', code: 'UNKNOWN_OUTCOME', error: `It is unknown whether Jira ${what}. ${story}` };
}

export function cancelled({ attempts, story }: Item): Ended {
  const tried = attempts === 0 ? 'before it was sent' : `after ${attemptsWords({ attempts })}. Last: ${story ?? 'no answer'}`;
  return { is: 'failed', code: 'CANCELLED', error: `Cancelled by hand ${tried}.` };
}

/**
 * While the connection is held for its credentials, a manual command fails at once: a person is looking. An automatic
 * one waits, and so does what Jira may have carried out.
 */
export function heldBack(item: Item, held: string | undefined): Ended | undefined {
  if (held === undefined || item.automatic || isInDoubt(item)) return undefined;
  return { is: 'failed', code: 'AUTH', error: held };
}

/**
 * Ends every waiting command that `choose` has an end for; those on their way to Jira are left alone, but not what waits behind them.
 * Their lanes stay closed until it is written, so that none of them is sent meanwhile.
 */
export async function endWaiting(parts: EndingParts, choose: (item: Item) => Ended | undefined): Promise<number> {
  const { queue } = parts;
  const chosen: Array<Ending & { lane: Lane }> = [];
  for (const [lane, item] of queue.lanes.all()) {
    const ended = item.taken ? undefined : choose(item);
    if (ended) chosen.push({ item, lane, ended });
  }
  const lanes = new Set(chosen.map(({ lane }) => lane));
  for (const lane of lanes) queue.lanes.hold(lane);
  const taken = new Set(chosen.map(({ item }) => item));
  for (const item of taken) item.taken = true;
  try {
    await endCommands(parts, chosen, () => {
      for (const item of taken) queue.end(item, true);
      taken.clear(); // one may be retried, and on its way, before all is told
    });
  } finally {
    for (const item of taken) item.taken = false;
    for (const lane of lanes) queue.lanes.release(lane);
  }
  return chosen.length;
}
