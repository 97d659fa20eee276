import { TicketError } from '../ticket/error';

export interface Credentials {
  auth: 'none' | 'basic' | 'key' | 'bearer';
  username?: string | undefined;
  /** basic: a password, or a Cloud API token with the e-mail as user name. */
  password?: string | undefined;
  /** key: the base64 part, or a whole `Basic …` / `Bearer …` header value. */
  key?: string | undefined;
  /** bearer: a Data Center personal access token. */
  token?: string | undefined;
}

/** Header values are visible latin-1 and blanks (RFC 9110); anything else would be refused by Node or split the header. */
const HEADER_VALUE = /^[\u0020-\u007e\u00a0-\u00ff]*$/;
const CONTROL = /\p{Cc}/u;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/**
 * The value of the Authorization header; undefined where there is none. No message repeats any part of it.
 *
 * @throws {TicketError} CONFIG naming what is missing or cannot be sent
 */
export function authorizationHeader(credentials: Credentials): string | undefined {
  switch (credentials.auth) {
    case 'none':
      return undefined;
    case 'basic':
      return basic(credentials);
    case 'key':
      return checked('authorization key', fromKey(present('authorization key', credentials.key)));
    case 'bearer':
      return checked('token', `Bearer ${present('token', credentials.token).replace(/^bearer +/i, '')}`);
    default:
      throw new TicketError('CONFIG', 'The authentication of the connection is none of none, basic, key, bearer and oauth.');
  }
}

/** Everything in a header value that must not be seen: its credentials, and for Basic what they decode to. */
export function secretsOf(header: string | undefined): string[] {
  if (header === undefined) return [];
  const [scheme, ...rest] = header.split(' ');
  const credentials = rest.join(' ');
  if (scheme?.toLowerCase() !== 'basic') return [credentials];
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return [credentials, pair, pair.slice(pair.indexOf(':') + 1)];
}

function basic({ username, password }: Credentials): string {
  const user = present('user name', username);
  // A password may begin or end with a blank, so that only an empty one is missing.
  if (password === undefined || password === '') throw missing('password');
  if (user.includes(':')) {
    throw new TicketError('CONFIG', 'The user name of the connection has a colon in it, which basic authentication cannot carry.');
  }
  if (CONTROL.test(user + password)) throw unsendable('user name or password');
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

function fromKey(key: string): string {
  const whole = /^(?:authorization: *)?(basic|bearer) +(.+)$/i.exec(key);
  if (whole) return `${whole[1]?.toLowerCase() === 'basic' ? 'Basic' : 'Bearer'} ${whole[2]}`;
  checked('authorization key', key);
  if (BASE64.test(key)) return `Basic ${key}`;
  throw new TicketError(
    'CONFIG',
    'The authorization key of the connection is neither base64 of user:password nor a whole "Basic …" or "Bearer …" header value.',
  );
}

function present(what: string, value: string | undefined): string {
  const trimmed = value?.trim();
  if (trimmed === undefined || trimmed === '') throw missing(what);
  return trimmed;
}

function checked(what: string, header: string): string {
  if (!HEADER_VALUE.test(header)) throw unsendable(what);
  return header;
}

function missing(what: string): TicketError {
  return new TicketError('CONFIG', `The ${what} of the connection is missing: enter it in the connection's authentication.`);
}

function unsendable(what: string): TicketError {
  return new TicketError(
    'CONFIG',
    `The ${what} of the connection holds a line break or another character that a header cannot carry: enter it anew.`,
  );
}
