import { z } from 'zod';
import { TicketError } from '../../ticket/error';
import { excerpt } from '../../ticket/excerpt';
import type { JiraRequest } from '../http';
import type { already as alreadyType, StepContext } from './step-context';
import { already, issuePath, readIfTold } from './step-context';

const LinkType = z.looseObject({ name: z.string(), inward: z.string().catch(''), outward: z.string().catch('') });
const Other = z.looseObject({ key: z.string() }).optional().catch(undefined);
const Link = z.looseObject({ type: LinkType, inwardIssue: Other, outwardIssue: Other });
const WithLinks = z.looseObject({ fields: z.looseObject({ issuelinks: z.array(z.unknown()).catch([]) }) });

/**
 * The link from this ticket to another, unless it is there: `blocks NET-3` is this one blocking that one.
 *
 * Jira shows the outward phrase on the issue that it calls the inward one, for a link leads from the inward to the outward issue.
 *
 * @throws {TicketError} INVALID_FIELD for a phrase that no link type has
 */
export async function linkRequest(phrase: string, other: string, context: StepContext): Promise<JiraRequest | typeof alreadyType> {
  const { name, outward } = await context.linkTypes.find(phrase);
  const issue = await readIfTold(context, WithLinks, issuePath(context), { fields: 'issuelinks' });
  const isThere = issue?.fields.issuelinks.some((entry) => {
    const link = Link.safeParse(entry).data;
    return link?.type.name === name && (outward ? link.outwardIssue : link.inwardIssue)?.key === other;
  });
  if (isThere) return already;
  if (other === context.key) throw new TicketError('INVALID_FIELD', `Field link: ${excerpt(other)} is the ticket itself.`);
  const [inwardIssue, outwardIssue] = outward ? [context.key, other] : [other, context.key];
  return {
    method: 'POST',
    path: `${context.address.apiPath}/issueLink`,
    body: { type: { name }, inwardIssue: { key: inwardIssue }, outwardIssue: { key: outwardIssue } },
  };
}
