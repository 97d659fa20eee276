import type { NodeAPI, NodeDef } from 'node-red';
import type { Fields } from '../../lib/ticket/command';
import { TicketError } from '../../lib/ticket/error';
import { overlay } from '../../lib/ticket/field-table';
import { fieldsFromMessage } from '../../lib/ticket/message-fields';
import { requestId } from '../../lib/ticket/request-id';
import { onInput } from '../shared/input';
import { migrated } from '../shared/migrations';
import type { Done, Message, Send } from '../shared/node-types';
import { textFormatOf } from '../shared/text-format';
import type { Request } from '../shared/ticket-node';
import { TicketNode } from '../shared/ticket-node';
import type { Executable } from './execute';
import { registerExecute } from './execute';
import { evaluateRows, readRows } from './rows';

interface JiraCreateDef extends NodeDef {
  server: string;
  fields: unknown;
  textFormat?: unknown;
}

/** A jira-create as a jira-advanced sees it. */
export interface JiraCreateNode extends Executable {
  /** The included rows, evaluated for a message. @throws {TicketError} INVALID_FIELD */
  baseFields(message: Message): Promise<Fields>;
}

export default function (RED: NodeAPI): void {
  function JiraCreate(this: JiraCreateNode, config: JiraCreateDef): void {
    RED.nodes.createNode(this, config);
    const tickets = new TicketNode(RED, this, 'Manual', config.server);
    const { fields } = migrated('jira-create', config);

    this.baseFields = async (message) => evaluateRows(RED, this, readRows(fields), message);

    const submit = (message: Message, original: Message, send: Send, done: Done): Promise<void> =>
      tickets.submit(async () => [await requestOf(this, message, textFormatOf(config.textFormat))], original, send, done);

    this.execute = () => {
      const message: Message = { _msgid: RED.util.generateId(), payload: '' };
      // There is no `done` of Node-RED's that could take the failure: it goes to the Catch node all the same.
      return submit(message, message, (answer) => this.send(answer), (error) => error && this.error(error, message));
    };

    onInput(RED, this, submit);
    this.on('close', () => tickets.close());
  }

  RED.nodes.registerType('jira-create', JiraCreate as never);
  registerExecute(RED);
}

async function requestOf(node: JiraCreateNode, message: Message, format: ReturnType<typeof textFormatOf>): Promise<Request> {
  const action = typeof message['action'] === 'string' && message['action'].trim().toUpperCase() === 'UPDATE' ? 'UPDATE' : 'CREATE';
  let guid = '';
  try {
    guid = guidOf(message['guid'], action);
    const over = fieldsFromMessage(message['fields']);
    const base = await node.baseFields(message);
    if (action === 'CREATE') return { ok: true, command: { guid, action, fields: overlay(base, over), ...format } };
    if (Object.keys(over).length === 0) throw new TicketError('INVALID_COMMAND', 'An UPDATE needs msg.fields with at least one field.');
    return { ok: true, command: { guid, action, fields: over, ...format } };
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    return { ok: false, guid, action, code: error.code, error: error.message };
  }
}

function guidOf(guid: unknown, action: 'CREATE' | 'UPDATE'): string {
  if ((guid === undefined || guid === null || guid === '') && action === 'CREATE') return '';
  const id = typeof guid === 'string' || typeof guid === 'number' ? requestId(String(guid), { anyId: true, action }) : undefined;
  if (id === undefined) {
    throw new TicketError('INVALID_COMMAND', `msg.guid: expected a GUID${action === 'UPDATE' ? ', the key of a ticket' : ''} or any text of 1 to 128 printable characters.`);
  }
  return id;
}
