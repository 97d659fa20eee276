import type { Json } from '../ticket/json';
import { anonymousAnswer } from './anonymous';
import type { Route } from './call';
import { RateHeaders } from './fault-answers';
import type { SandboxJira } from './sandbox-jira';
import type { LoginOptions } from './login';
import { logIn } from './login';
import type { Answer } from './refusal';
import { Refusal, refusal } from './refusal';
import { routeOf } from './router';

/** A request for `/rest/api/…` as it came. */
export interface RestRequest {
  method: string;
  url: URL;
  /** By their names in lower case; '' where there is none. */
  header: (name: string) => string;
  body: Buffer;
}

const PREFIX = '/rest/api/';

/** Answers REST requests as the Jira of this version does. Takes no time and never throws for what is asked. */
export class Rest {
  private readonly rates = new RateHeaders();

  constructor(
    private readonly jira: SandboxJira,
    private readonly login: LoginOptions,
  ) {}

  /** @throws where the sandbox itself has a fault */
  answer(request: RestRequest): Answer {
    const { traits } = this.jira;
    const login = logIn(request.header('authorization') || undefined, this.login, this.jira.people, traits);
    const answer = 'refused' in login ? login.refused : this.within(request, 'user' in login ? login.user.name : undefined);
    const rates = traits.cloud ? this.rates.next(this.jira.now()) : {};
    return { ...answer, headers: { ...rates, ...('refused' in login ? {} : login.headers), ...answer.headers } };
  }

  private within(request: RestRequest, user: string | undefined): Answer {
    try {
      return this.routed(request, user);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  private routed({ method, url, header, body }: RestRequest, user: string | undefined): Answer {
    const { traits } = this.jira;
    const [api = '', ...segments] = decoded(url.pathname.slice(PREFIX.length).replace(/\/$/, ''));
    const anonymous = user === undefined ? anonymousAnswer(method, segments.join('/'), traits) : undefined;
    if (anonymous !== undefined) return anonymous;
    const routed = traits.apis.includes(api) ? routeOf(method, segments, traits) : 'path';
    if (routed === 'path') return { status: 404, json: { message: `null for uri: ${url.href}`, 'status-code': 404 } };
    if (routed === 'method') return { status: 405, text: '' };
    return routed.route.handle({
      ...this.jira.context(api === '3' ? '3' : '2', user),
      params: routed.params,
      query: url.searchParams,
      body: hasJson(method, routed.route, body) ? parsed(body.toString('utf8'), header('content-type'), traits.cloud) : undefined,
      raw: body,
      header,
    });
  }
}

function hasJson(method: string, route: Route, body: Buffer): boolean {
  return (method === 'POST' || method === 'PUT') && route.body !== 'raw' && !(route.body === 'optional' && body.length === 0);
}

function decoded(path: string): string[] {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    throw refusal(400, ['The path is not encoded correctly.']);
  }
}

function parsed(body: string, contentType: string, cloud: boolean): Json {
  if (!/^application\/json\b/i.test(contentType)) throw new Refusal({ status: 415, text: 'Unsupported Media Type', type: 'text/plain;charset=UTF-8' });
  try {
    return JSON.parse(body) as Json;
  } catch {
    if (cloud) throw refusal(400, ['There was an error parsing JSON. Check that your request body is valid.']);
    const [first = ''] = body.trim();
    throw refusal(400, [first === '' ? 'No content to map to Object due to end of input' : `Unexpected character ('${first}' (code ${first.charCodeAt(0)})): expected a valid value`]);
  }
}
