/** The machine-readable reasons a command can fail for; part of the public contract (`error.code`). */
export type ErrorCode =
  | 'INVALID_COMMAND'
  | 'INVALID_FIELD'
  | 'CONFIG'
  | 'JIRA_REJECTED'
  | 'AUTH'
  | 'UNKNOWN_TICKET'
  | 'UNKNOWN_OUTCOME'
  | 'GAVE_UP'
  | 'JOURNAL'
  | 'QUEUE_FULL'
  | 'CANCELLED';

/**
 * A failure that a person reads and a flow branches on.
 *
 * The message says where, what was expected and what to do. It has no `cause`: Node-RED copies a cause into
 * `msg.error`, and the causes here are answers and network errors that may carry credentials.
 */
export class TicketError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'TicketError';
    this.code = code;
  }
}
