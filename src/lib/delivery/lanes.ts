import { Fifo } from './fifo';
import type { Item } from './item';
import { takesPlace } from './item';
import { Sleepers } from './sleepers';

export type Kind = 'look up' | 'create' | 'update' | 'automatic update';
const kinds: readonly Kind[] = ['look up', 'update', 'create', 'automatic update'];

/** What waits for one ticket, in order. */
export interface Lane {
  readonly names: string[];
  items: Item[];
  state: 'ready' | 'asleep' | 'busy';
  /** How many keep it busy: who sends what is first in it, and who ends what waits behind. */
  holders: number;
  /** Another that turned out to be of the same ticket, and has all that it had. */
  into?: Lane;
  /** Until when it sleeps, or will once it is not busy, ms; 0 where it need not. */
  wakeAt: number;
}

/**
 * Order is kept per guid and per ticket: each has a lane, and only what is first in its lane may go.
 * Lanes do not wait for each other. Those whose first item may go are kept by kind, so that a kind that must
 * wait (creates while Jira limits them, automatic updates over Update Settings) costs nothing meanwhile.
 */
export class Lanes {
  private readonly byName = new Map<string, Lane>();
  private readonly ready: Record<Kind, Fifo<Lane>> = {
    'look up': new Fifo(),
    create: new Fifo(),
    update: new Fifo(),
    'automatic update': new Fifo(),
  };
  private readonly asleep = new Sleepers();
  private turn = 0;
  private count = 0;
  private length = 0;

  /** Items in all lanes. */
  get size(): number {
    return this.count;
  }

  /** What their bodies take in the journal. */
  get bytes(): number {
    return this.length;
  }

  add(name: string, item: Item): Lane {
    this.count += 1;
    this.length += item.position.length;
    const lane = this.byName.get(name);
    if (!lane) return this.open(name, item);
    // A busy lane may be empty: its last item has ended, and it is not given back yet.
    const before = lane.state === 'ready' ? kindOf(lane) : undefined;
    lane.items.push(item);
    item.lane = lane;
    // A manual update joins the automatic ones that it stands behind, and takes them along.
    if (before !== undefined && kindOf(lane) !== before) this.ready[kindOf(lane)].push(lane);
    return lane;
  }

  private open(name: string, item: Item): Lane {
    const lane: Lane = { names: [name], items: [item], state: 'ready', holders: 0, wakeAt: 0 };
    item.lane = lane;
    this.byName.set(name, lane);
    this.ready[kindOf(lane)].push(lane);
    return lane;
  }

  /** @returns the next lane of the first open kind, now busy; undefined where nothing may go */
  take(now: number, open: (kind: Kind) => boolean): Lane | undefined {
    this.wake(now);
    for (const i of kinds.keys()) {
      const kind = kinds[(this.turn + i) % kinds.length] as Kind;
      const lane = open(kind) ? this.takeOf(kind) : undefined;
      if (lane) {
        this.turn = (this.turn + i + 1) % kinds.length;
        return lane;
      }
    }
    return undefined;
  }

