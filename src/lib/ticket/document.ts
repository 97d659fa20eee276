import type { Json, JsonObject } from './json';

/** Plain text as an Atlassian document, literally: a paragraph for each block between empty lines, a hard break for each line break. */
export function textDocument(text: string): JsonObject {
  const paragraphs = text
    .split(/(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))+/)
    .filter((block) => block !== '')
    .map((block): Json => ({ type: 'paragraph', content: inline(block) }));
  return { type: 'doc', version: 1, content: paragraphs };
}

function inline(block: string): Json[] {
  const content: Json[] = [];
  block.split(/\r\n|\r|\n/).forEach((line, index) => {
    if (index > 0) content.push({ type: 'hardBreak' });
    if (line !== '') content.push({ type: 'text', text: line });
  });
  return content;
}
