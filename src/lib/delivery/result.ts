import type { ErrorCode } from '../ticket/error';
import { TicketError } from '../ticket/error';
import { NoAnswer } from '../jira/http';
import { UnexpectedAnswer } from '../jira/unexpected-answer';
import { fullJitter } from './backoff';
import type { Random } from './backoff';
import { Paused } from './exchange';
import type { Item } from './item';
import { settle } from './settle';

/** What a step made of one command. */
export type Result =
  | { is: 'ok'; ticket: { id: string; key: string }; warnings: string; duplicate?: boolean }
  /** `ticket`: it has one all the same. `fields`: what is wrong with which field, as far as that is known. */
  | { is: 'failed'; code: ErrorCode; error: string; ticket?: { id: string; key: string }; fields?: Record<string, string> }
  /** Not at its end: on again from `at` (ms) on; 0: as soon as the gate is open. */
  | { is: 'again'; at: number };

export function failed(code: ErrorCode, error: string, fields: Record<string, string> = {}): Result {
  return { is: 'failed', code, error, ...(Object.keys(fields).length > 0 ? { fields } : {}) };
}

/** What answered is no Jira. */
export function misdirected(story: string): Result {
  return failed('CONFIG', `${story.replace(/\.?$/, '.')} This is not Jira's REST API: check the connection's URL and Ticket Location.`);
}

/** What was found to be wrong before anything was sent. */
export function refused({ code, message, field }: TicketError): Result {
  return failed(code, message, field === '' ? {} : { [field]: message });
}

/** Something that it needs is closed: not its own kind perhaps, but the reading of metadata. */
export function paused({ until }: Paused): Result {
  return { is: 'again', at: until === Infinity ? 0 : until };
}

/** It surely was not carried out; it goes on once the gate is open again. */
export function returned(item: Item, story: string): Result {
  item.sentAt = 0;
  item.story = story;
  return { is: 'again', at: 0 };
}

/** After a pause with full jitter, which grows with each failure in a row. */
export function afterBackoff(item: Item, story: string, now: number, random: Random): Result {
  item.failures += 1;
  item.story = story;
  return { is: 'again', at: now + fullJitter(item.failures, random) };
}

/**
 * What an error before sending means (while metadata was read, or a guid was looked up): nothing was carried out.
 *
 * @throws what is not an error of this kind
 */
export function resultOfError(error: unknown, item: Item, now: number, random: Random): Result {
  if (error instanceof Paused) return paused(error);
  // The disk did not take what has to be noted first: nothing was sent, and it goes on when the disk is better.
  if (error instanceof TicketError && error.code !== 'JOURNAL') return refused(error);
  if (error instanceof NoAnswer) return afterBackoff(item, error.message, now, random);
  if (!(error instanceof UnexpectedAnswer)) throw error;
  const { verdict } = settle(error.answer, 'read');
  if (verdict === 'misdirected') return failed('CONFIG', error.message);
  if (verdict === 'rejected') return failed('JIRA_REJECTED', error.message);
  if (verdict === 'retry') return afterBackoff(item, error.message, now, random);
  item.story = error.message;
  return { is: 'again', at: 0 }; // held or limited: the gate knows
}
