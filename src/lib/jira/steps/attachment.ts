import { z } from 'zod';
import type { AttachedFile } from '../../ticket/files';
import type { JiraRequest } from '../http';
import type { StepContext } from './step-context';
import { issuePath, read } from './step-context';

const Attachment = z.looseObject({ filename: z.string(), size: z.number(), created: z.string().catch('') });
const WithAttachments = z.looseObject({ fields: z.looseObject({ attachment: z.array(z.unknown()).catch([]) }) });

export function attachmentRequest(file: AttachedFile, context: StepContext): JiraRequest {
  return { method: 'POST', path: issuePath(context, 'attachments'), file, uploadToken: context.flavour.uploadToken };
}

/** Whether a file of this name and size was attached. @param since ms since 1970: an older one is another's */
export async function hasAttachment(file: AttachedFile, since: number, context: StepContext): Promise<boolean> {
  const { fields } = await read(context, WithAttachments, issuePath(context), { fields: 'attachment' });
  const size = Buffer.byteLength(file.base64, 'base64');
  return fields.attachment.some((entry) => {
    const found = Attachment.safeParse(entry).data;
    return found?.filename === file.filename && found.size === size && Date.parse(found.created) >= since;
  });
}
