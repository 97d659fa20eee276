import type { Body, Operation } from './operation';

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
  let status = 0;
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
        current = { method: attribute(attributes, 'name'), template, queries: new Set(inherited.flat()), body: { schemas: [], examples: [] }, answers: new Map() };
        operations.push(current);
      }
      // Newer documents have the status at the response, older ones at the representation.
      if ((name === 'response' || name === 'representation') && /\bstatus\s*=/.test(attributes) && current) {
        status = Number(attribute(attributes, 'status'));
        // Some leave it empty.
        if (status > 0 && !current.answers.has(status)) current.answers.set(status, { schemas: [], examples: [] });
      }
      if (name === 'param' && attribute(attributes, 'style') === 'query') {
        if (current) current.queries.add(attribute(attributes, 'name'));
        else inherited.at(-1)?.push(attribute(attributes, 'name'));
      }
      if (!alone) continue;
    }
    if (name === 'h6') heading = text.trim();
    if (name === 'code' && current) {
      const body = open.includes('request') ? current.body : open.includes('response') ? current.answers.get(status) : undefined;
      if (body) keep(body, heading, unescaped(text));
    }
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

/** Some examples are prose with JSON in it, or JSON with prose around it. */
function keep(body: Body, heading: string, text: string): void {
  try {
    // Their draft names schemas by `id`, which nothing refers to.
    if (heading === 'Schema') body.schemas.push(JSON.parse(text, (key, value: unknown) => (key === 'id' && typeof value === 'string' ? undefined : value)) as object);
    else body.examples.push(JSON.parse(text));
  } catch {
    body.examples.push(text);
  }
}

function attribute(attributes: string, name: string): string {
  return unescaped(new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
