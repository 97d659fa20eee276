/** Control characters, line ends among them, and the marks that turn the reading direction round. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** Text from outside as one printable line of at most `max` UTF-16 units; what is cut off is shown as `…`. */
export function oneLine(text: string, max: number): string {
  const line = text.replace(UNPRINTABLE, ' ').replace(/ {2,}/g, ' ').trim();
  return line.length <= max ? wellFormed(line) : `${wellFormed(line.slice(0, max - 1))}…`;
}

/** A text whose halves of a surrogate pair that stand alone are U+FFFD, so that any encoder takes it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
