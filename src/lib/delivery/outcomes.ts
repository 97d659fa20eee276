import type { Redact } from '../jira/redact';
import { redactIdentifier, redacting } from '../jira/redact';
import type { Outcome } from '../records/row';
import { pendingRow } from '../records/row';
import type { Command } from '../ticket/command';
import type { DeliveryOptions } from './options';
import type { Result } from './result';

/** What a row says of a command, and which node took it: one that is refused may have no action. */
export type Asked = Pick<Command, 'id' | 'guid' | 'type' | 'time' | 'node'> & { action: Command['action'] | '' };

export type Ended = Exclude<Result, { is: 'again' }>;

type Telling = Pick<DeliveryOptions, 'address' | 'ports'>;

/** @param day local day of `now` (ms) */
export function outcomeOf(asked: Asked, ended: Ended, attempts: number, options: Telling, now: number, day: string): Outcome {
  const redact = redacting(options.ports.client);
  const row = {
    ...pendingRow(asked),
    attempts,
    finished: new Date(now).toISOString(),
  };
  const { ticket } = ended;
  const { id = '', key = '', url = '' } = ticket === undefined ? {} : namesOf(ticket, options);
  const named = { ticketId: id, ticketKey: key, ticketUrl: url };
  if (ended.is === 'failed') return { row: { ...row, ...named, status: 'Failed', error: redact(ended.error) }, code: ended.code, node: asked.node, day };
  const { warnings, duplicate } = ended;
  return {
    row: {
      ...row,
      ...named,
      status: 'Ok',
      duplicate: duplicate ?? false,
      warnings: redact(warnings),
    },
    node: asked.node,
    day,
  };
}

/** A ticket as rows name it. */
export function namesOf({ id, key }: { id: string; key: string }, { address, ports }: Telling): { id: string; key: string; url: string } {
  const redact = redacting(ports.client);
  const shown = redactIdentifier(key, redact);
  return { id: redactIdentifier(id, redact), key: shown, url: address.browse(shown) };
}

/** What was wrong with which field, as a dialog shows it. */
export function wrongFields(fields: Record<string, string>, redact: Redact): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([field, words]) => [redact(field), redact(words)]));
}
