import type { Body, Operation } from './operation';

interface Reference {
  $ref?: string;
}
interface Parameter extends Reference {
  name?: string;
  in?: string;
}
interface Method {
  parameters?: Parameter[];
  requestBody?: { content?: Content };
  responses?: Record<string, { content?: Content }>;
}
type Content = Record<string, { schema?: object }>;
interface Document {
  paths: Record<string, Record<string, Method> & { parameters?: Parameter[] }>;
  components?: unknown;
}

/** What the paths of Atlassian's documents begin with; that of logins is an API of its own. */
const prefixes = /^\/(?:rest\/)?(?:api\/[23]|auth\/1)\//;

/** The operations of an OpenAPI document. */
export function readOpenApi(json: object): Operation[] {
  const document = json as Document;
  return Object.entries(document.paths)
    .filter(([path]) => prefixes.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([name]) => ['get', 'post', 'put', 'delete'].includes(name))
        .map(([name, method]) => operationOf(document, name, path.replace(prefixes, ''), method as Method, methods.parameters ?? [])),
    );
}

function operationOf(document: Document, name: string, template: string, method: Method, common: Parameter[]): Operation {
  const parameters = [...common, ...(method.parameters ?? [])].map((parameter) => resolve(document, parameter));
  const content = method.requestBody?.content ?? {};
  return {
    method: name.toUpperCase(),
    template,
    queries: new Set(parameters.flatMap((parameter) => (parameter.in === 'query' && parameter.name !== undefined ? [parameter.name] : []))),
    body: bodyOf(document, content),
    answers: new Map(Object.entries(method.responses ?? {}).map(([status, answer]) => [Number(status), bodyOf(document, answer.content ?? {})])),
    ...(Object.keys(content).length === 0 ? {} : { types: Object.keys(content) }),
  };
}

/** The whole document goes along, for the references in it. */
function bodyOf({ components }: Document, content: Content): Body {
  return { schemas: Object.entries(content).flatMap(([type, { schema }]) => (type === 'application/json' && schema ? [{ ...schema, components }] : [])), examples: [] };
}

function resolve(document: Document, parameter: Parameter): Parameter {
  if (parameter.$ref === undefined) return parameter;
  const path = parameter.$ref.replace(/^#\//, '').split('/');
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as Parameter;
}
