import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ProcessIdentity } from '../../lib/delivery/journal-lock';

/** This process, as the journal's lock knows it. */
export const processIdentity: ProcessIdentity = {
  pid: process.pid,
  host: hostname(),
  start: randomUUID(),
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};
