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
  /** The field that it is about, under the name that the command has for it; '' where it is about none, or several. */
  readonly field: string;

  constructor(code: ErrorCode, message: string, field = '') {
    super(message);
    this.name = 'TicketError';
    this.code = code;
    this.field = field;
  }
}

/** Does something for one field of a command, so that what goes wrong is known to be about it. */
export function aboutField<T>(field: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof TicketError && error.field === '' ? new TicketError(error.code, error.message, field) : error;
  }
}
