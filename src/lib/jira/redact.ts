import { TicketError } from '../ticket/error';
import type { JiraPort } from './http';
import { oneLine, wellFormed } from './plain-text';

export type Redact = (text: string) => string;

const BLANK = '***';
/** Shorter texts stand in too many innocent places. */
const SHORTEST = 4;

/** Where a message was cut; within a URL, in its clothing. Half a surrogate pair before it has become U+FFFD. */
const CUT = /(\ufffd?(?:…|%E2%80%A6))/i;
/** What a ticket is found by: a short password that happens to stand in one must not break it. */
const IDENTIFIER = /^(?:\d{1,19}|[A-Z][A-Z0-9_]*-\d+)$/;

/**
 * A function that blanks the secrets out of a text: as they are, and in base64, URL, JSON and HTML clothing.
 * Pass `user:password` as a secret of its own to have its base64 form blanked as well. Where a text was cut (`…`), so is the beginning
 * of a secret before the cut.
 */
export function redactor(secrets: string[]): Redact {
  const forms = new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(formsOf).filter((form) => form.length >= SHORTEST));
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const pattern = anyOf(longestFirst, 'g');
  // Half a secret begins like a whole one: a text of nothing but cuts is not taken apart at each.
  const beginning = anyOf([...new Set(longestFirst.map((form) => form.slice(0, SHORTEST)))]);
  return (text) => {
    const blanked = text.replace(pattern, BLANK);
    return CUT.test(blanked) && beginning.test(blanked) ? withoutHalves(blanked, longestFirst) : blanked;
  };
}

/** The beginning of a longer text, without its secrets: the end goes where too little of one may be left there to be known. */
export function redactBeginning(text: string, redact: Redact): string {
  return redact(`${text}…`).slice(0, -SHORTEST);
}

function anyOf(texts: string[], flags = ''): RegExp {
  return new RegExp(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), flags);
}

/** @returns what blanks out the secrets that this port knows */
export function redacting(port: JiraPort): Redact {
  return (text) => port.redact?.(text) ?? text;
}

/** An id or an issue key as it is; anything else as any text. */
export function redactIdentifier(text: string, redact: Redact): string {
  return IDENTIFIER.test(text) ? text : redact(text);
}

/** A copy of which every text is blanked; names of members stay. */
export function redactTexts<T>(value: T, redact: Redact): T {
  if (typeof value === 'string') return redact(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element: unknown) => redactTexts(element, redact)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, member]: [string, unknown]) => [name, redactTexts(member, redact)])) as T;
}

/** The error as it may be told: a TicketError quotes what Jira said. */
export function redactError(error: unknown, redact: Redact): unknown {
  return error instanceof TicketError ? new TicketError(error.code, redact(error.message), error.field) : error;
}

function withoutHalves(text: string, forms: string[]): string {
  // Each part but the last is followed by its cut.
  const parts = text.split(CUT);
  return parts.map((part, number) => (number % 2 === 0 && number < parts.length - 1 ? withoutHalf(part, forms) : part)).join('');
}

function withoutHalf(part: string, forms: string[]): string {
  let longest = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, part.length); length >= Math.max(SHORTEST, longest + 1); length -= 1) {
      if (part.endsWith(form.slice(0, length))) longest = length;
    }
  }
  return longest === 0 ? part : part.slice(0, -longest) + BLANK;
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  const url = encodeURIComponent(wellFormed(secret));
  // RFC 3986 has these five reserved, and `encodeURIComponent` leaves them as they are.
  const strict = url.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [
    secret,
    // As messages have it.
    oneLine(secret, Infinity),
    base64.replace(/=+$/, ''),
    Buffer.from(secret, 'latin1').toString('base64').replace(/=+$/, ''),
    Buffer.from(secret, 'utf8').toString('base64url'),
    url,
    url.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    strict,
    strict.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    encodeURI(wellFormed(secret)),
    encodeURIComponent(base64),
    new URLSearchParams([['', wellFormed(secret)]]).toString().slice(1),
    json,
    json.replaceAll('/', '\\/'),
    ascii,
    html(secret, '&#39;'),
    html(secret, '&#x27;'),
    secret.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
    html(secret, '&#39;').replaceAll('&quot;', '&#34;'),
  ];
}

function html(text: string, apostrophe: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": apostrophe };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
