import type { JiraAnswer } from '../jira/http';
import { NoAnswer } from '../jira/http';
import { isOfNoSite, loginFailed, retryAfterMs } from '../jira/signs';
import { isObject } from '../ticket/json';

/** What was asked of Jira: `read` is everything that changes nothing. */
export type Operation = 'create' | 'update' | 'read';

/** What an answer, or none, means for the commands that were sent. */
export type Verdict =
  /** Carried out. */
  | 'ok'
  /** Refused for good: Failed, with Jira's own words. */
  | 'rejected'
  /** There is no such ticket: Failed. */
  | 'no ticket'
  /** Whoever answered is not Jira's REST API: Failed, with what to check in the connection. */
  | 'misdirected'
  /** Not carried out: sent again when Jira's rate limit allows. */
  | 'wait'
  /** Not carried out, or safe to repeat: sent again after a pause with full jitter. */
  | 'retry'
  /** A create that Jira answered with its own failure: looked up for a while, then sent again. */
  | 'look up, send again'
  /** A create whose answer was lost: looked up for the whole settle window, then as the connection's policy says. */
  | 'look up'
  /** Nothing is sent until the credentials work: trying on would lock the account. */
  | 'hold';

interface Rule {
  when: string;
  matches: (result: JiraAnswer | NoAnswer) => boolean;
  create: Verdict;
  update: Verdict;
  read: Verdict;
  /** It counts towards an outage: several in a row, and everything pauses. `writes`: not where it answers a read. */
  down?: true | 'writes';
}

/** The settle table: the first rule that matches decides. */
export const settleTable: readonly Rule[] = [
  { when: '201 with JSON, whoever is logged in', matches: answer((a) => a.status === 201 && isObject(a.json)), create: 'ok', update: 'ok', read: 'ok' },
  { when: 'the login was refused', matches: answer((a) => loginFailed(a) !== undefined), create: 'hold', update: 'hold', read: 'hold' },
  { when: '429', matches: status(429), create: 'wait', update: 'wait', read: 'wait' },
  { when: '503 with Retry-After', matches: answer((a) => a.status === 503 && retryAfterMs(a, 0) !== undefined), create: 'wait', update: 'wait', read: 'wait', down: true },
  { when: '201 without readable JSON', matches: status(201), create: 'look up', update: 'ok', read: 'ok' },
  { when: '204, or 2xx with JSON', matches: answer((a) => a.status === 204 || (within(a, 200) && a.json !== undefined)), create: 'ok', update: 'ok', read: 'ok' },
  // The document of Server 5.1.2 has updates and links that are answered with an empty 200.
  { when: '2xx without a body', matches: answer((a) => within(a, 200) && a.text.trim() === ''), create: 'look up', update: 'ok', read: 'misdirected' },
  { when: '2xx without JSON', matches: answer((a) => within(a, 200)), create: 'misdirected', update: 'misdirected', read: 'misdirected' },
  { when: '3xx (redirects are not followed)', matches: answer((a) => within(a, 300)), create: 'misdirected', update: 'misdirected', read: 'misdirected' },
  { when: '404 without JSON', matches: answer((a) => a.status === 404 && a.json === undefined), create: 'misdirected', update: 'misdirected', read: 'misdirected' },
  { when: '404 of no Cloud site, or of one that is switched off', matches: answer(isOfNoSite), create: 'misdirected', update: 'misdirected', read: 'misdirected' },
  { when: '404', matches: status(404), create: 'rejected', update: 'no ticket', read: 'rejected' },
  { when: '408', matches: status(408), create: 'look up, send again', update: 'retry', read: 'retry' },
  { when: '409', matches: status(409), create: 'rejected', update: 'retry', read: 'retry' },
  { when: '425', matches: status(425), create: 'retry', update: 'retry', read: 'retry' },
  { when: 'any other 4xx', matches: answer((a) => within(a, 400)), create: 'rejected', update: 'rejected', read: 'rejected' },
  { when: '504 or 524 (a gateway gave up waiting)', matches: answer((a) => a.status === 504 || a.status === 524), create: 'look up', update: 'retry', read: 'retry', down: true },
  // What knows no reading but takes tickets is there.
  { when: '501', matches: status(501), create: 'look up, send again', update: 'retry', read: 'rejected', down: 'writes' },
  { when: 'any other 5xx', matches: answer((a) => a.status >= 500), create: 'look up, send again', update: 'retry', read: 'retry', down: true },
  { when: 'any other status', matches: answer(() => true), create: 'look up', update: 'rejected', read: 'rejected' },
  { when: 'too large to be sent', matches: (r) => r instanceof NoAnswer && !r.sent && r.code === 'TOO_LARGE', create: 'rejected', update: 'rejected', read: 'rejected' },
  { when: 'no answer, never sent', matches: (r) => r instanceof NoAnswer && !r.sent, create: 'retry', update: 'retry', read: 'retry', down: true },
  { when: 'no answer, perhaps sent', matches: () => true, create: 'look up', update: 'retry', read: 'retry', down: true },
];

export function settle(result: JiraAnswer | NoAnswer, operation: Operation): { verdict: Verdict; down: boolean } {
  const rule = settleTable.find(({ matches }) => matches(result)) as Rule; // the last one matches everything
  return { verdict: rule[operation], down: rule.down === 'writes' ? operation !== 'read' : (rule.down ?? false) };
}

function answer(test: (answer: JiraAnswer) => boolean): Rule['matches'] {
  return (result) => !(result instanceof NoAnswer) && test(result);
}

function status(code: number): Rule['matches'] {
  return answer((a) => a.status === code);
}

function within({ status: code }: JiraAnswer, hundred: number): boolean {
  return code >= hundred && code < hundred + 100;
}
