import type { Action } from './command';
import { findUnescaped, nameEnd, segmentEnd } from './escape';
import { looksLikeGuid } from './request-id';

/** Where a command stands in its input: text[start, end), blanks around it left out. */
export interface CommandSpan {
  start: number;
  end: number;
  /** The number of the line it begins in, from 1, and where that line begins. */
  line: number;
  lineStart: number;
}

/** What decides whether a line begins a command. */
interface Line {
  /** Its first two segments that are not blank; '' where there are none. */
  first: string;
  second: string;
  /** Whether a `|` stands before the first of them. */
  pipeFirst: boolean;
  /** Whether it has a `|`. */
  closed: boolean;
  /** Whether behind its last `|` is more than blanks, which the next line goes on with. */
  open: boolean;
}

/** The action that a segment is, in any case and with blanks around it; undefined where it is none. */
export function actionOf(segment: string): Action | undefined {
  const word = segment.trim();
  // Without the u flag, i compares ASCII letters with ASCII letters only.
  return /^(?:CREATE|UPDATE)$/i.test(word) ? (word.toUpperCase() as Action) : undefined;
}

/**
 * Divides the input into its commands, in one pass over its lines (LF, CRLF or CR); none for an input of blanks and pipes.
 * The first line with a segment begins a command, and so does each other line that begins, blank segments left out, with
 *
 * - a segment, `|`, and an action word;
 * - `|` and an action word: a command whose id was left out;
 * - a GUID: a command whose action was left out or is no action. Where a value reaches into the line it may be the end of
 *   that value, unless something follows that is neither an action nor a field.
 *
 * None of them could be part of a valid command, so a broken command takes none of its neighbours with it.
 */
export function commandSpans(text: string): CommandSpan[] {
  const spans: CommandSpan[] = [];
  let inSegment = false;
  let number = 1;
  for (let start = 0; start < text.length; number += 1) {
    const end = endOfLine(text, start);
    const line = readLine(text, start, end);
    const current = spans.at(-1);
    if (line.first !== '' && (current === undefined || begins(line, inSegment))) {
      spans.push({ start: skipBlanks(text, start, end), end, line: number, lineStart: start });
    } else if (current !== undefined) current.end = end;
    inSegment = line.open || (inSegment && !line.closed);
    start = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  }
  for (const span of spans) span.end = span.start + text.slice(span.start, span.end).trimEnd().length;
  return spans;
}

/** @param inSegment whether a segment of the line before reaches into this one */
function begins({ first, second, pipeFirst }: Line, inSegment: boolean): boolean {
  if (actionOf(second) !== undefined) return true;
  if (pipeFirst && actionOf(first) !== undefined) return true;
  return looksLikeGuid(first.trim()) && (!inSegment || (second !== '' && !isField(second)));
}

function isField(segment: string): boolean {
  return findUnescaped(segment, nameEnd, 0, segment.length) < segment.length;
}

function readLine(text: string, start: number, end: number): Line {
  const line: Line = { first: '', second: '', pipeFirst: false, closed: false, open: false };
  let to = start - 1;
  do {
    const from = to + 1;
    to = findUnescaped(text, segmentEnd, from, end);
    line.open = skipBlanks(text, from, to) < to;
    if (line.open && line.first === '') {
      line.first = text.slice(from, to);
      line.pipeFirst = line.closed;
    } else if (line.open && line.second === '') line.second = text.slice(from, to);
    if (to < end) line.closed = true;
  } while (to < end);
  return line;
}

function endOfLine(text: string, from: number): number {
  return firstOf(isLineBreak, text, from, text.length);
}

/** Where the first character of text[from, to) stands that is no blank (in the sense of `trim`), or `to`. */
export function skipBlanks(text: string, from: number, to: number): number {
  return firstOf(isNoBlank, text, from, to);
}

function firstOf(isWanted: (character: string) => boolean, text: string, from: number, to: number): number {
  let at = from;
  while (at < to && !isWanted(text.charAt(at))) at += 1;
  return at;
}

function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}

function isNoBlank(character: string): boolean {
  return character.trim() !== '';
}
