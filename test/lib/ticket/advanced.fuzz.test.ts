import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatAdvanced, parseAdvanced } from '../../../src/lib/ticket/advanced';
import type { AdvancedCommand } from '../../../src/lib/ticket/advanced';
import { TicketError } from '../../../src/lib/ticket/error';
import { nameKey } from '../../../src/lib/ticket/field-name';
import { isAnyId, looksLikeGuid } from '../../../src/lib/ticket/request-id';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 20_000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261);

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
/** What a command is made of, and what could break it. */
const tokens = [
  '|', ';', '\\', '\n', '\r', '\r\n', ' ', '\t', '\ufeff', '\u0000', '\u2028', '\ud800', '{', '}', 'CREATE', 'update', guid, `{${guid.toUpperCase()}}`,
  'NET-12', 'summary', 'SUMMARY', '__proto__', 'constructor', 'toString', 'x', 'é', '😀', `${guid}|CREATE|`, 'summary;x|', `\n${guid}|UPDATE|a;b`,
];
const token = fc.constantFrom(...tokens);
const soup = fc.array(token, { maxLength: 30 }).map((all) => all.join(''));
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), soup);

const forbidden = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'].map((any) => any.toLowerCase()));
const name = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: fc.constantFrom('|', ';', '\\', 'a', ' '), maxLength: 8 }))
  .map((any) => any.trim())
  .filter((any) => any !== '' && !/\p{Cc}/u.test(any) && !forbidden.has(any.toLowerCase()));
/** Every command that is valid, with ids of every kind. */
const validCommand = fc
  .record({
    guid: fc.oneof(fc.uuid(), soup.map((any) => any.trim()).filter((any) => isAnyId(any) && !looksLikeGuid(any)), fc.constantFrom('CREATE', '\\', 'a;b', 'NET-12', '|')),
    action: fc.constantFrom('CREATE' as const, 'UPDATE' as const),
    fields: fc.uniqueArray(fc.tuple(name, text), { minLength: 1, maxLength: 6, selector: ([one]) => nameKey(one) }),
  })
  .map(({ fields, ...rest }): AdvancedCommand => ({ ...rest, fields: Object.assign(Object.create(null), Object.fromEntries(fields)) as Record<string, string> }));

/** A valid command with a few places cut out, doubled or overwritten. */
const mutated = fc
  .tuple(validCommand.map(formatAdvanced), fc.array(fc.tuple(fc.nat(), fc.nat(8), token), { minLength: 1, maxLength: 4 }))
  .map(([valid, changes]) => changes.reduce((any, [at, length, put]) => {
    const from = at % (any.length + 1);
    return any.slice(0, from) + put + any.slice(from + length);
  }, valid));

function checkResults(input: unknown, anyId: boolean): void {
  const results = parseAdvanced(input, { anyId });
  assert.ok(results.length > 0);
  for (const result of results) {
    if (result.ok) {
      const { guid: id, action, fields } = result.command;
      assert.ok(id !== '' && (action === 'CREATE' || action === 'UPDATE'));
      assert.equal(Object.getPrototypeOf(fields), null);
      assert.ok(Object.keys(fields).length > 0);
      for (const [key, value] of Object.entries(fields)) assert.ok(key !== '' && key === key.trim() && !(key in {}) && typeof value === 'string');
    } else {
      assert.ok(result.error instanceof TicketError);
      assert.ok(result.error.code === 'INVALID_COMMAND' || result.error.code === 'INVALID_FIELD');
      assert.ok(result.error.message.length < 500 && !/[\p{Cc}\p{Cs}]/u.test(result.error.message), result.error.message);
    }
  }
}

describe(`any advanced string (${numRuns} of each kind)`, function () {
  this.timeout(0);
  const members = Object.getOwnPropertyNames(Object.prototype).join();
  afterEach('no prototype is polluted', () => assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), members));

  it('of random text has well-formed results', () => {
    fc.assert(fc.property(soup, fc.boolean(), checkResults), { numRuns, seed });
  });

  it('of random bytes has well-formed results', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), checkResults), { numRuns: Math.ceil(numRuns / 4), seed });
  });

  it('that was a valid command before it was mutated has well-formed results', () => {
    fc.assert(fc.property(mutated, fc.boolean(), checkResults), { numRuns, seed });
  });

  it('that was written from a command is read as that command', () => {
    fc.assert(fc.property(validCommand, (command) => assert.deepEqual(parseAdvanced(formatAdvanced(command), { anyId: true }), [{ ok: true, command }])), { numRuns, seed });
  });

  it('of commands joined by line breaks is read as those commands', () => {
    fc.assert(
      fc.property(fc.array(validCommand, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n', '\r', '\n \n'), (commands, lineBreak) => {
        const results = parseAdvanced(commands.map(formatAdvanced).join(lineBreak), { anyId: true });
        assert.deepEqual(results, commands.map((command) => ({ ok: true, command })));
      }),
      { numRuns: Math.ceil(numRuns / 4), seed },
    );
  });
});

describe('the time an advanced string takes', function () {
  this.timeout(60_000);
  const head = `${guid}|CREATE|summary;`;
  const fillers: Record<string, (size: number) => string> = {
    text: (size) => head + 'x'.repeat(size),
    'line breaks': (size) => `${head}${'\n'.repeat(size)}x|`,
    backslashes: (size) => `${head}${'\\'.repeat(size)}|`,
    'backslashes before x': (size) => `${head}${'\\'.repeat(size)}x|`,
    'escaped pipes': (size) => `${head}${'\\|'.repeat(size / 2)}|`,
    pipes: (size) => `${head}${'|'.repeat(size)}`,
    semicolons: (size) => head + ';'.repeat(size),
    blanks: (size) => `${head}${' '.repeat(size)}x`,
    'blank lines': (size) => '\n '.repeat(size / 2),
    'broken commands': (size) => `${guid}|CREAT|summary;x|\n`.repeat(size / 54),
  };
  const best = (input: string): number => {
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      parseAdvanced(input, { anyId: false });
      return performance.now() - start;
    });
    return Math.min(...times);
  };

  for (const [what, fill] of Object.entries(fillers)) {
    it(`doubles when its length doubles: ${what}`, function () {
      const half = best(fill(500 * 1024));
      const whole = best(fill(1000 * 1024));
      this.test!.title += ` (1000 KiB in ${whole.toFixed(1)} ms, ×${(whole / half).toFixed(1)})`;
      // Quadratic time would be minutes here; the bound is that generous for the sake of a busy machine.
      assert.ok(whole < 10_000, `${whole} ms`);
    });
  }
});
