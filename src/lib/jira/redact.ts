import { wellFormed } from './plain-text';

const BLANK = '***';
/** Shorter texts stand in too many innocent places. */
const SHORTEST = 4;

/**
 * A function that blanks the secrets out of a text: as they are, and in base64, URL, JSON and HTML clothing.
 * Pass `user:password` as a secret of its own to have its base64 form blanked as well.
 */
export function redactor(secrets: string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(formsOf));
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(pattern, BLANK);
}

function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  const url = encodeURIComponent(wellFormed(secret));
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [
    secret,
    base64.replace(/=+$/, ''),
    Buffer.from(secret, 'latin1').toString('base64').replace(/=+$/, ''),
    Buffer.from(secret, 'utf8').toString('base64url'),
    url,
    url.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    encodeURIComponent(base64),
    new URLSearchParams([['', wellFormed(secret)]]).toString().slice(1),
    json,
    json.replaceAll('/', '\\/'),
    ascii,
    html(secret, '&#39;'),
    html(secret, '&#x27;'),
  ];
}

function html(text: string, apostrophe: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": apostrophe };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
