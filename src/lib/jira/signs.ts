import { isObject } from '../ticket/json';
import type { JiraAnswer, JiraRequest } from './http';

const DAY_MS = 86_400_000;
const LOG_IN_ONCE = "log in once in a browser as this user, then check the connection's credentials";

/** What a person reads when Jira does not accept the credentials, with what to do about it. */
export interface LoginFailure {
  kind: 'captcha' | 'denied' | 'refused' | 'tokenKind' | 'scope' | 'tokenRequest' | 'basicDisabled';
  reason: string;
}

/**
 * Whether an answer says that the credentials were not accepted. The headers count on any status: Cloud answers wrong Basic
 * credentials as anonymous with 200 or 404, and some servers send a CAPTCHA challenge with 200. A 403 with JSON is a missing permission,
 * but for the one `message` of a Data Center (8.16 on) that takes no passwords; with a page it may be of the login, whose headers something on the way may have taken away. A 401 after a login that was OK is a missing
 * permission too.
 */
export function loginFailed(answer: JiraAnswer): LoginFailure | undefined {
  if (answer.refusal !== undefined) return { kind: 'tokenRequest', reason: answer.refusal };
  if (header(answer, 'x-authentication-denied-reason').includes('CAPTCHA')) {
    return { kind: 'captcha', reason: `Jira asks for a CAPTCHA after too many failed logins: ${LOG_IN_ONCE}` };
  }
  const seraph = header(answer, 'x-seraph-loginreason');
  const page = answer.status === 403 && answer.json === undefined ? answer.text : '';
  if (seraph.includes('AUTHENTICATION_DENIED') || page.includes('Basic Authentication Failure')) {
    return { kind: 'denied', reason: `Jira denies this user the login: ${LOG_IN_ONCE}` };
  }
  if (/basic auth\w* has been disabled/i.test(page || messageOf(answer, 403))) {
    return { kind: 'basicDisabled', reason: 'This Jira does not take user name and password for its REST API: use a personal access token' };
  }
  if (isScopeMissing(answer)) {
    return { kind: 'scope', reason: 'The token lacks a scope that this needs: give it read:jira-work, write:jira-work and read:jira-user' };
  }
  if ((answer.status === 401 && !/\bOK\b/.test(seraph)) || seraph.includes('AUTHENTICATED_FAILED')) {
    return { kind: 'refused', reason: 'Jira did not accept the credentials: check the user name and the password or token of the connection' };
  }
  if (answer.status === 403 && isWrongTokenKind(answer)) {
    return { kind: 'tokenKind', reason: 'Jira Cloud does not take this kind of token: use basic authentication with the e-mail address and an API token' };
  }
  return undefined;
}

/**
 * Whether a 401 may be a missing permission although Jira does not say that the login was OK: the documents of Server 5.1.2 to Data Center
 * 10.3 have it for `addWatcher` and `linkIssues`.
 */
export function mayBePermission({ method, path }: JiraRequest, answer: JiraAnswer): boolean {
  if (method !== 'POST' || !/\/(?:watchers|issueLink)$/.test(path) || answer.status !== 401) return false;
  return loginFailed(answer)?.kind === 'refused' && !header(answer, 'x-seraph-loginreason').includes('AUTHENTICATED_FAILED');
}

/** Atlassian's front says so with one `errorMessage`, "Site temporarily unavailable", where a name is of no site, or of one that is switched off; Jira itself has several. */
export function isOfNoSite({ status, json }: JiraAnswer): boolean {
  return status === 404 && isObject(json) && typeof json['errorMessage'] === 'string' && typeof json['errorCode'] === 'string';
}

/**
 * How long Jira asks to wait, in milliseconds: Retry-After (seconds or an HTTP date), else X-RateLimit-Reset (ISO 8601). A moment is one
 * of Jira's clock: it counts from the answer's Date, and from `nowMs` of ours where it has none. undefined where neither says so; never
 * negative, at most a day.
 */
export function retryAfterMs(answer: JiraAnswer, nowMs: number): number | undefined {
  const after = header(answer, 'retry-after').trim();
  if (/^\d+(?:\.\d+)?$/.test(after)) return bounded(Number(after) * 1_000);
  const reset = header(answer, 'x-ratelimit-reset').trim();
  const from = Date.parse(header(answer, 'date')) || nowMs;
  return untilDate(/^[A-Za-z]{3,9}, /, after, from) ?? untilDate(/^\d{4}-\d{2}-\d{2}T/, reset, from);
}

/** What a 429 slows down: that endpoint, writes to that issue, or everything (also for a reason that is not known). */
export function rateLimitScope(answer: JiraAnswer): 'endpoint' | 'issue' | 'all' {
  switch (header(answer, 'ratelimit-reason').trim().toLowerCase()) {
    case 'jira-burst-based':
      return 'endpoint';
    case 'jira-per-issue-on-write':
      return 'issue';
    default:
      return 'all';
  }
}

/** Whether there is no such resource: Cloud's old search is 410, a server has no `search/jql`. */
export function isNotHere({ status }: JiraAnswer): boolean {
  return [404, 405, 410, 501].includes(status);
}

/** A failure of Jira, or of what is in front of it, which may pass. A 501 does not: there is no such thing here. */
export function isFailure({ status }: JiraAnswer): boolean {
  return status >= 500 && status !== 501;
}

function isWrongTokenKind(answer: JiraAnswer): boolean {
  const said = isObject(answer.json) ? answer.json['error'] : answer.text;
  return typeof said === 'string' && said.includes('Failed to parse Connect Session Auth Token');
}

/** The gateway's words for a token that is good, but not for this resource. */
function isScopeMissing(answer: JiraAnswer): boolean {
  return messageOf(answer, 401).includes('scope does not match');
}

/** What JSON of this form says: of a filter before the REST API, whose own has `errorMessages`. */
function messageOf({ status, json }: JiraAnswer, of: number): string {
  return status === of && isObject(json) && typeof json['message'] === 'string' ? json['message'] : '';
}

function untilDate(form: RegExp, text: string, from: number): number | undefined {
  const time = form.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : bounded(time - from);
}

function bounded(ms: number): number {
  return Math.min(Math.max(ms, 0), DAY_MS);
}

function header(answer: JiraAnswer, name: string): string {
  return answer.headers[name] ?? '';
}
