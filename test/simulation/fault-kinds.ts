import type { Fault } from './virtual-jira';

/** What goes wrong with a request, and whether Jira can have carried it out all the same. */
export interface FaultKind {
  name: string;
  fault: Omit<Fault, 'commit'>;
  /**
   * - `not sent`, `refused`: Jira surely has nothing of it.
   * - `in doubt`: it may have been carried out, or may be in a while.
   * - `failed`: it was said to have failed, perhaps after it had been carried out.
   * - `success`: Jira says that it has done it, in a way that does not tell which ticket it made.
   */
  means: 'not sent' | 'refused' | 'in doubt' | 'failed' | 'success';
}

const html = '<!DOCTYPE html><html><head><title>Error</title></head><body>Something went wrong.</body></html>';
const garbled = '{"errorMessages":["Interr';
const jsonError = { errorMessages: ['Something went wrong.'], errors: {} };

/** Lost on the way back, or before Jira was reached at all. */
const neverSent = [
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'PROXY_REFUSED', 'ETIMEDOUT', 'ECONNRESET', 'TOO_LARGE', 'ABORTED',
];
const perhapsSent = [
  'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TIMEOUT', 'TOO_LARGE', 'ABORTED', 'HPE_INVALID_CONSTANT', 'ERR_STREAM_PREMATURE_CLOSE',
  'Z_DATA_ERROR', 'EPROTO', 'UNKNOWN',
];

const redirects = [300, 301, 302, 303, 304, 307, 308];
const refusals = [
  400, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 417, 418, 421, 422, 423, 424, 425, 426, 428, 431, 451, 499,
];
/** What a gateway says that had no answer of Jira, which may still be at work. */
const lost = [502, 504, 524];
const failures = [408, 500, 501, 503, 505, 507, 508, 511, 520, 521, 522, 523, 525, 527, 529, 530, 598, 599];

const bodies: Record<string, NonNullable<Fault['answer']>> = {
  'Jira\'s words': { status: 0, json: jsonError },
  HTML: { status: 0, text: html, headers: { 'content-type': 'text/html' } },
  'nothing': { status: 0 },
  'garbled JSON': { status: 0, text: garbled, headers: { 'content-type': 'application/json' } },
};

function noAnswer(code: string, sent: boolean): FaultKind {
  const fault = { code, sent, takes: code.includes('TIME') ? 30_000 : 20 };
  return sent ? { name: `${code}, perhaps sent`, means: 'in doubt', fault } : { name: `${code}, not sent`, means: 'not sent', fault };
}

function answers(statuses: number[], means: FaultKind['means'], only: string[] = Object.keys(bodies)): FaultKind[] {
  return statuses.flatMap((status) =>
    only.map((body) => ({ name: `${status} with ${body}`, means, fault: { answer: { ...bodies[body], status } } })),
  );
}

function withHeaders(status: number, means: FaultKind['means'], headers: Record<string, string>, takes = 20): FaultKind {
  const told = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { name: `${status} with ${told.join(', ')}`, means, fault: { answer: { status, headers, json: jsonError }, takes } };
}

const reasons = [
  'jira-burst-based', 'jira-per-issue-on-write', 'jira-quota-tenant-based', 'jira-quota-global-based', 'jira-cost-based',
  'of-the-future',
];
const delays = ['0', '5', '120', 'Mon, 23 Nov 2026 08:10:00 GMT'];
const captcha = { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=https://jira.example.com/login.jsp' };
const wrongToken = { error: 'Failed to parse Connect Session Auth Token' };

/** Every way in which one request to Jira has been seen to go wrong, or can. */
export const faultKinds: readonly FaultKind[] = [
  ...neverSent.map((code) => noAnswer(code, false)),
  ...perhapsSent.map((code) => noAnswer(code, true)),
  ...answers(redirects, 'refused', ['HTML']),
  ...answers(refusals, 'refused', ['Jira\'s words']),
  ...answers([400, 403, 404, 413], 'refused', ['HTML', 'nothing', 'garbled JSON']),
  ...answers(lost, 'in doubt'),
  ...answers(failures, 'failed', ['HTML']),
  ...answers([500, 503], 'failed', ['Jira\'s words', 'nothing', 'garbled JSON']),
  ...['-1', 'soon'].map((after) => withHeaders(503, 'failed', { 'retry-after': after })),
  ...delays.map((after) => withHeaders(503, 'refused', { 'retry-after': after })),
  ...[...delays, '-1', 'soon'].map((after) => withHeaders(429, 'refused', { 'retry-after': after })),
  ...reasons.map((reason) =>
    withHeaders(429, 'refused', { 'ratelimit-reason': reason, 'retry-after': '17' }),
  ),
  withHeaders(429, 'refused', { 'x-ratelimit-reset': '2026-11-23T08:20Z' }),
  withHeaders(429, 'refused', { 'x-ratelimit-reset': '2026-11-23T08:20:00Z' }),
  ...answers([429], 'refused', ['HTML', 'nothing']),
  ...answers([401], 'refused'),
  withHeaders(200, 'refused', { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }),
  withHeaders(404, 'refused', { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }),
  withHeaders(403, 'refused', { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' }),
  withHeaders(401, 'refused', captcha),
  withHeaders(403, 'refused', captcha),
  { name: '403 for the wrong kind of token', means: 'refused', fault: { answer: { status: 403, json: wrongToken } } },
  ...['Basic Authentication Failure - Reason : AUTHENTICATION_DENIED', 'Basic Authentication has been disabled on this instance.'].map(
    (text): FaultKind => ({ name: `403 with "${text}"`, means: 'refused', fault: { answer: { status: 403, text } } }),
  ),
  ...answers([200, 202], 'refused', ['HTML', 'garbled JSON']),
  ...answers([201], 'success'),
  ...answers([200, 202, 204], 'success', ['nothing']),
  ...answers([200, 202], 'success', ['Jira\'s words']),
  ...Object.entries({
    'an empty object': {},
    'an array': [],
    'null': null,
    'an id and no key': { id: '10001' },
    'an empty key': { id: '10001', key: '' },
    'a key that is a number': { id: '10001', key: 7 },
    'issues that are null': { issues: null, errors: null },
    'fewer issues than were asked for': { issues: [], errors: [] },
  }).map(([body, json]): FaultKind => ({ name: `201 with ${body}`, means: 'success', fault: { answer: { status: 201, json } } })),
];