  /** One more lane of this kind, to travel along. */
  takeOf(kind: Kind): Lane | undefined {
    const queue = this.ready[kind];
    for (let lane = queue.shift(); lane; lane = queue.shift()) {
      if (isReady(lane, kind)) {
        this.hold(lane);
        return lane;
      }
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Keeps it busy until it is released as often. */
  hold(lane: Lane): void {
    lane.state = 'busy';
    lane.holders += 1;
  }

  /** Gives a lane back. It may go on once nobody holds it, and not before the latest `wakeAt` (ms) that one of them gave. */
  release(given: Lane, wakeAt = 0): void {
    const lane = joined(given);
    lane.holders -= 1;
    lane.wakeAt = Math.max(lane.wakeAt, wakeAt);
    if (lane.holders > 0) return;
    if (lane.items.length === 0) this.close(lane);
    else if (lane.wakeAt > 0) {
      lane.state = 'asleep';
      this.asleep.push(lane);
    } else {
      lane.state = 'ready';
      this.ready[kindOf(lane)].push(lane);
    }
  }

  /** Forgets a lane in which nothing waits. */
  close(lane: Lane): void {
    for (const name of lane.names) this.byName.delete(name);
  }

  /** Ready lanes anew, each by the kind of its first item: that has changed while the journal was read back. */
  requeue(): void {
    for (const lane of new Set(this.byName.values())) this.ready[kindOf(lane)].push(lane);
  }

  /** Takes out what has ended. */
  remove(item: Item): void {
    const { items } = item.lane as Lane;
    const index = items.indexOf(item);
    if (index < 0) return;
    items.splice(index, 1);
    this.count -= 1;
    this.length -= item.position.length;
  }

  /** From now on `other` names the same ticket as this busy lane: its guid and its key lead to one lane, which is busy while either was. */
  join(given: Lane, other: string): void {
    const lane = joined(given);
    const existing = this.byName.get(other);
    if (existing === lane) return;
    if (!existing) {
      lane.names.push(other);
      this.byName.set(other, lane);
      return;
    }
    for (const item of existing.items) item.lane = lane;
    lane.items = [...lane.items, ...existing.items.splice(0)].sort((a, b) => a.since - b.since);
    for (const name of existing.names.splice(0)) {
      this.byName.set(name, lane);
      lane.names.push(name);
    }
    lane.holders += existing.holders;
    lane.wakeAt = Math.max(lane.wakeAt, existing.wakeAt);
    existing.into = lane;
    existing.state = 'busy'; // whatever queue still holds it passes over it
  }

  /** The clock was moved by so many ms. */
  shift(ms: number): void {
    for (const lane of new Set(this.byName.values())) {
      if (lane.wakeAt > 0) lane.wakeAt += ms;
      if (lane.state === 'asleep') this.asleep.push(lane);
    }
  }

  /** The earliest moment (ms) at which a sleeping lane wakes; Infinity if none sleeps. */
  nextWake(): number {
    return this.asleep.first();
  }

  /** Whether a lane of this kind waits only for its kind to open. */
  hasReady(kind: Kind): boolean {
    for (const _lane of this.readyOf(kind)) return true;
    return false;
  }

  /** How many items wait in such lanes: looks at each of them. */
  waiting(kind: Kind): number {
    let count = 0;
    // A lane that was made busy and given back stands there twice.
    for (const lane of new Set(this.readyOf(kind))) count += lane.items.length;
    return count;
  }

  private *readyOf(kind: Kind): Generator<Lane> {
    for (const lane of this.ready[kind]) if (isReady(lane, kind)) yield lane;
  }

  *all(): Generator<[Lane, Item]> {
    for (const lane of new Set(this.byName.values())) for (const item of lane.items) yield [lane, item];
  }

  private wake(now: number): void {
    for (let lane = this.asleep.pop(now); lane; lane = this.asleep.pop(now)) {
      lane.state = 'ready';
      lane.wakeAt = 0;
      this.ready[kindOf(lane)].push(lane);
    }
  }
}

function joined(lane: Lane): Lane {
  return lane.into ? joined(lane.into) : lane;
}

const mostMerged = 100;

/** The updates at the head of a lane that may travel as one. */
export function mergeable(lane: Lane): Item[] {
  const merged: Item[] = [];
  for (const item of lane.items) {
    const alone = item.alone === true || item.steps === true;
    if (merged.length === mostMerged || item.action !== 'UPDATE' || (alone && merged.length > 0)) break;
    merged.push(item);
    if (alone) break;
  }
  return merged;
}

/** What travels in one request of lanes that begin alike, each with its lane. */
export function takenTogether(lanes: Lane[]): Map<Item, Lane> {
  const items = new Map<Item, Lane>();
  for (const lane of lanes) {
    const updates = mergeable(lane);
    for (const item of updates.length > 0 ? updates : lane.items.slice(0, 1)) items.set(item, lane);
  }
  return items;
}

/** Whether it waits for nothing but its kind. The queues of the kinds hold others too: what has changed since is passed over. */
function isReady(lane: Lane, kind: Kind): boolean {
  return lane.state === 'ready' && lane.items.length > 0 && kindOf(lane) === kind;
}

function kindOf(lane: Lane): Kind {
  const head = lane.items[0] as Item;
  if (head.next === 'look up') return 'look up';
  if (head.action === 'CREATE') return head.made ? 'update' : 'create';
  return mergeable(lane).every(takesPlace) ? 'automatic update' : 'update';
}
