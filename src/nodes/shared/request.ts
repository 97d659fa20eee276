import type { Asked } from '../../lib/delivery/outcomes';
import type { Command } from '../../lib/ticket/command';
import type { ErrorCode } from '../../lib/ticket/error';

/** What a message asks for: a command, or why it cannot become one. */
export type Request =
  | { ok: true; command: Omit<Command, 'id' | 'node' | 'time' | 'type'> }
  | { ok: false; guid: string; action: Command['action'] | ''; code: ErrorCode; error: string; /** The field at fault; '' for none. */ field?: string };

/**
 * The request as the connection takes it. One without an id of its own has the command's.
 *
 * @param id a UUID, the command's
 * @param node what its outcome is told to
 */
export function identify(request: Request, id: string, type: Command['type'], node: string): Asked {
  const wanted = request.ok ? request.command : { guid: request.guid, action: request.action, fields: {} };
  return { ...wanted, id, guid: wanted.guid === '' && request.ok ? id : wanted.guid, type, node, time: new Date().toISOString() };
}
