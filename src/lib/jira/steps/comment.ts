import { z } from 'zod';
import type { Json } from '../../ticket/json';
import type { JiraRequest } from '../http';
import { MARKER_KEY } from '../marker';
import type { StepContext } from './step-context';
import { issuePath, read } from './step-context';

/** Enough to see one that was added a moment ago; they come oldest first unless asked otherwise. */
const pageSize = 50;

const Comment = z.looseObject({
  body: z.unknown(),
  created: z.string().catch(''),
  properties: z.array(z.looseObject({ key: z.string(), value: z.unknown() })).catch([]),
});
const Page = z.looseObject({ comments: z.array(z.unknown()), total: z.number().catch(0), startAt: z.number().catch(0) });

/** Adds it with the command's marker as a comment property, which servers before 7 do not have. */
export function commentRequest(text: Json, context: StepContext): JiraRequest {
  const body = context.richText(text);
  const { guid, command } = context.marker;
  const properties = context.flavour.properties ? { properties: [{ key: MARKER_KEY, value: { guid, command } }] } : {};
  return { method: 'POST', path: issuePath(context, 'comment'), body: { body, ...properties } };
}

/**
 * Whether the comment is there: by its marker, or, where comments have none, by its text.
 *
 * @param since ms since 1970: an older comment with the same text is another's
 */
export async function hasComment(text: Json, since: number, context: StepContext): Promise<boolean> {
  const path = issuePath(context, 'comment');
  // Servers before 7 give all comments at once, and have no properties of them.
  const query = context.flavour.properties ? { maxResults: pageSize, expand: 'properties' } : {};
  let page = await read(context, Page, path, query);
  const last = Math.max(0, page.total - pageSize);
  if (last > 0 && page.comments.length < page.total) page = await read(context, Page, path, { ...query, startAt: last });
  const body = context.richText(text);
  return page.comments.some((entry) => {
    const comment = Comment.safeParse(entry).data;
    if (comment === undefined) return false;
    const marker = comment.properties.find(({ key }) => key === MARKER_KEY)?.value as { command?: unknown } | undefined;
    if (marker !== undefined) return marker.command === context.marker.command;
    return !context.flavour.properties && Date.parse(comment.created) >= since && comment.body === body;
  });
}
