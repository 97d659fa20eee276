import type { RepairedText } from './text-repairs';
import { repairLabel, repairShortText, repairSummary, repairText } from './text-repairs';
import type { Reading } from './value-shape';
import { textShape } from './value-shape';

/** One line or several, sent as it is. */
export const text = textShape((given, reading) => taken(repairText(given), reading));

/** A field of one line. Cloud takes no more of it than of a summary, and refuses the ticket otherwise; a server takes as much as of any text. */
export const shortText = textShape((given, reading) => taken(reading.dialect.users === 'accountId' ? repairShortText(given) : repairText(given), reading));

export const address = textShape((given, reading) => taken(repairText(given.trim()), reading));

export const summary = textShape((given, reading) => {
  const repaired = repairSummary(given);
  reading.overflow = repaired.overflow;
  return taken(repaired, reading);
});

/** Empty where nothing is left of it. */
export const label = textShape((given, reading) => taken(repairLabel(given), reading) || null);

/** A key or an id by itself; empty text clears it. */
export const bareKey = textShape((given) => given.trim() || null);

function taken({ text: repaired, warnings }: RepairedText, reading: Reading): string {
  reading.warnings.push(...warnings);
  return repaired;
}
