import type { JiraRequest } from '../jira/http';
import { ticketPath } from '../jira/segment';
import { fieldWordsOf } from '../jira/words';
import type { Fields } from '../ticket/command';
import type { JsonObject } from '../ticket/json';
import { Paused } from './exchange';
import type { Scope } from './gate';
import type { Item } from './item';
import type { Loaded } from './load';
import type { Result } from './result';
import { afterBackoff, failed, misdirected, paused, resultOfError, returned } from './result';
import type { SendContext } from './send-marked';
import { sendMarked } from './send-marked';
import type { Verdict } from './settle';
import { settle } from './settle';
import { withFreshFields } from './stale-fields';

export interface UpdateContext extends SendContext {
  /** When this ticket may be written to again, ms; 0: as far as is known, now. */
  issueOpenAt: (key: string) => number;
}

/** Sends the updates that wait for one ticket as one request, the later ones over the earlier ones. */
export async function sendUpdates(ticket: { id: string; key: string }, loaded: Loaded[], context: UpdateContext): Promise<Map<Item, Result>> {
  const results = new Map<Item, Result>();
  const sent: Array<Loaded & { warnings: string }> = [];
  const fields: Fields & JsonObject = {};
  for (const { item, command } of loaded) {
    try {
      const { body, warnings } = await context.preparation.update(command, ticket.key);
      Object.assign(fields, body['fields']);
      sent.push({ item, command, warnings: warnings.join('; ') });
    } catch (error) {
      results.set(item, resultOfError(error, item, context.clock.now(), context.random));
      // What comes after this one must not overtake it.
      if (results.get(item)?.is === 'again') break;
    }
  }
  if (sent.length === 0) return results;

  const items = sent.map(({ item }) => item);
  const request: JiraRequest = { method: 'PUT', path: ticketPath(context.address, ticket.key), body: { fields } };
  const scopes: Scope[] = ['update', `issue:${ticket.key}`];
  const result = await sendMarked(items, request, { operation: 'update', scopes }, context);
  const story = context.exchange.tell(request, result, 'update');
  const { verdict } = settle(result, 'update');

  for (const { item, command, warnings } of sent) {
    if (result instanceof Paused) results.set(item, paused(result));
    else if (verdict === 'ok') results.set(item, { is: 'ok', ticket, warnings });
    else if (verdict === 'rejected' && sent.length > 1) {
      // One of them is bad: each on its own, so that only that one fails.
      item.alone = true;
      results.set(item, returned(item, story));
    } else {
      const again = verdict === 'rejected' ? await withFreshFields({ item, command }, request.body as JsonObject, story, fieldWordsOf(result), context.preparation, ticket.key, () => context.preparation.update(command, ticket.key)) : undefined;
      results.set(item, again ?? notCarriedOut(verdict, item, ticket.key, story, context));
    }
  }
  return results;
}

/** What any other answer to a change of this ticket means for its command. */
export function notCarriedOut(verdict: Verdict, item: Item, key: string, story: string, context: UpdateContext): Result {
  switch (verdict) {
    case 'rejected':
      return failed('JIRA_REJECTED', story);
    case 'no ticket':
      return failed('UNKNOWN_TICKET', story);
    case 'misdirected':
      return misdirected(story);
    case 'retry':
      return afterBackoff(item, story, context.clock.now(), context.random);
    default:
      // Held or limited. A limit of this very ticket does not close its kind: its lane sleeps instead.
      returned(item, story);
      return { is: 'again', at: context.issueOpenAt(key) };
  }
}
