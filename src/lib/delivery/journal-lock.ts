import { TicketError } from '../ticket/error';
import type { Clock, Timer } from './clock';
import { delay } from './clock';
import type { Disk } from './disk';

/** What tells one process from another, also across restarts of the machine and between containers. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Changes at every start of the process, for containers where the pid is always the same. */
  start: string;
  /** Whether the process with this pid, which has started so, runs on this host; undefined: that cannot be seen from here. */
  isAlive(pid: number, start: string): boolean | undefined;
}

/** Who waits for a lock whose holder cannot be seen. */
export interface Waiter {
  /** It may take more than a minute: for Node-RED's log. */
  report: (message: string) => void;
  /** It is not wanted any more. */
  signal?: AbortSignal | undefined;
}

interface Holder {
  pid: number;
  host: string;
  start: string;
  /** Grows while the holder lives. */
  beat: number;
}

/** A holder shows that it lives so often, ms. */
const beatEvery = 30_000;

/** One on another host, whose processes cannot be seen from here, is dead if it has not shown itself for so long, ms. */
const silence = 75_000;

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
    private readonly disk: Disk,
    private readonly path: string,
    private readonly me: ProcessIdentity,
    private readonly clock: Clock,
  ) {}

  /** @throws {TicketError} JOURNAL naming the process that holds it, and the file; also where it is not wanted any more */
  static async take(disk: Disk, journal: string, me: ProcessIdentity, clock: Clock, waiter: Waiter): Promise<JournalLock> {
    const lock = new JournalLock(disk, `${journal}.lock`, me, clock);
    for (let attempt = 0; attempt < 3; attempt++) {
      if (await lock.tryCreate(lock.path)) {
        lock.keepAlive();
        return lock;
      }
      const holder = await lock.readHolder();
      if (holder && (await lock.isHeldBy(holder, waiter))) {
        throw new TicketError(
          'JOURNAL',
          `The journal ${journal} is in use by process ${holder.pid} on ${holder.host}. ` +
            `Stop the other Node-RED, or give this one a user directory of its own. If that process is none that has it, remove ${lock.path}.`,
        );
      }
      await disk.remove(lock.path);
    }
    throw new TicketError('JOURNAL', `The lock ${lock.path} cannot be taken: another process takes it at the same time.`);
  }

  /** Where the disk hangs, the lock goes once it does no more, and another has to wait until then. */
  async release(): Promise<void> {
    this.isReleased = true;
    this.timer.cancel();
    // A beat under way would put it back.
    const removed = this.beating.then(() => this.disk.remove(this.path));
    await Promise.race([removed, delay(this.clock, releaseWait)]);
  }

  private async tryCreate(path: string): Promise<boolean> {
    const { pid, host, start } = this.me;
    const holder: Holder = { pid, host, start, beat: this.beat };
    try {
      await this.disk.create(path, JSON.stringify(holder));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    }
  }

  private keepAlive(): void {
    this.timer = this.clock.after(beatEvery, () => {
      this.beat += 1;
      // A disk that cannot take this cannot take a command either, and says so there.
      const shown = this.replace().catch(() => undefined);
      this.beating = shown.then(() => {
        if (!this.isReleased) this.keepAlive();
      });
    });
  }

  /** In one step, for a lock that is half written is nobody's. */
  private async replace(): Promise<void> {
    const next = `${this.path}.new`;
    await this.disk.remove(next);
    if (await this.tryCreate(next)) await this.disk.rename(next, this.path);
  }

  /** A half-written lock belongs to a process that died while making it. */
  private async readHolder(): Promise<Holder | undefined> {
    try {
      const { pid, host, start, beat } = JSON.parse(await this.disk.read(this.path)) as Partial<Holder>;
      if (typeof pid === 'number' && typeof host === 'string' && typeof start === 'string') return { pid, host, start, beat: beat ?? 0 };
    } catch {
      // There is none, or it is no JSON.
    }
    return undefined;
  }

  private async isHeldBy(holder: Holder, waiter: Waiter): Promise<boolean> {
    if (holder.host !== this.me.host) return this.showsItself(holder, waiter);
    if (holder.pid === this.me.pid) return holder.start === this.me.start;
    return this.me.isAlive(holder.pid, holder.start) ?? this.showsItself(holder, waiter);
  }

  /** A container that was killed leaves its lock to one with another host name: whether it lives, only time tells. */
  private async showsItself({ start, beat, pid, host }: Holder, { report, signal }: Waiter): Promise<boolean> {
    report(`The lock ${this.path} is of process ${pid} on ${host}, which cannot be seen from here: commands wait up to ${silence / 1_000} s to see whether it lives.`);
    const end = this.clock.steady() + silence;
    while (this.clock.steady() < end) {
      await delay(this.clock, 1_000);
      if (signal?.aborted) throw new TicketError('JOURNAL', 'The connection closes.');
      const now = await this.readHolder();
      if (!now) return false;
      if (now.start !== start || now.beat !== beat) return true;
    }
    return false;
  }
}
