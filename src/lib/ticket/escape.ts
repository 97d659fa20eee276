const backslash = 0x5c;
const semicolon = 0x3b;
const pipe = 0x7c;

/** The code of `|`, which ends a segment. */
export const segmentEnd = pipe;
/** The code of `;`, which ends a field's name. */
export const nameEnd = semicolon;

/**
 * Where the first mark stands in text[from, to) that is not escaped, or `to`. Escaped is one right behind an odd number
 * of backslashes. One pass: a regular expression for this is quadratic on a run of backslashes.
 */
export function findUnescaped(text: string, mark: number, from: number, to: number): number {
  let at = from;
  let escaped = false;
  while (at < to && (escaped || text.charCodeAt(at) !== mark)) {
    escaped = !escaped && text.charCodeAt(at) === backslash;
    at += 1;
  }
  return at;
}

/**
 * What text[from, to) stands for. In a run of backslashes right before `|` or `;`, two are one and a single one makes the
 * character behind it ordinary; any other backslash is itself. The character at `to` counts: a run may end before it.
 */
export function unescape(text: string, from: number, to: number): string {
  const pieces: string[] = [];
  let copied = from;
  for (let at = from; at < to; at += 1) {
    if (text.charCodeAt(at) !== backslash) continue;
    const start = at;
    do at += 1;
    while (text.charCodeAt(at) === backslash);
    const next = text.charCodeAt(at);
    if (next === pipe || next === semicolon) {
      // Half of the run stays, rounded down.
      pieces.push(text.slice(copied, at - Math.ceil((at - start) / 2)));
      copied = at;
    }
  }
  pieces.push(text.slice(copied, to));
  return pieces.join('');
}

/** An id or a field's name so that `|` or `;` may follow it. */
export function escapeName(text: string): string {
  return escape(text, true);
}

/** A value so that `|` may follow it; a `;` in it stays readable, as it is an ordinary character there. */
export function escapeValue(text: string): string {
  return escape(text, false);
}

function escape(text: string, semicolonToo: boolean): string {
  let escaped = '';
  let copied = 0;
  let run = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) {
      run += 1;
      continue;
    }
    const isMark = code === pipe || code === semicolon;
    if (isMark || at === text.length) {
      escaped += text.slice(copied, at) + '\\'.repeat(run) + (code === pipe || (isMark && semicolonToo) ? '\\' : '');
      copied = at;
    }
    run = 0;
  }
  return escaped;
}
