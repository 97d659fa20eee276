/** A file as it was uploaded. */
export interface Upload {
  /** What the part is called: Jira wants `file`. */
  part: string;
  filename: string;
  type: string;
  bytes: Buffer;
}

/** The files of a multipart body; undefined where it is none. */
export function readMultipart(body: Buffer, contentType: string): Upload[] | undefined {
  const boundary = /^multipart\/form-data\s*;.*\bboundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const uploads: Upload[] = [];
  const delimiter = Buffer.from(`--${boundary}`);
  for (let from = body.indexOf(delimiter); from >= 0; ) {
    const next = body.indexOf(delimiter, from + delimiter.length);
    if (next < 0) break;
    const upload = readPart(body.subarray(from + delimiter.length + 2, next - 2));
    if (upload !== undefined) uploads.push(upload);
    from = next;
  }
  return uploads;
}

function readPart(part: Buffer): Upload | undefined {
  const end = part.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = part.subarray(0, end).toString('utf8');
  const filename = /filename="([^"]*)"/i.exec(head)?.[1];
  if (filename === undefined) return undefined;
  return { part: /\bname="([^"]*)"/i.exec(head)?.[1] ?? '', filename, type: /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? 'application/octet-stream', bytes: part.subarray(end + 4) };
}
