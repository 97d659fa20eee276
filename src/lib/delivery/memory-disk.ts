import type { Disk, DiskFile } from './disk';

function missing(path: string, code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

/** A disk that forgets at exit: for a Node-RED without a user directory, and the base of the tests' disks. */
export function memoryDisk(): Disk {
  const files = new Map<string, { bytes: Buffer; size: number }>();

  return {
    async open(path) {
      const content = files.get(path) ?? { bytes: Buffer.alloc(0), size: 0 };
      files.set(path, content);
      return { ...memoryFile(content), isAt: async (at) => files.get(at) === content };
    },
    async create(path, text) {
      if (files.has(path)) throw missing(path, 'EEXIST');
      const bytes = Buffer.from(text);
      files.set(path, { bytes, size: bytes.length });
    },
    async read(path) {
      const content = files.get(path);
      if (!content) throw missing(path, 'ENOENT');
      return content.bytes.toString('utf8', 0, content.size);
    },
    async rename(from, to) {
      const content = files.get(from);
      if (!content) throw missing(from, 'ENOENT');
      files.delete(from);
      files.set(to, content);
    },
    async remove(path) {
      files.delete(path);
    },
    async syncFolder() {},
  };
}

function memoryFile(content: { bytes: Buffer; size: number }): Omit<DiskFile, 'isAt'> {
  return {
    size: async () => content.size,
    async write(bytes, position) {
      const end = position + bytes.length;
      if (end > content.bytes.length) {
        const larger = Buffer.alloc(Math.max(end, content.bytes.length * 2, 4096));
        content.bytes.copy(larger, 0, 0, content.size);
        content.bytes = larger;
      }
      bytes.copy(content.bytes, position);
      content.size = Math.max(content.size, end);
      return bytes.length;
    },
    read: async (into, position) => (position >= content.size ? 0 : content.bytes.copy(into, 0, position, Math.min(content.size, position + into.length))),
    sync: async () => {},
    async truncate(size) {
      content.size = Math.min(size, content.size);
    },
    close: async () => {},
  };
}
