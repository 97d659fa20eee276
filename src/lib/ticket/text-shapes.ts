import { documentOf } from './document';
import { isObject } from './json';
import type { RepairedText } from './text-repairs';
import { repairLabel, repairSummary, repairText } from './text-repairs';
import type { Reading, Shape } from './value-shape';
import { textShape } from './value-shape';

/** One line or several, sent as it is. */
export const text = textShape((given, reading) => taken(repairText(given), reading));

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

/** Description, environment, text areas: a string, or an Atlassian document, which may also be given as such. There no text is null. */
export const richText: Shape = {
  takesObjects: false,
  read(value, reading) {
    if (reading.dialect.text === 'string') return text.read(value, reading);
    if (isObject(value)) return value;
    const given = String(text.read(value, reading));
    return given.trim() === '' ? null : documentOf(given);
  },
};

function taken({ text: repaired, warnings }: RepairedText, reading: Reading): string {
  reading.warnings.push(...warnings);
  return repaired;
}
