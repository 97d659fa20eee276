import { commandSpans } from './advanced-frame';
import type { CommandSpan } from './advanced-frame';
import type { Action } from './command';
import { CommandReader } from './command-reader';
import { TicketError } from './error';
import { escapeName, escapeValue } from './escape';
import { isLongerThan } from './text-size';

/** One command of an advanced string. Its values are text; its fields have no prototype. */
export interface AdvancedCommand {
  guid: string;
  action: Action;
  fields: Record<string, string>;
}

/** guid and action of a refused command are '' where they could not be read. */
export type AdvancedResult =
  | { ok: true; command: AdvancedCommand }
  | { ok: false; error: TicketError; guid: string; action: Action | '' };

const mostBytes = 1024 * 1024;
/** Each has a row and an answer of its own: more than this in one message would stop the runtime for seconds. */
const mostCommands = 10_000;
const grammar = '<GUID>|CREATE or UPDATE|field;value|field;value|';

/**
 * Reads `<GUID>|<Action>|field;value|field n;value n|`, one command or several, each beginning on a new line. Never throws:
 * one result for each command, in their order, and at least one. The error of a command is INVALID_COMMAND or INVALID_FIELD.
 *
 * Blanks and line ends around a command are not part of it. So a last value that no `|` ends loses the blanks at its end;
 * all other values are as they were typed. Columns in messages count UTF-16 units, from 1.
 *
 * @param input a string, or UTF-8 in a Buffer or Uint8Array; 1 MiB at most
 * @param options anyId: any 1 to 128 printable characters are an id
 */
export function parseAdvanced(input: unknown, options: { anyId: boolean }): AdvancedResult[] {
  let text: string;
  let spans: CommandSpan[];
  try {
    text = textOf(input);
    spans = commandSpans(text);
    if (spans.length === 0) throw new TicketError('INVALID_COMMAND', `The command is empty; expected ${grammar}`);
    if (spans.length > mostCommands) {
      throw new TicketError('INVALID_COMMAND', `The message has ${spans.length} commands, of at most ${mostCommands}; send them in several messages.`);
    }
  } catch (error) {
    // Only a view of bytes whose getters throw gets here with another error; what it says may be about anything.
    const refusal = error instanceof TicketError ? error : new TicketError('INVALID_COMMAND', `The command cannot be read; expected ${grammar}`);
    return [{ ok: false, error: refusal, guid: '', action: '' }];
  }
  return withoutStacks(() => spans.map((span, index) => new CommandReader(text, span, spans.length > 1 ? `Command ${index + 1}, line` : 'Line', options.anyId).result()));
}

/** Where in the parser a command was refused says nothing to anybody, and of ten thousand refusals the stacks take half the time. */
function withoutStacks<T>(read: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return read();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * The command as a string, on one line but for the line breaks of its values, so that parseAdvanced gives the command back
 * and several can be joined with line breaks.
 */
export function formatAdvanced({ guid, action, fields }: AdvancedCommand): string {
  const segments = Object.entries(fields).map(([name, value]) => `${escapeName(name)};${escapeValue(value)}|`);
  return `${escapeName(guid)}|${action}|${segments.join('')}`;
}

/** @throws {TicketError} INVALID_COMMAND */
function textOf(input: unknown): string {
  const isBytes = ArrayBuffer.isView(input) && Object.prototype.toString.call(input) === '[object Uint8Array]';
  if (typeof input !== 'string' && !isBytes) {
    throw new TicketError('INVALID_COMMAND', `The command is ${kindOf(input)}; expected a string or a Buffer with UTF-8 text: ${grammar}`);
  }
  if (isBytes ? input.byteLength > mostBytes : isLongerThan(input as string, mostBytes)) {
    throw new TicketError('INVALID_COMMAND', 'The commands are larger than 1 MiB; send them in several messages.');
  }
  const text = isBytes ? decode(input as Uint8Array) : (input as string);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new TicketError('INVALID_COMMAND', 'The Buffer with the command is not valid UTF-8; encode it as UTF-8, or send a string.');
  }
}

function kindOf(input: unknown): string {
  if (input === undefined || input === null) return 'missing';
  return typeof input === 'object' ? 'an object' : `a ${typeof input}`;
}
