import type { Route } from './call';
import { objectBody, pageNumber, ticketOf } from './call';
import { FieldProblem } from './field-kind';
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
      const startAt = pageNumber('startAt', call.query.get('startAt'), 0);
      const maxResults = pageNumber('maxResults', call.query.get('maxResults'), PAGE);
      const comments = ticket.comments.slice(startAt, startAt + maxResults).map((comment) => commentJson(ticket, comment, call));
      return { status: 200, json: { startAt, maxResults, total: ticket.comments.length, comments } };
    },
  },
  {
    method: 'POST',
    path: 'issue/{issue}/comment',
    handle(call) {
      const ticket = ticketOf(call);
      const { body = null } = objectBody(call);
      try {
        const kept = readCommentBody(body, contextOf(ticket, call));
        return { status: 201, json: commentJson(ticket, addComment(ticket, kept, call), call) };
      } catch (error) {
        if (!(error instanceof FieldProblem)) throw error;
        throw refusal(400, [], { comment: error.message });
      }
    },
  },
];
