import { TicketError } from '../ticket/error';
import type { Clock, Timer } from './clock';
import { delay } from './clock';
import type { Disk } from './disk';
import type { Waiter } from './lock-file';
import { LockFile } from './lock-file';
import type { ProcessIdentity } from './lock-holder';

/** A holder shows that it lives so often, ms. */
const beatEvery = 30_000;

/** Letting it go waits so long for a disk that hangs, ms: a connection has two seconds to close. */
const releaseWait = 300;

/**
 * The lock beside a journal, so that two Node-REDs on one user directory do not send the same commands twice.
 * A lock whose process has died is taken over.
 */
export class JournalLock {
  private beat = 0;
  private timer!: Timer;
  /** The last showing of itself. */
  private beating = Promise.resolve();
  private isReleased = false;

  private constructor(
    private readonly file: LockFile,
    private readonly journal: string,
    private readonly clock: Clock,
    private readonly waiter: Waiter,
  ) {}

  /** @throws {TicketError} JOURNAL naming the process that holds it, and the file; also where it is not wanted any more */
  static async take(disk: Disk, journal: string, me: ProcessIdentity, clock: Clock, waiter: Waiter): Promise<JournalLock> {
    const file = new LockFile(disk, journal, me, clock, waiter);
    for (let attempt = 0; attempt < 3; attempt++) {
      if (await file.seize()) {
        const lock = new JournalLock(file, journal, clock, waiter);
        lock.keepAlive();
        return lock;
      }
    }
    throw new TicketError('JOURNAL', `The lock ${file.path} cannot be taken: another process takes it at the same time.`);
  }

  /** Where the disk hangs, the lock goes once it does no more, and another has to wait until then. */
  async release(): Promise<void> {
    this.isReleased = true;
    this.timer.cancel();
    // A beat under way would put it back.
    const removed = this.beating.then(async () => {
      const other = await this.file.other().catch(() => undefined);
      if (!other) await this.file.remove();
    });
    await Promise.race([removed, delay(this.clock, releaseWait)]);
  }

  private keepAlive(): void {
    this.timer = this.clock.after(beatEvery, () => {
      // A disk that cannot take this cannot take a command either, and says so there.
      const shown = this.show().catch(() => true);
      this.beating = shown.then((isMine) => {
        if (isMine && !this.isReleased) this.keepAlive();
      });
    });
  }

  /** @returns false where it is another's, which is told once: this one shows itself no more */
  private async show(): Promise<boolean> {
    const other = await this.file.other();
    if (!other) {
      this.beat += 1;
      await this.file.replace(this.beat);
      return true;
    }
    this.waiter.report(
      'error',
      `The journal ${this.journal} is in use by process ${other.pid} on ${other.host} too, which has taken over its lock ${this.file.path}: ` +
        'somebody removed that, or this process did not show itself in time. Tickets may be made twice. Stop one of the two Node-REDs, then start the other again.',
    );
    return false;
  }
}
