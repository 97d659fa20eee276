import type { JiraAnswer, JiraRequest } from '../jira/http';
import { NoAnswer } from '../jira/http';
import { ticketPath } from '../jira/segment';
import { attachmentRequest, hasAttachment } from '../jira/steps/attachment';
import { commentRequest, hasComment } from '../jira/steps/comment';
import { linkRequest } from '../jira/steps/link';
import type { StepContext } from '../jira/steps/step-context';
import { already } from '../jira/steps/step-context';
import { findTransition, requiresComment, transitionRequest } from '../jira/steps/transition';
import { watcherRequest } from '../jira/steps/watcher';
import { fieldWordsOf, sentence } from '../jira/words';
import { TicketError } from '../ticket/error';
import type { Step } from '../ticket/steps';
import { splitSteps } from '../ticket/steps';
import { fullJitter } from './backoff';
import { Paused } from './exchange';
import type { Item } from './item';
import type { Loaded } from './load';
import type { LookUpContext } from './look-ups';
import { sentSince, windowOf } from './look-ups';
import type { Result } from './result';
import { afterBackoff, failed, paused, resultOfError } from './result';
import { sendMarked } from './send-marked';
import { settle } from './settle';
import { withFreshFields } from './stale-fields';
import type { UpdateContext } from './updates';
import { notCarriedOut } from './updates';

export interface StepsContext extends UpdateContext, LookUpContext {
  /** Journals that so many requests of this command are carried out, and what there is to say of them, '; ' between. */
  noteStep: (item: Item, done: number, warnings: string) => Promise<void>;
}

/** One request of a command with steps: its fields, as an update sends them, or a step. */
type Part = { kind: 'fields' } | Step;

const doneAlready = 'done';

/**
 * Carries out what a command asks for besides its fields, one request after the other. What is done is journalled and not done
 * again; a comment and an attachment, which Jira would take twice, are looked for first where they may be there.
 */
export async function sendSteps(ticket: { id: string; key: string }, { item, command }: Loaded, context: StepsContext): Promise<Result> {
  const warnings = [item.warnings ?? ''];
  let part: Part = { kind: 'fields' };
  item.ticket = ticket;
  try {
    const { fields, steps } = splitSteps(command.fields);
    const parts: Part[] = [...(item.made || Object.keys(fields).length === 0 ? [] : [{ kind: 'fields' as const }]), ...steps];
    for (let number = item.done ?? 0; number < parts.length; number += 1) {
      part = parts[number] as Part;
      const about = await context.preparation.stepContext(command, ticket.key, item.sentAt > 0);
      const result = part.kind === 'fields' ? await sendFields(ticket.key, { item, command }, about, steps, warnings, context) : await sendStep(part, steps, item, about, context);
      if (result !== doneAlready) return inWords(result, part, ticket.key);
      warnings.push(...about.warnings);
      // What comes last is done with the outcome.
      if (number < parts.length - 1) await context.noteStep(item, number + 1, told(warnings));
    }
  } catch (error) {
    return inWords(resultOfError(error, item, context.clock.now(), context.random), part, ticket.key);
  }
  return { is: 'ok', ticket, warnings: told(warnings) };
}

function told(warnings: readonly string[]): string {
  return warnings.filter((one) => one !== '').join('; ');
}

/** Fields that are on the screen of the command's transition are set by that. */
async function sendFields(
  key: string,
  { item, command }: Loaded,
  about: StepContext,
  steps: readonly Step[],
  warnings: string[],
  context: StepsContext,
): Promise<Result | typeof doneAlready> {
  const change = steps.find((step) => step.kind === 'transition');
  const transition = change === undefined ? already : await findTransition(change.name, about);
  const elsewhere = change === undefined ? [] : ['resolution', ...(transition === already ? [] : Object.keys(transition.fields))];
  const prepared = await context.preparation.update(command, key, elsewhere);
  warnings.push(...prepared.warnings);
  if (Object.keys(prepared.body['fields'] ?? {}).length === 0) return doneAlready;
  const request: JiraRequest = { method: 'PUT', path: ticketPath(context.address, key), body: prepared.body };
  item.repeatable = true;
  const result = await send(request, item, key, context);
  if (result instanceof Paused) return paused(result);
  const story = context.exchange.tell(request, result, 'update');
  const { verdict } = settle(result, 'update');
  if (verdict === 'ok') return doneAlready;
  const again = verdict === 'rejected' ? await withFreshFields({ item, command }, prepared.body, story, fieldWordsOf(result), context.preparation, key, () => context.preparation.update(command, key, elsewhere)) : undefined;
  return again ?? notCarriedOut(verdict, item, key, story, context);
}

