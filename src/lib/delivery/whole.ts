import type { DiskFile } from './disk';

/** What the file has there; zeros behind its end. */
export async function readWhole(file: DiskFile, { offset, length }: { offset: number; length: number }): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = await file.read(bytes.subarray(filled), offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes;
}

/** However short the writes are that the disk makes of it. */
export async function writeWhole(file: DiskFile, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const count = await file.write(bytes.subarray(written), position + written);
    // A disk that takes nothing is full, whatever it says.
    if (count === 0) throw new Error('ENOSPC');
    written += count;
  }
}
