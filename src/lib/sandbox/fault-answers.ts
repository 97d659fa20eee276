import type { FaultRule } from './faults';
import type { Answer } from './refusal';
import { htmlPage } from './refusal';
import type { Traits } from './versions';

const BURST_LIMIT = '350';

/** What is answered instead of Jira's own answer; undefined for the faults that are not an answer of their own. */
export function faultAnswer(rule: FaultRule, traits: Traits, base: string, now: number): Answer | undefined {
  const answer = plainAnswer(rule, traits, base, now);
  return answer && { ...answer, headers: { ...answer.headers, ...rule.headers } };
}

function plainAnswer(rule: FaultRule, traits: Traits, base: string, now: number): Answer | undefined {
  switch (rule.kind) {
    case 'status':
      return { status: rule.status ?? 500, json: { errorMessages: ['Internal server error'], errors: {} } };
    case '429':
      return tooMany(rule, traits, now);
    case 'captcha':
      return {
        ...htmlPage(403, 'Forbidden (403)', 'Basic Authentication Failure - Reason : AUTHENTICATION_DENIED'),
        headers: {
          'X-Seraph-LoginReason': 'AUTHENTICATION_DENIED',
          'X-Authentication-Denied-Reason': `CAPTCHA_CHALLENGE; login-url=${base}/login.jsp`,
        },
      };
    case 'html':
      return htmlPage(rule.status ?? 200, 'Log in', 'This is a page of something in front of Jira.');
    case 'redirect':
      return { status: rule.status ?? 302, headers: { Location: `${base}/login.jsp` } };
    default:
      return undefined;
  }
}

/** Cloud says when to come back and why, in JSON; a Data Center shows Tomcat's page. */
function tooMany({ retryAfter, reason = 'jira-burst-based' }: FaultRule, { cloud }: Traits, now: number): Answer {
  const seconds = retryAfter === undefined ? Number(cloud) : retryAfter;
  const retry: Record<string, string> = seconds === null ? {} : { 'Retry-After': String(seconds) };
  if (!cloud) {
    const headers = { 'X-RateLimit-Limit': '5', 'X-RateLimit-Remaining': '0', 'X-RateLimit-FillRate': '5', 'X-RateLimit-Interval-Seconds': '1', ...retry };
    return { ...htmlPage(429, 'HTTP Status 429 – Too Many Requests', '<b>Message</b> Rate limit exceeded.'), headers };
  }
  const reset = new Date(now + (seconds ?? 0) * 1000).toISOString().replace(/\.\d+/, '');
  return {
    status: 429,
    json: { errorMessages: ['The request has been rate-limited. Please try again later.'], errors: {}, status: 429 },
    headers: { 'X-RateLimit-Limit': BURST_LIMIT, 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset, 'RateLimit-Reason': reason, ...retry },
  };
}

/** How many requests this second still has room for. Nothing is refused by it: 429s come as faults. */
export class RateHeaders {
  private second = 0;
  private count = 0;

  next(now: number): Record<string, string> {
    const second = Math.floor(now / 1000);
    this.count = second === this.second ? this.count + 1 : 1;
    this.second = second;
    const remaining = Math.max(0, Number(BURST_LIMIT) - this.count);
    const near = remaining < Number(BURST_LIMIT) / 5;
    return { 'X-RateLimit-Limit': BURST_LIMIT, 'X-RateLimit-Remaining': String(remaining), ...(near ? { 'X-RateLimit-NearLimit': 'true' } : {}) };
  }
}
