import type { AttachedFile } from '../ticket/files';
import type { Json } from '../ticket/json';

/** The word by which Jira knows that an upload is meant: the documents of 5.1.2 have the one, those of 7.6.1 and later the other. */
export type UploadToken = 'nocheck' | 'no-check';

/** One REST call. Its path is relative to the connection's base URL, so that no URL is ever taken from data. */
export interface JiraRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without leading slash, segments already encoded: `rest/api/latest/issue/NET-1`. */
  path: string;
  query?: Record<string, string | number | boolean>;
  body?: Json;
  /** Instead of a body: an upload. */
  file?: AttachedFile;
  /** `X-Atlassian-Token`, without which Jira takes an upload for a forged one: 403 `XSRF check failed`. */
  uploadToken?: UploadToken;
  /** A body of form parameters instead, as OAuth's token endpoints want it (RFC 6749, 4.4.2). */
  form?: Record<string, string>;
}

/**
 * What Jira answered, whatever the status. Headers and JSON are as it said them, for requests are made from them: whatever of them is shown
 * or stored goes through the port's `redact` first.
 */
export interface JiraAnswer {
  status: number;
  /** Lower-case names; only those that delivery acts on (see client.ts). */
  headers: Record<string, string>;
  /** The parsed body; undefined where it is empty or not JSON. */
  json: Json | undefined;
  /** The first 2 kB of a body that is not JSON (an HTML page, say), as text without secrets. */
  text: string;
  /** Milliseconds from sending to the whole answer. */
  ms: number;
  /** There was no login to send the request with, for this reason: it never left. */
  refusal?: string;
}

/** There was no answer. `sent` false: the request surely never reached Jira; true: nobody knows. */
export class NoAnswer extends Error {
  readonly code: string;
  readonly sent: boolean;

  /** @param code Node's or TLS's word for it (`ECONNREFUSED`, `ETIMEDOUT`, `CERT_HAS_EXPIRED` …), or `TIMEOUT`, `TOO_LARGE`, `ABORTED` */
  constructor(code: string, sent: boolean, message: string) {
    super(message);
    this.name = 'NoAnswer';
    this.code = code;
    this.sent = sent;
  }
}

/** The one door to Jira: the client, the limiter around it, and what stands in for them in tests. */
export interface JiraPort {
  /** @throws {NoAnswer} @throws {TicketError} CONFIG where the request's path leads elsewhere */
  send(request: JiraRequest): Promise<JiraAnswer>;
  /** Blanks the secrets of the connection out of a text; absent: it has none. */
  redact?(text: string): string;
}
