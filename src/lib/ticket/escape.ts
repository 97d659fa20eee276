const backslash = 0x5c;
const semicolon = 0x3b;
const pipe = 0x7c;

/** The code of `|`, which ends a segment. */
export const segmentEnd = pipe;
/** The code of `;`, which ends a field's name. */
export const nameEnd = semicolon;

/**
 * Where the first mark stands in text[from, to) that is not escaped, or `to`. Escaped is one right behind an odd number
 * of backslashes. One pass with a counter: a regular expression for this is quadratic on a run of backslashes.
 */
export function findUnescaped(text: string, mark: number, from: number, to: number): number {
  let run = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) run += 1;
    else if (code === mark && run % 2 === 0) return at;
    else run = 0;
  }
  return to;
}

/**
 * What text[from, to) stands for. In a run of backslashes right before `|` or `;`, two are one and a single one makes the
 * character behind it ordinary; any other backslash is itself. The character at `to` counts: a run may end before it.
 */
export function unescape(text: string, from: number, to: number): string {
  const pieces: string[] = [];
  let copied = from;
  let run = 0;
  for (let at = from; at <= to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) {
      run += 1;
      continue;
    }
    if (run > 0 && (code === pipe || code === semicolon)) {
      // Half of the run stays, rounded down.
      pieces.push(text.slice(copied, at - Math.ceil(run / 2)));
      copied = at;
    }
    run = 0;
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
