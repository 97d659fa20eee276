import type { JiraAnswer, JiraRequest } from '../jira/http';
import { NoAnswer } from '../jira/http';
import { fieldWords, fieldWordsOf, jiraWords } from '../jira/words';
import type { Json } from '../ticket/json';
import { isObject } from '../ticket/json';
import { Paused } from './exchange';
import type { Item } from './item';
import type { Loaded } from './load';
import type { Prepared } from './preparation';
import type { Result } from './result';
import { afterBackoff, failed, misdirected, paused, resultOfError, returned } from './result';
import type { SendContext } from './send-marked';
import { sendMarked } from './send-marked';
import type { Verdict } from './settle';
import { settle } from './settle';
import { withFreshFields } from './stale-fields';

interface Ready extends Loaded {
  prepared: Prepared;
}

/** Jira takes at most this many in one `issue/bulk`. */
export const bulkMax = 50;

/** Sends creates that wait together in one request, and says what became of each. */
export async function sendCreates(loaded: Loaded[], context: SendContext): Promise<Map<Item, Result>> {
  const results = new Map<Item, Result>();
  const ready: Ready[] = [];
  const unprepared = new Map<string, { first: Item; result: Result }>();
  for (const { item, command } of loaded) {
    const place = JSON.stringify(context.preparation.place(command));
    const before = unprepared.get(place);
    if (before) {
      item.failures = before.first.failures;
      if (before.first.story !== undefined) item.story = before.first.story;
      results.set(item, before.result);
      continue;
    }
    try {
      ready.push({ item, command, prepared: await context.preparation.create(command) });
    } catch (error) {
      const result = resultOfError(error, item, context.clock.now(), context.random);
      results.set(item, result);
      // What Jira does not say now is not asked for again with each command: those of one project and issue type wait together.
      if (result.is === 'again') unprepared.set(place, { first: item, result });
    }
  }
  if (ready.length === 0) return results;
  if (ready.length > 1 && !(await context.preparation.flavour()).bulk) {
    for (const { item } of ready.splice(1)) {
      item.alone = true;
      results.set(item, { is: 'again', at: 0 });
    }
  }

  const [only] = ready;
  const { issuePath } = context.address;
  const request: JiraRequest =
    ready.length === 1 && only
      ? { method: 'POST', path: issuePath, body: only.prepared.body }
      : { method: 'POST', path: `${issuePath}/bulk`, body: { issueUpdates: ready.map(({ prepared }) => prepared.body) } };
  const result = await sendMarked(ready.map(({ item }) => item), request, { operation: 'create', scopes: ['create'] }, context);
  const story = context.exchange.tell(request, result, 'create');
  for (const { item } of ready) item.answered = !(result instanceof NoAnswer) && result.status !== 502;

  if (result instanceof Paused) {
    for (const { item } of ready) results.set(item, paused(result));
  } else if (ready.length > 1) await settleBulk(ready, result, story, context, results);
  else if (only) results.set(only.item, await settleOne(only, result, story, context));
  return results;
}

async function settleOne(ready: Ready, result: JiraAnswer | NoAnswer, story: string, context: SendContext): Promise<Result> {
  const { verdict } = settle(result, 'create');
  if (verdict === 'ok' && !(result instanceof NoAnswer)) return created(ready, result.json, context);
  if (verdict === 'rejected') return rejected(ready, story, fieldWordsOf(result), context);
  return resultOfCreate(verdict, ready.item, story, context);
}

async function rejected(ready: Ready, story: string, fields: Record<string, string>, { preparation }: SendContext): Promise<Result> {
  const again = await withFreshFields(ready, ready.prepared.body, story, fields, preparation, undefined, () => preparation.create(ready.command));
  return again ?? failed('JIRA_REJECTED', story, fields);
}

function created({ item, prepared }: Ready, json: Json | undefined, { preparation }: SendContext): Result {
  const ticket = ticketOf(json);
  if (ticket) {
    preparation.made(ticket.id, { guid: item.guid, command: item.id });
    return { is: 'ok', ticket, warnings: prepared.warnings.join('; ') };
  }
  return lookUp(item, 'Jira answered the create with success, but without the key of a ticket.', false);
}

/** A bulk call makes some and refuses others: `issues` has those that were made, in order, `errors` the rest by their number. */
async function settleBulk(ready: Ready[], result: JiraAnswer | NoAnswer, story: string, context: SendContext, results: Map<Item, Result>): Promise<void> {
  const { verdict } = settle(result, 'create');
  const body = result instanceof NoAnswer ? undefined : result.json;
  const errors = elementErrors(body);
  if (verdict === 'ok' || (verdict === 'rejected' && errors.size > 0)) {
    const issues = isObject(body) && Array.isArray(body['issues']) ? [...body['issues']] : [];
    const whole = issues.length + errors.size === ready.length;
    // Jira answers 400 only where it made none of them: those that it does not name are not in doubt.
    const none = verdict === 'rejected' && issues.length === 0;
    for (const [number, one] of ready.entries()) {
      const refusal = errors.get(number);
      if (refusal !== undefined) results.set(one.item, await rejected(one, refusal.words, refusal.fields, context));
      else if (none) {
        one.item.alone = true;
        results.set(one.item, returned(one.item, story));
      } else results.set(one.item, whole ? created(one, issues.shift(), context) : lookUp(one.item, 'Jira answered a bulk create without naming this ticket.', false));
    }
    return;
  }
  // RFC 9110, 15.6.2: whoever answers with 501 cannot do such a thing.
  const hasNoBulk = !(result instanceof NoAnswer) && result.status === 501;
  for (const { item } of ready) {
    // No such resource here, or one bad element refused them all: each on its own.
    if (verdict === 'rejected' || verdict === 'misdirected' || hasNoBulk) item.alone = true;
    results.set(item, item.alone ? returned(item, story) : resultOfCreate(verdict, item, story, context));
  }
}

function resultOfCreate(verdict: Verdict, item: Item, story: string, { clock, random }: SendContext): Result {
  switch (verdict) {
    case 'rejected':
    case 'no ticket':
      return failed('JIRA_REJECTED', story);
    case 'misdirected':
      return misdirected(story);
    case 'wait':
    case 'hold':
      return returned(item, story);
    case 'retry':
      item.sentAt = 0;
      return afterBackoff(item, story, clock.now(), random);
    case 'look up, send again':
      return lookUp(item, story, true);
    case 'look up':
    case 'ok':
      return lookUp(item, story, false);
  }
}

function lookUp(item: Item, story: string, resend: boolean): Result {
  item.next = 'look up';
  item.resend = resend;
  item.failures = 0;
  item.story = story;
  return { is: 'again', at: item.sentAt + 1_000 };
}

function ticketOf(json: Json | undefined): { id: string; key: string } | undefined {
  if (!isObject(json) || typeof json['key'] !== 'string' || json['key'] === '') return undefined;
  return { id: String(json['id'] ?? ''), key: json['key'] };
}

function elementErrors(body: Json | undefined): Map<number, { words: string; fields: Record<string, string> }> {
  const errors = new Map<number, { words: string; fields: Record<string, string> }>();
  if (!isObject(body) || !Array.isArray(body['errors'])) return errors;
  for (const error of body['errors']) {
    if (!isObject(error) || typeof error['failedElementNumber'] !== 'number') continue;
    const words = isObject(error['elementErrors']) ? error['elementErrors'] : {};
    const status = typeof error['status'] === 'number' ? error['status'] : 400;
    errors.set(error['failedElementNumber'], { words: jiraWords({ status, headers: {}, json: words, text: '', ms: 0 }), fields: fieldWords(words) });
  }
  return errors;
}
