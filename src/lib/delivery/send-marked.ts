import type { Address } from '../jira/address';
import type { JiraAnswer, JiraRequest } from '../jira/http';
import type { NoAnswer } from '../jira/http';
import type { Random } from './backoff';
import type { Clock } from './clock';
import type { Exchange, Purpose } from './exchange';
import { Paused } from './exchange';
import type { Item } from './item';
import type { Preparation } from './preparation';

/** What sending creates and updates needs. */
export interface SendContext {
  address: Address;
  exchange: Exchange;
  preparation: Preparation;
  clock: Clock;
  random: Random;
  /** Journals that these are about to be sent, before they are. */
  markSending: (items: Item[]) => Promise<void>;
}

/** Sends one request for these items, each noted as being sent once its turn has come; a pause leaves them as they were. */
export async function sendMarked(
  items: Item[],
  request: JiraRequest,
  purpose: Pick<Purpose, 'operation' | 'scopes'>,
  { exchange, markSending }: SendContext,
): Promise<JiraAnswer | NoAnswer> {
  let marked = false;
  const before = async (): Promise<void> => {
    await markSending(items);
    marked = true;
  };
  const result = await exchange.exchange(request, { ...purpose, rows: items.map(({ id }) => id), before });
  if (result instanceof Paused) {
    for (const item of items) {
      if (marked) item.attempts -= 1;
      item.sentAt = 0;
    }
  }
  return result;
}
