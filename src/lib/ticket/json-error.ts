const blank = /[ \t\n\r]*/y;
/** Between quotes: no quote, no backslash, no control character, written as what there may be. */
const string = /"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\u{10ffff}]*)*"/uy;
const other = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may stand at a place: `rest` is a comma or the end of what is open. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'rest';

/**
 * Where (as an offset) the first thing stands that keeps a text from being JSON; undefined for JSON (RFC 8259). What JSON.parse says
 * differs with the browser, and often names no place.
 */
export function jsonErrorAt(text: string): number | undefined {
  /** The brackets that are open, as what closes them. */
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = after(blank, text, 0);
  while (at < text.length) {
    const char = text[at] as string;
    let end: number;
    if (expected === 'rest') {
      if (open.length === 0 || (char !== ',' && char !== open.at(-1))) return at;
      if (char === ',') expected = open.at(-1) === '}' ? 'key' : 'value';
      else open.pop();
      end = at + 1;
    } else if (expected === 'colon') {
      if (char !== ':') return at;
      expected = 'value';
      end = at + 1;
    } else if (expected.endsWith('end') && char === open.at(-1)) {
      open.pop();
      expected = 'rest';
      end = at + 1;
    } else if (expected.startsWith('key')) {
      end = after(string, text, at);
      if (end === at) return at;
      expected = 'colon';
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? '}' : ']');
      expected = char === '{' ? 'key or end' : 'value or end';
      end = at + 1;
    } else {
      end = after(char === '"' ? string : other, text, at);
      if (end === at) return at;
      expected = 'rest';
    }
    at = after(blank, text, end);
  }
  return expected === 'rest' && open.length === 0 ? undefined : text.length;
}

/** Where a match that begins here ends; the same place where there is none. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
