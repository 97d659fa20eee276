import { jsonErrorAt } from '../../lib/ticket/json-error';

/** What has to be replaced so that one text becomes another: the part between what both begin and end with. */
export function replacement(from: string, to: string): { start: number; end: number; text: string } {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start += 1;
  let tail = 0;
  while (tail < most - start && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) };
}

/** The line (from 1) in which a text stops being JSON; undefined for JSON. */
export function lineOfProblem(text: string): number | undefined {
  const at = jsonErrorAt(text);
  return at === undefined ? undefined : text.slice(0, at).trimEnd().split('\n').length;
}

/**
 * Where the name of a field is being written in a query: the offset behind its opening quotation mark; undefined anywhere else.
 *
 * @param before the text up to the cursor
 */
export function fieldNameAt(before: string): number | undefined {
  /** For each open bracket: what it is the value of, for a `{`. */
  const open: string[] = [];
  let key = '';
  let string = -1;
  let expectsKey = false;
  let last = '';
  for (let at = 0; at < before.length; at += 1) {
    const char = before[at];
    if (string >= 0) {
      if (char === '\\') at += 1;
      else if (char === '"') {
        last = before.slice(string, at);
        string = -1;
      }
    } else if (char === '"') string = at + 1;
    else if (char === ':') {
      key = last;
      expectsKey = false;
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? key : '[');
      expectsKey = char === '{';
    } else if (char === '}' || char === ']') {
      open.pop();
      expectsKey = false;
    } else if (char === ',') expectsKey = open.at(-1) !== '[';
  }
  return string >= 0 && expectsKey && open.length === 2 && open[1] === 'fields' ? string : undefined;
}
