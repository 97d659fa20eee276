import type { Address } from '../jira/address';
import type { Outcome } from '../records/row';
import { pendingRow } from '../records/row';
import type { Command } from '../ticket/command';
import type { Result } from './result';

/** What a row says of a command, and which node took it: one that is refused may have no action. */
export type Asked = Pick<Command, 'id' | 'guid' | 'type' | 'time' | 'node'> & { action: Command['action'] | '' };

export type Ended = Exclude<Result, { is: 'again' }>;

/** @param day local day of `now` (ms) */
export function outcomeOf(asked: Asked, ended: Ended, attempts: number, address: Address, now: number, day: string): Outcome {
  const row = {
    ...pendingRow(asked),
    attempts,
    finished: new Date(now).toISOString(),
  };
  const { ticket } = ended;
  const named = ticket === undefined ? {} : { ticketId: ticket.id, ticketKey: ticket.key, ticketUrl: address.browse(ticket.key) };
  if (ended.is === 'failed') return { row: { ...row, ...named, status: 'Failed', error: ended.error }, code: ended.code, node: asked.node, day };
  const { warnings, duplicate } = ended;
  return {
    row: {
      ...row,
      ...named,
      status: 'Ok',
      duplicate: duplicate ?? false,
      warnings,
    },
    node: asked.node,
    day,
  };
}
