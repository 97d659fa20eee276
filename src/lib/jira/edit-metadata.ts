import { z } from 'zod';
import type { FieldSchema } from '../ticket/field-schema';
import type { Address } from './address';
import { askFor } from './ask';
import { readField } from './field-entry';
import type { JiraPort } from './http';
import { ticketPath } from './segment';

const Answer = z.looseObject({ fields: z.record(z.string(), z.unknown()) });

/**
 * The fields that can be edited of a ticket, with the values that they allow; undefined where Jira does not tell.
 *
 * @throws {NoAnswer}
 * @throws {UnexpectedAnswer} failed login, 429, 5xx
 * @throws {TicketError} UNKNOWN_TICKET where no ticket can be named so
 */
export async function editFields(port: JiraPort, address: Address, key: string): Promise<FieldSchema[] | undefined> {
  const fields = (await askFor(port, address, Answer, `${ticketPath(address, key)}/editmeta`))?.fields;
  return fields && Object.entries(fields).flatMap(([id, entry]) => readField(entry, id) ?? []);
}
