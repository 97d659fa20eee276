import type { Node, NodeAPI } from 'node-red';
import { z } from 'zod';
import type { Preview } from '../../lib/delivery/preview';
import type { ErrorCode } from '../../lib/ticket/error';
import { TicketError } from '../../lib/ticket/error';
import { isLongerThan } from '../../lib/ticket/text-size';
import { endpoint } from '../shared/admin';
import { deployedNode } from '../shared/deployed';
import type { Request } from '../shared/request';
import type { TicketNode } from '../shared/ticket-node';

/** Each command may ask Jira for several things: a dialog is no way to send a file of them. */
const mostCommands = 20;
const mostBytes = 64 * 1024;

/** What one command of a string would send, or why it would be refused. */
type Checked = ({ ok: true } & Preview) | { ok: false; guid: string; action: string; code: ErrorCode; error: string };

/** A node that can say what it would send for a string. */
export interface Checkable extends Node {
  /** @throws {TicketError} */
  check(text: string): Promise<Checked[]>;
}

const body = z.object({ text: z.string().refine((text) => !isLongerThan(text, mostBytes), `expected at most ${mostBytes / 1024} KiB`) });

/** The button in the dialog: what the deployed node would send for a string. Jira is only asked; nothing is sent, logged or counted. */
export function registerCheck(RED: NodeAPI): void {
  endpoint(RED, {
    method: 'post',
    path: '/jira-advanced/:id/check',
    permission: 'jira-advanced.write',
    body,
    async handle({ id, body: { text } }) {
      return { commands: await deployedNode<Checkable>(RED, id, 'jira-advanced').check(text) };
    },
  });
}

/** One after the other, as a message with them is looked at. @throws {TicketError} INVALID_COMMAND for more than 20 */
export async function checkRequests(requests: readonly Request[], tickets: TicketNode): Promise<Checked[]> {
  if (requests.length > mostCommands) throw new TicketError('INVALID_COMMAND', `The string has ${requests.length} commands; at most ${mostCommands} are checked at once.`);
  const checked: Checked[] = [];
  for (const request of requests) {
    const { guid, action } = request.ok ? request.command : request;
    try {
      checked.push({ ok: true, ...(await tickets.previewOf(request)) });
    } catch (error) {
      if (!(error instanceof TicketError)) throw error;
      checked.push({ ok: false, guid, action, code: error.code, error: error.message });
    }
  }
  return checked;
}
