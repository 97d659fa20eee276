import type { Action } from './command';

const guidShape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const nilGuid = '00000000-0000-0000-0000-000000000000';
/** A project key is a letter and at least one more letter, digit or underscore; issue numbers begin at 1. */
const keyShape = /^[A-Z][A-Z0-9_]{1,99}-[1-9][0-9]{0,17}$/;
const anyCaseKeyShape = new RegExp(keyShape.source, 'i');
/** Control and format characters (bidi overrides among them), line separators, lone surrogates; joiners stay, emoji are made with them. */
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const anyIdShape = /^.{1,128}$/su;

/** Whether text has the shape of a GUID, in braces or not, the nil GUID included. */
export function looksLikeGuid(text: string): boolean {
  return guidShape.test(withoutBraces(text));
}

/** The GUID in lower case and without braces; undefined for the nil GUID and for anything else. */
export function normaliseGuid(text: string): string | undefined {
  const guid = withoutBraces(text).toLowerCase();
  return guidShape.test(guid) && guid !== nilGuid ? guid : undefined;
}

/** Whether text is an issue key in the form Jira writes it, such as `NET-12`. */
export function isIssueKey(text: string): boolean {
  return keyShape.test(text);
}

/** The issue key as Jira writes it, from any case; undefined where text is none. */
export function normaliseIssueKey(text: string): string | undefined {
  return anyCaseKeyShape.test(text) ? text.toUpperCase() : undefined;
}

/** Whether text is 1 to 128 printable characters (code points) that neither begin nor end with a blank. */
export function isAnyId(text: string): boolean {
  return anyIdShape.test(text) && text === text.trim() && !unprintable.test(text);
}

/**
 * A request's id in the form it is remembered by, or undefined where the text cannot be one.
 *
 * A GUID always can; the key of a ticket can for an UPDATE; with anyId any printable text can. Such a text is kept as it
 * is, issue keys included: `net-12` may be the id that an earlier CREATE was given, and must then lead to that one's ticket.
 */
export function requestId(text: string, { anyId, action }: { anyId: boolean; action: Action }): string | undefined {
  const guid = normaliseGuid(text);
  if (guid !== undefined) return guid;
  if (anyId) return isAnyId(text) ? text : undefined;
  return action === 'UPDATE' ? normaliseIssueKey(text) : undefined;
}

function withoutBraces(text: string): string {
  return text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
}

/** The key of the project that a ticket's key begins with. */
export function projectOf(key: string): string {
  return key.slice(0, key.lastIndexOf('-'));
}
