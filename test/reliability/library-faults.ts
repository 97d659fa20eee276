import type { FaultRule, Sandbox } from '../../src/lib/sandbox/sandbox';

/** How long the library that is killed looks for a lost create, ms. */
export const settleWindow = 2_000;

/** Delays stay far below the settle window: a create that Jira carries out after it is a limit that is told of. */
const faults: readonly FaultRule[] = [
  { kind: 'reset-after-commit', match: { method: 'POST', path: /\/issue\/bulk$/ } },
  { kind: 'reset-after-commit', match: { method: 'POST', path: /\/issue$/ } },
  { kind: 'reset-after-commit', match: { method: 'PUT' } },
  { kind: 'truncated', match: { method: 'POST', path: /\/issue\/bulk$/ } },
  { kind: 'truncated', match: { method: 'POST', path: /\/issue$/ } },
  { kind: 'truncated' },
  { kind: 'reset-before' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 503, headers: { 'Retry-After': '1' } },
  { kind: '429', retryAfter: 0 },
  { kind: '429', retryAfter: 1 },
  { kind: 'delay', delayMs: 100 },
  { kind: 'delay', delayMs: 400, match: { method: 'POST' } },
];

/** How long a search finds nothing of a new ticket, ms: mostly at once, at times later, at times only after the settle window. */
const lags = [0, 0, 0, settleWindow / 4, settleWindow * 10];

/** What goes wrong until the next kill. */
export function trouble(sandbox: Sandbox, random: () => number): void {
  sandbox.faults.indexLagMs = oneOf(lags, random);
  if (random() < 0.5) sandbox.faults.add({ ...oneOf(faults, random), times: 1 + Math.floor(random() * 3) });
}

/** For the end: nothing goes wrong any more, and the index is as late as is promised to be bearable. */
export function calm(sandbox: Sandbox): void {
  sandbox.faults.clear();
  sandbox.faults.indexLagMs = settleWindow / 4;
}

/** @param random gives 0 up to, not including, 1 */
export function oneOf<T>(choices: readonly T[], random: () => number): T {
  return choices[Math.floor(random() * choices.length)] as T;
}
