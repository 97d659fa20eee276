import { documentOf } from './document';
import type { Json, JsonObject } from './json';
import type { MarkdownNode } from './markdown';
import { isAddress, mentionIn, plainTextOf, readMarkdown } from './markdown';

/**
 * A Markdown text as an Atlassian document, within the nesting that its schema allows: what may not stand in a list item or a quote
 * (headings, tables, rules) leaves its text there as paragraphs.
 *
 * The format: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
export function documentOfMarkdown(markdown: string): JsonObject {
  const root = readMarkdown(markdown);
  if (root === undefined) return documentOf(markdown);
  return { type: 'doc', version: 1, content: root.children.flatMap((node) => block(node, 'doc')) };
}

/** Where a block stands. */
type Place = 'doc' | 'item' | 'quote';

function block(node: MarkdownNode, place: Place): JsonObject[] {
  switch (node.type) {
    case 'paragraph':
      return [paragraph(node.children)];
    case 'heading':
      return place === 'doc' ? [{ type: 'heading', attrs: { level: node.number }, content: inline(node.children) }] : [paragraph(node.children)];
    case 'bullet_list':
      return [{ type: 'bulletList', content: node.children.map(item) }];
    case 'ordered_list':
      return [{ type: 'orderedList', attrs: { order: node.number }, content: node.children.map(item) }];
    case 'fence':
    case 'code_block':
      return [code(node)];
    case 'blockquote':
      return place === 'doc' ? [{ type: 'blockquote', content: filled(node.children.flatMap((child) => block(child, 'quote'))) }] : node.children.flatMap((child) => block(child, place));
    case 'hr':
      return place === 'doc' ? [{ type: 'rule' }] : [];
    case 'table':
      return place === 'doc' ? [table(node)] : rowsOf(node).map((row) => text(row.children.map(plainTextOf).join(' | ')));
    default:
      return [text(plainTextOf(node))];
  }
}

/** Its first element is a paragraph or code. */
function item(node: MarkdownNode): JsonObject {
  const content = filled(node.children.flatMap((child) => block(child, 'item')));
  const [first] = content;
  const begins = first?.['type'] === 'paragraph' || first?.['type'] === 'codeBlock';
  return { type: 'listItem', content: begins ? content : [paragraph([]), ...content] };
}

function filled(content: JsonObject[]): JsonObject[] {
  return content.length === 0 ? [paragraph([])] : content;
}

function paragraph(children: readonly MarkdownNode[]): JsonObject {
  return { type: 'paragraph', content: inline(children) };
}

function text(words: string): JsonObject {
  return { type: 'paragraph', content: words === '' ? [] : [{ type: 'text', text: words }] };
}

function code({ text: source, info }: MarkdownNode): JsonObject {
  const shown = source.replace(/\n$/, '');
  return { type: 'codeBlock', attrs: info === '' ? {} : { language: info }, content: shown === '' ? [] : [{ type: 'text', text: shown }] };
}

function table(node: MarkdownNode): JsonObject {
  const content = rowsOf(node).map((row) => ({
    type: 'tableRow',
    content: row.children.map((cell) => ({ type: cell.type === 'th' ? 'tableHeader' : 'tableCell', attrs: {}, content: [paragraph(cell.children)] })),
  }));
  return { type: 'table', content };
}

function rowsOf(node: MarkdownNode): MarkdownNode[] {
  return node.children.flatMap((part) => part.children);
}

const markOf: Record<string, string> = { strong: 'strong', em: 'em', s: 'strike' };

function inline(nodes: readonly MarkdownNode[], marks: readonly JsonObject[] = []): Json[] {
  return nodes.flatMap((node, index) => {
    const mark = markOf[node.type];
    if (mark !== undefined) return inline(node.children, marks.some(({ type }) => type === mark) ? marks : [...marks, { type: mark }]);
    // The @ before a mention is part of it.
    const words = node.type === 'text' && mentionIn(nodes[index + 1] ?? node) !== undefined ? node.text.replace(/@$/, '') : node.text;
    switch (node.type) {
      case 'text':
        return words.split(mentionMarkup).flatMap((part, odd) => (odd % 2 === 1 ? [mention(part, '')] : leaf(part, marks)));
      case 'softbreak':
        return leaf(' ', marks);
      case 'hardbreak':
        return [{ type: 'hardBreak' }];
      case 'code_inline':
        // Code takes no other mark but that of a link.
        return leaf(node.text, [{ type: 'code' }, ...marks.filter(({ type }) => type === 'link')]);
      case 'link':
        return linked(node, marks);
      case 'image':
        return isAddress(node.info) ? leaf(plainTextOf(node) || node.info, withLink(marks, node.info)) : leaf(plainTextOf(node), marks);
      default:
        return leaf(node.text, marks);
    }
  });
}

/** Jira's own markup for a mention, which people write in Markdown too. */
const mentionMarkup = /\[~accountid:([^\]\s]{1,128})\]/i;

function linked(node: MarkdownNode, marks: readonly JsonObject[]): Json[] {
  const id = mentionIn(node);
  if (id !== undefined) return [mention(id, plainTextOf(node))];
  return inline(node.children, isAddress(node.info) ? withLink(marks, node.info) : marks);
}

function withLink(marks: readonly JsonObject[], href: string): JsonObject[] {
  return [...marks.filter(({ type }) => type !== 'link'), { type: 'link', attrs: { href } }];
}

function mention(id: string, name: string): JsonObject {
  return { type: 'mention', attrs: name === '' ? { id } : { id, text: `@${name.replace(/^@/, '')}` } };
}

function leaf(words: string, marks: readonly JsonObject[]): JsonObject[] {
  return words === '' ? [] : [{ type: 'text', text: words, ...(marks.length === 0 ? {} : { marks: [...marks] }) }];
}
