import type { JsonObject } from '../ticket/json';
import { TicketError } from '../ticket/error';
import type { Command } from '../ticket/command';
import type { Item } from './item';
import type { Prepared, Preparation } from './preparation';
import type { Result } from './result';
import { refused, returned } from './result';

/** Jira's words, in English, for a field or a value that it does not have (any more). */
const staleWords = /cannot be set|not on the appropriate screen|is unknown|is not valid|does not exist/i;

/** Fields whose values have names in several languages. */
const translated = ['issuetype', 'priority', 'resolution', 'security'];

/**
 * Jira refused a command as if what is known of its fields were old, or where little is known of them. They are read anew, and values that
 * it refused by a name that may be translated are named by their ids; where that makes another request of the command, it goes once more.
 *
 * @param sent the request's body as it was refused
 * @param wrong what Jira said of single fields, by their ids
 * @param key the ticket's, of an update
 * @returns undefined: what was sent is what would be sent again
 */
export async function withFreshFields(
  { item, command }: { item: Item; command: Command },
  sent: JsonObject,
  story: string,
  wrong: Record<string, string>,
  preparation: Preparation,
  key: string | undefined,
  prepare: () => Promise<Prepared>,
): Promise<Result | undefined> {
  const isStale = staleWords.test(story) || preparation.lacksAnswers(command, key);
  const knowsNoType = preparation.knowsNoType(command, key);
  const byName = translated.filter((id) => Object.hasOwn(wrong, id));
  if (item.refreshed || !(isStale || knowsNoType || byName.length > 0)) return undefined;
  item.refreshed = true;
  // Of those that travelled together the first alone has it read anew.
  if (isStale) preparation.forget(command, key, item.sentAt || Infinity);
  preparation.preferIds(byName);
  try {
    if (knowsNoType && key !== undefined) await preparation.learnEditScreen(key);
    const { body } = await prepare();
    return JSON.stringify(body) === JSON.stringify(sent) ? undefined : returned(item, story);
  } catch (error) {
    // Names are checked against what Jira has now: this tells which one is meant instead. Anything else is for Jira's own words.
    return error instanceof TicketError ? refused(error) : undefined;
  }
}
