import { timingSafeEqual } from 'node:crypto';
import type { People, Person } from './people';
import type { Answer } from './refusal';
import { htmlPage } from './refusal';
import type { Traits } from './versions';

export interface LoginOptions {
  /** User name (or e-mail) → password. With it or a token, nobody gets in without them. */
  users?: Record<string, string>;
  /** A bearer token that is accepted for the sandbox's own user. */
  token?: string;
}

/** How a login ended: as somebody, as nobody (whom Cloud and servers treat differently), or with an answer at once. */
export type Login = { user: Person; headers?: Record<string, string> } | { anonymous: true; headers?: Record<string, string> } | { refused: Answer };

const OK = { 'X-Seraph-LoginReason': 'OK' };
const FAILED = { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' };

/** Who sent this Authorization header. Without users and token, everybody is let in as whoever they say they are. */
export function logIn(authorization: string | undefined, options: LoginOptions, people: People, traits: Traits): Login {
  const { scheme, name, secret } = parse(authorization);
  const open = options.users === undefined && options.token === undefined;
  if (open) return { user: people.whoIs(name), headers: OK };
  if (scheme === 'basic') {
    if (!traits.basic) return { refused: { status: 403, json: { message: 'Basic Authentication has been disabled on this instance.' } } };
    const password = Object.hasOwn(options.users ?? {}, name ?? '') ? options.users?.[name ?? ''] : undefined;
    if (password !== undefined && same(password, secret)) return { user: people.whoIs(name), headers: OK };
    return traits.cloud ? { anonymous: true, headers: FAILED } : { refused: unauthorized() };
  }
  if (scheme === 'bearer' && traits.bearer) {
    if (options.token !== undefined && same(options.token, secret)) return { user: people.whoIs(), headers: OK };
    return { refused: traits.cloud ? { status: 403, json: { error: 'Failed to parse Connect Session Auth Token' } } : unauthorized() };
  }
  return { anonymous: true };
}

function parse(authorization = ''): { scheme: string; name?: string; secret: string } {
  const [, scheme = '', value = ''] = /^(\S+) +(.*)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return { scheme: scheme.toLowerCase(), secret: value };
  const [, name = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return { scheme: 'basic', secret, ...(name === '' ? {} : { name }) };
}

function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function unauthorized(): Answer {
  const page = htmlPage(401, 'Unauthorized (401)', 'Encountered a <code>&quot;401 - Unauthorized&quot;</code> error while loading this page.');
  return { ...page, headers: { ...FAILED, 'WWW-Authenticate': 'OAuth realm="sandbox"' } };
}
