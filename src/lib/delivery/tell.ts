import type { Entry } from '../records/entry';
import type { Outcome } from '../records/row';
import type { Ledger } from './ledger';
import type { DeliveryEvents } from './options';

/** Tells what became of commands. What a node is not there to hear, for a deploy, say, is kept for the one that follows it. */
export async function tellOutcomes(events: DeliveryEvents, ledger: Ledger, outcomes: Outcome[]): Promise<void> {
  const untold: Entry[] = [];
  for (const outcome of outcomes) {
    events.onRow(outcome.row);
    // Nobody knows which node it was of a command whose record is damaged.
    if (!events.onOutcome(outcome) && outcome.node !== '') untold.push({ kind: 'untold', outcome });
  }
  // Where the disk does not take it, the ledger's trouble shows; its row is in the log all the same.
  if (untold.length > 0) await ledger.append(untold).catch(() => undefined);
}
