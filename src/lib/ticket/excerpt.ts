const longest = 40;
/** What would disturb a line of log, or hide in it: control and format characters, line separators, lone surrogates. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text as an error message shows it: in quotes, at most 40 characters of it, with what cannot be seen as `\u{…}`. */
export function excerpt(text: string): string {
  // Twice as many UTF-16 units hold them all; a text of a megabyte is not taken apart for forty characters.
  const characters = Array.from(text.slice(0, 2 * longest + 1));
  const shown = characters.slice(0, longest).join('');
  const rest = shown.length < text.length ? '…' : '';
  return `"${shown.replace(unsafe, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)}${rest}"`;
}
