import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI } from 'node-red';
import { z } from 'zod';
import type { Outcome } from '../../lib/records/row';
import { pendingRow } from '../../lib/records/row';
import type { Command } from '../../lib/ticket/command';
import { TicketError } from '../../lib/ticket/error';
import { endpoint } from '../shared/admin';
import type { Connection } from '../shared/connection';
import { dialogNode } from '../shared/connection';
import { deployedConnection } from '../shared/deployed';
import type { Message } from '../shared/node-types';
import type { Request } from '../shared/request';
import { identify } from '../shared/request';
import { textFormatOf } from '../shared/text-format';
import { requestOf } from './request-of';
import { readRows, rowValues } from './rows';

/** The editor is answered after so long, ms, whatever becomes of the command. */
const longestWait = 30_000;

const shownTable = z.object({
  /** Id of the node whose dialog it is; it may not be deployed. */
  node: z.string().max(255).default(''),
  rows: z.array(z.unknown()).max(5_000),
  textFormat: z.string().max(20).default(''),
  /** Preview: a sample of what comes in. */
  message: z.record(z.string(), z.unknown()).default({}),
});

type ShownTable = z.output<typeof shownTable>;

/**
 * The table as a dialog shows it, deployed or not, through the deployed connection. Its rows are whatever the caller wrote: they read
 * the environment, credentials of the global one too, and the context, and an expression may run for ever. A function node can do all that, so it is for
 * those who may deploy one.
 */
export function registerDialog(RED: NodeAPI): void {
  endpoint(RED, {
    method: 'post',
    path: '/jira-tickets/:id/create',
    permission: ['jira-create.write', 'flows.write'],
    body: shownTable,
    async handle({ id, body }) {
      const { connection, node } = deployedConnection(RED, id);
      return send(connection, await read(RED, node, { ...body, message: {} }));
    },
  });

  endpoint(RED, {
    method: 'post',
    path: '/jira-tickets/:id/preview',
    permission: ['jira-create.write', 'flows.write'],
    body: shownTable,
    async handle({ id, body }) {
      const { connection, node } = deployedConnection(RED, id);
      try {
        const request = await read(RED, node, body);
        if (!request.ok) throw new TicketError(request.code, request.error, request.field);
        const command = identify(request, randomUUID(), 'Manual', node.id) as Command;
        return { ok: true, preview: await (await connection.ready()).preview(command) };
      } catch (error) {
        if (!(error instanceof TicketError)) throw error;
        return { ok: false, code: error.code, message: error.message, fields: error.field === '' ? {} : { [error.field]: error.message } };
      }
    },
  });
}

/** Context and environment are those of the deployed node, or else of the connection. */
function read(RED: NodeAPI, connection: Node, { node, rows, textFormat, message }: ShownTable): Promise<Request> {
  const deployed = RED.nodes.getNode(node) as Node | null;
  const place = deployed?.type === 'jira-create' ? deployed : connection;
  const given = { _msgid: RED.util.generateId(), payload: '', ...message } as Message;
  return requestOf(async (sample) => rowValues(RED, place, readRows(rows), sample), given, textFormatOf(textFormat));
}

/** One command like any other, with an outcome that is told here and nowhere else. */
async function send(connection: Connection, request: Request): Promise<object> {
  const id = randomUUID();
  const asked = identify(request, id, 'Manual', dialogNode(id));
  let tell: (outcome: Outcome | undefined) => void = () => {};
  const told = new Promise<Outcome | undefined>((resolve) => {
    tell = resolve;
  });
  const unlisten = connection.listen(asked.node, tell);
  const timer = setTimeout(() => tell(undefined), longestWait);
  try {
    await (request.ok ? connection.accept(asked as Command) : connection.refuse(asked, request.code, request.error));
    const outcome = await told;
    if (outcome === undefined) return { row: pendingRow(asked), code: '', fields: {} };
    const ours = !request.ok && request.field ? { [request.field]: request.error } : {};
    return { row: outcome.row, code: outcome.code ?? '', fields: outcome.fields ?? ours };
  } finally {
    clearTimeout(timer);
    unlisten();
  }
}
