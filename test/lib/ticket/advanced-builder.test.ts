import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAdvanced } from '../../../src/lib/ticket/advanced';
import { buildAdvanced } from '../../../src/lib/ticket/advanced-builder';
import { TicketError } from '../../../src/lib/ticket/error';
import { looksLikeGuid } from '../../../src/lib/ticket/request-id';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 5_000);
const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const form = (fields: Array<[name: string, value: string]>, id = guid) => ({ guid: id, action: 'CREATE' as const, fields: fields.map(([name, value]) => ({ name, value })) });
const built = (fields: Array<[name: string, value: string]>, id = guid) => buildAdvanced(form(fields, id), { anyId: false });

describe('an advanced string built from a form', () => {
  it('escapes what stands for itself, and leaves out what was left empty', () => {
    assert.equal(built([['summary', 'A | B'], ['', ''], [' a;b ', 'C:\\new;\\']]), String.raw`${guid}|CREATE|summary;A \| B|a\;b;C:\new;\\|`);
  });

  const refused: Array<[what: string, fields: Array<[string, string]>, words: RegExp, id?: string]> = [
    ['an id that is none', [['summary', 'x']], /^"abc" cannot be the id of a command; expected a GUID/, 'abc'],
    ['no id', [['summary', 'x']], /^the id is missing before "CREATE"/, ' '],
    ['no field', [['', '']], /^the command has no field/],
    ['a value without a field', [['summary', 'x'], [' ', 'y']], /^Field 2: a value has no field/],
    ['a field that is there twice', [['summary', 'x'], ['Summary', 'y']], /^Field 2: the field "Summary" is there twice/],
    ['a name with line breaks', [['a\nb', 'x']], /^Field 1: .*control characters or line breaks/],
    ['a name that no map should hold', [['__proto__', 'x']], /^Field 1: "__proto__" cannot be the name of a field/],
    ['more fields than a command may have', Array.from({ length: 501 }, (_, i) => [`f${i}`, '']), /more than 500 fields/],
  ];
  for (const [what, fields, words, id] of refused) {
    it(`is refused for ${what}`, () => assert.throws(() => built(fields, id), (error) => error instanceof TicketError && words.test(error.message)));
  }

  const piece = fc.constantFrom('|', ';', '\\', '\n', '\r', ' ', '\t', '\ufeff', '\u0000', '\ud800', 'x', 'é', '😀', 'CREATE', 'NET-12', guid, `\n{${guid}}`, `\n${guid}|UPDATE|a;b|`);
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.array(piece, { maxLength: 8 }).map((all) => all.join('')));
  const forms = fc.record({
    guid: fc.oneof(fc.constant(guid), text),
    action: fc.constantFrom('CREATE' as const, 'UPDATE' as const),
    fields: fc.array(fc.record({ name: fc.oneof({ arbitrary: fc.uuid(), weight: 2 }, text), value: text }), { maxLength: 5 }),
  });

  it(`is read back as what was filled in, whatever that is, or was refused (${numRuns} forms)`, () => {
    let carried = 0;
    fc.assert(
      fc.property(forms, (filled) => {
        let string: string;
        try {
          string = buildAdvanced(filled, { anyId: true });
        } catch (error) {
          assert.ok(error instanceof TicketError);
          return;
        }
        carried += 1;
        const results = parseAdvanced(string, { anyId: true });
        const [result] = results;
        assert.ok(results.length === 1 && result?.ok);
        const wanted = filled.fields.filter(({ name, value }) => name.trim() !== '' || value !== '').map(({ name, value }) => [name.trim(), value]);
        assert.deepEqual(new Map(Object.entries(result.command.fields)), new Map(wanted as Array<[string, string]>));
        assert.equal(result.command.action, filled.action);
        assert.equal(result.command.guid, looksLikeGuid(filled.guid.trim()) ? guid : filled.guid.trim());
      }),
      { numRuns, seed: 20_261 },
    );
    assert.ok(carried > numRuns / 4, `${carried}`);
  });
});
