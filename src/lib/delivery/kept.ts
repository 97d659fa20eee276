import type { Entry } from '../records/entry';
import type { Log } from '../records/log';
import type { Position } from './journal-reader';
import type { Item } from './item';
import type { KeptLimits } from './limits';
import type { Queue } from './queue';

/** What a rewritten journal has of the commands that wait, and of those that have failed and can be retried. */
export interface Kept {
  /** Their records, moved in place. */
  kept: Position[];
  /** How far they have come. */
  progress: Entry[];
  /** What holds requests back. */
  limits: KeptLimits;
}

/** @param log a command that has failed is kept while its row is there */
export function kept(queue: Queue, log: Log, limits: KeptLimits): Kept {
  queue.forgetFailed((id) => log.has(id));
  const failed = queue.failedItems();
  const items = [...Array.from(queue.lanes.all(), ([, item]) => item), ...failed].sort((a, b) => a.position.offset - b.position.offset);
  const progress = items.filter(({ attempts, asked, since, mistrusted }) => attempts > 0 || since !== asked || mistrusted !== undefined).map(progressOf);
  return { kept: items.map(({ position }) => position), progress: [...progress, { kind: 'failed', ids: failed.map(({ id }) => id) }], limits };
}

function progressOf({ id, attempts, sentAt, asked, since, mistrusted, made, done, warnings = '', resend, answered = false }: Item): Entry {
  const times = { sentAt, ...(since === asked ? {} : { since }), ...(mistrusted === undefined ? {} : { mistrusted }) };
  return { kind: 'progress', id, attempts, ...times, ...(made ? { made } : {}), ...(done === undefined ? {} : { done }), ...(warnings === '' ? {} : { warnings }), ...(resend && sentAt > 0 ? { resend, answered } : {}) };
}
