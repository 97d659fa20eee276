import type { Operation } from './operation';

/**
 * The operations of a WADL as Jira's servers up to 8 describe themselves: nested resources with methods, and in the documentation
 * of a request's JSON its schema as text.
 */
export function readWadl(xml: string): Operation[] {
  const operations: Operation[] = [];
  const paths: string[] = [];
  const open: string[] = [];
  /** Parameters of resources hold for all that is below them. */
  const inherited: string[][] = [];
  let current: Operation | undefined;
  let heading = '';
  let text = '';
  const token = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)(?:\w+:)?(\w+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/g;
  for (const [, cdata, close, name, attributes = '', alone, plain] of xml.matchAll(token)) {
    if (name === undefined) {
      text += cdata ?? plain ?? '';
      continue;
    }
    if (!close) {
      text = '';
      open.push(name);
      if (name === 'resource') {
        paths.push(attribute(attributes, 'path').replace(/^\/|\/$/g, ''));
        inherited.push([]);
      }
      if (name === 'method') {
        const template = paths.filter((part) => part !== '').join('/').replaceAll(/\{(\w+):[^}]*\}/g, '{$1}').replace(/^api\/2\//, '');
        current = { method: attribute(attributes, 'name'), template, queries: new Set(inherited.flat()), schemas: [], examples: [] };
        operations.push(current);
      }
      if (name === 'param' && attribute(attributes, 'style') === 'query') {
        if (current) current.queries.add(attribute(attributes, 'name'));
        else inherited.at(-1)?.push(attribute(attributes, 'name'));
      }
      if (!alone) continue;
    }
    if (name === 'h6') heading = text.trim();
    if (name === 'code' && open.includes('request') && current) keep(current, heading, unescaped(text));
    if (name === 'method') current = undefined;
    if (name === 'resource') {
      paths.pop();
      inherited.pop();
    }
    open.splice(open.lastIndexOf(name), 1);
    text = '';
  }
  return operations;
}

/** Some examples are prose with JSON in it. */
function keep(operation: Operation, heading: string, text: string): void {
  try {
    // Their draft names schemas by `id`, which nothing refers to.
    if (heading === 'Schema') operation.schemas.push(JSON.parse(text, (key, value: unknown) => (key === 'id' && typeof value === 'string' ? undefined : value)) as object);
    else operation.examples.push(JSON.parse(text));
  } catch {
    operation.examples.push(text);
  }
}

function attribute(attributes: string, name: string): string {
  return unescaped(new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
