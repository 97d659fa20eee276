/** A text that Jira accepts, and in words what was changed for it. */
export interface RepairedText {
  text: string;
  warnings: string[];
}

/** overflow: the whole text of a summary that had to be cut, for the description; '' where none was. Where it goes, whoever knows the command tells. */
export interface RepairedSummary extends RepairedText {
  overflow: string;
}

const longestSummary = 255;
const longestLabel = 255;
const longestShortText = 255;
export const longestText = 32_767;

/** Drops what Jira refuses or what deceives a reader; line feed, carriage return and tab stay. */
const removals: ReadonlyArray<readonly [found: RegExp, replacement: string, warning: string]> = [
  // First, as halves that the next ones bring together would make a character that was not there.
  [/\p{Cs}/gu, '\ufffd', 'broken characters (lone surrogates) became U+FFFD'],
  [/(?![\n\r\t])\p{Cc}/gu, '', 'control characters were removed'],
  // Embeddings, overrides and isolates; the plain direction marks U+200E, U+200F and U+061C stay.
  [/[\u202a-\u202e\u2066-\u2069]/g, '', 'characters that change the direction of text were removed'],
];

/** A summary: one line of at most 255 UTF-16 units, cut between two characters as a reader sees them. */
export function repairSummary(text: string): RepairedSummary {
  const oneLine = text.replace(/\r\n|[\n\r\v\f\t\u0085\u2028\u2029]/g, ' ');
  const warnings = oneLine === text ? [] : ['line breaks and tabs became blanks'];
  const cleaned = clean(oneLine);
  const short = cut(cleaned.text, longestSummary);
  warnings.push(...cleaned.warnings);
  return { text: short, overflow: short === cleaned.text ? '' : clean(text).text, warnings };
}

/** What is said of a summary that had to be cut. @param isKept its whole text goes into the description */
export function cutWarning(isKept: boolean): string {
  return `cut to ${longestSummary} characters; ${isKept ? 'the full text is at the top of the description' : "the rest was left out, so that the ticket's description stays"}`;
}

/** A text of several lines: at most 32,767 UTF-16 units, its line breaks and tabs as they are. */
export function repairText(text: string): RepairedText {
  return shortened(clean(text), longestText);
}

/** A text field of Cloud: at most 255 UTF-16 units. */
export function repairShortText(text: string): RepairedText {
  return shortened(clean(text), longestShortText);
}

/** A label: no blanks (each becomes `_`, those around it go), at most 255 UTF-16 units. */
export function repairLabel(text: string): RepairedText {
  const trimmed = text.trim();
  const joined = trimmed.replace(/\s/g, '_');
  const cleaned = clean(joined);
  if (joined !== trimmed) cleaned.warnings.unshift('blanks became _');
  return shortened(cleaned, longestLabel);
}

function clean(text: string): RepairedText {
  const warnings: string[] = [];
  let cleaned = text;
  for (const [found, replacement, warning] of removals) {
    const before = cleaned;
    cleaned = cleaned.replace(found, replacement);
    if (cleaned !== before) warnings.push(warning);
  }
  return { text: cleaned, warnings };
}

function shortened({ text, warnings }: RepairedText, longest: number): RepairedText {
  const short = cut(text, longest);
  return short === text ? { text, warnings } : { text: short, warnings: [...warnings, `cut to ${longest.toLocaleString('en-US')} characters`] };
}

/** Finds graphemes unless it is told otherwise. */
const graphemes = new Intl.Segmenter('en');
/** UTF-16 units looked at on each side of a cut. Segmenting a text of 100,000 characters exhausts the memory (measured). */
const window = 256;

/**
 * The longest beginning of a well-formed text that has at most so many UTF-16 units and ends between two graphemes, as far
 * as the units in the window tell: in a long run of nothing but flags, a flag may be parted.
 */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const start = characterStart(text, Math.max(0, longest - window));
  let end = 0;
  for (const { index } of graphemes.segment(text.slice(start, longest + window))) {
    if (start + index > longest) break;
    end = start + index;
  }
  // A grapheme that fills the whole window has no boundary in it: between two code points, then.
  return text.slice(0, end > start ? end : characterStart(text, longest));
}

/** The index, or the one before where it would part a surrogate pair; of a well-formed text. */
function characterStart(text: string, index: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(index)) ? index - 1 : index;
}
