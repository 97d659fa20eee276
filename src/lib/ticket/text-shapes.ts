import { documentOf } from './document';
import type { Json, JsonObject } from './json';
import { isObject } from './json';
import { documentOfMarkdown } from './markdown-document';
import { wikiOfMarkdown } from './markdown-wiki';
import { jsonIn } from './plain-json';
import { text } from './plain-text-shapes';
import { longestText } from './text-repairs';
import type { Reading, Shape } from './value-shape';
import { wikiOfPlainText } from './wiki-text';

export { address, bareKey, label, shortText, summary, text } from './plain-text-shapes';

/** Jira renders these as wiki markup; whether a text area is rendered is its configuration's secret, and mostly it is not. */
const rendered = new Set(['description', 'environment', 'comment']);

/**
 * Description, environment, comments, text areas: a string, or an Atlassian document, which may also be given as such, or as its JSON.
 * There no text is null.
 */
export const richText: Shape = {
  takesObjects: false,
  read(value, reading) {
    const { dialect, field } = reading;
    const document = dialect.text === 'document' ? documentIn(value) : undefined;
    if (document !== undefined) return document;
    const given = String(text.read(value, reading));
    if (dialect.text === 'document') return given.trim() === '' ? null : (dialect.textFormat === 'markdown' ? documentOfMarkdown : documentOf)(given);
    if (dialect.textFormat === 'markdown') return fitting(wikiOfMarkdown, given, reading);
    return dialect.textFormat === 'wiki' || !rendered.has(field.id) ? given : fitting(wikiOfPlainText, given, reading);
  },
};

/** Text is taken for a document only where it can hardly be meant as text. */
function documentIn(value: Json): JsonObject | undefined {
  const json = typeof value === 'string' ? jsonIn(value) : value;
  if (json === undefined || !isObject(json)) return undefined;
  return isObject(value) || (json['type'] === 'doc' && json['version'] === 1 && Array.isArray(json['content'])) ? json : undefined;
}

/** Markup makes a text longer: what is too long for Jira then is cut before it. */
function fitting(convert: (text: string) => string, given: string, reading: Reading): string {
  let source = given;
  let converted = convert(source);
  while (converted.length > longestText) {
    source = source.slice(0, Math.floor((source.length * longestText * 0.98) / converted.length)).replace(/[\ud800-\udbff]$/, '');
    converted = convert(source);
  }
  if (source !== given) reading.warnings.push(`cut after ${source.length} characters, for Jira takes ${longestText} with markup`);
  return converted;
}
