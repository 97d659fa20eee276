import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ValidateFunction } from 'ajv';
import Ajv from 'ajv';
import type { JiraRequest } from '../../src/lib/jira/http';
import { readOpenApi } from './open-api';
import type { Body, Operation } from './operation';
import { readWadl } from './wadl';

/** Atlassian's documents, which are not part of this repository. */
const specs = process.env['JIRA_SPECS'] ?? resolve('../shared/jira-contract/specs');

/** Compares requests with one of Atlassian's documents. */
export class Contract {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });

  private readonly compiled = new Map<object, ValidateFunction>();

  private constructor(private readonly operations: readonly Operation[]) {}

  /** undefined where the document is not here. */
  static of(file: string): Contract | undefined {
    const path = `${specs}/${file}`;
    if (!existsSync(path)) {
      console.log(`      skipped: ${path} is not here (set JIRA_SPECS to where the documents are)`);
      return undefined;
    }
    const text = readFileSync(path, 'utf8');
    return new Contract(file.endsWith('.wadl') ? readWadl(text) : readOpenApi(JSON.parse(text) as object));
  }

  /** The operation that a request is of, as the document names it; undefined: it has none. @param path below `rest/api/2/` */
  operationOf({ method }: JiraRequest, path: string): Operation | undefined {
    const parts = path.split('/');
    return this.operations
      .filter((operation) => operation.method === method && fits(operation.template.split('/'), parts))
      .toSorted((a, b) => a.template.split('{').length - b.template.split('{').length)[0];
  }

  /** What the document does not know of a request. @param path below `rest/api/2/` */
  problems(request: JiraRequest, path: string): string[] {
    const operation = this.operationOf(request, path);
    if (operation === undefined) return ['no such operation'];
    const queries = Object.keys(request.query ?? {}).filter((name) => !operation.queries.has(name));
    return [...queries.map((name) => `no query parameter ${name}`), ...this.bodyProblems(request, operation)];
  }

  /**
   * What the document does not know of an answer; undefined where it says nothing of its body.
   *
   * @param elements where Jira gives a list, the document describes one element of it
   */
  answerProblems(method: string, template: string, status: number, json: unknown, elements = false): string[] | undefined {
    const operation = this.operations.find((one) => one.method === method && sameTemplate(one.template, template));
    // What a version does not have it does not answer.
    if (operation === undefined) return status === 404 || status === 405 ? undefined : ['no such operation'];
    const body = operation.answers.get(status);
    const isDescribed = body !== undefined && body.schemas.length + body.examples.length > 0;
    if (general(status) && (!isDescribed || json === undefined)) return this.errorProblems(json);
    if (body === undefined) return operation.answers.size === 0 ? undefined : [`no answer ${status}`];
    if (!isDescribed) return status >= 400 ? this.errorProblems(json) : undefined;
    return [...new Set((elements && Array.isArray(json) ? json : [json]).flatMap((part) => this.unfit(part, body)))];
  }

  /** Jira's errors have one form, whatever refuses; what is in front of it answers with pages. */
  private errorProblems(json: unknown): string[] | undefined {
    return json === undefined || others.some((one) => this.errors(one, json).length === 0) ? undefined : this.errors(errorCollection, json);
  }

  private bodyProblems({ body, file }: JiraRequest, operation: Operation): string[] {
    const { types } = operation;
    if (file !== undefined) return types === undefined || types.includes('multipart/form-data') ? [] : ['no upload'];
    return body === undefined ? [] : this.unfit(body, operation.body);
  }

  private unfit(json: unknown, { schemas, examples }: Body): string[] {
    if (schemas.length > 0) {
      const wrong = schemas.map((schema) => this.errors(schema, json));
      return wrong.some((errors) => errors.length === 0) ? [] : (wrong[0] ?? []);
    }
    return examples.length === 0 ? [] : unlike(json, examples);
  }

  private errors(schema: object, body: unknown): string[] {
    const validate = this.compiled.get(schema) ?? this.ajv.compile(schema);
    this.compiled.set(schema, validate);
    return validate(body) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => `body${instancePath.replaceAll(/\/\d+/g, '/*')} ${message} ${JSON.stringify(params)}`);
  }
}

/** Atlassian's Error Collection, the same in all documents. */
const errorCollection = {
  type: 'object',
  properties: { errorMessages: { type: 'array', items: { type: 'string' } }, errors: { type: 'object', additionalProperties: { type: 'string' } }, status: { type: 'integer' } },
  required: ['errorMessages', 'errors'],
  additionalProperties: false,
};
/** Errors of what is around it: a path that is none, a token of another kind (both as real Jiras gave them). */
const others = [
  { type: 'object', properties: { message: { type: 'string' }, 'status-code': { type: 'integer' } }, required: ['message', 'status-code'], additionalProperties: false },
  { type: 'object', properties: { error: { type: 'string' } }, required: ['error'], additionalProperties: false },
];

/** What any resource may answer, or what stands before it, and no document lists with each of them. */
function general(status: number): boolean {
  return [302, 401, 403, 404, 405, 410, 415, 429, 500, 503].includes(status);
}

/** Placeholders have other names from one document to the next. */
function sameTemplate(a: string, b: string): boolean {
  return a.replaceAll(/\{\w+\}/g, '{}') === b.replaceAll(/\{\w+\}/g, '{}');
}

function fits(template: string[], path: string[]): boolean {
  return template.length === path.length && template.every((part, index) => part.startsWith('{') || part === path[index]);
}

/** Members that no example shows at all; their values are the schema's matter, which these documents do not have. */
function unlike(body: unknown, examples: unknown[]): string[] {
  if (Array.isArray(body)) return [...new Set(body.flatMap((one) => unlike(one, examples.flat())))];
  if (typeof body !== 'object' || body === null) return examples.some((example) => typeof example === typeof body) ? [] : [`body is a ${typeof body}`];
  const shown = new Set(examples.flatMap((example) => (typeof example === 'object' && example !== null ? Object.keys(example) : [])));
  return Object.keys(body).filter((name) => !shown.has(name)).map((name) => `no example of a body has ${name}`);
}
