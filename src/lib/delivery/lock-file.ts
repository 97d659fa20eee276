import { TicketError } from '../ticket/error';
import type { Clock } from './clock';
import { delay } from './clock';
import type { Disk } from './disk';
import type { Holder, ProcessIdentity } from './lock-holder';
import { holderText, isSameProcess, parseHolder } from './lock-holder';

/** One on another host, whose processes cannot be seen from here, is dead if it has not shown itself for so long, ms. */
const silence = 75_000;

/** What is half written for longer than this, ms, is of a process that died while writing it. */
const writing = 1_000;

/** Who waits for a lock whose holder cannot be seen, and has it then. */
export interface Waiter {
  /** For Node-RED's log: that it may take more than a minute, or that another process has the lock too. */
  report: (level: 'warn' | 'error', message: string) => void;
  /** It is not wanted any more. */
  signal?: AbortSignal | undefined;
}

/** The file that says whose a journal is. */
export class LockFile {
  readonly path: string;

  constructor(
    private readonly disk: Disk,
    private readonly journal: string,
    private readonly me: ProcessIdentity,
    private readonly clock: Clock,
    private readonly waiter: Waiter,
  ) {
    this.path = `${journal}.lock`;
  }

  /**
   * Makes the file, or takes it over from a process that has died. Only who has the file `.next` beside it may do that, and gives it the
   * name of the dead one's in one step: of two that find it dead, the second must not remove what the first has made. A process that dies
   * in between leaves a `.next`, which is taken over in the same way.
   *
   * @returns false where others have changed it meanwhile
   * @throws {TicketError} JOURNAL naming the process that has it; also where it is not wanted any more
   */
  async seize(path = this.path): Promise<boolean> {
    if (await this.tryCreate(path, 0)) return true;
    const found = await this.read(path);
    if (found === undefined || !(await this.isLeft(path, found))) return false;
    const next = `${path}.next`;
    if (!(await this.seize(next))) return false;
    try {
      if ((await this.read(path)) === found) {
        await this.disk.rename(next, path);
        return true;
      }
    } catch (error) {
      await this.disk.remove(next).catch(() => undefined);
      throw error;
    }
    await this.disk.remove(next);
    return false;
  }

  /** Somebody else whom it names. */
  async other(): Promise<Holder | undefined> {
    const holder = parseHolder(await this.read(this.path));
    return holder && !isSameProcess(holder, this.me) ? holder : undefined;
  }

  /** In one step, for a lock that is half written is nobody's. */
  async replace(beat: number): Promise<void> {
    const path = `${this.path}.new`;
    await this.disk.remove(path);
    if (await this.tryCreate(path, beat)) await this.disk.rename(path, this.path);
  }

  remove(): Promise<void> {
    return this.disk.remove(this.path);
  }

  private async tryCreate(path: string, beat: number): Promise<boolean> {
    try {
      await this.disk.create(path, holderText(this.me, beat));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    }
  }

  /** @returns undefined where there is none */
  private async read(path: string): Promise<string | undefined> {
    try {
      return await this.disk.read(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return undefined;
    }
  }

  /** Whether the process that has written this has died, if it says the same still. */
  private async isLeft(path: string, text: string): Promise<boolean> {
    const holder = parseHolder(text);
    if (!holder) {
      await delay(this.clock, writing);
      return true;
    }
    if (!(await this.isHeldBy(path, holder))) return true;
    throw new TicketError(
      'JOURNAL',
      `The journal ${this.journal} is in use by process ${holder.pid} on ${holder.host}. ` +
        `Stop the other Node-RED, or give this one a user directory of its own. If that process is none that has it, remove ${path}.`,
    );
  }

  private async isHeldBy(path: string, holder: Holder): Promise<boolean> {
    if (holder.host !== this.me.host) return this.showsItself(path, holder);
    if (holder.pid === this.me.pid) return holder.start === this.me.start;
    return this.me.isAlive(holder.pid, holder.start) ?? this.showsItself(path, holder);
  }

  /** A container that was killed leaves its lock to one with another host name: whether it lives, only time tells. */
  private async showsItself(path: string, { start, beat, pid, host }: Holder): Promise<boolean> {
    this.waiter.report('warn', `The lock ${path} is of process ${pid} on ${host}, which cannot be seen from here: commands wait up to ${silence / 1_000} s to see whether it lives.`);
    const end = this.clock.steady() + silence;
    while (this.clock.steady() < end) {
      await delay(this.clock, 1_000);
      if (this.waiter.signal?.aborted) throw new TicketError('JOURNAL', 'The connection closes.');
      const now = parseHolder(await this.read(path));
      if (!now) return false;
      if (now.start !== start || now.beat !== beat) return true;
    }
    return false;
  }
}
