import type { Json } from '../../../src/lib/ticket/json';
import { isObject } from '../../../src/lib/ticket/json';

/** What may stand in what, of Atlassian's document schema as far as text becomes it. */
const content: Record<string, readonly string[]> = {
  doc: ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote', 'codeBlock', 'rule', 'table'],
  paragraph: ['text', 'hardBreak', 'mention'],
  heading: ['text', 'hardBreak', 'mention'],
  bulletList: ['listItem'],
  orderedList: ['listItem'],
  listItem: ['paragraph', 'bulletList', 'orderedList', 'codeBlock'],
  blockquote: ['paragraph', 'bulletList', 'orderedList', 'codeBlock'],
  codeBlock: ['text'],
  table: ['tableRow'],
  tableRow: ['tableHeader', 'tableCell'],
  tableHeader: ['paragraph'],
  tableCell: ['paragraph'],
};
const leaves = new Set(['text', 'hardBreak', 'mention', 'rule']);
const neverEmpty = new Set(['bulletList', 'orderedList', 'listItem', 'blockquote', 'table', 'tableRow', 'tableHeader', 'tableCell']);

/** What is wrong with a document, each with where it is; none: Jira takes it. */
export function faultsOf(node: Json, path = 'doc'): string[] {
  if (!isObject(node)) return [`${path}: no object`];
  const type = String(node['type']);
  const children = node['content'];
  if (path === 'doc' && (type !== 'doc' || node['version'] !== 1)) return ['doc: no document of version 1'];
  if (type === 'text') return textFaults(node, path);
  if (leaves.has(type)) return children === undefined ? [] : [`${path}: ${type} has content`];
  const allowed = content[type];
  if (allowed === undefined) return [`${path}: unknown ${type}`];
  if (!Array.isArray(children)) return [`${path}: ${type} has no content`];
  const faults = children.length === 0 && neverEmpty.has(type) ? [`${path}: ${type} is empty`] : [];
  if (type === 'heading' && !(isObject(node['attrs']) && [1, 2, 3, 4, 5, 6].includes(Number(node['attrs']['level'])))) faults.push(`${path}: no level`);
  children.forEach((child, index) => {
    const kind = isObject(child) ? String(child['type']) : '';
    if (!allowed.includes(kind)) faults.push(`${path}/${index}: ${kind} in ${type}`);
    if (type === 'listItem' && index === 0 && kind !== 'paragraph' && kind !== 'codeBlock') faults.push(`${path}: begins with ${kind}`);
    if (type === 'codeBlock' && isObject(child) && child['marks'] !== undefined) faults.push(`${path}/${index}: marked code`);
    faults.push(...faultsOf(child, `${path}/${index}`));
  });
  return faults;
}

function textFaults(node: { [key: string]: Json }, path: string): string[] {
  if (typeof node['text'] !== 'string' || node['text'] === '') return [`${path}: empty text`];
  const marks = (node['marks'] ?? []) as Array<{ type: string }>;
  const types = marks.map(({ type }) => type);
  const faults = new Set(types).size === types.length ? [] : [`${path}: a mark twice`];
  if (types.includes('code') && types.some((type) => type !== 'code' && type !== 'link')) faults.push(`${path}: code with ${types.join(', ')}`);
  if (types.some((type) => !['strong', 'em', 'strike', 'code', 'link'].includes(type))) faults.push(`${path}: unknown mark ${types.join(', ')}`);
  return faults;
}
