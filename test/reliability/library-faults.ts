import type { FaultRule, Sandbox } from '../../src/lib/sandbox/sandbox';

/** How long the library that is killed looks for a lost create, ms. */
export const settleWindow = 3_000;

const bulk = { method: 'POST', path: /\/issue\/bulk$/ };
const single = { method: 'POST', path: /\/issue$/ };
const create = { method: 'POST', path: /\/issue(?:\/bulk)?$/ };
const update = { method: 'PUT' };
const search = { path: /\/search/ };

/**
 * Mostly of writes and searches: a process that does not get beyond its first questions to Jira has nothing to lose. Delays stay
 * far below the settle window: a create that Jira carries out after it is a limit that is told of.
 */
const faults: readonly FaultRule[] = [
  ...[bulk, bulk, single, update].map((match): FaultRule => ({ kind: 'reset-after-commit', match })),
  ...[bulk, bulk, single, update, search].map((match): FaultRule => ({ kind: 'truncated', match })),
  ...[bulk, single, update, search, {}].map((match): FaultRule => ({ kind: 'reset-before', match })),
  ...[create, update, {}].map((match): FaultRule => ({ kind: 'status', status: 500, match })),
  ...[create, update, search].map((match): FaultRule => ({ kind: 'status', status: 503, match })),
  { kind: 'status', status: 503, headers: { 'Retry-After': '1' }, match: create },
  ...[create, update, search, {}].map((match): FaultRule => ({ kind: '429', retryAfter: 0, match })),
  { kind: '429', retryAfter: 1, match: create },
  ...[bulk, single, search].map((match): FaultRule => ({ kind: 'delay', delayMs: 100, match })),
  { kind: 'delay', delayMs: 400, match: create },
];

/** How long a search finds nothing of a new ticket, ms: none of these is more than is promised to be bearable. */
const lags = [0, 0, settleWindow / 6];
const tooLate = settleWindow * 100;

/** What goes wrong until the next kill. @param late whether Jira's index shows nothing within the settle window */
export function trouble(sandbox: Sandbox, late: boolean, random: () => number): void {
  sandbox.faults.indexLagMs = late ? tooLate : oneOf(lags, random);
  if (random() < 0.5) sandbox.faults.add({ ...oneOf(faults, random), times: 1 + Math.floor(random() * 3) });
}

/** For the end: requests go through again; the index stays as late as it is. */
export function calm(sandbox: Sandbox): void {
  sandbox.faults.clear();
}

/** @param random gives 0 up to, not including, 1 */
export function oneOf<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
