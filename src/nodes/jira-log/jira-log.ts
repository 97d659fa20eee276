import type { Node, NodeAPI, NodeDef } from 'node-red';
import { toCsv } from '../../lib/records/csv';
import { filterRows } from '../../lib/records/filter';
import type { Delivery } from '../../lib/delivery/delivery';
import { TicketError } from '../../lib/ticket/error';
import { RecordsNode } from '../shared/records-node';
import { choiceOf } from '../shared/choice';
import { isOn } from '../shared/settings';

interface JiraLogDef extends NodeDef {
  server: string;
  table: 'tickets' | 'responses' | '';
  changes: boolean | string;
}

const actions = ['list', 'clear', 'csv', 'prune', 'retry', 'drop', 'cancel'] as const;
/** What an operator does to single rows, which the responses have not. */
const rowActions: readonly string[] = ['retry', 'drop', 'cancel'];

export default function (RED: NodeAPI): void {
  function JiraLog(this: Node, config: JiraLogDef): void {
    RED.nodes.createNode(this, config);
    const table = config.table === 'responses' ? 'responses' : 'tickets';

    const rowsOf = ({ records }: Delivery): object[] => (table === 'tickets' ? records.log : records.responses).list().reverse();

    const records = new RecordsNode(RED, this, config.server, async (message, delivery) => {
      const action = choiceOf('msg.action', message['action'], actions, 'list');
      if (action === 'clear') await delivery.record({ kind: 'clear', table });
      if (action === 'prune') await delivery.prune();
      if (rowActions.includes(action)) {
        if (table !== 'tickets') throw new TicketError('INVALID_COMMAND', `msg.action "${action}" is for the table of tickets, not for that of the responses.`);
        const chosen = new Set(filterRows(action === 'cancel' ? delivery.pending() : delivery.records.log.list(), message['filter']).map(({ id }) => id));
        await delivery[action as 'retry' | 'drop' | 'cancel'](({ id }) => chosen.has(id));
        return rowsOf(delivery);
      }
      const rows = filterRows(rowsOf(delivery), message['filter']);
      return action === 'csv' ? toCsv(rows) : rows;
    });

    if (isOn(config.changes)) {
      if (table === 'tickets') records.emitRows();
      else records.emitResponses();
    }
  }

  RED.nodes.registerType('jira-log', JiraLog as never);
}
