import { crc32 } from 'node:zlib';
import type { Entry } from '../records/entry';

/*
 * A record is a line: eight hex digits of CRC-32, a blank, the entry as JSON, a line feed.
 * JSON escapes line feeds, so that one in the file always ends a record.
 */

/** The checksum and the blank. */
const head = 9;

export function encodeRecord(entry: Entry): Buffer {
  const record = Buffer.from(`${' '.repeat(head)}${JSON.stringify(entry)}\n`);
  record.write(checksum(record.subarray(head, -1)));
  return record;
}

export function decodeRecord(line: Buffer): Entry | undefined {
  if (line.length <= head || line[head - 1] !== 0x20) return undefined;
  const json = line.subarray(head);
  if (checksum(json) !== line.toString('latin1', 0, head - 1)) return undefined;
  return JSON.parse(json.toString('utf8')) as Entry;
}

/**
 * Finds the record that ends a damaged line: where the line feed between two records was flipped, only the first is lost.
 *
 * @returns where in the line it begins, or undefined
 */
export function findRecordAtEnd(line: Buffer): { start: number; entry: Entry } | undefined {
  const text = line.toString('latin1');
  for (const { index } of text.matchAll(/[0-9a-f]{8} \{"kind":/g)) {
    const entry = decodeRecord(line.subarray(index));
    if (entry) return { start: index, entry };
  }
  return undefined;
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
