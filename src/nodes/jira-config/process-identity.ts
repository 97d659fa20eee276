import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ProcessIdentity } from '../../lib/delivery/lock-holder';

/** This process, as the journal's lock knows it. */
export const processIdentity: ProcessIdentity = {
  pid: process.pid,
  host: hostname(),
  start: startOf('self') ?? randomUUID(),
  isAlive(pid, start) {
    const [boot, space, ticks] = start.split(' ');
    const [ourBoot, ourSpace] = processIdentity.start.split(' ');
    if (ticks === undefined || ourSpace === undefined) return isThere(pid);
    if (boot !== ourBoot) return false;
    if (space !== ourSpace) return undefined;
    // After a while a pid is that of something else.
    return isThere(pid) && startOf(pid)?.endsWith(` ${ticks}`);
  },
};

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Linux alone tells: the machine's start, whose pids these are (a container has its own), and when the process started (proc(5): field 22 of
 * `stat`, whose second one is a name that may have blanks and parentheses in it).
 */
function startOf(pid: number | 'self'): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot} ${readlinkSync('/proc/self/ns/pid')} ${ticks}`;
  } catch {
    return undefined;
  }
}
