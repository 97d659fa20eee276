import type { NodeAPI, NodeDef } from 'node-red';
import type { AdvancedCommand, AdvancedResult } from '../../lib/ticket/advanced';
import { parseAdvanced } from '../../lib/ticket/advanced';
import type { Action, Place } from '../../lib/ticket/command';
import { commandFields, needsRow, sendsRows } from '../../lib/ticket/command-fields';
import { TicketError } from '../../lib/ticket/error';
import { placeOf, saysPlace } from '../../lib/ticket/place';
import type { JiraCreateNode } from '../jira-create/jira-create';
import type { RowValues } from '../jira-create/rows';
import { onInput } from '../shared/input';
import { migrated } from '../shared/migrations';
import type { Message } from '../shared/node-types';
import { isOn } from '../shared/settings';
import { textFormatOf } from '../shared/text-format';
import type { Request } from '../shared/request';
import { TicketNode } from '../shared/ticket-node';
import type { Checkable } from './check-endpoint';
import { checkRequests, registerCheck } from './check-endpoint';

interface JiraAdvancedDef extends NodeDef {
  server: string;
  ticket: string[];
  anyId: boolean | string;
  baseOnUpdate: boolean | string;
  textFormat?: unknown;
}

export default function (RED: NodeAPI): void {
  registerCheck(RED);

  function JiraAdvanced(this: Checkable, config: JiraAdvancedDef): void {
    RED.nodes.createNode(this, config);
    const tickets = new TicketNode(RED, this, 'Automatic', config.server);
    const anyId = isOn(config.anyId);
    const baseOnUpdate = isOn(config.baseOnUpdate);
    const format = textFormatOf(config.textFormat);
    const [ticket] = migrated('jira-advanced', config).ticket ?? [];

    const toRequest = async (command: AdvancedCommand, table: RowValues): Promise<Request> => {
      const { guid, action } = command;
      try {
        const base = sendsRows(action, baseOnUpdate) ? await table(needsRow(command, baseOnUpdate)) : {};
        const fields = commandFields(command, base, baseOnUpdate);
        return { ok: true, command: { guid, action, ...fields, ...(action === 'UPDATE' ? { base: await placeIn(table) } : {}), ...format } };
      } catch (error) {
        return refused(guid, action, error);
      }
    };

    /** A payload that cannot be read is one command that is refused, and has a row as such. */
    const commandsIn = (message: Message): AdvancedResult[] => {
      try {
        return parseAdvanced(message.payload, { anyId });
      } catch (error) {
        if (!(error instanceof TicketError)) throw error;
        return [{ ok: false, guid: '', action: '', error }];
      }
    };

    const requestsOf = async (message: Message): Promise<Request[]> => {
      const commands = commandsIn(message);
      const table = await tableOf(RED, ticket, message);
      const requests: Request[] = [];
      for (const result of commands) requests.push(result.ok ? await toRequest(result.command, table) : refused(result.guid, result.action, result.error));
      return requests;
    };

    this.check = async (text) => checkRequests(await requestsOf({ _msgid: RED.util.generateId(), payload: text }), tickets);

    onInput(RED, this, (message, original, send, done) => tickets.submit(() => requestsOf(message), original, send, done));
    this.on('close', (done: () => void) => void tickets.close().finally(done));
  }

  RED.nodes.registerType('jira-advanced', JiraAdvanced as never);
}

/** Anything but a TicketError is thrown on. */
function refused(guid: string, action: Action | '', error: unknown): Request {
  if (!(error instanceof TicketError)) throw error;
  return { ok: false, guid, action, code: error.code, error: error.message };
}

/** The included rows of the jira-create that the commands are added to. What is wrong with it, those are told that ask for rows. */
async function tableOf(RED: NodeAPI, id: string | undefined, message: Message): Promise<RowValues> {
  if (id === undefined || id === '') return async () => ({});
  const node = RED.nodes.getNode(id) as JiraCreateNode | null;
  try {
    if (node?.type === 'jira-create') return await node.baseFields(message);
    throw new TicketError('CONFIG', `The jira-create node (${id}) whose table the command is added to is not there: choose another in the node's dialog, or none.`);
  } catch (error) {
    return async () => {
      throw error;
    };
  }
}

/** Project and type of the table that an UPDATE is sent on top of, to read its values by; a table that does not tell is no reason not to send it. */
async function placeIn(table: RowValues): Promise<Place> {
  try {
    return placeOf(await table(saysPlace));
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    return {};
  }
}
