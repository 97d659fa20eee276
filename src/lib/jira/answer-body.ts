import type { Json, JsonObject } from '../ticket/json';
import { wellFormed } from './plain-text';

const LONGEST_TEXT = 2_048;
/** Deeper nesting than Jira ever sends would only serve to exhaust the stack. */
const DEEPEST = 200;
/** Ids and issue keys are what a ticket is found by: a short password that happens to stand in one must not break it. */
const IDENTIFIER = /^(?:\d{1,19}|[A-Z][A-Z0-9_]*-\d+)$/;

/** The body of an answer without its secrets: JSON where it is JSON, otherwise the beginning of its text. */
export function readBody(body: string, redact: (text: string) => string): { json: Json | undefined; text: string } {
  try {
    return { json: redacted(JSON.parse(body) as Json, redact, 0), text: '' };
  } catch {
    // Not JSON, or not a JSON that is meant well. Cut last, so that no half of a secret is left at the cut.
    const printable = redact(body).replace(/(?![\t\n])\p{Cc}/gu, '');
    return { json: undefined, text: wellFormed(printable.slice(0, LONGEST_TEXT)) };
  }
}

function redacted(value: Json, redact: (text: string) => string, depth: number): Json {
  if (depth > DEEPEST) throw new RangeError('The JSON is nested too deeply.');
  if (typeof value === 'string') return redactString(value, redact);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => redacted(element, redact, depth + 1));
  const copy: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    // JSON.parse makes an own member of it, but any later copy by assignment would change a prototype.
    if (key !== '__proto__') copy[redact(key)] = redacted(member, redact, depth + 1);
  }
  return copy;
}

function redactString(text: string, redact: (text: string) => string): string {
  const clean = redact(text);
  return clean !== '***' && IDENTIFIER.test(text) ? text : clean;
}
