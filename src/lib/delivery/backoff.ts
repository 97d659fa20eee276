/** A number from 0 (included) to 1 (excluded). */
export type Random = () => number;

const first = 1_000;
const longest = 60_000;

/**
 * Full jitter: anything from nothing to twice as long as the time before, at most a minute.
 *
 * @param failures how many came before, from 1
 * @returns ms
 */
export function fullJitter(failures: number, random: Random): number {
  return random() * ceiling(failures);
}

/** At least half of it: where the pause itself matters, as in an outage. @returns ms */
export function halfJitter(failures: number, random: Random): number {
  return ceiling(failures) * (0.5 + random() / 2);
}

/** The least that a rate limit is waited for, whatever Jira says: Data Center says `Retry-After: 0`. @returns ms */
export function ownMinimum(limits: number): number {
  return ceiling(limits);
}

function ceiling(failures: number): number {
  return Math.min(longest, first * 2 ** (failures - 1));
}
