import { z } from 'zod';
import type { Json } from '../../ticket/json';
import type { JiraRequest } from '../http';
import { MARKER_KEY } from '../marker';
import { segmentOf } from '../segment';
import type { StepContext } from './step-context';
import { issuePath, read, readIfTold } from './step-context';

/** Enough to see one that was added a moment ago; they come oldest first unless asked otherwise. */
const pageSize = 50;

/** Each is a request, and few are added to one ticket while one is looked for. */
const mostRead = 20;

const Marker = z.looseObject({ command: z.string() }).optional().catch(undefined);
const Property = z.looseObject({ value: Marker });
const Comment = z.looseObject({
  id: z.string().catch(''),
  body: z.unknown(),
  created: z.string().catch(''),
  properties: z.array(Property.extend({ key: z.string() })).optional().catch(undefined),
});
type Comment = z.infer<typeof Comment>;
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
  const comments = page.comments.flatMap((entry) => Comment.safeParse(entry).data ?? []);
  const recent = comments.filter(({ created }) => Date.parse(created) >= since);
  if (context.flavour.properties) return comments.some((comment) => isMarked(comment, context)) || isMarkedApart(recent, context);
  const body = context.richText(text);
  return recent.some((comment) => comment.body === body);
}

function isMarked({ properties = [] }: Comment, { marker }: StepContext): boolean {
  return properties.find(({ key }) => key === MARKER_KEY)?.value?.command === marker.command;
}

/**
 * The documents of Cloud and Data Center do not name `expand=properties` of the list: where it gives none, each comment is asked for its
 * own, `comment/{id}/properties/{key}`, the newest first.
 */
async function isMarkedApart(comments: Comment[], context: StepContext): Promise<boolean> {
  const unknown = comments.flatMap(({ id, properties }) => (properties === undefined ? (segmentOf(id) ?? []) : []));
  for (const id of unknown.toReversed().slice(0, mostRead)) {
    const path = `${context.address.apiPath}/comment/${id}/properties/${MARKER_KEY}`;
    if ((await readIfTold(context, Property, path, {}))?.value?.command === context.marker.command) return true;
  }
  return false;
}
