import { randomUUID } from 'node:crypto';
import type { AttachedFile } from '../ticket/files';

/** The body of an upload: one part named `file`, as Jira wants it. The name goes as UTF-8, as browsers send it. */
export function multipart({ filename, contentType, base64 }: AttachedFile): { body: Buffer; contentType: string } {
  const boundary = `jira-tickets-${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: ${contentType}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), Buffer.from(base64, 'base64'), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}
