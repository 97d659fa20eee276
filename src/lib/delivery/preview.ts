import { NoAnswer } from '../jira/http';
import { redactError } from '../jira/redact';
import { ticketPath } from '../jira/segment';
import { UnexpectedAnswer } from '../jira/unexpected-answer';
import type { Action, Command } from '../ticket/command';
import { TicketError } from '../ticket/error';
import type { Json, JsonObject } from '../ticket/json';
import { splitSteps } from '../ticket/steps';
import type { TicketFinder } from './find-ticket';
import type { LookUpContext } from './look-ups';

/** What a command would send, without being accepted or sent. */
export interface Preview {
  dryRun: true;
  guid: string;
  action: Action;
  method: 'POST' | 'PUT';
  /** Absolute; without credentials, which are no part of one. */
  url: string;
  body: JsonObject;
  /** What follows once there is a ticket: `{ "comment": "…" }`. */
  steps: JsonObject[];
  /** The ticket that this guid has made already: nothing would be sent. '' otherwise. */
  duplicateOf: string;
  /** What had to be repaired, in words. The body is as it would be sent. */
  warnings: string;
}

/**
 * Reads what has to be known for the request, as for sending it: field schemas, people, the ticket of a guid.
 *
 * @throws {TicketError} as sending it would, and GAVE_UP where Jira cannot be asked now
 */
export async function previewOf(command: Command, context: LookUpContext, tickets: TicketFinder): Promise<Preview> {
  const { guid, action } = command;
  const { address, exchange, preparation } = context;
  try {
    const key = action === 'CREATE' ? undefined : (await tickets.find(command, context.clock.now())).key;
    const { body, warnings } = key === undefined ? await preparation.create(command) : await preparation.update(command, key);
    const path = key === undefined ? address.issuePath : ticketPath(address, key);
    const duplicateOf = (key === undefined ? (await tickets.known(guid))?.key : undefined) ?? '';
    if (duplicateOf !== '') warnings.push(`this id has made ${duplicateOf}: nothing would be sent`);
    const steps = splitSteps(command.fields).steps.map(({ kind, ...what }): JsonObject => ({ [kind]: shown(what) }));
    return { dryRun: true, guid, action, method: key === undefined ? 'POST' : 'PUT', url: `${address.base}/${path}`, body, steps, duplicateOf, warnings: exchange.redact(warnings.join('; ')) };
  } catch (error) {
    if (error instanceof NoAnswer || error instanceof UnexpectedAnswer) throw new TicketError('GAVE_UP', exchange.redact(`Nothing can be shown while Jira cannot be asked: ${error.message}`));
    throw redactError(error, exchange.redact);
  }
}

/** A step's one value, or all of them; of a file not its bytes. */
function shown(what: object): Json {
  const [first, ...rest] = Object.entries(what) as Array<[string, Json]>;
  if (first === undefined) return null;
  const [name, value] = first;
  if (name === 'file') return (value as { filename: string }).filename;
  return rest.length === 0 ? value : Object.fromEntries([first, ...rest]);
}
