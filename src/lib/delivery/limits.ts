import type { Entry, Pause, PauseOf } from '../records/entry';
import type { Random } from './backoff';
import { Gate } from './gate';
import type { DeliverySettings } from './options';
import { UpdateWindow } from './update-window';

/** That something is sent is noted before it is, so that it may have been that much later, ms: after a restart nobody knows. */
const sendingTakes = 1_000;

/** What a rewritten journal has of them. */
export interface KeptLimits {
  /** When automatic updates were sent, ms since 1970. */
  updateTimes: number[];
  pauses: PauseOf[];
}

/** What holds requests back. It is folded from the journal, as the records are: a restart is no reason to ask Jira more often. */
export class Limits {
  readonly gate: Gate;
  readonly window: UpdateWindow;
  /** When requests were sent before this start, ms since 1970. */
  private requests: number[] = [];

  /** @param base where the connection leads: what another Jira has said is nothing to this one */
  constructor(
    private readonly settings: Pick<DeliverySettings, 'updateMax' | 'updatePeriod' | 'requestsPeriod'>,
    random: Random,
    private readonly base: string,
  ) {
    this.gate = new Gate(random);
    this.window = new UpdateWindow(settings.updateMax, settings.updatePeriod);
  }

  /** Folds an entry that is read back. */
  replay(entry: Entry): void {
    switch (entry.kind) {
      case 'sending':
        if (entry.automaticUpdate) this.updated(entry.at + sendingTakes);
        break;
      case 'response':
        this.requests.push(Date.parse(entry.response.time));
        break;
      case 'pause':
        this.resume(entry);
        break;
      case 'clock':
        this.window.shift(entry.moved);
        this.gate.shift(entry.moved);
        this.requests = this.requests.map((at) => at + entry.moved);
        break;
      case 'snapshot':
        for (const at of entry.updateTimes) this.updated(at);
        entry.pauses?.forEach((pause) => this.resume(pause));
        break;
      default: // not about limits
    }
  }

  /**
   * All is read back.
   *
   * @param now ms since 1970. What comes later is of a clock that is behind at present: it counts from now
   * @returns how long ago, ms, the requests of the last period were sent
   */
  start(now: number): number[] {
    this.gate.start(now);
    const ago = this.requests.map((at) => Math.max(0, now - at));
    this.requests = [];
    return ago.filter((ms) => ms < this.settings.requestsPeriod);
  }

  kept(now: number): KeptLimits {
    return { updateTimes: this.window.recent(now), pauses: this.gate.limits(now).map((pause) => this.of(pause)) };
  }

  /** A pause as the journal has it. */
  of(pause: Pause): PauseOf {
    return { base: this.base, ...pause };
  }

  private updated(at: number): void {
    this.window.sent(this.window.reserve(), at);
  }

  private resume({ base, scope, at, until, strikes }: PauseOf): void {
    if (base === this.base) this.gate.resume({ scope, at, until, strikes });
  }
}
