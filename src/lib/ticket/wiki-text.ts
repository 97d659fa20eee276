/*
 * Jira's wiki markup: what the renderer takes for markup, and how to say that it is none. The notation:
 * https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
 *
 * A backslash before a character takes its meaning; where the meaning is a word's (`h1.`, `:)`), a character entity stands for one of
 * its characters.
 */

/** `*bold*`, `_emphasis_`, `-deleted-`, `+inserted+`, `^up^`, `~down~`, `??cited??`: at the edges of words, within a line. */
const phrase = /(?<![\p{L}\p{N}\\])(?:[*_+^~-]|\?\?)(?=[^\s*_+^~?-])/gu;
const phraseEnds = new Map(['*', '_', '+', '^', '~', '-', '??'].map((sign) => [sign, new RegExp(`\\n|(?<=\\S)${sign.replaceAll(/[*+^?]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu')]));
const macro = /(?<!\\)\{(?=[a-zA-Z{*_+^~?-])/g;
const macroEnds = new Map([['{', /[\n}]/g]]);
const bracket = /(?<!\\)\[/g;
const image = /(?<![\p{L}\p{N}\\])!(?=[^\s!][^\n!]*(?<=\S)!)/gu;
const dashes = /(?<=^|\s)-(?=-{1,2}(?:\s|$))/gm;
const emoticon = /(?<![\p{L}\p{N}])(?:(:|;)([()DP])(?![\p{L}\p{N}])|\((x|!|\/|\?|\+|-|i|y|n|on|off|\*[rgby]?|flag|flagoff)\))/gu;
const entity = /&(?=#?\w{1,10};)/g;
/** A backslash takes the meaning from one of these, unless another backslash stands before it; then it is not shown. */
const escaping = /(?<!\\)\\+(?=[-#*_+?^~|%{}[\]()!@])/g;
/** Two of them break the line, but for a path that goes on with one more. */
const lineBreak = /(?<!\\)\\{2}(?![^\s\\]*\\)/g;
/** Stands for a backslash that is to be shown, until nothing takes it for one any more. */
const shownBackslash = '\u0000';
/** An address is a link as it stands, and nothing in it is markup. */
const address = /\b(?:https?|ftp):\/\/[^\s|\]}]+/g;

/** Text such that Jira shows what it says: only what would be markup is changed. */
export function wikiOfPlainText(text: string): string {
  return text
    .split('\n')
    .map((line) => literalStart(literalWiki(line)))
    .join('\n');
}

/** The same within a line: what means something at its start only is left. */
export function literalWiki(line: string): string {
  const shown = (backslashes: string): string => shownBackslash.repeat(backslashes.length);
  const literalBackslashes = line.replaceAll(escaping, shown).replaceAll(lineBreak, shown);
  const unlinked = literalLinks(literalBackslashes).replaceAll(image, '\\!');
  let literal = '';
  let from = 0;
  for (const { index, 0: found } of unlinked.matchAll(address)) {
    literal += literalWords(unlinked.slice(from, index)) + found;
    from = index + found.length;
  }
  return (literal + literalWords(unlinked.slice(from))).replaceAll(shownBackslash, '&#92;');
}

/** Between a bracket and the next that closes, a link is looked for once, whatever their number: hostile text takes linear time. */
function literalLinks(line: string): string {
  const parts = line.split(']');
  return parts.map((part, number) => (number < parts.length - 1 ? literalLink(part) : part)).join(']');
}

/** A person, a file, an anchor, an address, or anything with another text; `[INFO]` is none. @param part what stands before a `]` */
function literalLink(part: string): string {
  const lineStart = part.lastIndexOf('\n') + 1;
  const told = Math.max(...['|', '://', 'mailto:'].map((sign) => part.lastIndexOf(sign)));
  const isLink = (at: number): boolean => at < told || ('~^#$'.includes(part.charAt(at + 1)) && at + 2 < part.length);
  return part.replaceAll(bracket, (found, at: number) => (at >= lineStart && isLink(at) ? '\\[' : found));
}

function literalWords(words: string): string {
  const phrases = literalPairs(words.replaceAll(entity, '&amp;'), phrase, phraseEnds);
  return literalPairs(phrases.replaceAll(dashes, '\\-'), macro, macroEnds).replaceAll(emoticon, (whole, eyes: string | undefined, mouth: string | undefined) =>
    eyes === undefined ? `&#40;${whole.slice(1)}` : `${eyes}&#${(mouth ?? '').charCodeAt(0)};`,
  );
}

/** What opens something that ends in the same line. Each end is looked for once, too. @param ends by what opens it; a line's end is none */
function literalPairs(words: string, opening: RegExp, ends: ReadonlyMap<string, RegExp>): string {
  const next = new Map<string, number>();
  return words.replaceAll(opening, (sign: string, at: number) => {
    const inside = at + sign.length + 1;
    let end = next.get(sign) ?? 0;
    if (end < inside) next.set(sign, (end = indexOf(ends.get(sign) as RegExp, words, inside)));
    return end < words.length && words[end] !== '\n' ? `\\${sign}` : sign;
  });
}

/** From there on; the length where it is not there. */
function indexOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** Headings, quotes, lists, rules and table rows begin a line. */
export function literalStart(line: string): string {
  return line
    .replace(/^(\s*)(h[1-6]|bq)\.(?=\s)/, '$1$2&#46;')
    .replace(/^(\s*)([*#-]+)(?=\s)/, (_whole, blanks: string, marks: string) => blanks + marks.replaceAll(/./g, '\\$&'))
    .replace(/^(\s*)(-{4,})(?=\s*$)/, '$1\\$2')
    .replace(/^(\s*)\|/, '$1\\|');
}
