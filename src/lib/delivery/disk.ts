import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the journal needs of a disk. Every call may reject with Node's error (`code` EIO, ENOSPC, EROFS …). */
export interface Disk {
  /** Opens for reading and writing, made with mode 0600 where it is missing (its folder too, with 0700). */
  open(path: string): Promise<DiskFile>;
  /** Fails with EEXIST where the file is there. Leaves none where the text cannot be written. */
  create(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  /** Atomic. */
  rename(from: string, to: string): Promise<void>;
  /** No error where there is none. */
  remove(path: string): Promise<void>;
  /** Resolves once the file's folder is on disk: until then, a power cut may undo that a file was made, renamed or removed there. */
  syncFolder(path: string): Promise<void>;
}

export interface DiskFile {
  size(): Promise<number>;
  /** Whether this path leads to it still: it may have been removed or replaced meanwhile. */
  isAt(path: string): Promise<boolean>;
  /** @returns how many bytes were written: fewer than given on a short write */
  write(bytes: Buffer, position: number): Promise<number>;
  /** @returns how many bytes were read; 0 at the end */
  read(into: Buffer, position: number): Promise<number>;
  /** Resolves once all that was written is on disk. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

export const nodeDisk: Disk = {
  async open(path) {
    await makeFolder(dirname(path));
    const file = await openOrMake(path);
    return {
      size: async () => (await file.stat()).size,
      isAt: async (at) => isSame(await file.stat({ bigint: true }), await statOf(at)),
      write: async (bytes, position) => (await file.write(bytes, 0, bytes.length, position)).bytesWritten,
      read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
      sync: () => file.datasync(),
      truncate: (size) => file.truncate(size),
      close: () => file.close(),
    };
  },
  async create(path, text) {
    await makeFolder(dirname(path));
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  },
  read: (path) => readFile(path, 'utf8'),
  rename,
  remove: (path) => rm(path, { force: true }),
  syncFolder,
};

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(made);
}

async function openOrMake(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return open(path, 'wx+', 0o600);
  }
}

function isSame(file: BigIntStats, other: BigIntStats | undefined): boolean {
  // Node 22.12 to 24.1 do not know the device of a path on Windows 11 24H2 (libuv 1.49 and 1.50, mended by its pull request 4698).
  const isSameDevice = other?.dev === file.dev || other?.dev === 0n || file.dev === 0n;
  return other !== undefined && file.ino === other.ino && isSameDevice;
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Windows has no such call, and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
