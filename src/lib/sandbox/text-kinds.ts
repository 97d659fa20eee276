import type { Json } from '../ticket/json';
import { documentOf, isDocument, textOf } from './documents';
import type { FieldKind } from './field-kind';
import { FieldProblem, LIST, SET, elements, text } from './field-kind';

const LONGEST_TEXT = 32_767;
const LONGEST_LINE_ON_CLOUD = 255;
const LONGEST_SUMMARY = 255;
const LONGEST_LABEL = 255;

/** One line: `cft:textfield`. Cloud holds 255 characters of it, a server as much as of any text. */
export const line: FieldKind = {
  schema: () => ({ type: 'string' }),
  operations: SET,
  read: text,
  write: (kept) => kept,
  words: String,
  check: (kept, { traits }) => tooLong(kept, traits.cloud ? LONGEST_LINE_ON_CLOUD : LONGEST_TEXT),
};

export const summary: FieldKind = {
  ...line,
  check(kept) {
    const words = String(kept);
    if (words.trim() === '') return 'You must specify a summary of the issue.';
    if (/[\r\n]/.test(words)) return 'The summary is invalid because it contains newline characters.';
    return words.length > LONGEST_SUMMARY ? `Summary must be less than ${LONGEST_SUMMARY} characters.` : undefined;
  },
};

export const url: FieldKind = {
  ...line,
  check: (kept) => (URL.canParse(String(kept)) ? undefined : 'Not a valid URL'),
};

/** Several lines: description, environment, `cft:textarea`. A document on v3. Kept as it came. */
export const rich: FieldKind = {
  schema: () => ({ type: 'string' }),
  operations: SET,
  read(value, context) {
    if (context.text === 'string') return text(value);
    if (!isDocument(value)) throw new FieldProblem('Operation value must be an Atlassian Document (see the Atlassian Document Format)');
    return value;
  },
  write(kept, context) {
    if (context.text === 'string') return textOf(kept);
    return typeof kept === 'string' ? documentOf(kept) : kept;
  },
  words: textOf,
  check: (kept) => tooLong(textOf(kept), LONGEST_TEXT),
};

export const labels: FieldKind = {
  schema: () => ({ type: 'array', items: 'string' }),
  operations: LIST,
  read: (value) => [...new Set(elements(value).map(label))],
  write: (kept) => kept,
  words: (kept) => elements(kept).join(', '),
};

function label(value: Json, index: number): string {
  if (typeof value !== 'string') throw new FieldProblem(`string expected at index ${index}`);
  if (/\s/.test(value)) throw new FieldProblem(`The label '${value}' contains spaces which is invalid.`);
  if (value.length > LONGEST_LABEL) throw new FieldProblem(`The label '${value}' exceeds the maximum length of ${LONGEST_LABEL} characters.`);
  return value;
}

function tooLong(kept: Json, most: number): string | undefined {
  if (String(kept).length <= most) return undefined;
  return `The entered text is too long. It exceeds the allowed limit of ${most.toLocaleString('en-US')} characters.`;
}
