import type { NodeAPI, NodeDef } from 'node-red';
import type { AdvancedCommand } from '../../lib/ticket/advanced';
import { parseAdvanced } from '../../lib/ticket/advanced';
import type { Fields } from '../../lib/ticket/command';
import { commandFields } from '../../lib/ticket/command-fields';
import { TicketError } from '../../lib/ticket/error';
import type { Json } from '../../lib/ticket/json';
import { placeOf } from '../../lib/ticket/place';
import type { JiraCreateNode } from '../jira-create/jira-create';
import { onInput } from '../shared/input';
import { migrated } from '../shared/migrations';
import type { Message } from '../shared/node-types';
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

    const toRequest = (command: AdvancedCommand, base: Fields): Request => {
      const { guid, action } = command;
      const fields = commandFields(command, base, baseOnUpdate);
      return { ok: true, command: { guid, action, ...fields, ...(action === 'UPDATE' ? { base: placeOf(base) } : {}), ...format } };
    };

    const requestsOf = async (message: Message): Promise<Request[]> => {
      const parsed = parseAdvanced(message.payload, { anyId });
      let base: Fields | TicketError;
      try {
        base = await baseFields(RED, ticket, message);
      } catch (error) {
        if (!(error instanceof TicketError)) throw error;
        base = error;
      }
      return parsed.map((result): Request => {
        if (!result.ok) return { ok: false, guid: result.guid, action: result.action, code: result.error.code, error: result.error.message };
        const { guid, action } = result.command;
        if (base instanceof TicketError) return { ok: false, guid, action, code: base.code, error: base.message };
        return toRequest(result.command, base);
      });
    };

    this.check = async (text) => checkRequests(await requestsOf({ _msgid: RED.util.generateId(), payload: text }), tickets);

    onInput(RED, this, (message, original, send, done) => tickets.submit(() => requestsOf(message), original, send, done));
    this.on('close', () => tickets.close());
  }

  RED.nodes.registerType('jira-advanced', JiraAdvanced as never);
}

function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}

/** The included rows of the jira-create that the commands are added to. @throws {TicketError} CONFIG, INVALID_FIELD */
async function baseFields(RED: NodeAPI, id: string | undefined, message: Message): Promise<Fields> {
  if (id === undefined || id === '') return Object.create(null) as Record<string, Json>;
  const node = RED.nodes.getNode(id) as JiraCreateNode | null;
  if (node?.type !== 'jira-create') {
    throw new TicketError('CONFIG', `The jira-create node (${id}) whose table the command is added to is not there: choose another in the node's dialog, or none.`);
  }
  return node.baseFields(message);
}
