import type { Address } from '../jira/address';
import type { MarkedTicket, MarkedTickets } from '../jira/find-marked';
import { findMarked } from '../jira/find-marked';
import { isNotHere } from '../jira/signs';
import { UnexpectedAnswer } from '../jira/unexpected-answer';
import { sentence } from '../jira/words';
import type { Random } from './backoff';
import type { Clock } from './clock';
import type { Exchange } from './exchange';
import { Paused } from './exchange';
import type { Item } from './item';
import type { Loaded } from './load';
import type { Preparation } from './preparation';
import type { Result } from './result';
import { failed, resultOfError } from './result';
import { settle } from './settle';

export interface LookUpContext {
  address: Address;
  exchange: Exchange;
  preparation: Preparation;
  clock: Clock;
  random: Random;
  /** How long a create without an answer is looked for, ms. */
  settleWindow: number;
  /** By how many ms the clock was moved meanwhile, at the most. */
  clockMoved: () => number;
  settlePolicy: 'fail' | 'resend';
}

/** A search index lags: between two look-ups at most this long, ms. */
const longestBetween = 30_000;

/** Where Jira itself said that it failed, the ticket is hardly there: looked for only this long, ms. */
const answeredWindow = 15_000;

/** Clocks of ours and Jira's differ, and a request takes its time. */
const clockSkew = 120_000;

/** What was sent may be there from this moment on, ms since 1970: where it is not known that it was sent, since it waits. */
export function sentSince({ sentAt, since }: Item, { clockMoved }: Pick<LookUpContext, 'clockMoved'>): number {
  return (sentAt === 0 ? since : sentAt) - clockSkew - clockMoved();
}

/**
 * Finds out whether creates with an unknown outcome were carried out. It asks again until a look-up that began after
 * the settle window found nothing.
 */
export async function lookUpCreates(loaded: Loaded[], context: LookUpContext): Promise<Map<Item, Result>> {
  const results = new Map<Item, Result>();
  for (const [project, group] of byProject(loaded, context.preparation)) {
    const begun = context.clock.now();
    try {
      const found = await find(group, project, context);
      for (const { item } of group) results.set(item, verdictOf(item, found, begun, context));
    } catch (error) {
      for (const { item } of group) {
        const now = context.clock.now();
        const result = resultOfError(error, item, now, context.random);
        if (result.is === 'failed') results.set(item, unanswered(item, result.error, isGone(error), begun, context));
        else results.set(item, error instanceof Paused || item.failures === 0 ? result : { is: 'again', at: together(item, now) });
      }
    }
  }
  return results;
}

async function find(group: Loaded[], project: string | undefined, context: LookUpContext): Promise<MarkedTickets> {
  const { exchange, address, preparation, clock } = context;
  const since = Math.min(...group.map(({ item }) => sentSince(item, context)));
  const wanted = group.map(({ item }) => (item.sentAt === 0 ? { guid: item.guid } : { guid: item.guid, command: item.id }));
  const checkOnly = group.some(({ item }) => item.sentAt === 0 && item.mistrusted === undefined);
  return findMarked(exchange, address, await preparation.flavour(), wanted, {
    kind: await preparation.markerKind(),
    now: new Date(clock.now()),
    known: preparation.markers,
    ...(project === undefined ? {} : { project }),
    ...(checkOnly ? {} : { since: new Date(since), thorough: true }),
  });
}

function verdictOf(item: Item, found: MarkedTickets, begun: number, context: LookUpContext): Result {
  // A label tells the guid alone, without the command that made the ticket.
  const isIts = ({ command }: MarkedTicket): boolean => item.sentAt === 0 || command === item.id || command === '';
  const ticket = found.get(item.guid)?.find(isIts);
  if (!ticket) return notFound(item, found.complete, begun, context);
  const { id, key, command } = ticket;
  // Where the label does not tell, a command that was sent before is the one that made it: it goes on with its steps.
  const isOwn = command === item.id || (command === '' && item.attempts > 0);
  return { is: 'ok', ticket: { id, key }, warnings: '', ...(item.sentAt === 0 && !isOwn ? { duplicate: true } : {}) };
}

function notFound(item: Item, complete: boolean, begun: number, context: LookUpContext): Result {
  if (item.sentAt === 0) {
    // Either an earlier create with this guid had an unknown outcome, and its window is over, or nobody knows whether this one was sent.
    const { mistrusted = 0 } = item;
    return begun < mistrusted ? lookAgain(item, mistrusted, context) : sendAgain(item);
  }
  const window = windowOf(item, context);
  const end = item.sentAt + window;
  if (begun < end) return lookAgain(item, end, context);
  if (complete && (item.resend || context.settlePolicy === 'resend')) return sendAgain(item);
  const seconds = Math.round(window / 1_000);
  return unknown(item, complete ? `no ticket of it was found in Jira within ${seconds} s` : `this user has created more tickets since than are looked through, and it was not among them within ${seconds} s`);
}

function lookAgain(item: Item, end: number, { clock }: LookUpContext): Result {
  item.failures += 1;
  return { is: 'again', at: Math.min(end, together(item, clock.now())) };
}

/** How long it is looked for, ms. */
export function windowOf({ resend, answered }: Item, { settleWindow }: Pick<LookUpContext, 'settleWindow'>): number {
  return resend && answered ? Math.min(answeredWindow, settleWindow) : settleWindow;
}

/**
 * When to look again: after a pause that grows, at a moment that is the same for all that wait as long, so that one search
 * serves them together. With a pause of its own for each, a thousand creates took sixty times the requests.
 */
function together({ failures }: Item, now: number): number {
  const pause = Math.min(longestBetween, 1_000 * 2 ** Math.min(failures, 16));
  return (Math.floor(now / pause) + 1) * pause;
}

/** Whether nobody can search there, as where there is no marker to be found. */
function isGone(error: unknown): boolean {
  return error instanceof UnexpectedAnswer && isNotHere(error.answer) && settle(error.answer, 'read').verdict === 'rejected';
}

/** Jira refuses to be searched: this goes on to the end of the window, in case somebody mends it. */
function unanswered(item: Item, error: string, gone: boolean, begun: number, context: LookUpContext): Result {
  if (item.sentAt === 0) {
    const why = item.mistrusted === undefined ? 'An earlier command with this id has an unknown outcome' : 'It may have been sent already, for the journal is damaged';
    return failed('UNKNOWN_OUTCOME', `${why}, and Jira cannot be searched: ${error}`);
  }
  const end = item.sentAt + windowOf(item, context);
  if (begun < end) return { is: 'again', at: Math.min(end, context.clock.now() + longestBetween) };
  if (gone && (item.resend || context.settlePolicy === 'resend')) return sendAgain(item);
  return unknown(item, `Jira cannot be searched for it (${error})`);
}

function unknown(item: Item, why: string): Result {
  return failed('UNKNOWN_OUTCOME', `It is unknown whether Jira created the ticket: ${why}. ${sentence(item.story ?? 'Node-RED stopped before Jira had answered')} Look in Jira before sending it again.`);
}

function sendAgain(item: Item): Result {
  item.next = 'send';
  item.sentAt = 0;
  item.failures = 0;
  delete item.mistrusted;
  return { is: 'again', at: 0 };
}

function byProject(loaded: Loaded[], preparation: Preparation): Map<string | undefined, Loaded[]> {
  const groups = new Map<string | undefined, Loaded[]>();
  for (const one of loaded) {
    const { project } = preparation.place(one.command);
    const group = groups.get(project);
    if (group) group.push(one);
    else groups.set(project, [one]);
  }
  return groups;
}
