import type { Json, JsonObject } from './json';
import { isObject } from './json';

/**
 * Text as a minimal Atlassian document: what blank lines part becomes paragraphs, other line breaks stay line breaks, and
 * every character means itself.
 * The format: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
export function documentOf(text: string): JsonObject {
  return { type: 'doc', version: 1, content: paragraphs(text) };
}

/** The text of a document's paragraphs; whatever else there is in it leaves its text alone. */
export function textOfDocument(document: JsonObject): string {
  const blocks = Array.isArray(document['content']) ? document['content'] : [];
  return blocks.map(inlineText).join('\n\n');
}

function inlineText(node: Json): string {
  if (!isObject(node)) return '';
  if (node['type'] === 'hardBreak') return '\n';
  if (typeof node['text'] === 'string') return node['text'];
  return Array.isArray(node['content']) ? node['content'].map(inlineText).join('') : '';
}

/** The document with the text above what it has. */
export function withTextOnTop(document: JsonObject, text: string): JsonObject {
  const { content } = document;
  return { ...document, content: [...paragraphs(text), ...(Array.isArray(content) ? content : [])] };
}

function paragraphs(text: string): Json[] {
  const blocks: string[][] = [[]];
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') blocks.push([]);
    else blocks.at(-1)!.push(line);
  }
  return blocks.filter((lines) => lines.length > 0).map((lines) => ({ type: 'paragraph', content: lines.flatMap(inline) }));
}

function inline(line: string, index: number): JsonObject[] {
  const text = { type: 'text', text: line };
  return index === 0 ? [text] : [{ type: 'hardBreak' }, text];
}
