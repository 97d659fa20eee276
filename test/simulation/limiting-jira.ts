import type { JiraAnswer, JiraPort, JiraRequest } from '../../src/lib/jira/http';
import type { VirtualClock } from './virtual-clock';
import { answerOf } from './virtual-jira';

/** Why a rate limit is told, and what may not be asked until it is over. */
const reasons = [
  { reason: 'jira-burst-based', limits: (request: JiraRequest) => `endpoint ${endpointOf(request)}` },
  {
    reason: 'jira-per-issue-on-write',
    limits: ({ method, path }: JiraRequest) => (method === 'PUT' ? `issue ${path}` : 'everything'),
  },
  { reason: 'jira-quota-tenant-based', limits: () => 'everything' },
  { reason: '', limits: () => 'everything' },
];

/**
 * A Jira that answers half of all requests with 429, and counts what comes before it may. It knows nothing of how the
 * delivery keeps its promise.
 */
export class LimitingJira implements JiraPort {
  limited = 0;
  /** Requests that came before Retry-After had passed, counted from the moment its answer arrived. */
  readonly tooEarly: string[] = [];
  readonly byReason = new Map<string, number>();
  private readonly openAt = new Map<string, number>();

  constructor(
    private readonly jira: JiraPort,
    private readonly clock: VirtualClock,
    private readonly random: () => number,
  ) {}

  async send(request: JiraRequest): Promise<JiraAnswer> {
    const begun = this.clock.now();
    for (const scope of ['everything', `endpoint ${endpointOf(request)}`, `issue ${request.path}`]) {
      const early = (this.openAt.get(scope) ?? 0) - begun;
      if (early > 0) this.tooEarly.push(`${request.method} ${request.path}: ${early} ms too early for ${scope}`);
    }
    if (this.random() < 0.5) return this.jira.send(request);
    const { reason, limits } = reasons[Math.floor(this.random() * reasons.length)] ?? { reason: '', limits: () => 'everything' };
    const seconds = Math.floor(this.random() * 20);
    await new Promise<void>((resolve) => this.clock.after(20 + this.random() * 400, resolve));
    const scope = limits(request);
    this.limited += 1;
    this.byReason.set(reason, (this.byReason.get(reason) ?? 0) + 1);
    this.openAt.set(scope, Math.max(this.openAt.get(scope) ?? 0, this.clock.now() + seconds * 1_000));
    return answerOf(429, undefined, { 'retry-after': String(seconds), ...(reason ? { 'ratelimit-reason': reason } : {}) });
  }
}

function endpointOf({ method, path }: JiraRequest): string {
  if (path.includes('/search')) return 'search';
  if (method === 'PUT') return 'update';
  return method === 'POST' ? 'create' : 'read';
}
