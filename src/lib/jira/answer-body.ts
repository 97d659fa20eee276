import type { Json } from '../ticket/json';
import { wellFormed } from './plain-text';
import type { Redact } from './redact';
import { redactBeginning } from './redact';

const LONGEST_TEXT = 2_048;
/** So much of a text is looked at: what is left without its secrets and control characters is seldom shorter than what is shown. */
const LOOKED_AT = 2 * LONGEST_TEXT;
/** Deeper nesting than Jira ever sends would only serve to exhaust the stack, and JSON.parse takes seconds for a few megabytes of it. */
const DEEPEST = 200;
/** Characters: more is no refusal that anybody reads. */
const LONGEST_REFUSAL = 1 << 20;

/**
 * The body of an answer: JSON where it is JSON, as it was said, for requests are made from it; otherwise the beginning of its text, which
 * is only shown, without its secrets. A refusal (4xx, 5xx) of more than a megabyte is text.
 */
export function readBody(body: string, status: number, redact: Redact): { json: Json | undefined; text: string } {
  const json = status >= 400 && body.length > LONGEST_REFUSAL ? undefined : jsonOf(body);
  if (json !== undefined) return { json, text: '' };
  const shown = body.length > LOOKED_AT ? redactBeginning(body.slice(0, LOOKED_AT), redact) : redact(body);
  // Cut last, so that no half of a secret is left at the cut.
  return { json: undefined, text: wellFormed(shown.replace(/(?![\t\n])\p{Cc}/gu, '').slice(0, LONGEST_TEXT)) };
}

/** undefined where it is not JSON, or not a JSON that is meant well. */
function jsonOf(body: string): Json | undefined {
  if (isTooDeep(body)) return undefined;
  try {
    const json = JSON.parse(body) as Json;
    // Only a name that is written so, or with escapes, can be the one.
    return /__proto__|\\u00/.test(body) ? harmless(json) : json;
  } catch {
    return undefined;
  }
}

/** Counts the brackets that are open and in no text. */
function isTooDeep(body: string): boolean {
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at];
    if (char === '"') at = textEnd(body, at);
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Where the quote stands that ends the text that begins here; the end of all where there is none. */
function textEnd(body: string, start: number): number {
  let at = start + 1;
  while (at < body.length && body[at] !== '"') at += body[at] === '\\' ? 2 : 1;
  return at;
}

function harmless(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  // JSON.parse makes an own member of it, but any later copy by assignment would change a prototype.
  if (!Array.isArray(value)) delete value['__proto__'];
  for (const member of Object.values(value)) harmless(member);
  return value;
}
