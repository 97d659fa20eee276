import { z } from 'zod';
import { TicketError } from '../../ticket/error';
import { excerpt } from '../../ticket/excerpt';
import type { Json, JsonObject } from '../../ticket/json';
import type { JiraRequest } from '../http';
import type { already as alreadyType, StepContext } from './step-context';
import { already, issuePath, read, readIfTold } from './step-context';

const Field = z.looseObject({ name: z.string().catch(''), required: z.boolean().catch(false), hasDefaultValue: z.boolean().catch(false) });
const Transition = z.looseObject({
  id: z.union([z.string(), z.number().transform(String)]),
  name: z.string().catch(''),
  to: z.looseObject({ name: z.string().catch('') }).optional().catch(undefined),
  fields: z.record(z.string(), z.unknown()).catch({}),
});
const Transitions = z.looseObject({ transitions: z.array(Transition) });
const WithStatus = z.looseObject({ fields: z.looseObject({ status: z.looseObject({ name: z.string() }) }) });

export type FoundTransition = z.infer<typeof Transition>;

/**
 * The transition that a command means: by its name, its id, or the status that it leads to, without case. `already`: the ticket
 * is in the status that was named, or, where it may have been carried out before, in the one that the transition leads to. One that
 * leads back to where the ticket is does something all the same.
 *
 * @throws {TicketError} JIRA_REJECTED with those that there are, where the ticket's status has no such transition
 */
export async function findTransition(name: string, context: StepContext): Promise<FoundTransition | typeof alreadyType> {
  const { transitions } = await read(context, Transitions, issuePath(context, 'transitions'), { expand: 'transitions.fields' });
  const same = (text: string | undefined): boolean => text?.trim().toLowerCase() === name.trim().toLowerCase();
  const found = transitions.find((one) => same(one.name)) ?? transitions.find(({ id }) => id === name) ?? transitions.find(({ to }) => same(to?.name));
  const status = (await readIfTold(context, WithStatus, issuePath(context), { fields: 'status' }))?.fields.status.name;
  if (status !== undefined && (same(status) || (context.repeated && found?.to?.name === status))) return already;
  if (found) return found;
  // It was there when it was asked for, and the answer was lost.
  if (context.repeated) return already;
  const known = transitions.map((one) => `${excerpt(one.name)}${one.to === undefined ? '' : ` (to ${excerpt(one.to.name)})`}`).join(', ');
  throw new TicketError(
    'JIRA_REJECTED',
    `Field transition: ${context.key} is ${excerpt(status ?? '?')} and has no transition ${excerpt(name)} for this user. It has ${known === '' ? 'none' : known}.`,
  );
}

/** Whether its screen requires a comment: one that the ticket has already does not count. */
export function requiresComment({ fields }: FoundTransition): boolean {
  return Field.safeParse(fields['comment']).data?.required === true;
}

/**
 * @param comment of the command: it goes along where the screen requires one
 * @throws {TicketError} INVALID_FIELD naming the fields that its screen requires and the command does not have
 */
export async function transitionRequest(transition: FoundTransition, context: StepContext, comment?: Json): Promise<JiraRequest> {
  const fields = await context.fieldsOf(transition.fields as JsonObject);
  const added = comment !== undefined && requiresComment(transition);
  const missing = Object.entries(transition.fields).flatMap(([id, entry]) => {
    const field = Field.parse(entry);
    return field.required && !field.hasDefaultValue && fields[id] === undefined && !(id === 'comment' && added) ? [`${field.name || id} (${id})`] : [];
  });
  if (missing.length > 0) {
    throw new TicketError('INVALID_FIELD', `Field transition: ${excerpt(transition.name)} requires ${missing.join(', ')}. Add ${missing.length === 1 ? 'it' : 'them'} to the command.`);
  }
  const body: JsonObject = { transition: { id: transition.id } };
  if (Object.keys(fields).length > 0) body['fields'] = fields;
  if (added) body['update'] = { comment: [{ add: { body: context.richText(comment) } }] };
  return { method: 'POST', path: issuePath(context, 'transitions'), body };
}
