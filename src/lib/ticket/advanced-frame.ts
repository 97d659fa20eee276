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
  /** Whether its last segment has no `|` behind it. */
  open: boolean;
}

/** text[from, to), without the blanks before it; never empty. */
export interface Segment {
  from: number;
  to: number;
}

/** What decides whether a line begins a command. */
interface Line {
  first: Segment | undefined;
  second: Segment | undefined;
  /** Whether a `|` stands before the first of them. */
  pipeFirst: boolean;
  /** Whether its last segment has no `|` behind it, so that the next line goes on with it. */
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
 * None of them could be part of a valid command that has each `;` on the line of its field's name, so a broken command takes
 * none of its neighbours with it.
 */
export function commandSpans(text: string): CommandSpan[] {
  const spans: CommandSpan[] = [];
  let number = 1;
  for (let lineStart = 0; lineStart < text.length; number += 1) {
    const end = endOfLine(text, lineStart);
    const start = skipBlanks(text, lineStart, end);
    if (start < end) {
      const line = readLine(text, start, end);
      const current = spans.at(-1);
      if (begins(text, line, current)) spans.push({ start, end, line: number, lineStart, open: line.open });
      else if (current !== undefined) Object.assign(current, { end, open: line.open });
    }
    lineStart = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  }
  for (const span of spans) span.end = span.start + text.slice(span.start, span.end).trimEnd().length;
  return spans;
}

/** @param current the command that the line before belongs to */
function begins(text: string, { first, second, pipeFirst }: Line, current: CommandSpan | undefined): boolean {
  if (first === undefined) return false;
  if (current === undefined) return true;
  if (second !== undefined && actionOf(segmentText(text, second)) !== undefined) return true;
  if (pipeFirst && actionOf(segmentText(text, first)) !== undefined) return true;
  return looksLikeGuid(segmentText(text, first).trim()) && (!current.open || (second !== undefined && !isField(text, second)));
}

function isField(text: string, { from, to }: Segment): boolean {
  return findUnescaped(text, nameEnd, from, to) < to;
}

/** @param start of the line, behind the blanks it begins with */
function readLine(text: string, start: number, end: number): Line {
  const first = nextSegment(text, start, end);
  const second = first && nextSegment(text, first.to + 1, end);
  let last = second ?? first;
  for (let next = last; next !== undefined; next = nextSegment(text, next.to + 1, end)) last = next;
  return { first, second, pipeFirst: first?.from !== start, open: last?.to === end };
}

/** The first segment of text[from, end) that is not blank, where a segment begins at `from`. */
export function nextSegment(text: string, from: number, end: number): Segment | undefined {
  const start = firstOf(isContent, text, from, end);
  return start < end ? { from: start, to: findUnescaped(text, segmentEnd, start, end) } : undefined;
}

export function segmentText(text: string, { from, to }: Segment): string {
  return text.slice(from, to);
}

function endOfLine(text: string, from: number): number {
  return firstOf(isLineBreak, text, from, text.length);
}

function skipBlanks(text: string, from: number, to: number): number {
  return firstOf(isNoBlank, text, from, to);
}

/** Where the first such character of text[from, to) stands, or `to`. */
function firstOf(isWanted: (character: string) => boolean, text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    if (isWanted(text.charAt(at))) return at;
  }
  return to;
}

function isLineBreak(character: string): boolean {
  return character === '\n' || character === '\r';
}

function isNoBlank(character: string): boolean {
  return character.trim() !== '';
}

function isContent(character: string): boolean {
  return character !== '|' && isNoBlank(character);
}
