import type { Entry } from '../records/entry';
import type { DiskFile } from './disk';
import { decodeRecord, findRecordAtEnd } from './journal-record';

/** Where a record stands in the journal, its line feed included. */
export interface Position {
  offset: number;
  length: number;
}

export interface Damage {
  offset: number;
  length: number;
  /** Its beginning, for a person: which record it was. */
  begin: string;
}

/** The checksum, the kind, an id and a guid of a command take so many bytes: the texts of a ticket stand behind them. */
const begins = 126;

const chunkSize = 1 << 20;

/**
 * Reads a journal from its start, a chunk at a time, and passes over what is damaged.
 *
 * @returns the end of the last whole line (what follows is a torn tail), and what could not be read before it
 */
export async function readJournal(
  file: DiskFile,
  onEntry: (entry: Entry, position: Position) => void,
): Promise<{ end: number; damage: Damage[] }> {
  const damage: Damage[] = [];
  const chunk = Buffer.allocUnsafe(chunkSize);
  let rest = Buffer.alloc(0);
  let offset = 0;
  let readTo = 0;
  for (;;) {
    const count = await file.read(chunk, readTo);
    if (count === 0) break;
    readTo += count;
    const buffer = Buffer.concat([rest, chunk.subarray(0, count)]);
    let from = 0;
    for (let feed = buffer.indexOf(10); feed >= 0; feed = buffer.indexOf(10, from)) {
      readLine(buffer.subarray(from, feed), offset);
      offset += feed + 1 - from;
      from = feed + 1;
    }
    rest = buffer.subarray(from);
  }
  return { end: offset, damage };

  function readLine(line: Buffer, at: number): void {
    const entry = decodeRecord(line);
    if (entry) {
      onEntry(entry, { offset: at, length: line.length + 1 });
      return;
    }
    const found = findRecordAtEnd(line);
    const length = found ? found.start : line.length + 1;
    damage.push({ offset: at, length, begin: line.toString('latin1', 0, Math.min(length, begins)).replaceAll(/[^ -~]/g, '·') });
    if (found) onEntry(found.entry, { offset: at + found.start, length: line.length + 1 - found.start });
  }
}
