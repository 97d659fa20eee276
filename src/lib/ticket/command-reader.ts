import { actionOf, nextSegment, segmentText } from './advanced-frame';
import type { CommandSpan, Segment } from './advanced-frame';
import type { AdvancedCommand, AdvancedResult } from './advanced';
import type { Action } from './command';
import type { ErrorCode } from './error';
import { TicketError } from './error';
import { findUnescaped, nameEnd, unescape } from './escape';
import { excerpt } from './excerpt';
import { FieldNames } from './field-name';
import { looksLikeGuid, requestId } from './request-id';

const mostFields = 500;

/** Reads one command, and remembers how far it came for the row of a refused one. */
export class CommandReader {
  private guid = '';
  private action: Action | undefined;
  private at: number;

  /** @param place how a message begins, up to the number of the line */
  constructor(
    private readonly text: string,
    private readonly span: CommandSpan,
    private readonly place: string,
    private readonly anyId: boolean,
  ) {
    this.at = span.start;
  }

  result(): AdvancedResult {
    try {
      return { ok: true, command: this.read() };
    } catch (error) {
      return { ok: false, error: error as TicketError, guid: this.guid, action: this.action ?? '' };
    }
  }

  private read(): AdvancedCommand {
    const action = this.readHead();
    const fields = Object.create(null) as Record<string, string>;
    const names = new FieldNames();
    for (let segment = this.next(); segment; segment = this.next()) {
      const [name, value] = this.readField(segment);
      if (names.size === mostFields) this.fail('INVALID_COMMAND', segment.from, `the command has more than ${mostFields} fields; expected at most ${mostFields}.`);
      const problem = names.add(name);
      if (problem !== undefined) this.fail('INVALID_FIELD', segment.from, problem);
      fields[name] = value;
    }
    if (names.size === 0) this.fail('INVALID_COMMAND', this.span.end, 'the command has no field; expected at least one field;value after the action.');
    return { guid: this.guid, action, fields };
  }

  private readHead(): Action {
    // A command has a segment: its first line has one.
    const first = this.next()!;
    const second = this.next();
    const id = unescape(this.text, first.from, first.to).trim();
    const action = second && actionOf(this.textOf(second));
    this.action = action;
    if (action === undefined && actionOf(id) !== undefined) this.fail('INVALID_COMMAND', first.from, `the id is missing before ${excerpt(id)}; expected ${this.expectedId()}.`);
    const guid = requestId(id, { anyId: this.anyId, action: action ?? 'UPDATE' });
    if (guid === undefined) this.fail('INVALID_COMMAND', first.from, `${excerpt(id)} cannot be the id of a command; expected ${this.expectedId()}.`);
    this.guid = guid;
    if (second === undefined) this.fail('INVALID_COMMAND', this.span.end, 'the action is missing after the id; expected CREATE or UPDATE.');
    if (action === undefined) this.failWithoutAction(second);
    return action;
  }

  private failWithoutAction(segment: Segment): never {
    const found = this.textOf(segment).trim();
    const foreign = /^[\p{L}\p{M}]+$/u.test(found) && !/^[A-Z]+$/i.test(found) ? ', for it has letters other than A to Z' : '';
    this.fail('INVALID_COMMAND', segment.from, `${excerpt(found)} is no action${foreign}; expected CREATE or UPDATE after the id.`);
  }

  private readField(segment: Segment): [name: string, value: string] {
    const { from, to } = segment;
    const split = findUnescaped(this.text, nameEnd, from, to);
    if (split === to) this.failWithoutValue(segment);
    const name = unescape(this.text, from, split).trim();
    return [name, unescape(this.text, split + 1, to)];
  }

  private failWithoutValue(segment: Segment): never {
    const found = this.textOf(segment).trim();
    const after = this.next();
    if (looksLikeGuid(found) && after && actionOf(this.textOf(after)) !== undefined) {
      this.fail('INVALID_COMMAND', segment.from, `${excerpt(found)} begins a second command within the line; expected each command on a line of its own.`);
    }
    this.fail('INVALID_COMMAND', segment.from, `${excerpt(found)} is no field; expected field;value, with an empty value as field; and a | in a value as \\|.`);
  }

  private textOf(segment: Segment): string {
    return segmentText(this.text, segment);
  }

  private next(): Segment | undefined {
    const segment = nextSegment(this.text, this.at, this.span.end);
    if (segment !== undefined) this.at = segment.to + 1;
    return segment;
  }

  private expectedId(): string {
    if (this.anyId) return 'a GUID, or any 1 to 128 printable characters';
    const guid = 'a GUID (8-4-4-4-12 hexadecimal digits, not all 0)';
    return this.action === 'CREATE' ? guid : `${guid}, or for an UPDATE the key of a ticket such as NET-12`;
  }

  private fail(code: ErrorCode, offset: number, message: string): never {
    const lines = this.text.slice(this.span.lineStart, offset).split(/\r\n|\r|\n/);
    const line = this.span.line + lines.length - 1;
    const column = lines.at(-1)!.length + 1;
    throw new TicketError(code, `${this.place} ${line}, column ${column}: ${message}`);
  }
}
