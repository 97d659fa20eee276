import type { Json } from '../ticket/json';
import { wellFormed } from './plain-text';

const LONGEST_TEXT = 2_048;
/** Deeper nesting than Jira ever sends would only serve to exhaust the stack. */
const DEEPEST = 200;
/**
 * The body of an answer: JSON where it is JSON, as it was said, for requests are made from it; otherwise the beginning of its text, which
 * is only shown, without its secrets.
 */
export function readBody(body: string, redact: (text: string) => string): { json: Json | undefined; text: string } {
  try {
    return { json: harmless(JSON.parse(body) as Json, 0), text: '' };
  } catch {
    // Not JSON, or not a JSON that is meant well. Cut last, so that no half of a secret is left at the cut.
    const printable = redact(body).replace(/(?![\t\n])\p{Cc}/gu, '');
    return { json: undefined, text: wellFormed(printable.slice(0, LONGEST_TEXT)) };
  }
}

function harmless(value: Json, depth: number): Json {
  if (depth > DEEPEST) throw new RangeError('The JSON is nested too deeply.');
  if (typeof value !== 'object' || value === null) return value;
  // JSON.parse makes an own member of it, but any later copy by assignment would change a prototype.
  if (!Array.isArray(value)) delete value['__proto__'];
  for (const member of Object.values(value)) harmless(member, depth + 1);
  return value;
}
