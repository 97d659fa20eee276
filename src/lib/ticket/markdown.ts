import MarkdownIt = require('markdown-it');

/** A node of a Markdown text: blocks hold blocks or inlines, inlines hold inlines. */
export interface MarkdownNode {
  /** `paragraph`, `heading`, `bullet_list`, `list_item`, `strong`, `text` … */
  type: string;
  children: MarkdownNode[];
  /** Of text, code and images. */
  text: string;
  /** Level of a heading, first number of an ordered list. */
  number: number;
  /** Language of a code block, address of a link or an image. */
  info: string;
}

/** HTML is text; line breaks are those of the text alone; addresses in the text are links. */
const parser = new MarkdownIt({ html: false, linkify: true });

/** Beyond, markdown-it leaves out what is nested deeper. */
const deepest = 100;

/**
 * The tree of a Markdown text (CommonMark, with tables and strikethrough), in linear time. undefined where it is nested so deep
 * that something of it would be left out.
 */
export function readMarkdown(markdown: string): MarkdownNode | undefined {
  const root = nodeOf('root');
  return add(parser.parse(markdown, {}), root) ? root : undefined;
}

type Token = ReturnType<typeof parser.parse>[number];

/** @returns false: too deep */
function add(tokens: readonly Token[], root: MarkdownNode): boolean {
  const open = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.level >= deepest - 1 || open.length >= deepest) return false;
    if (token.nesting < 0) open.pop();
    else if (token.type === 'inline') {
      if (!add(token.children ?? [], parent)) return false;
    } else {
      const node = read(token);
      parent.children.push(node);
      if (token.nesting > 0) open.push(node);
    }
  }
  return true;
}

function read(token: Token): MarkdownNode {
  const node = nodeOf(token.type.replace(/_open$/, ''));
  node.text = token.content;
  if (node.type === 'heading') node.number = Number(token.tag.slice(1));
  if (node.type === 'ordered_list') node.number = Number(token.attrGet('start') ?? 1);
  if (node.type === 'fence') node.info = token.info.trim().split(/\s+/)[0] ?? '';
  if (node.type === 'link') node.info = String(token.attrGet('href') ?? '');
  if (node.type === 'image') node.info = String(token.attrGet('src') ?? '');
  return node;
}

function nodeOf(type: string): MarkdownNode {
  return { type, children: [], text: '', number: 0, info: '' };
}

/** An address that a link may lead to from within Jira. */
export function isAddress(href: string): boolean {
  return /^(?:https?|ftp|mailto|tel):/i.test(href);
}

/** Whom `[Ann](accountId:…)` means, with or without an @ before it; undefined where it is an ordinary link, or what is there is not encoded well. */
export function mentionIn(node: MarkdownNode): string | undefined {
  const id = node.type === 'link' ? /^accountid:(.+)$/i.exec(node.info)?.[1] : undefined;
  try {
    return id && decodeURIComponent(id);
  } catch {
    return undefined; // `%FF` is the beginning of no character
  }
}

/** The text of a node and of all in it. */
export function plainTextOf(node: MarkdownNode): string {
  if (node.type === 'softbreak') return ' ';
  if (node.type === 'hardbreak') return '\n';
  return node.children.length > 0 ? node.children.map(plainTextOf).join('') : node.text;
}
