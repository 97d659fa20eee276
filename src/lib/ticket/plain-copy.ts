import { TicketError } from './error';
import { excerpt } from './excerpt';
import type { CopiedBytes } from './files';
import { isFileField, mostFileBytes } from './files';
import type { Json, JsonObject } from './json';

const deepest = 100;
const mostCharacters = 1024 * 1024;

/**
 * Copies what a flow made to plain JSON: at most 1 MiB (about: counted in characters, and one for each member) and 100 levels.
 * Objects and dates may come from another realm, as those of a function node do, so they are known by what they are
 * and not by their constructor.
 */
export class PlainCopy {
  private readonly path: string[];
  private readonly inside = new Set<object>();
  private size = 0;
  private bytes = 0;

  /**
   * @param name what the value is called in messages, such as `msg.fields`
   * @param isFile whether bytes may be in it; without it, in its member that is an attachment
   */
  constructor(
    name: string,
    private readonly isFile?: boolean,
  ) {
    this.path = [name];
  }

  /** Any value; undefined stays. @throws {TicketError} INVALID_FIELD with the path of the offending part */
  value(value: unknown): Json | undefined {
    return this.guarded(() => this.copy(value));
  }

  /** The value, which must be an object. @throws {TicketError} INVALID_FIELD with the path of the offending part */
  object(value: unknown): JsonObject {
    return this.guarded(() => (tagOf(value) === 'Object' ? this.copyObject(value as object) : this.fail(`expected an object with fields, found ${kindOf(value)}.`)));
  }

  private guarded<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (error instanceof TicketError) throw error;
      // A getter or a proxy threw. Its words may be about anything, so they are not repeated.
      return this.fail('it cannot be read; expected plain JSON.');
    }
  }

  private copy(value: unknown): Json | undefined {
    this.spend(1);
    if (value === null || value === undefined || typeof value === 'boolean') return value;
    if (typeof value === 'string') {
      this.spend(value.length);
      return value;
    }
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (Array.isArray(value)) return this.entering(value, () => this.copyArray(value));
    const tag = tagOf(value);
    if (tag === 'Object') return this.copyObject(value);
    if (tag === 'Date') return this.copyDate(value as Date);
    if (tag === 'Uint8Array' && this.takesFiles()) return this.copyBytes(value as Uint8Array);
    return this.fail(`expected text, a finite number, true, false, null, a date, an array or a plain object, found ${kindOf(value)}.`);
  }

  private copyObject(value: object): JsonObject {
    return this.entering(value, () => {
      const copy: JsonObject = {};
      for (const key of Object.keys(value)) {
        this.path.push(`.${excerpt(key).slice(1, -1)}`);
        if (key === '__proto__') this.fail('this name is not allowed; rename the member.');
        this.spend(key.length);
        const member = this.copy((value as Record<string, unknown>)[key]);
        if (member !== undefined) copy[key] = member;
        this.path.pop();
      }
      return copy;
    });
  }

  private copyArray(value: readonly unknown[]): Json[] {
    const copy: Json[] = [];
    for (let index = 0; index < value.length; index += 1) {
      this.path.push(`[${index}]`);
      // As JSON.stringify has it, so that the others keep their places.
      copy.push(this.copy(value[index]) ?? null);
      this.path.pop();
    }
    return copy;
  }

  /** A file's bytes are for an attachment alone: anywhere else a Buffer is a mistake. */
  private takesFiles(): boolean {
    return this.isFile ?? isFileField(this.path[1]?.slice(1) ?? '');
  }

  private copyBytes(value: Uint8Array): CopiedBytes {
    this.bytes += value.byteLength;
    if (this.bytes > mostFileBytes) this.fail(`with it the files are larger than ${mostFileBytes >> 20} MiB; send less.`);
    return { base64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  }

  private copyDate(value: Date): string {
    if (Number.isNaN(Date.prototype.getTime.call(value))) this.fail('expected a date, found an invalid one.');
    return Date.prototype.toISOString.call(value);
  }

  private entering<Result>(value: object, read: () => Result): Result {
    if (this.inside.has(value)) this.fail('it contains itself; expected plain JSON.');
    if (this.inside.size === deepest) this.fail(`it is more than ${deepest} levels deep; expected plain JSON.`);
    this.inside.add(value);
    const copy = read();
    this.inside.delete(value);
    return copy;
  }

  private spend(characters: number): void {
    this.size += characters;
    if (this.size > mostCharacters) this.fail('with it the fields are larger than 1 MiB; send less.');
  }

  private fail(message: string): never {
    const shown = this.path.length > 12 ? [...this.path.slice(0, 10), '…', this.path.at(-1)] : this.path;
    throw new TicketError('INVALID_FIELD', `${shown.join('')}: ${message}`);
  }
}

/** `Object`, `Date`, `Map` …; of the value itself, not of a constructor that may be another realm's. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function kindOf(value: unknown): string {
  if (typeof value === 'bigint') return 'a BigInt (write it as text)';
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value !== 'object') return `a ${typeof value}`;
  if (Array.isArray(value)) return 'an array';
  const tag = tagOf(value);
  return tag === 'Uint8Array' ? 'a Buffer (turn it into text)' : excerpt(tag).slice(1, -1);
}
