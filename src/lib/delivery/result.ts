import type { ErrorCode } from '../ticket/error';
import { TicketError } from '../ticket/error';
import { NoAnswer } from '../jira/http';
import { UnexpectedAnswer } from '../jira/unexpected-answer';
import { sentence } from '../jira/words';
import { fullJitter } from './backoff';
import type { Random } from './backoff';
import type { Clock } from './clock';
import { Paused } from './exchange';
import type { Item } from './item';
import { isInDoubt } from './item';
import { settle } from './settle';

/** What a step made of one command. */
export type Result =
  | { is: 'ok'; ticket: { id: string; key: string }; warnings: string; duplicate?: boolean }
  /** `ticket`: it has one all the same. `fields`: what is wrong with which field, as far as that is known. `cause`: a fault of our own, for the log. */
  | { is: 'failed'; code: ErrorCode; error: string; ticket?: { id: string; key: string }; fields?: Record<string, string>; cause?: unknown }
  /** Not at its end: on again from `at` (ms) on; 0: as soon as the gate is open. */
  | { is: 'again'; at: number };

export function failed(code: ErrorCode, error: string, fields: Record<string, string> = {}): Result {
  return { is: 'failed', code, error, ...(Object.keys(fields).length > 0 ? { fields } : {}) };
}

/** What answered is no Jira. */
export function misdirected(story: string): Result {
  return failed('CONFIG', `${sentence(story)} This is not Jira's REST API: check the connection's URL and Ticket Location.`);
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
 * @throws {TicketError} JOURNAL where the disk did not take what has to be noted first: it goes on when the disk is better
 */
export function resultOfError(error: unknown, item: Item, now: number, random: Random): Result {
  if (error instanceof Paused) return paused(error);
  if (error instanceof TicketError) {
    if (error.code === 'JOURNAL') throw error;
    return refused(error);
  }
  if (error instanceof NoAnswer) return afterBackoff(item, error.message, now, random);
  if (!(error instanceof UnexpectedAnswer)) return unexpected(error, item);
  switch (settle(error.answer, 'read').verdict) {
    case 'rejected':
      return failed('JIRA_REJECTED', error.message);
    case 'wait':
    case 'hold':
      item.story = error.message;
      return { is: 'again', at: 0 }; // the gate knows until when
    case 'misdirected':
      return failed('CONFIG', error.message);
    default: // a failure, or success with the answer to something else: asked again
      return afterBackoff(item, error.message, now, random);
  }
}

/**
 * What a fault of our own means for a command, whether or not it was sent: it would come again with the same command, which ends once it was
 * alone with it. A create that may have been sent is looked for until the settle window is over.
 *
 * @param isAlone whether no other command was in it
 */
export function resultOfFault(error: unknown, item: Item, isAlone: boolean, { clock, random, settleWindow }: { clock: Clock; random: Random; settleWindow: number }): Result {
  const now = clock.now();
  const mayBeThere = item.action === 'CREATE' && !item.made && item.sentAt > 0;
  if (mayBeThere ? now >= item.sentAt + settleWindow : isAlone) return unexpected(error, item);
  item.alone = true;
  if (mayBeThere && item.next === 'send') Object.assign(item, { next: 'look up', resend: false });
  return afterBackoff(item, String(error), now, random);
}

function unexpected(cause: unknown, item: Item): Result {
  const story = `Unexpected error: ${String(cause)}. This is a fault of node-red-contrib-jira-tickets: please report it, with what Node-RED's log says of it.`;
  if (isInDoubt(item)) return { is: 'failed', code: 'UNKNOWN_OUTCOME', error: `It is unknown whether Jira carried out what was sent last. ${story}`, cause };
  return { is: 'failed', code: 'GAVE_UP', error: story, cause };
}
