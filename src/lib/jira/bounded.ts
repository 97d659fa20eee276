/**
 * A map of at most `most` entries, of which at least the newer half is there: for what can be asked for again. The older half is forgotten
 * as a whole, since a Map whose first entry is deleted again and again looks through all that were deleted before it finds the next.
 */
export class Bounded<K, V> {
  private newer = new Map<K, V>();
  private older = new Map<K, V>();

  constructor(private readonly most: number) {}

  get(key: K): V | undefined {
    return this.newer.has(key) ? this.newer.get(key) : this.older.get(key);
  }

  set(key: K, value: V): void {
    if (this.newer.size * 2 >= this.most && !this.newer.has(key)) {
      this.older = this.newer;
      this.newer = new Map();
    }
    this.newer.set(key, value);
  }

  delete(key: K): void {
    this.newer.delete(key);
    this.older.delete(key);
  }
}
