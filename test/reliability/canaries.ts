import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The login that a test gives a connection, to see that it turns up nowhere. */
export interface Canary {
  username: string;
  password: string;
}

/** A password with everything in it that URLs, JSON and base64 treat each in their own way. */
export const canary: Canary = { username: 'storm', password: 'C4n/ry:p@ss+w?rd&=#"%7 ü€~' };

/**
 * Looks for a login in any of the forms in which programs write one down: as it is, in JSON, in a URL or a form, and in base64,
 * also in the middle of something longer.
 *
 * @returns the names of the forms that were found
 */
export function formsIn(text: string | Buffer, login: Canary): string[] {
  const data = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  return [...needlesOf(login)].filter(([, needles]) => needles.some((needle) => data.includes(needle))).map(([form]) => form);
}

/**
 * Looks into every file of a folder and of those within it; into their names, too.
 *
 * @param skip whether a file, or a whole folder, is left out; by its path within the folder
 * @returns a line for each place: the file and the form
 */
export async function placesIn(folder: string, login: Canary, skip: (path: string) => boolean = () => false): Promise<string[]> {
  const places: string[] = [];
  await visit('');
  return places;

  async function visit(within: string): Promise<void> {
    for (const entry of await readdir(join(folder, within), { withFileTypes: true })) {
      const path = join(within, entry.name);
      if (skip(path)) continue;
      places.push(...formsIn(entry.name, login).map((form) => `name of ${path}: ${form}`));
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) places.push(...formsIn(await readFile(join(folder, path)), login).map((form) => `${path}: ${form}`));
    }
  }
}

function needlesOf({ username, password }: Canary): Map<string, string[]> {
  const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  const url = new URL('http://host/');
  url.password = password;
  return new Map([
    ['raw', [password]],
    ['in JSON', [JSON.stringify(password).slice(1, -1)]],
    ['URL-encoded', bothCases(encodeURIComponent(password))],
    ['as in a form', bothCases(new URLSearchParams({ '': password }).toString().slice(1))],
    ['as in a URL', bothCases(url.password)],
    ['base64 of user:password', spellings(pair.replace(/=+$/, ''))],
    ['base64', [0, 1, 2].flatMap((before) => spellings(base64Within(password, before)))],
  ]);
}

/**
 * The characters that a text has in the base64 of anything it stands in: those at its ends also depend on its neighbours.
 *
 * @param before how many bytes of a group of three stand before it
 */
function base64Within(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text, 'utf8')]);
  return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

/** As it is, for URLs, and within a URL. */
function spellings(base64: string): string[] {
  return [base64, base64.replaceAll('+', '-').replaceAll('/', '_'), ...bothCases(encodeURIComponent(base64))];
}

/** Some write %2F, some %2f. */
function bothCases(encoded: string): string[] {
  return [encoded, encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())];
}
