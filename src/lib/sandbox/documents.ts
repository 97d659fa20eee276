import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';

/** Whether this has the frame of an Atlassian document. */
export function isDocument(value: Json): value is JsonObject {
  return isObject(value) && value['type'] === 'doc' && value['version'] === 1 && Array.isArray(value['content']);
}

/** Each line a paragraph. */
export function documentOf(text: string): JsonObject {
  const content = text.split('\n').map((line) => ({ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line }] }));
  return { type: 'doc', version: 1, content };
}

/** The words of a document, its blocks on lines of their own; a string is what it is. */
export function textOf(value: Json): string {
  if (!isObject(value)) return String(value);
  return blocks(value).join('\n');
}

const INLINE = new Set(['text', 'hardBreak', 'mention', 'emoji', 'inlineCard', 'date', 'status']);

/** Depth first with a stack of its own, because the depth is the sender's choice. */
function blocks(document: JsonObject): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  const stack: Json[] = [document];
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === undefined || !isObject(node)) continue;
    if (INLINE.has(String(node['type']))) {
      line = `${line ?? ''}${inlineText(node)}`;
      continue;
    }
    if (line !== undefined) lines.push(line);
    line = node['type'] === 'paragraph' || node['type'] === 'heading' ? '' : undefined;
    const content = Array.isArray(node['content']) ? node['content'] : [];
    for (const child of content.toReversed()) stack.push(child);
  }
  return line === undefined ? lines : [...lines, line];
}

function inlineText(node: JsonObject): string {
  if (node['type'] === 'hardBreak') return '\n';
  const attributes = isObject(node['attrs'] ?? null) ? (node['attrs'] as JsonObject) : {};
  const text = node['text'] ?? attributes['text'] ?? attributes['url'] ?? '';
  return typeof text === 'string' ? text : '';
}
