const decimal = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number that the text is: decimal digits with a point and an exponent, no blanks, no grouping, no hexadecimal digits.
 * undefined for all else, also where a double cannot hold it: beyond 2^53 - 1, from where whole numbers are skipped, or so
 * small that it would be 0.
 */
export function decimalNumber(text: string): number | undefined {
  if (!decimal.test(text)) return undefined;
  const number = Number(text);
  const isLost = number === 0 && /[1-9]/.test(text.replace(/e.*/i, ''));
  return isLost ? undefined : heldNumber(number);
}

/** The number, where its whole part is exact; 0 for -0, which JSON does not know. */
export function heldNumber(number: number): number | undefined {
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number + 0 : undefined;
}

/** A double has at most 17 significant digits. */
const plain = new Intl.NumberFormat('en-US', { useGrouping: false, maximumSignificantDigits: 17 });

/** The number in decimal digits, without an exponent. */
export function decimalText(number: number): string {
  return plain.format(number + 0);
}
