import { excerpt } from './excerpt';

const longestName = 255;
/** Members of every object: a map that is not made for it would find or change them under these names. */
const forbidden = new Set(
  [
    '__proto__',
    'constructor',
    'prototype',
    '__defineGetter__',
    '__defineSetter__',
    '__lookupGetter__',
    '__lookupSetter__',
    'hasOwnProperty',
    'isPrototypeOf',
    'propertyIsEnumerable',
    'toLocaleString',
    'toString',
    'valueOf',
  ].map((name) => name.toLowerCase()),
);

/** Words that people write for names which are the same in every Jira: of the issue type, and of steps. */
const otherNames = new Map([
  ['issue type', 'issuetype'],
  ['links', 'link'],
  ['issuelink', 'link'],
  ['issuelinks', 'link'],
  ['watchers', 'watcher'],
  ['attachments', 'attachment'],
  ['comments', 'comment'],
]);

/** What field names are compared by: blanks around them and their case do not matter, and `Issue Type` is `issuetype`, `Comments` `comment`. */
export function nameKey(name: string): string {
  const key = name.trim().toLowerCase();
  return otherNames.get(key) ?? key;
}

/** The names of one request's fields: each one that a field can have, and each field once. */
export class FieldNames {
  private readonly names = new Map<string, string>();

  get size(): number {
    return this.names.size;
  }

  /** @returns what is wrong with the name, as the end of a sentence that began with where; undefined for a good one, which is then taken */
  add(name: string): string | undefined {
    const trimmed = name.trim();
    const earlier = this.names.get(nameKey(name));
    if (earlier !== undefined) {
      return `the field ${excerpt(trimmed)} is there twice${earlier === trimmed ? '' : ` (also as ${excerpt(earlier)})`}; expected each field once.`;
    }
    this.names.set(nameKey(name), trimmed);
    return nameProblem(trimmed);
  }
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'a value has no field; expected an id such as summary, or a display name.';
  if (name.length > longestName) return `the field name ${excerpt(name)} has ${name.length} characters; expected at most ${longestName}.`;
  if (/\p{Cc}/u.test(name)) return `the field name ${excerpt(name)} has control characters or line breaks; expected printable text.`;
  if (forbidden.has(name.toLowerCase())) return `${excerpt(name)} cannot be the name of a field; give the field by its id, such as customfield_10010.`;
  return undefined;
}
