const plain = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/**
 * A decimal number as people write it for a machine: no hexadecimal, no decimal comma, nothing that a double cannot hold.
 *
 * @returns undefined where it is none
 */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 64 || !plain.test(trimmed)) return undefined;
  return withinRange(Number(trimmed));
}

/** Beyond 2^53 neighbouring whole numbers are the same, and Jira would store another one than was meant. */
export function withinRange(value: number): number | undefined {
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : undefined;
}
