import type { JsonObject } from '../ticket/json';
import type { Call, Route } from './call';
import { ticketOf } from './call';
import type { Context } from './context';
import { jiraMoment } from './moments';
import { readMultipart } from './multipart';
import type { Person } from './people';
import { personJson } from './people';
import { Refusal, refusal } from './refusal';
import type { Attachment, Ticket } from './ticket-store';

/** What Jira takes of one file unless it is told otherwise. */
const LARGEST_FILE = 10 * 1024 * 1024;

export const attachmentRoutes: Route[] = [
  { method: 'GET', path: 'attachment/meta', handle: () => ({ status: 200, json: { enabled: true, uploadLimit: LARGEST_FILE } }) },
  { method: 'POST', path: 'issue/{issue}/attachments', body: 'raw', handle: attach },
  { method: 'GET', path: 'attachment/{attachment}', handle: (call) => ({ status: 200, json: { ...attachmentJson(found(call).attachment, call), ...(call.traits.cloud ? { id: Number(found(call).attachment.id) } : {}) } }) },
  {
    method: 'DELETE',
    path: 'attachment/{attachment}',
    handle(call) {
      const { ticket, attachment } = found(call);
      ticket.attachments.splice(ticket.attachments.indexOf(attachment), 1);
      return { status: 204 };
    },
  },
];

/** Keeps name, type and size of a file, not its bytes. @throws {Refusal} 403 without `X-Atlassian-Token`, as for a forged request */
function attach(call: Call) {
  if (!/^no-?check$/i.test(call.header('x-atlassian-token'))) throw new Refusal({ status: 403, text: 'XSRF check failed', type: 'text/plain;charset=UTF-8' });
  const ticket = ticketOf(call);
  const uploads = readMultipart(call.raw, call.header('content-type'));
  if (uploads === undefined) throw new Refusal({ status: 415, text: 'Unsupported Media Type', type: 'text/plain;charset=UTF-8' });
  const files = uploads.filter(({ part }) => part === 'file');
  if (files.length === 0) throw refusal(400, ["There is no part named 'file'."]);
  if (files.some(({ bytes }) => bytes.length > LARGEST_FILE)) throw refusal(413, ['The attachment is too large.']);
  const added = files.map(({ filename, type, bytes }): Attachment => ({ id: call.store.nextId(), author: call.user.accountId, filename, type, size: bytes.length, created: call.now }));
  for (const one of added) ticket.attachments.push(one);
  ticket.updated = call.now;
  return { status: 200, json: added.map((one) => attachmentJson(one, call)) };
}

function found({ params, store }: Call): { ticket: Ticket; attachment: Attachment } {
  const id = params['attachment'] ?? '';
  for (const ticket of store.all()) {
    const attachment = ticket.attachments.find((one) => one.id === id);
    if (attachment !== undefined) return { ticket, attachment };
  }
  throw refusal(404, [`The attachment with id '${id}' does not exist`]);
}

export function attachmentJson({ id, author, filename, type, size, created }: Attachment, context: Context): JsonObject {
  return {
    self: `${context.rest}/attachment/${id}`,
    id,
    filename,
    author: personJson(context.people.byAccountId(author) as Person, context),
    created: jiraMoment(created),
    size,
    mimeType: type,
    content: context.traits.cloud ? `${context.rest}/attachment/content/${id}` : `${context.base}/secure/attachment/${id}/${encodeURIComponent(filename)}`,
  };
}
