import { TicketError } from './error';
import { excerpt } from './excerpt';
import type { Json, JsonObject } from './json';
import { isObject } from './json';

/** A file as a command carries it through the journal. */
export interface AttachedFile {
  filename: string;
  contentType: string;
  base64: string;
}

/** What is copied of a Buffer in a message. */
export interface CopiedBytes extends JsonObject {
  base64: string;
}

/** All files of a command together, bytes. Jira takes 10 MiB of one by default, and the journal holds them as text. */
export const mostFileBytes = 32 << 20;

/** Whether a field of this name holds files, and may have bytes for a value. */
export function isFileField(name: string): boolean {
  return /^attachments?$/i.test(name.trim());
}

/** Under these names a file may come: our own, those of an uploaded file in Node-RED (`req.files`), and those of mails. */
const nameKeys = ['filename', 'originalname', 'name'];
const typeKeys = ['contentType', 'mimetype', 'type'];
const contentKeys = ['content', 'buffer', 'data', 'base64'];

/**
 * The files of an attachment field, which holds Buffers (copied to `{ base64 }`), objects with a name and a content, or an array
 * of them.
 *
 * @throws {TicketError} INVALID_FIELD
 */
export function filesIn(value: Json): AttachedFile[] {
  const given = Array.isArray(value) ? value : [value];
  return given.filter((one) => one !== null && one !== '').map((one, index) => readFile(one, index + 1));
}

function readFile(value: Json, number: number): AttachedFile {
  if (!isObject(value)) return refuse(value);
  const key = contentKeys.find((name) => value[name] !== undefined);
  const content = key === undefined ? undefined : value[key];
  const filename = safeName(textAt(value, nameKeys)) || `attachment-${number}`;
  const contentType = /^[\w.+-]+\/[\w.+-]+$/.exec(textAt(value, typeKeys))?.[0] ?? 'application/octet-stream';
  if (key === 'base64' && typeof content === 'string') return { filename, contentType, base64: content };
  if (typeof content === 'string') return { filename, contentType, base64: Buffer.from(content, 'utf8').toString('base64') };
  if (content !== undefined && isObject(content) && typeof content['base64'] === 'string') return { filename, contentType, base64: content['base64'] };
  return refuse(value);
}

function textAt(value: JsonObject, keys: readonly string[]): string {
  const found = keys.map((key) => value[key]).find((one) => typeof one === 'string');
  return typeof found === 'string' ? found.trim() : '';
}

/** Without folders, and without what would end the header that it is written into. */
function safeName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return (name.split(/[/\\]/).at(-1) ?? '').replaceAll(/[\u0000-\u001f\u007f"]/g, '_').slice(0, 250);
}

function refuse(value: Json): never {
  throw new TicketError('INVALID_FIELD', `Field attachment: expected a Buffer, { filename, content }, or an array of them, got ${excerpt(JSON.stringify(value))}.`);
}
