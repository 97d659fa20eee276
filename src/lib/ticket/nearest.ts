/** A word as long as this is compared only this far: more cannot be a typing error. */
const longest = 64;

/**
 * The words that may have been meant: those with the fewest letters changed, but no more than a third of them.
 *
 * @returns at most `count`, the nearest first
 */
export function nearest(word: string, words: Iterable<string>, count: number): string[] {
  const wanted = word.trim().toLowerCase().slice(0, longest);
  const near: Array<{ one: string; distance: number }> = [];
  for (const one of new Set(words)) {
    const known = one.toLowerCase().slice(0, longest);
    const distance = known.includes(wanted) && wanted.length > 2 ? 1 : editDistance(wanted, known);
    if (distance <= Math.max(1, Math.floor(Math.max(wanted.length, known.length) / 3))) near.push({ one, distance });
  }
  return near.sort((a, b) => a.distance - b.distance).slice(0, count).map(({ one }) => one);
}

/** Levenshtein's distance, a row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    previous = row;
  }
  return previous[b.length] as number;
}
