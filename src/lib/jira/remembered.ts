import { Bounded } from './bounded';

/** What a load found, and for how long it is good. */
export interface Loaded<T> {
  value: T;
  ttlMs: number;
}

interface Entry<T> {
  promise: Promise<T>;
  /** ms by the clock of the memory, whichever that is. */
  begunAt: number;
  /** By the same clock; undefined while it is being loaded. */
  loadedAt?: number;
  ttlMs: number;
}

/** Keeps what was loaded for a time of its own. Those who ask for the same thing at once share one load; a failure is not kept. */
export class Remembered<T> {
  private readonly entries: Bounded<string, Entry<T>>;

  constructor(
    private readonly clock: { now(): number },
    most = 200,
  ) {
    this.entries = new Bounded(most);
  }

  get(key: string, load: () => Promise<Loaded<T>>): Promise<T> {
    const known = this.entries.get(key);
    if (known !== undefined && this.isFresh(known)) return known.promise;
    const entry: Entry<T> = { promise: load().then((loaded) => this.keep(entry, loaded)), begunAt: this.clock.now(), ttlMs: 0 };
    this.entries.set(key, entry);
    entry.promise.catch(() => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    });
    return entry.promise;
  }

  /**
   * The next to ask loads anew, also where a load is under way: it may have begun before what makes it stale.
   *
   * @param before what was asked for later is kept: several who find out that it was stale have it loaded once
   */
  forget(key: string, before = Infinity): void {
    const known = this.entries.get(key);
    if (known !== undefined && known.begunAt <= before) this.entries.delete(key);
  }

  private keep(entry: Entry<T>, { value, ttlMs }: Loaded<T>): T {
    entry.loadedAt = this.clock.now();
    entry.ttlMs = ttlMs;
    return value;
  }

  private isFresh({ loadedAt, ttlMs }: Entry<T>): boolean {
    if (loadedAt === undefined) return true;
    const age = this.clock.now() - loadedAt;
    // A clock that was put back must not make it last for longer.
    return age >= 0 && age < ttlMs;
  }
}
