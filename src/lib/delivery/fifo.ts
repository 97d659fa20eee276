/** First in, first out, in constant time on the whole: `Array.shift` moves all that remains. */
export class Fifo<T> {
  private incoming: T[] = [];
  /** What goes next, the first at the end. */
  private outgoing: T[] = [];

  push(item: T): void {
    this.incoming.push(item);
  }

  shift(): T | undefined {
    if (this.outgoing.length === 0) {
      this.outgoing = this.incoming.reverse();
      this.incoming = [];
    }
    return this.outgoing.pop();
  }

  *[Symbol.iterator](): Generator<T> {
    for (let i = this.outgoing.length - 1; i >= 0; i--) yield this.outgoing[i] as T;
    yield* this.incoming;
  }
}
