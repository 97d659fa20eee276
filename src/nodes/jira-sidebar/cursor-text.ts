import { randomUUID } from 'node:crypto';
import type { Cursor } from '../../lib/records/changes';
import type { Records } from '../../lib/records/records';

/** After a restart or a deploy, revisions begin anew: what was read before then says nothing. */
const generations = new WeakMap<Records, string>();

function generationOf(records: Records): string {
  const generation = generations.get(records) ?? randomUUID().slice(0, 8);
  generations.set(records, generation);
  return generation;
}

/** How far someone has read in these records, as the text that comes back with the next request. */
export function cursorText(records: Records, ...numbers: number[]): string {
  return [generationOf(records), ...numbers].join('-');
}

/** The numbers of such a text; undefined where it is of other records, or none. */
export function numbersOf(records: Records, text: string | undefined): number[] | undefined {
  const [generation, ...numbers] = text?.split('-') ?? [];
  return generation === generationOf(records) ? numbers.map(Number) : undefined;
}

/** The same for the cursor of a log. */
export function cursorOf(records: Records, text: string | undefined): Cursor | undefined {
  const [changed, removed] = numbersOf(records, text) ?? [];
  return changed === undefined || removed === undefined ? undefined : { changed, removed };
}
