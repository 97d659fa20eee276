import type { Route } from './call';
import { listParameter, objectBody, pageNumber, ticketOf } from './call';
import { FieldProblem } from './field-kind';
import { readProperties } from './property-routes';
import { refusal } from './refusal';
import { addComment, contextOf } from './ticket-changes';
import { readCommentBody } from './ticket-edit';
import { commentJson } from './ticket-json';

const PAGE = 50;

export const commentRoutes: Route[] = [
  {
    method: 'GET',
    path: 'issue/{issue}/comment',
    handle(call) {
      const ticket = ticketOf(call);
      // Where comments have no properties they come all at once, too.
      const paged = call.traits.properties;
      const startAt = paged ? pageNumber('startAt', call.query.get('startAt'), 0) : 0;
      const maxResults = paged ? pageNumber('maxResults', call.query.get('maxResults'), PAGE) : ticket.comments.length;
      const newest = call.query.get('orderBy') === '-created';
      // The document of Cloud does not name this expansion.
      const withProperties = call.traits.properties && !call.traits.cloud && listParameter(call.query, 'expand').includes('properties');
      const comments = (newest ? ticket.comments.toReversed() : ticket.comments).slice(startAt, startAt + maxResults).map((comment) => ({
        ...commentJson(ticket, comment, call),
        ...(withProperties ? { properties: Array.from(comment.properties, ([key, value]) => ({ key, value })) } : {}),
      }));
      return { status: 200, json: { startAt, maxResults, total: ticket.comments.length, comments } };
    },
  },
  {
    method: 'GET',
    path: 'comment/{comment}/properties/{property}',
    exists: ({ properties }) => properties,
    handle({ params: { comment = '', property: key = '' }, store }) {
      const properties = store.comment(comment)?.properties;
      if (properties === undefined) throw refusal(404, [`The comment ${comment} does not exist.`]);
      const value = properties.get(key);
      if (value === undefined) throw refusal(404, [`The property with key '${key}' does not exist.`]);
      return { status: 200, json: { key, value } };
    },
  },
  {
    method: 'POST',
    path: 'issue/{issue}/comment',
    handle(call) {
      const ticket = ticketOf(call);
      const { body = null, properties } = objectBody(call);
      if (properties !== undefined && !call.traits.properties) throw refusal(400, ['Unrecognized field "properties" (Class com.atlassian.jira.rest.v2.issue.CommentJsonBean), not marked as ignorable']);
      try {
        const kept = readCommentBody(body, contextOf(ticket, call));
        const own = new Map(readProperties(properties ?? []).map(({ key, value }) => [key, value]));
        return { status: 201, json: commentJson(ticket, addComment(ticket, kept, call, own), call) };
      } catch (error) {
        if (!(error instanceof FieldProblem)) throw error;
        throw refusal(400, [], { comment: error.message });
      }
    },
  },
];
