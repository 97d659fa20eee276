import type { NodeAPI, NodeDef } from 'node-red';
import { onInput } from '../shared/input';
import { migrated } from '../shared/migrations';
import type { Done, Message, Send } from '../shared/node-types';
import { textFormatOf } from '../shared/text-format';
import { TicketNode } from '../shared/ticket-node';
import type { Executable } from './execute';
import { registerDialog } from './dialog-endpoints';
import { registerExecute } from './execute';
import { requestOf } from './request-of';
import type { RowValues } from './rows';
import { readRows, rowValues } from './rows';

interface JiraCreateDef extends NodeDef {
  server: string;
  fields: unknown;
  textFormat?: unknown;
}

/** A jira-create as a jira-advanced sees it. */
export interface JiraCreateNode extends Executable {
  /** The included rows, for a message. @throws {TicketError} CONFIG where the table cannot be read */
  baseFields(message: Message): Promise<RowValues>;
}

export default function (RED: NodeAPI): void {
  function JiraCreate(this: JiraCreateNode, config: JiraCreateDef): void {
    RED.nodes.createNode(this, config);
    const tickets = new TicketNode(RED, this, 'Manual', config.server);
    const { fields } = migrated('jira-create', config);

    this.baseFields = async (message) => rowValues(RED, this, readRows(fields), message);

    const submit = (message: Message, original: Message, send: Send, done: Done): Promise<void> =>
      tickets.submit(async () => [await requestOf((given) => this.baseFields(given), message, textFormatOf(config.textFormat))], original, send, done);

    this.execute = () => {
      const message: Message = { _msgid: RED.util.generateId(), payload: '' };
      // There is no `done` of Node-RED's that could take the failure: it goes to the Catch node all the same.
      return submit(message, message, (answer) => this.send(answer), (error) => error && this.error(error, message));
    };

    onInput(RED, this, submit);
    this.on('close', (done: () => void) => void tickets.close().finally(done));
  }

  RED.nodes.registerType('jira-create', JiraCreate as never);
  registerExecute(RED);
  registerDialog(RED);
}
