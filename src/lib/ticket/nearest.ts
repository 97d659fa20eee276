const mostEdits = 3;

/**
 * What the text may have been meant to be: the candidates of which a label differs from it, case aside, by a few edits
 * (a third of its length, three at most), nearest first. Most candidates are told apart by their length alone.
 */
export function nearest<T>(text: string, candidates: readonly T[], labelsOf: (candidate: T) => string[], most: number): T[] {
  const wanted = text.toLowerCase();
  const limit = Math.min(mostEdits, Math.ceil(wanted.length / 3));
  const edits = (candidate: T) => Math.min(...labelsOf(candidate).map((label) => distance(wanted, label.toLowerCase(), limit)));
  return candidates
    .map((candidate) => ({ candidate, edits: edits(candidate) }))
    .filter((one) => one.edits <= limit)
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/**
 * How many characters must be put in, left out or replaced to make b of a; more than the limit where that is more. In time in proportion to
 * their length: what is further off the diagonal than the limit is more in any case, so that a row holds b from `i - limit` to `i + limit`.
 */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let row = Array.from({ length: 2 * limit + 1 }, (_, place) => (place < limit ? Infinity : place - limit));
  for (let i = 1; i <= a.length; i += 1) {
    const next: number[] = [];
    for (let place = 0; place < row.length; place += 1) {
      const j = i + place - limit;
      const replaced = row[place]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(j > b.length ? Infinity : Math.min(replaced, (row[place + 1] ?? Infinity) + 1, (next[place - 1] ?? Infinity) + 1));
    }
    if (Math.min(...next) > limit) return Infinity;
    row = next;
  }
  return row[b.length - a.length + limit]!;
}
