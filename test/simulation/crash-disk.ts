import type { Disk, DiskFile } from '../../src/lib/delivery/disk';
import { diskError } from './faulty-disk';
import type { VirtualClock } from './virtual-clock';

type Change = { position: number; bytes: Buffer } | { size: number };

interface Content {
  /** What survives a crash for sure. */
  durable: Bytes;
  /** What a reader sees. */
  current: Bytes;
  /** Writes and truncations since the last sync, in order. */
  pending: Change[];
}

/**
 * A disk as the page cache and a power cut make it: what was not synced is dropped, kept, torn or reordered, and a name
 * that was not synced may be gone or back.
 */
export class CrashDisk {
  private files = new Map<string, Content>();
  /** How the changes of the folder are undone that a crash may undo, in the order in which they were made: file systems keep it. */
  private readonly undoings: Array<() => void> = [];
  /** What goes wrong with the next call; undefined: nothing. */
  fault: (call: 'read' | 'write' | 'sync') => string | undefined = () => undefined;

  constructor(
    private readonly clock: VirtualClock,
    private readonly random: () => number,
  ) {}

  /** The power is cut: only this much is left. */
  crash(): void {
    for (const content of this.files.values()) {
      this.survive(content);
      content.current = content.durable.copy();
      content.pending = [];
    }
    const left = Math.floor(this.random() * (this.undoings.length + 1));
    while (this.undoings.length > left) this.undoings.pop()?.();
    this.undoings.length = 0;
  }

  /** A byte of the file is not what was written: of what came last, as likely as not. @returns whether there is one */
  rot(path: string): boolean {
    const content = this.files.get(path);
    if (!content || content.current.size === 0) return false;
    const { size } = content.current;
    const position = size - 1 - Math.floor(this.random() * (this.random() < 0.5 ? Math.min(size, 600) : size));
    const [byte = 0] = content.current.view(position, 1);
    const bytes = Buffer.from([byte ^ (1 << Math.floor(this.random() * 8))]);
    for (const side of [content.current, content.durable]) if (side.size > position) side.apply({ position, bytes });
    return true;
  }

  /** This disk for one run of the process; once that is dead, its calls never come back. */
  forProcess(alive: () => boolean): Disk {
    const step = <T>(path: string, act: () => T): Promise<T> => this.pause(path, alive).then(act);
    return {
      open: (path) => step(path, () => this.openFile(path, alive)),
      create: (path, text) =>
        step(path, () => {
          if (this.files.has(path)) throw diskError('EEXIST');
          const content: Content = { durable: new Bytes(), current: new Bytes(), pending: [] };
          this.change(content, { position: 0, bytes: Buffer.from(text) });
          this.make(path, content);
        }),
      read: (path) =>
        step(path, () => {
          const content = this.files.get(path);
          if (!content) throw diskError('ENOENT');
          return content.current.view().toString('utf8');
        }),
      rename: (from, to) =>
        step(from, () => {
          const content = this.files.get(from);
          if (!content) throw diskError('ENOENT');
          const before = this.files.get(to);
          this.files.delete(from);
          this.files.set(to, content);
          this.undoBy(() => {
            this.files.set(from, content);
            if (before) this.files.set(to, before);
            else this.files.delete(to);
          });
        }),
      remove: (path) =>
        step(path, () => {
          const content = this.files.get(path);
          if (!content) return;
          this.files.delete(path);
          this.undoBy(() => this.files.set(path, content));
        }),
      syncFolder: (path) =>
        step(path, () => {
          this.check('sync');
          this.undoings.length = 0;
        }),
    };
  }

  /** The lock shows twice a minute that its holder lives; a moment for each call of that took half of all the time. */
  private pause(path: string, alive: () => boolean): Promise<void> {
    if (!path.includes('.lock')) return this.later(alive);
    return alive() ? Promise.resolve() : new Promise(() => undefined);
  }

  /** Every call takes a moment, so that a crash can come in between. */
  private later(alive: () => boolean): Promise<void> {
    return new Promise((resolve) =>
      this.clock.after(this.random() * 4, () => {
        if (alive()) resolve();
      }),
    );
  }

  private openFile(path: string, alive: () => boolean): DiskFile {
    const content = this.files.get(path) ?? { durable: new Bytes(), current: new Bytes(), pending: [] };
    if (!this.files.has(path)) this.make(path, content);
    let closed = false;
    const step = <T>(act: () => T): Promise<T> => (closed ? Promise.reject(new Error('file closed')) : this.later(alive).then(act));
    return {
      size: () => step(() => content.current.size),
      isAt: (at) => step(() => this.files.get(at) === content),
      write: (bytes, position) =>
        step(() => {
          const code = this.fault('write');
          const taken = code === undefined ? bytes : bytes.subarray(0, Math.floor(bytes.length * this.random()));
          this.change(content, { position, bytes: Buffer.from(taken) });
          if (code !== undefined) throw diskError(code);
          return taken.length;
        }),
      read: (into, position) =>
        step(() => {
          this.check('read');
          return content.current.view(position, into.length).copy(into);
        }),
      sync: () =>
        step(() => {
          this.check('sync');
          for (const change of content.pending) content.durable.apply(change);
          content.pending = [];
        }),
      truncate: (size) => step(() => this.change(content, { size })),
      close: () =>
        step(() => {
          closed = true;
        }),
    };
  }

  private check(call: 'read' | 'sync'): void {
    const code = this.fault(call);
    if (code !== undefined) throw diskError(code);
  }

  private make(path: string, content: Content): void {
    this.files.set(path, content);
    this.undoBy(() => this.files.delete(path));
  }

  /** An operating system writes them by itself before long: the last few are what a crash may undo. */
  private undoBy(undo: () => void): void {
    this.undoings.push(undo);
    if (this.undoings.length > 8) this.undoings.shift();
  }

  private change(content: Content, change: Change): void {
    content.current.apply(change);
    content.pending.push(change);
  }

  /** Each change since the last sync is on disk, or not, or partly. */
  private survive({ durable, pending }: Content): void {
    for (const change of pending) {
      const luck = this.random();
      if (luck < 0.4) continue;
      if (luck < 0.6 && 'bytes' in change) durable.apply({ ...change, bytes: change.bytes.subarray(0, Math.floor(change.bytes.length * this.random())) });
      else durable.apply(change);
    }
  }
}

/** A file's content, which grows without being copied each time. */
class Bytes {
  size = 0;
  private buffer = Buffer.alloc(0);

  view(position = 0, length = this.size): Buffer {
    return this.buffer.subarray(Math.min(position, this.size), Math.min(position + length, this.size));
  }

  apply(change: Change): void {
    if ('size' in change) {
      this.size = Math.min(this.size, change.size);
      return;
    }
    const end = change.position + change.bytes.length;
    if (end > this.buffer.length) {
      // From Node's pool where it is small, as the lock is that is written twice a minute.
      const larger = Buffer.allocUnsafe(end * 2);
      this.buffer.copy(larger, 0, 0, this.size);
      this.buffer = larger;
    }
    if (change.position > this.size) this.buffer.fill(0, this.size, change.position);
    change.bytes.copy(this.buffer, change.position);
    this.size = Math.max(this.size, end);
  }

  copy(): Bytes {
    const copy = new Bytes();
    copy.apply({ position: 0, bytes: Buffer.from(this.view()) });
    return copy;
  }
}