async function sendStep(step: Step, steps: readonly Step[], item: Item, about: StepContext, context: StepsContext): Promise<Result | typeof doneAlready> {
  const { key } = about;
  const once = step.kind === 'comment' || step.kind === 'attachment';
  if (once && item.sentAt > 0) {
    const begun = context.clock.now();
    if (await isThere(step, sentSince(item, context), about)) return doneAlready;
    const undecided = notThere(item, step.kind, begun, context);
    if (undecided) return undecided;
  }
  const request = await requestOf(step, steps, sentSince(item, context), about);
  if (request === already) return doneAlready;
  item.repeatable = !once;
  const result = await send(request, item, key, context);
  if (result instanceof Paused) return paused(result);
  const story = context.exchange.tell(request, result, 'update');
  const { verdict } = settle(result, 'update');
  if (verdict === 'ok') return doneAlready;
  if (verdict === 'retry' && once) return afterDoubt(item, result, story, context);
  if (verdict !== 'retry') item.sentAt = 0; // surely not carried out
  // It may as well be the person or the other ticket that is not there.
  if (verdict === 'no ticket' && (step.kind === 'watcher' || step.kind === 'link')) return failed('JIRA_REJECTED', story);
  return notCarriedOut(verdict, item, key, story, context);
}

function send(request: JiraRequest, item: Item, key: string, context: StepsContext): Promise<JiraAnswer | NoAnswer> {
  return sendMarked([item], request, { operation: 'update', scopes: ['update', `issue:${key}`] }, context);
}

/** Whether Jira took what must not be sent twice: as with a create, what its answer would mean for one decides. */
function afterDoubt(item: Item, result: JiraAnswer | NoAnswer, story: string, context: StepsContext): Result {
  const { verdict } = settle(result, 'create');
  item.answered = !(result instanceof NoAnswer) && result.status !== 502;
  item.resend = verdict === 'look up, send again';
  const again = afterBackoff(item, story, context.clock.now(), context.random);
  if (verdict === 'retry' || verdict === 'rejected') item.sentAt = 0; // surely not
  return again;
}

/** @returns undefined: it may be sent again */
function notThere(item: Item, what: string, begun: number, context: StepsContext): Result | undefined {
  const window = windowOf(item, context);
  const end = item.sentAt + window;
  if (begun < end) {
    item.failures += 1;
    return { is: 'again', at: Math.min(end, context.clock.now() + fullJitter(item.failures, context.random)) };
  }
  if (item.resend || context.settlePolicy === 'resend') {
    item.sentAt = 0;
    item.failures = 0;
    return undefined;
  }
  const story = sentence(item.story ?? 'Node-RED stopped before Jira had answered');
  return failed('UNKNOWN_OUTCOME', `It is unknown whether Jira took the ${what}: it was not there within ${Math.round(window / 1_000)} s. ${story} Look in Jira before sending it again.`);
}

function isThere(step: Extract<Step, { kind: 'comment' | 'attachment' }>, since: number, about: StepContext): Promise<boolean> {
  return step.kind === 'comment' ? hasComment(step.text, since, about) : hasAttachment(step.file, since, about);
}

/**
 * @param steps all of the command
 * @param since ms since 1970: what was added before is another's
 */
async function requestOf(step: Step, steps: readonly Step[], since: number, about: StepContext): Promise<JiraRequest | typeof already> {
  switch (step.kind) {
    case 'link':
      return linkRequest(step.phrase, step.key, about);
    case 'watcher':
      return watcherRequest(step.user, about);
    case 'attachment':
      return attachmentRequest(step.file, about);
    case 'comment':
      return (await goesWithTransition(steps, about)) ? already : commentRequest(step.text, about);
    case 'transition': {
      const transition = await findTransition(step.name, about);
      const comment = steps.find((one) => one.kind === 'comment');
      if (transition !== already) return transitionRequest(transition, about, comment?.text);
      // Somebody else carried it out, and a comment that was to go with it is still to be added.
      const isLeft = comment !== undefined && !about.repeated && !(await hasComment(comment.text, since, about));
      return isLeft ? commentRequest(comment.text, about) : already;
    }
  }
}

/** Whether the comment has to wait for the transition. A transition that there is not fails in its turn. */
async function goesWithTransition(steps: readonly Step[], about: StepContext): Promise<boolean> {
  const change = steps.find((step) => step.kind === 'transition');
  if (change === undefined) return false;
  try {
    const transition = await findTransition(change.name, about);
    return transition !== already && requiresComment(transition);
  } catch (error) {
    if (error instanceof TicketError) return false;
    throw error;
  }
}

/** A failure says which part of the command it is of. */
function inWords(result: Result, { kind }: Part, key: string): Result {
  const isTold = result.is !== 'failed' || kind === 'fields' || result.error.startsWith(`Field ${kind}:`);
  return isTold ? result : { ...result, error: `The ${kind} of ${key} failed. ${result.error}` };
}

/** A create with steps has its ticket now, and is not at its end. */
export function goesOn(item: Item, { duplicate }: { duplicate?: boolean }): boolean {
  return item.action === 'CREATE' && item.steps === true && !item.made && !duplicate;
}
