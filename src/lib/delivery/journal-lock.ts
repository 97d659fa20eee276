import { TicketError } from '../ticket/error';
import type { Disk } from './disk';

/** What tells one process from another, also across restarts of the machine and between containers. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Changes at every start of the process, for containers where the pid is always the same. */
  start: string;
  /** Whether a process with this pid runs on this host. */
  isAlive(pid: number): boolean;
}

interface Holder {
  pid: number;
  host: string;
  start: string;
}

/**
 * Takes the lock beside a journal, so that two Node-REDs on one user directory do not send the same commands twice.
 * A lock whose process has died is taken over.
 *
 * @returns a function that lets it go
 * @throws {TicketError} JOURNAL naming the process that holds it
 */
export async function lockJournal(disk: Disk, path: string, me: ProcessIdentity): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  const mine: Holder = { pid: me.pid, host: me.host, start: me.start };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await disk.create(lock, JSON.stringify(mine));
      return () => disk.remove(lock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(disk, lock);
    if (holder && isHeld(holder, me)) {
      throw new TicketError(
        'JOURNAL',
        `The journal ${path} is in use by process ${holder.pid} on ${holder.host}. ` +
          `Stop the other Node-RED, or give this one a user directory of its own; if none runs, remove ${lock}.`,
      );
    }
    await disk.remove(lock);
  }
  throw new TicketError('JOURNAL', `The lock ${lock} cannot be taken: another process takes it at the same time.`);
}

/** A half-written lock belongs to a process that died while making it. */
async function readHolder(disk: Disk, lock: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await disk.read(lock)) as Partial<Holder>;
    const { pid, host, start } = holder;
    return typeof pid === 'number' && typeof host === 'string' && typeof start === 'string' ? { pid, host, start } : undefined;
  } catch {
    return undefined;
  }
}

function isHeld(holder: Holder, me: ProcessIdentity): boolean {
  if (holder.host !== me.host) return true; // its processes cannot be seen from here
  if (holder.pid === me.pid) return holder.start === me.start;
  return me.isAlive(holder.pid);
}
