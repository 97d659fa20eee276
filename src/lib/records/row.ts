import type { Action, Command, Origin } from '../ticket/command';
import type { ErrorCode } from '../ticket/error';

export type Status = 'Pending' | 'Ok' | 'Failed';

/** One line of the ticket log, and the payload that a node sends: flat, so that a table shows it as it is. */
export interface Row {
  id: string;
  guid: string;
  action: Action | '';
  type: Origin;
  /** When it was asked for, ISO 8601. */
  time: string;
  status: Status;
  ticketId: string;
  ticketKey: string;
  ticketUrl: string;
  /** '' unless Failed. */
  error: string;
  /** How often it was sent to Jira. */
  attempts: number;
  /** An earlier request with this guid had already made the ticket. */
  duplicate: boolean;
  /** ISO 8601, '' while Pending. */
  finished: string;
  /** What was repaired, in words; '' if nothing. */
  warnings: string;
}

/** What became of a command: journalled once, and all that log, statistics and guid memory are made from. */
export interface Outcome {
  row: Row & { status: 'Ok' | 'Failed' };
  /** The reason of a failure. */
  code?: ErrorCode;
  /** The Node-RED node that took the command. */
  node: string;
  /** Local day of the connection's time zone in which it ended, `2026-11-23`. */
  day: string;
  /** It was refused before it was accepted: no Pending row came before. */
  refused?: true;
  /** What was wrong with which field: Jira's words by the field's id, ours by the name in the command. Journalled only where nobody has heard it. */
  fields?: Record<string, string>;
}

export function pendingRow(command: Pick<Command, 'id' | 'guid' | 'type' | 'time'> & { action: Command['action'] | '' }): Row {
  return {
    id: command.id,
    guid: command.guid,
    action: command.action,
    type: command.type,
    time: command.time,
    status: 'Pending',
    ticketId: '',
    ticketKey: '',
    ticketUrl: '',
    error: '',
    attempts: 0,
    duplicate: false,
    finished: '',
    warnings: '',
  };
}
