import type { Entry } from '../records/entry';
import type { Outcome } from '../records/row';
import type { Ledger } from './ledger';
import type { DeliveryEvents } from './options';

/** What is journalled of an outcome: in one record with it, that nobody is there to hear it, for a closing journal takes no second one. */
export function outcomeEntry(events: DeliveryEvents, outcome: Outcome): Entry & { kind: 'outcome' } {
  return { kind: 'outcome', outcome, ...(isHeard(events, outcome) ? {} : { untold: true }) };
}

/** Tells what became of commands. What a node is not there to hear is kept for the one that follows it. */
export async function tellOutcomes(events: DeliveryEvents, ledger: Ledger, outcomes: Outcome[]): Promise<void> {
  for (const { row } of outcomes) events.onRow(row);
  await tellNodes(events, ledger, outcomes.filter(({ row }) => !ledger.records.untold.has(row.id)));
}

/** Tells it to the nodes alone. */
export async function tellNodes(events: DeliveryEvents, ledger: Ledger, outcomes: Outcome[]): Promise<void> {
  const untold: Entry[] = [];
  for (const outcome of outcomes) {
    // A copy: the row goes out with a message that others change.
    if (isHeard(events, outcome)) events.onOutcome({ ...outcome, row: { ...outcome.row } });
    else untold.push({ kind: 'untold', outcome });
  }
  if (untold.length > 0) await ledger.insist(untold, () => {});
}

/** Nobody knows which node it was of a command whose record is damaged. */
function isHeard(events: DeliveryEvents, outcome: Outcome): boolean {
  return outcome.node === '' || events.hears(outcome);
}
