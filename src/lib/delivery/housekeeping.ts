import type { Redact } from '../jira/redact';
import { TicketError } from '../ticket/error';
import type { Clock, Timer } from './clock';
import type { DeliveryEvents } from './options';

const minute = 60_000;

/** Does what is to be done every minute or so, and not at computed moments: a machine that slept, or whose clock was set, is right a minute later. */
export class Housekeeping {
  private timer: Timer | undefined;
  private stopped = false;

  /**
   * @param parts `giveUpAfter` (ms): where that is short, nothing may be a minute late
   * @param tasks in their order; one that fails keeps no other from being done, and is tried again the next time
   * @param later done after them, but not the first time
   */
  constructor(
    private readonly parts: { clock: Clock; events: DeliveryEvents; redact: Redact; giveUpAfter: number },
    private readonly tasks: ReadonlyArray<() => unknown>,
    private readonly later: () => void,
  ) {}

  /** Resolves once all is done for the first time; the rest comes by itself. */
  keep(): Promise<void> {
    return this.doAll(this.tasks);
  }

  private async doAll(tasks: ReadonlyArray<() => unknown>): Promise<void> {
    for (const task of tasks) {
      try {
        await task();
      } catch (error) {
        this.failed(error);
      }
    }
    const { clock, giveUpAfter } = this.parts;
    if (!this.stopped) this.timer = clock.after(Math.min(minute, Math.max(1_000, giveUpAfter / 10)), () => void this.doAll([...this.tasks, this.later]));
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  /** What the disk refuses is the ledger's trouble, and shown as such. */
  private failed(error: unknown): void {
    const { events, redact } = this.parts;
    if (error instanceof TicketError) events.onStatus();
    else events.report('error', redact(`Unexpected error in the housekeeping: ${(error as Error).stack ?? String(error)}`));
  }
}
