import type { JiraRequest } from '../../src/lib/jira/http';
import type { Fault } from './virtual-jira';

/** How bad one history's Jira is: probabilities of each fault per request, and when it is wholly down. */
export interface Weather {
  lostAnswer: number;
  serverError: number;
  limited: number;
  reset: number;
  unauthorized: number;
  garbled: number;
  /** Longest time after which a lost create is committed all the same, ms. */
  lateCommit: number;
  indexLag: number;
  outages: Array<{ from: number; to: number }>;
}

export function randomWeather(random: () => number, start: number, hours: number): Weather {
  const rarely = (most: number): number => (random() < 0.5 ? 0 : random() * most);
  const outages = Array.from({ length: Math.floor(random() * 3) }, () => {
    const from = start + random() * hours * 3_600_000;
    return { from, to: from + random() * 2 * 3_600_000 };
  });
  return {
    lostAnswer: rarely(0.5),
    serverError: rarely(0.4),
    limited: rarely(0.3),
    reset: rarely(0.3),
    unauthorized: rarely(0.02),
    garbled: rarely(0.05),
    lateCommit: rarely(60_000),
    indexLag: rarely(12_000),
    outages,
  };
}

const reasons = ['jira-burst-based', 'jira-per-issue-on-write', 'jira-quota-tenant-based', ''];

/** What goes wrong with a request in this weather. */
export function faultIn(weather: Weather, random: () => number, now: number, { method }: JiraRequest): Fault | undefined {
  if (weather.outages.some(({ from, to }) => now >= from && now < to)) {
    return random() < 0.7 ? { code: 'ECONNREFUSED', sent: false, takes: 5 } : { answer: { status: 503, text: 'down' }, takes: 50 };
  }
  const committed = (): { commit?: number } => {
    const luck = random();
    // An update that Jira carries out late, over a later one, is beyond what any client can prevent: docs/reliability.md says so.
    return luck < 0.4 ? { commit: 0 } : luck < 0.6 && method === 'POST' ? { commit: random() * weather.lateCommit } : {};
  };
  let luck = random();
  const falls = (probability: number): boolean => {
    luck -= probability;
    return luck < 0;
  };
  if (falls(weather.lostAnswer)) return { code: random() < 0.5 ? 'ECONNRESET' : 'TIMEOUT', takes: random() * 30_000, ...committed() };
  if (falls(weather.serverError)) {
    const status = [500, 502, 503, 504][Math.floor(random() * 4)] as number;
    return { answer: { status, text: 'broken' }, takes: random() * 500, ...(random() < 0.3 ? { commit: 0 } : {}) };
  }
  if (falls(weather.limited)) {
    const reason = reasons[Math.floor(random() * reasons.length)] as string;
    const headers: Record<string, string> = random() < 0.8 ? { 'retry-after': String(Math.floor(random() * 40)) } : {};
    return { answer: { status: 429, headers: reason ? { ...headers, 'ratelimit-reason': reason } : headers } };
  }
  if (falls(weather.reset)) return { code: 'ECONNREFUSED', sent: false, takes: 1 };
  if (falls(weather.unauthorized)) return { answer: { status: 401, text: 'no' } };
  if (falls(weather.garbled)) return { answer: { status: 201, text: '{"id":"1' }, commit: 0 };
  return undefined;
}
