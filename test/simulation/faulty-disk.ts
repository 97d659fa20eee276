import type { Disk, DiskFile } from '../../src/lib/delivery/disk';
import { memoryDisk } from '../../src/lib/delivery/memory-disk';

export type DiskCall = 'open' | 'create' | 'read file' | 'rename' | 'write' | 'read' | 'sync' | 'truncate' | 'sync folder';

export function diskError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: disk`), { code });
}

/** A disk in memory whose calls fail, or write less than they should, when a test says so. */
export function faultyDisk(fault: (call: DiskCall, path: string) => string | undefined): Disk {
  const disk = memoryDisk();
  const check = (call: DiskCall, path: string): void => {
    const code = fault(call, path);
    if (code !== undefined && code !== 'SHORT') throw diskError(code);
  };
  const faultyFile = (file: DiskFile, path: string): DiskFile => ({
    size: () => file.size(),
    isAt: (at) => file.isAt(at),
    async write(bytes, position) {
      const code = fault('write', path);
      if (code === 'SHORT') return file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), position);
      if (code === 'FULL') return 0;
      if (code !== undefined) {
        await file.write(bytes.subarray(0, bytes.length >> 1), position);
        throw diskError(code);
      }
      return file.write(bytes, position);
    },
    async read(into, position) {
      check('read', path);
      return file.read(into, position);
    },
    async sync() {
      check('sync', path);
      return file.sync();
    },
    async truncate(size) {
      check('truncate', path);
      return file.truncate(size);
    },
    close: () => file.close(),
  });
  return {
    async open(path) {
      check('open', path);
      return faultyFile(await disk.open(path), path);
    },
    async create(path, text) {
      check('create', path);
      return disk.create(path, text);
    },
    async read(path) {
      check('read file', path);
      return disk.read(path);
    },
    async rename(from, to) {
      check('rename', from);
      return disk.rename(from, to);
    },
    remove: (path) => disk.remove(path),
    async syncFolder(path) {
      check('sync folder', path);
    },
  };
}
