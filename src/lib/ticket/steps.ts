import type { Fields } from './command';
import { distinct } from './distinct';
import { TicketError } from './error';
import { excerpt } from './excerpt';
import type { AttachedFile } from './files';
import { filesIn } from './files';
import { nameKey } from './field-name';
import type { Json } from './json';

/** What a command asks for besides its fields. Each is a request of its own, on a ticket that is there. */
export type Step =
  | { kind: 'link'; /** A link type's name, or one of its two phrases; '' for Relates. */ phrase: string; key: string }
  | { kind: 'watcher'; user: string }
  | { kind: 'attachment'; file: AttachedFile }
  | { kind: 'comment'; text: Json }
  | { kind: 'transition'; /** Its name or id, or the name of the status that it leads to. */ name: string };

type Reader = (value: Json) => Step[];

/** Of one kind in a command. Each is a request, and a text of a megabyte names hundreds of thousands. */
const mostSteps = 100;

/** By their names in a command, in the order in which they are carried out: a ticket that is closed may take no comment any more. */
const readers: Record<string, Reader> = {
  link: (value) => distinct(texts('link', value, 'a link such as "blocks NET-3"').map(readLink)),
  watcher: (value) => distinct(texts('watcher', value, 'a user, or several with commas between them').map((user) => ({ kind: 'watcher', user }))),
  attachment: (value) => filesIn(value).map((file) => ({ kind: 'attachment', file })),
  comment: (value) => (value === null || (typeof value === 'string' && value.trim() === '') ? [] : [{ kind: 'comment', text: value }]),
  transition: (value) => {
    const named = texts('transition', value, 'the name of one transition', false);
    return named.map((name) => ({ kind: 'transition', name }));
  },
};

const stepNames = Object.keys(readers);

function stepName(field: string): string | undefined {
  const key = nameKey(field);
  return stepNames.includes(key) ? key : undefined;
}

/** Whether a command has steps; looks at names alone. */
export function hasSteps(fields: Fields): boolean {
  return Object.keys(fields).some((name) => stepName(name) !== undefined);
}

/**
 * The fields of a command, and its steps in their order.
 *
 * @throws {TicketError} INVALID_FIELD for a step that cannot be read, or that is there under two names, and for more than 100 of one kind
 */
export function splitSteps(all: Fields): { fields: Fields; steps: Step[] } {
  const fields = Object.create(null) as Fields;
  const found = new Map<string, Step[]>();
  for (const [name, value] of Object.entries(all)) {
    const step = stepName(name);
    if (step === undefined) fields[name] = value;
    else if (found.has(step)) throw new TicketError('INVALID_FIELD', `Field ${excerpt(name)} is there twice: expected ${step} once.`);
    else found.set(step, limited(step, (readers[step] as Reader)(value)));
  }
  return { fields, steps: stepNames.flatMap((name) => found.get(name) ?? []) };
}

function limited(name: string, steps: Step[]): Step[] {
  if (steps.length <= mostSteps) return steps;
  throw new TicketError('INVALID_FIELD', `Field ${name}: expected at most ${mostSteps} in a command, got ${steps.length.toLocaleString('en-US')}. Put the others into updates of their own.`);
}

/** An array of texts, or text, which has commas between several and `\,` for one within a name. */
function texts(name: string, value: Json, expected: string, several = true): string[] {
  const isList = Array.isArray(value);
  const given = isList ? value : [value];
  const parts = given.flatMap((part) => {
    if (part === null) return [];
    if (typeof part !== 'string' && typeof part !== 'number') {
      throw new TicketError('INVALID_FIELD', `Field ${name}: expected ${expected}, got ${excerpt(JSON.stringify(part))}.`);
    }
    return several && !isList ? String(part).split(/(?<!\\),/).map((one) => one.replaceAll('\\,', ',')) : [String(part)];
  });
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** `blocks NET-3`, `is blocked by NET-3`, `NET-3`. */
function readLink(text: string): Step {
  const [, phrase = '', key = ''] = /^(?:(.*\S)\s+)?([A-Za-z][A-Za-z0-9_]*-[1-9]\d*)$/.exec(text) ?? [];
  if (key === '') throw new TicketError('INVALID_FIELD', `Field link: expected a link such as "blocks NET-3", got ${excerpt(text)}.`);
  return { kind: 'link', phrase, key: key.toUpperCase() };
}
