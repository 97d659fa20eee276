/**
 * What can go wrong with a request. Jira does not carry it out: `status` (any status, with Jira's error body), `429`, `captcha`,
 * `html` (a page where JSON is expected), `redirect`, `reset-before` (the connection is reset), `hang` (never an answer).
 * It does: `reset-after-commit`, `lost-answer` (never an answer), `truncated` (half an answer, then the end), `delay` (all of it
 * later, also for a client that has gone by then).
 */
export type FaultKind =
  | 'status'
  | '429'
  | 'captcha'
  | 'html'
  | 'redirect'
  | 'reset-before'
  | 'hang'
  | 'reset-after-commit'
  | 'lost-answer'
  | 'truncated'
  | 'delay';

export interface FaultRule {
  kind: FaultKind;
  /** Absent parts match everything; `path` is tested on the URL's path, without its query. */
  match?: { method?: string; path?: RegExp };
  /** How often it strikes before it is gone; default 1, or for ever where it has a probability. */
  times?: number;
  /** 0 to 1; default 1. */
  probability?: number;
  /** Of `status` (default 500), `html` (default 200) and `redirect` (default 302). */
  status?: number;
  headers?: Record<string, string>;
  /** Seconds in `Retry-After` of a `429`; default 1 on Cloud and 0 on a Data Center, which does say 0. null: no such header. */
  retryAfter?: number | null;
  /** `RateLimit-Reason` of a `429` on Cloud; default `jira-burst-based`. */
  reason?: string;
  /** Milliseconds of a `delay`; default 1000. */
  delayMs?: number;
}

/** The faults to come, oldest first; the first that fits a request strikes it. */
export class Faults {
  /** How long a new ticket is not found by searches, ms. */
  indexLagMs: number;
  private rules: Array<{ rule: FaultRule; left: number }> = [];

  /** @param random gives 0 up to, not including, 1 */
  constructor(
    private readonly random: () => number,
    indexLagMs: number,
  ) {
    this.indexLagMs = indexLagMs;
  }

  /** @returns takes the rule away again */
  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? (rule.probability === undefined ? 1 : Infinity) };
    this.rules.push(entry);
    return () => {
      this.rules = this.rules.filter((one) => one !== entry);
    };
  }

  clear(): void {
    this.rules = [];
  }

  /** The rules that have not struck as often as they will. */
  get pending(): FaultRule[] {
    return this.rules.map(({ rule }) => rule);
  }

  /** The fault for this request, if any; counts it. */
  strike(method: string, path: string): FaultRule | undefined {
    const entry = this.rules.find(({ rule: { match, probability = 1 } }) => {
      const fits = (match?.method ?? method) === method && (match?.path === undefined || path.search(match.path) >= 0);
      return fits && (probability >= 1 || this.random() < probability);
    });
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.rules = this.rules.filter((one) => one !== entry);
    return entry.rule;
  }
}
