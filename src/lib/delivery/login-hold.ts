import type { Clock, Timer } from './clock';
import type { Exchange } from './exchange';
import type { Gate } from './gate';
import type { DeliveryEvents } from './options';
import { settle } from './settle';

/** How often (ms) refused credentials are tried again: more often would lock the account. */
const probeEvery = 5 * 60_000;

interface HoldParts {
  gate: Gate;
  exchange: Exchange;
  events: DeliveryEvents;
  clock: Clock;
  /** Ends what does not wait for credentials. */
  onHeld: () => Promise<unknown>;
  onReleased: () => void;
}

/** While the credentials are refused, automatic commands wait, and a person who is looking is told at once. */
export class LoginHold {
  private probing: Timer | undefined;
  private stopped = false;

  constructor(private readonly parts: HoldParts) {
    parts.gate.onHold = () => this.begin();
  }

  stop(): void {
    this.stopped = true;
    this.probing?.cancel();
  }

  private begin(): void {
    const { events, gate, onHeld } = this.parts;
    events.report('warn', `Held: ${gate.held ?? ''}. Automatic commands wait; the credentials are tried again every five minutes.`);
    events.onStatus();
    onHeld().catch(() => events.onStatus());
    this.probeLater();
  }

  private probeLater(): void {
    this.probing?.cancel();
    this.probing = this.parts.clock.after(probeEvery, () => void this.probe());
  }

  private async probe(): Promise<void> {
    const result = await this.parts.exchange.probe();
    if (this.stopped) return;
    const { verdict, down } = settle(result, 'read');
    // An old server has no `myself`: what it answers instead is no refusal of the credentials.
    if (verdict === 'hold' || verdict === 'wait' || down) return this.probeLater();
    this.parts.gate.release();
    this.parts.onReleased();
  }
}
