import { Heap } from './heap';
import type { Lane } from './lanes';

/** Sleeping lanes by the moment they wake. A lane that was woken otherwise leaves a stale entry behind. */
export class Sleepers {
  private readonly heap = new Heap<{ at: number; lane: Lane }>((a, b) => a.at < b.at);

  first(): number {
    return this.earliest()?.at ?? Infinity;
  }

  push(lane: Lane): void {
    this.heap.push({ at: lane.wakeAt, lane });
  }

  pop(now: number): Lane | undefined {
    const top = this.earliest();
    if (!top || top.at > now) return undefined;
    this.heap.pop();
    return top.lane;
  }

  private earliest(): { at: number; lane: Lane } | undefined {
    let { top } = this.heap;
    while (top && (top.lane.state !== 'asleep' || top.lane.wakeAt !== top.at)) {
      this.heap.pop();
      ({ top } = this.heap);
    }
    return top;
  }
}
