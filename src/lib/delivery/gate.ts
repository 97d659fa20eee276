import type { Pause } from '../records/entry';
import type { Random } from './backoff';
import { halfJitter, ownMinimum } from './backoff';

/** What a pause is for: everything, one kind of request, or one ticket (`issue:NET-1`). */
export type Scope = 'all' | 'create' | 'update' | 'search' | 'read' | `issue:${string}`;

/** So many failures in a row, without an answer between them, are an outage. */
const outageFrom = 3;

/** A timer may fire a millisecond early, and clocks differ: a rate limit is over a little later. */
const margin = 25;

/** Which requests may go: pauses by scope for rate limits, a pause of everything in an outage, a hold for refused logins. */
export class Gate {
  private readonly pauses = new Map<string, Pause>();
  private failures = 0;
  private heldFor: string | undefined;
  /** Called when it becomes held. */
  onHold: () => void = () => {};
  /** Called when Jira limits a scope. */
  onLimit: (pause: Pause) => void = () => {};

  constructor(private readonly random: Random) {}

  /** @returns the moment (ms) from which all these scopes are open; 0: now; Infinity: held */
  closedUntil(scopes: readonly Scope[], now: number): number {
    return this.heldFor === undefined ? this.pausedUntil(scopes, now) : Infinity;
  }

  /** As {@link closedUntil}, but for a hold, of which nobody knows how long it lasts. */
  pausedUntil(scopes: readonly Scope[], now: number): number {
    let until = 0;
    for (const scope of scopes) {
      const pause = this.pauses.get(scope);
      if (pause && pause.until > now) until = Math.max(until, pause.until);
    }
    return until;
  }

  /** The clock was moved by so many ms. */
  shift(ms: number): void {
    for (const [scope, { at, until, strikes }] of this.pauses) this.pauses.set(scope, { scope, at: at + ms, until: until + ms, strikes });
  }

  /** A limit that the journal tells of. */
  resume(pause: Pause): void {
    this.pauses.set(pause.scope, pause);
  }

  /** All is read back. What comes later is of a clock that is behind at present: it counts from now. */
  start(now: number): void {
    for (const { scope, at, until, strikes } of this.pauses.values()) {
      const ahead = Math.max(0, at - now);
      if (until > now) this.pauses.set(scope, { scope, at: at - ahead, until: until - ahead, strikes });
      else this.pauses.delete(scope);
    }
  }

  /** The limits of Jira that are not over. */
  limits(now: number): Pause[] {
    return [...this.pauses.values()].filter(({ until, strikes }) => strikes > 0 && until > now);
  }

  /** Jira limits this scope: it pauses for at least `retryAfter` ms, and our own growing minimum. @returns until when (ms) */
  limited(scope: Scope, retryAfter: number | undefined, now: number): number {
    const strikes = (this.pauses.get(scope)?.strikes ?? 0) + 1;
    const minimum = ownMinimum(strikes);
    const until = now + Math.max(retryAfter ?? 0, minimum) + margin + (this.random() * minimum) / 2;
    const pause = { scope, at: now, until: Math.max(until, this.pauses.get(scope)?.until ?? 0), strikes };
    this.pauses.set(scope, pause);
    this.onLimit(pause);
    return until;
  }

  /** A request did not get through. One alone means little; several in a row pause everything, longer each time. */
  failed(now: number): void {
    this.failures += 1;
    if (this.failures < outageFrom) return;
    const until = now + halfJitter(this.failures - outageFrom + 1, this.random);
    const pause = this.pauses.get('all');
    this.pauses.set('all', { scope: 'all', at: now, until: Math.max(until, pause?.until ?? 0), strikes: pause?.strikes ?? 0 });
  }

  /** Jira answered: whatever it said, it is there. `unlimited`: the scopes it let through. */
  answered(unlimited: readonly Scope[], now: number): void {
    this.failures = 0;
    for (const scope of unlimited) {
      const pause = this.pauses.get(scope);
      if (pause && pause.until <= now) this.pauses.delete(scope);
    }
  }

  /** In doubt whether Jira is there: one request at a time. */
  get doubtful(): boolean {
    return this.failures >= outageFrom;
  }

  get held(): string | undefined {
    return this.heldFor;
  }

  hold(reason: string): void {
    const before = this.heldFor;
    this.heldFor = reason;
    if (before === undefined) this.onHold();
  }

  release(): void {
    this.heldFor = undefined;
    this.failures = 0;
  }
}
