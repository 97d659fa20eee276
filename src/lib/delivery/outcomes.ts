import type { Address } from '../jira/address';
import type { Outcome } from '../records/row';
import { pendingRow } from '../records/row';
import type { Command } from '../ticket/command';
import type { Result } from './result';

/** A command as far as it was understood: one that is refused may have no action. */
export type Asked = Omit<Command, 'action'> & { action: Command['action'] | '' };

export type Ended = Exclude<Result, { is: 'again' }>;

/** @param day local day of `now` (ms) */
export function outcomeOf(asked: Asked, ended: Ended, attempts: number, address: Address, now: number, day: string): Outcome {
  const row = {
    ...pendingRow(asked),
    attempts,
    finished: new Date(now).toISOString(),
  };
  if (ended.is === 'failed') return { row: { ...row, status: 'Failed', error: ended.error }, code: ended.code, node: asked.node, day };
  const { ticket, warnings, duplicate } = ended;
  return {
    row: {
      ...row,
      status: 'Ok',
      ticketId: ticket.id,
      ticketKey: ticket.key,
      ticketUrl: address.browse(ticket.key),
      duplicate: duplicate ?? false,
      warnings,
    },
    node: asked.node,
    day,
  };
}
