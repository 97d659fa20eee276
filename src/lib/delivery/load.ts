import type { Command } from '../ticket/command';
import type { Random } from './backoff';
import type { Clock } from './clock';
import { damaged } from './endings';
import type { Item } from './item';
import type { Ledger } from './ledger';
import type { Queue } from './queue';
import type { Result } from './result';
import { afterBackoff } from './result';

/** A command on its way, with what it asks for. */
export interface Loaded {
  item: Item;
  command: Command;
}

export interface LoadContext {
  queue: Queue;
  ledger: Ledger;
  clock: Clock;
  random: Random;
  /** Told once of each that cannot be read, and not with each attempt. */
  report: (message: string) => void;
}

/**
 * What these commands ask for. One that cannot be read holds up nothing but what comes after it for its ticket.
 *
 * @param items one of each lane, or the updates at the head of one, in their order
 * @param results takes what becomes of those that are not loaded
 */
export async function load(items: Iterable<Item>, results: Map<Item, Result>, { queue, ledger, clock, random, report }: LoadContext): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  for (const item of items) {
    try {
      const command = await queue.load(ledger, item);
      if (command) loaded.push({ item, command });
      else results.set(item, damaged(item));
    } catch (error) {
      const { message } = error as Error;
      if (item.story !== message) report(message);
      results.set(item, afterBackoff(item, message, clock.now(), random));
      if (item.action === 'UPDATE') break;
    }
  }
  return loaded;
}
