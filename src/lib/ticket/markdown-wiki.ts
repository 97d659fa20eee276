import type { MarkdownNode } from './markdown';
import { isAddress, mentionIn, plainTextOf, readMarkdown } from './markdown';
import { literalStart, literalWiki, wikiOfPlainText } from './wiki-text';

/** A Markdown text in Jira's wiki markup; what is text in it is shown as it is written. */
export function wikiOfMarkdown(markdown: string): string {
  const root = readMarkdown(markdown);
  return root === undefined ? wikiOfPlainText(markdown) : blocks(root.children, '').join('\n\n');
}

/** @param bullets of the lists around, such as `*#` */
function blocks(nodes: readonly MarkdownNode[], bullets: string): string[] {
  return nodes.map((node) => block(node, bullets)).filter((text) => text !== '');
}

function block(node: MarkdownNode, bullets: string): string {
  switch (node.type) {
    case 'paragraph':
      return paragraph(node.children);
    case 'heading':
      return `h${node.number}. ${inline(node.children)}`;
    case 'bullet_list':
      return list(node, `${bullets}*`);
    case 'ordered_list':
      return list(node, `${bullets}#`);
    case 'fence':
    case 'code_block':
      return code(node);
    case 'blockquote':
      return `{quote}\n${blocks(node.children, '').join('\n\n')}\n{quote}`;
    case 'hr':
      return '----';
    case 'table':
      return node.children.flatMap(({ children }) => children.map(row)).join('\n');
    default:
      return wikiOfPlainText(plainTextOf(node));
  }
}

/** Text that begins a line with what would be a list or a heading is none. */
function paragraph(children: readonly MarkdownNode[]): string {
  return inline(children, true);
}

function list(node: MarkdownNode, bullets: string): string {
  return node.children.map((item) => listItem(item, bullets)).join('\n');
}

/** What is not a list goes on in the item's line, or below it without a blank line, which would end the list. */
function listItem(item: MarkdownNode, bullets: string): string {
  return `${bullets} ${blocks(item.children, bullets).join('\n')}`;
}

function code({ text, info }: MarkdownNode): string {
  const macro = text.includes('{code}') ? 'noformat' : 'code';
  const language = macro === 'code' && /^[\w+#-]{1,20}$/.test(info) ? `:${info}` : '';
  return `{${macro}${language}}\n${text.replace(/\n$/, '').replaceAll(`{${macro}}`, `{ ${macro}}`)}\n{${macro}}`;
}

function row({ children }: MarkdownNode): string {
  const [bar] = children[0]?.type === 'th' ? ['||'] : ['|'];
  return bar + children.map((cell) => ` ${inline(cell.children).replaceAll('|', '\\|') || ' '} ${bar}`).join('');
}

const marks: Record<string, string> = { strong: '*', em: '_', s: '-' };

/** @param atStart of a line, where some text would be more than that */
function inline(nodes: readonly MarkdownNode[], atStart = false): string {
  return nodes
    .map((node, index) => {
      const mark = marks[node.type];
      if (mark !== undefined) return marked(mark, inline(node.children), nodes[index - 1], nodes[index + 1]);
      switch (node.type) {
        case 'text': {
          const words = literalText(mentionIn(nodes[index + 1] ?? node) === undefined ? node.text : node.text.replace(/@$/, '')).replaceAll(/\\\[(~[\w.:@-]{1,128}\])/g, '[$1');
          return (index === 0 ? atStart : nodes[index - 1]?.type === 'hardbreak') ? literalStart(words) : words;
        }
        case 'softbreak':
          return ' ';
        case 'hardbreak':
          return '\n';
        case 'code_inline':
          return `{{${literalText(node.text).replaceAll(/(?<!\\)[{}]/g, '\\$&')}}}`;
        case 'link':
          return linked(node);
        case 'image':
          return isAddress(node.info) ? `!${node.info}!` : literalWiki(plainTextOf(node));
        default:
          return literalWiki(node.text);
      }
    })
    .join('');
}

/** What follows may be a mark, whose meaning a backslash at the end would take. */
function literalText(words: string): string {
  return literalWiki(words).replace(/(?<!\\)\\+$/, (backslashes) => '&#92;'.repeat(backslashes.length));
}

/** Within a word a mark needs braces around it. */
function marked(mark: string, text: string, before: MarkdownNode | undefined, after: MarkdownNode | undefined): string {
  if (text.trim() === '') return text;
  const touches = /[\p{L}\p{N}]$/u.test(before?.text ?? '') || /^[\p{L}\p{N}]/u.test(after?.text ?? '');
  const sign = touches ? `{${mark}}` : mark;
  return `${sign}${text}${sign}`;
}

function linked(node: MarkdownNode): string {
  const id = mentionIn(node);
  if (id !== undefined) return `[~accountid:${id}]`;
  const text = inline(node.children);
  if (!isAddress(node.info)) return text;
  return plainTextOf(node) === node.info ? `[${node.info}]` : `[${text.replaceAll('|', '\\|').replaceAll(']', '\\]')}|${node.info}]`;
}
