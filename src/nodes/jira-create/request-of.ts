import type { Action } from '../../lib/ticket/command';
import { needsRow } from '../../lib/ticket/command-fields';
import { TicketError } from '../../lib/ticket/error';
import { overlay } from '../../lib/ticket/field-table';
import { fieldsFromMessage } from '../../lib/ticket/message-fields';
import { requestId } from '../../lib/ticket/request-id';
import type { Message } from '../shared/node-types';
import type { Request } from '../shared/request';
import type { textFormatOf } from '../shared/text-format';
import type { RowValues } from './rows';

/**
 * What a message asks of a field table.
 *
 * @param base the table's included rows, for the message
 */
export async function requestOf(base: (message: Message) => Promise<RowValues>, message: Message, format: ReturnType<typeof textFormatOf>): Promise<Request> {
  let action: Action = 'CREATE';
  let guid = '';
  try {
    action = actionOf(message['action']);
    guid = guidOf(message['guid'], action);
    const over = fieldsFromMessage(message['fields']);
    if (action === 'UPDATE') {
      if (Object.keys(over).length === 0) throw new TicketError('INVALID_COMMAND', 'An UPDATE needs msg.fields with at least one field.');
      return { ok: true, command: { guid, action, fields: over, ...format } };
    }
    const values = await base(message);
    const table = await values(needsRow({ action, fields: over }, false));
    return { ok: true, command: { guid, action, ...overlay(table, over), ...format } };
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    return { ok: false, guid, action, code: error.code, error: error.message, field: error.field };
  }
}

function actionOf(action: unknown): Action {
  return typeof action === 'string' && action.trim().toUpperCase() === 'UPDATE' ? 'UPDATE' : 'CREATE';
}

function guidOf(guid: unknown, action: Action): string {
  if ((guid === undefined || guid === null || guid === '') && action === 'CREATE') return '';
  const id = typeof guid === 'string' || typeof guid === 'number' ? requestId(String(guid), { anyId: true, action }) : undefined;
  if (id === undefined) {
    throw new TicketError('INVALID_COMMAND', `msg.guid: expected a GUID${action === 'UPDATE' ? ', the key of a ticket' : ''} or any text of 1 to 128 printable characters.`);
  }
  return id;
}
