import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtInCatalog } from '../../../src/lib/ticket/built-in-fields';
import { jiraDate, jiraDateTime } from '../../../src/lib/ticket/dates';
import { documentOf } from '../../../src/lib/ticket/document';
import { TicketError } from '../../../src/lib/ticket/error';
import type { Dialect, FieldCatalog, FieldSchema } from '../../../src/lib/ticket/field-schema';
import type { Json, JsonObject } from '../../../src/lib/ticket/json';
import { nearest } from '../../../src/lib/ticket/nearest';
import { decimalNumber, decimalText } from '../../../src/lib/ticket/numbers';
import { resolveFields } from '../../../src/lib/ticket/resolve-fields';
import { readValue } from '../../../src/lib/ticket/values';

const cft = 'com.atlassian.jira.plugin.system.customfieldtypes:';
const server: Dialect = { users: 'name', text: 'string', timezone: 'Europe/Brussels' };
const v3: Dialect = { users: 'accountId', text: 'document', timezone: 'Europe/Brussels' };
const many: JsonObject[] = Array.from({ length: 100 }, (_, i) => ({ id: String(1_000 + i), value: `v${i}`, children: [{ value: 'c' }] }));

function only(schema: Partial<FieldSchema>): FieldCatalog {
  return { complete: true, fields: [{ id: 'customfield_1', name: 'X', type: 'any', ...schema }] };
}

/** What a field of this schema makes of the value, or the refusal's words. */
function made(schema: Partial<FieldSchema>, value: Json, dialect = server): Json | undefined {
  try {
    return resolveFields({ x: value }, only(schema), dialect).fields['customfield_1'];
  } catch (error) {
    assert.ok(error instanceof TicketError && error.code === 'INVALID_FIELD', String(error));
    return `refused: ${error.message}`;
  }
}

const option = { type: 'option', custom: `${cft}select` };
const allowed = (...allowedValues: JsonObject[]) => ({ ...option, allowedValues });
const cascade = (...allowedValues: JsonObject[]) => ({ type: 'option-with-child', allowedValues });
const array = (items: string, ...allowedValues: JsonObject[]) => ({ type: 'array', items, ...(allowedValues.length > 0 ? { allowedValues } : {}) });

describe('a value that is not as simple', () => {
  const cases: Array<[what: string, schema: Partial<FieldSchema>, given: Json, wanted: Json, dialect?: Dialect]> = [
    ['custom type before type', { type: 'string', custom: `${cft}multiselect` }, 'a,b', [{ value: 'a' }, { value: 'b' }]],
    ['Server 5 cascading select', { type: 'array', items: 'string', custom: `${cft}cascadingselect` }, 'a/b', { value: 'a', child: { value: 'b' } }],
    ['unknown custom type, known type', { type: 'number', custom: 'com.example:count' }, '7', 7],
    ['type that every object has', { type: 'constructor', custom: 'toString' }, 'a', 'a'],
    ['array of what every object has', array('valueOf'), 'a', ['a']],
    ['exact before without case', allowed({ value: 'HIGH' }, { value: 'High' }), 'High', { value: 'High' }],
    ['value before id', allowed({ id: '2', value: '1' }, { id: '1', value: '2' }), '1', { value: '1' }],
    ['by key', allowed({ key: 'K', name: 'Name' }), 'k', { name: 'Name' }],
    ['no name but an id', allowed({ id: '7' }), '7', { id: '7' }],
    ['blanks around an allowed value', allowed({ value: 'High ' }), ' high', { value: 'High ' }],
    ['no allowed values at all', allowed(), 'x', { value: 'x' }],
    ['number that is no allowed value', option, 10_400, { id: '10400' }],
    ['digits as an option', option, '10400', { value: '10400' }],
    ['version called 2026', { type: 'version' }, '2026', { name: '2026' }],
    ['version of a number', { type: 'version' }, 10_001, { id: '10001' }],
    ['boolean as an option', option, true, { value: 'true' }],
    ['array as text stays text for one option', option, '["x"]', { value: '["x"]' }],
    ['broken JSON stays text', option, '{x', { value: '{x' }],
    ['another type than the metadata is of', { type: 'issuetype', allowedValues: [{ name: 'Bug' }] }, 'Task', { name: 'Task' }],
    ['the type that the metadata is of', { type: 'issuetype', allowedValues: [{ name: 'Bug' }] }, 'bug', { name: 'Bug' }],
    ['another project than the metadata is of', { type: 'project', allowedValues: [{ key: 'A', id: '1', name: 'Net' }] }, 'B', { key: 'B' }],
    ['project by name', { type: 'project', allowedValues: [{ key: 'A', id: '1', name: 'Net' }] }, 'net', { key: 'A' }],
    ['priority called 1', { type: 'priority', allowedValues: [{ id: '9', name: '1' }] }, '1', { name: '1' }],
    ['cascade without child', cascade({ value: 'a', children: [{ value: 'b' }] }), 'A/', { value: 'a' }],
    ['cascade by ids', cascade({ id: '1', value: 'a', children: [{ id: '2', value: 'b' }] }), '1/2', { value: 'a', child: { value: 'b' } }],
    ['cascade: the parent that has the child', cascade({ value: 'a', children: [] }, { value: 'a/b', children: [{ value: 'c' }] }), 'a/b/c', { value: 'a/b', child: { value: 'c' } }],
    ['cascade of an object', cascade({ value: 'a' }), '{"id":"1","child":{"id":"2"}}', { id: '1', child: { id: '2' } }],
    ['cascade of a number without metadata', cascade(), 5, { id: '5' }],
    ['cascade: only the first slash without metadata', cascade(), 'a / b/c', { value: 'a', child: { value: 'b/c' } }],
    ['cascade: nothing behind the slash', cascade(), 'a/', { value: 'a' }],
    ['comma in an allowed value, longest first', array('option', { value: 'a' }, { value: 'a, b' }, { value: 'a, b, c' }), 'A, B, C, a, b,a', [{ value: 'a, b, c' }, { value: 'a, b' }, { value: 'a' }]],
    ['comma in an allowed value that only begins so', array('option', { value: 'a, b' }, { value: 'a' }, { value: 'bc' }), 'a, bc', [{ value: 'a' }, { value: 'bc' }]],
    ['the same twice in two spellings', array('option', { value: 'a' }), 'a,A , a', [{ value: 'a' }]],
    ['one object for a list', array('component'), { name: 'a' }, [{ name: 'a' }]],
    ['one object as text for a list', array('component'), '{"name":"a"}', [{ name: 'a' }]],
    ['number for a list', array('component'), 5, [{ id: '5' }]],
    ['object as text for labels', { type: 'array', items: 'string', custom: `${cft}labels` }, '{"a":1}', ['{"a":1}']],
    ['labels with nothing in them', { type: 'array', items: 'string', custom: `${cft}labels` }, ['', 'a', ' \u0000 '], ['a']],
    ['list of dates', array('date'), '2026-01-01,2026-01-02', ['2026-01-01', '2026-01-02']],
    ['list of plain text keeps its blanks', array('string'), 'a b, c', ['a b', 'c']],
    ['comma that is escaped', array('user'), 'Doe\\, J., x', [{ name: 'Doe, J.' }, { name: 'x' }]],
    ['blanks only', array('user'), ' , ,', []],
    ['large number as text', { type: 'string' }, 1e21, '1000000000000000000000'],
    ['small number as text', { type: 'string' }, 1.5e-7, '0.00000015'],
    ['nothing for a number but blanks', { type: 'number' }, '  ', null],
    ['minus nothing', { type: 'number' }, '-0', 0],
    ['document on v2 is refused', { type: 'string', custom: `${cft}textarea` }, { type: 'doc' }, 'refused: Field X (customfield_1): expected text, got an object "{"type":"doc"}".'],
    ['document on v3', { type: 'string', custom: `${cft}textarea` }, { type: 'doc' }, { type: 'doc' }, v3],
    ['JSON in a text area is text', { type: 'string', custom: `${cft}textarea` }, '{"type":"doc"}', documentOf('{"type":"doc"}'), v3],
    ['blanks only for a text area', { type: 'string', custom: `${cft}textarea` }, ' \n', null, v3],
    ['empty epic link', { custom: 'com.pyxis.greenhopper.jira:gh-epic-link' }, ' ', null],
    ['empty sprint', { custom: 'com.pyxis.greenhopper.jira:gh-sprint' }, '', null],
    ['blanks around an address', { type: 'string', custom: `${cft}url` }, ' http://x ', 'http://x'],
    ['JSON member __proto__ stays text', {}, '{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
  ];
  for (const [what, schema, given, wanted, dialect] of cases) {
    it(`${what}: ${JSON.stringify(given)}`, () => assert.deepEqual(made(schema, given, dialect), wanted));
  }
});

describe('a refusal', () => {
  const cases: Array<[what: string, schema: Partial<FieldSchema>, given: Json, words: RegExp]> = [
    ['of an array for one', option, ['a'], /expected text or a JSON object, got an array "\["a"\]"/],
    ['of an object for text', { type: 'string' }, {}, /expected text, got an object "\{\}"/],
    ['of an object for a number', { type: 'number' }, {}, /expected a number such as 5/],
    ['of a boolean for a date', { type: 'date' }, true, /expected a date such as 2026-11-23, got true/],
    ['of null in a list', array('user'), ['a', null], /elements that are not null, got null/],
    ['of a list in a list', array('user'), [['a']], /got an array/],
    ['of more elements than anybody chooses', array('user'), 'a,'.repeat(1_001), /X \(customfield_1\): expected at most 1,000 elements, got "a,a,/],
    ['of as many in an array', array('string'), Array.from({ length: 1_001 }, String), /expected at most 1,000 elements, got an array/],
    ['of a megabyte of commas, before it is compared with what is allowed', array('option', ...Array.from({ length: 1_000 }, (_, i) => ({ value: `Loc,ation ${i}` }))), 'a,'.repeat(500_000), /expected at most 1,000 elements/],
    ['of half a sprint', { custom: 'com.pyxis.greenhopper.jira:gh-sprint' }, 12.5, /number of a sprint, got 12\.5/],
    ['with five values of many', { ...option, allowedValues: many }, 'zz', /Allowed: v0, v1, v2, v3, v4 … \(100 in all\)\./],
    ['with the five nearest', { ...option, allowedValues: many }, 'v7x', /Did you mean "v7", "v[0-9]+", "v[0-9]+", "v[0-9]+", "v[0-9]+"\?/],
    ['of a child, under its parent', cascade({ value: 'a', children: [{ value: 'bcd' }] }), 'a/bce', /X under a \(customfield_1\): "bce" is not one of its values\. Did you mean "bcd"\?/],
    ['of a child, under the parent that fits to the letter', cascade({ value: 'a', children: [] }, { value: 'A', children: [] }), 'a/b', /X under a/],
    ['of a child where there is none', cascade({ value: 'a' }), 'a/b', /X under a/],
    ['where values have no names', allowed({}), 'a', /Allowed: \?\./],
    ['of a member __proto__', {}, JSON.parse('{"a":{"__proto__":1}}') as Json, /without a member "__proto__"/],
    ['that hides what cannot be seen', { type: 'number' }, '\u202e1', /got "\\u\{202e\}1"/],
  ];
  for (const [what, schema, given, words] of cases) it(what, () => assert.match(String(made(schema, given)), words));

  it('of JSON too deep to be sent', () => {
    let deep: Json = 1;
    for (let i = 0; i < 20_000; i += 1) deep = [deep];
    assert.match(String(made({}, deep)), /at most 100 levels/);
    const text = '['.repeat(10_000) + ']'.repeat(10_000);
    assert.ok(made({}, text) === text);
  });

  it('lists no more than five fields of the same name', () => {
    const fields = Array.from({ length: 7 }, (_, i) => ({ id: `customfield_${i}`, name: 'Same', type: 'string' }));
    assert.throws(() => resolveFields({ same: 'x' }, { complete: true, fields }, server), { message: /customfield_4\) … \(7 in all\)\. Use the id of one\./ });
  });
});

describe('a field of an incomplete catalog', () => {
  const cases: Array<[given: string, id: string]> = [['cf[10010]', 'customfield_10010'], ['CustomField_10010', 'customfield_10010'], [' Team Size ', 'Team Size'], ['FIXVERSIONS', 'fixVersions']];
  for (const [given, id] of cases) {
    it(`${given} is ${id}`, () => assert.deepEqual(Object.keys(resolveFields({ [given]: [] }, builtInCatalog, server).fields), [id]));
  }
  it('of one line has at most 255 characters on Cloud, and says what was cut', () => {
    const field: FieldSchema = { id: 'customfield_1', name: 'Cause', type: 'string', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:textfield' };
    const read = (users: Dialect['users']): [length: number, warnings: string[]] => {
      const warnings: string[] = [];
      const value = readValue('x'.repeat(300), { field, dialect: { users, text: 'string', timezone: 'UTC' }, warnings, overflow: '' });
      return [String(value).length, warnings];
    };
    assert.deepEqual([read('accountId'), read('name')], [[255, ['cut to 255 characters']], [300, []]]);
  });

  it('whose metadata calls it __proto__ changes no prototype', () => {
    const { fields } = resolveFields({ x: 'a' }, only({ id: '__proto__', type: 'string' }), server);
    assert.equal(Object.getPrototypeOf(fields), Object.prototype);
    assert.equal(Object.getOwnPropertyDescriptor(fields, '__proto__')?.value, 'a');
  });
  it('may be an array, of which nothing is shared', () => {
    const given = [{ a: 1 }];
    const { fields } = resolveFields({ foo: given }, builtInCatalog, server);
    assert.deepEqual(fields['foo'], given);
    assert.notEqual((fields['foo'] as Json[])[0], given[0]);
  });
});

describe('a summary that was cut', () => {
  const long = 'x'.repeat(300);
  it('goes above a document too, and the limit holds for both together', () => {
    const { fields, warnings } = resolveFields({ description: 'y'.repeat(32_760), summary: long }, builtInCatalog, v3);
    const text = JSON.stringify(fields['description']);
    assert.match(text, /"x{300}".*"y+"/);
    assert.ok(warnings.includes('description: cut to 32,767 characters'));
    const above = resolveFields({ description: { ...documentOf('own') }, summary: long }, builtInCatalog, v3).fields['description'];
    assert.deepEqual(above, documentOf(`${long}\n\nown`));
  });
  it('has the repairs of the description told once', () => {
    const { warnings } = resolveFields({ description: 'a\u0000', summary: 'x' }, builtInCatalog, server);
    assert.deepEqual(warnings, ['description: control characters were removed']);
  });
  it('goes into a description that was to be cleared', () => assert.equal(resolveFields({ description: null, summary: long }, builtInCatalog, server).fields['description'], long));
  it('is the description where there are only blanks', () => assert.equal(resolveFields({ description: ' \n', summary: long }, builtInCatalog, server).fields['description'], long));
  it('stands above a number', () => assert.equal(resolveFields({ description: 5, summary: long }, builtInCatalog, server).fields['description'], `${long}\n\n5`));
});

describe('dates in a time zone', () => {
  const cases: Array<[given: string | number, zone: string, wanted: string | undefined]> = [
    ['2026-10-25T02:30', 'Europe/Brussels', '2026-10-25T02:30:00.000+0200'],
    ['2026-10-25T02:30+01:00', 'Europe/Brussels', '2026-10-25T02:30:00.000+0100'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T01:30:00.000-0400'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T03:30:00.000-0400'],
    ['2026-03-08T03:00', 'America/New_York', '2026-03-08T03:00:00.000-0400'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-05T01:45:00.000+1100'],
    ['2026-11-23T14:39:00,1239', 'UTC', '2026-11-23T14:39:00.123+0000'],
    ['2026-11-23t14:39z', 'Asia/Kathmandu', '2026-11-23T20:24:00.000+0545'],
    ['0000-01-01', 'UTC', undefined],
    ['0001-06-01', 'UTC', '0001-06-01T00:00:00.000+0000'],
    ['2026-11-23T24:00', 'UTC', undefined],
    ['2026-11-23T14', 'UTC', undefined],
    ['2026-11-23T14:39:60', 'UTC', undefined],
    ['2025-02-29', 'UTC', undefined],
    [-1, 'UTC', '1969-12-31T23:59:59.999+0000'],
    [8.64e15, 'UTC', undefined],
    [NaN, 'UTC', undefined],
  ];
  for (const [given, zone, wanted] of cases) it(`${given} in ${zone}`, () => assert.equal(jiraDateTime(given, zone), wanted));

  it('that a zone left out are dates all the same', () => assert.equal(jiraDate('2011-12-30', 'Pacific/Apia'), '2011-12-30'));
  it('have the day of the zone where a moment is given', () => assert.equal(jiraDate('2026-11-23T23:30:00Z', 'Asia/Tokyo'), '2026-11-24'));
  it('mean the moment that was given', () => {
    const zone = fc.constantFrom('Europe/Brussels', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC');
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('1972-01-01'), max: Date.parse('2100-01-01') }), zone, (ms, name) => {
        assert.equal(Date.parse(jiraDateTime(ms, name)!), ms);
        assert.equal(jiraDateTime(jiraDateTime(ms, name)!, name), jiraDateTime(ms, name));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('numbers', () => {
  const refused = ['', ' 1', '1 ', '1_000', '0b1', '0x1F', '1,5', '1.5.', '5.', '--1', '1e', '1e400', '-1e400', '1e-400', '9007199254740992', '-9007199254740993', '٣', '1e5x', 'Infinity'];
  for (const text of refused) it(`"${text}" is none`, () => assert.equal(decimalNumber(text), undefined));
  const read: Array<[string, number]> = [['0', 0], ['-0.0e-999', 0], ['007', 7], ['.5', 0.5], ['-1.5E+3', -1_500], ['9007199254740991', 2 ** 53 - 1], ['0.1', 0.1]];
  for (const [text, number] of read) it(`"${text}" is ${number}`, () => assert.equal(decimalNumber(text), number));
  it('come back from their text', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      assert.equal(Number(decimalText(number)), number + 0);
      assert.match(decimalText(number), /^-?\d+(\.\d+)?$/);
    }), { seed: 1, numRuns: 1_000 });
  });
});

describe('a document', () => {
  it('has paragraphs where the text has blank lines, and the characters as they are', () => {
    const text = '\n\n# *a*\r\n b\r\n \t\r\nc\n';
    assert.deepEqual(documentOf(text)['content'], [
      { type: 'paragraph', content: [{ type: 'text', text: '# *a*' }, { type: 'hardBreak' }, { type: 'text', text: ' b' }] },
      { type: 'paragraph', content: [{ type: 'text', text: 'c' }] },
    ]);
  });
});

describe('what may have been meant', () => {
  const near = (text: string, ...candidates: string[]) => nearest(text, candidates, (one) => [one], 3);
  it('is a few edits away, nearest first', () => assert.deepEqual(near('sumary', 'salary', 'summaries', 'SUMMARY', 'description'), ['SUMMARY', 'salary']));
  it('is not every short word', () => assert.deepEqual(near('ab', 'xyz', 'cd', 'a'), ['a']));
  it('is at most as many as asked for', () => assert.equal(near('aaa', 'aab', 'aac', 'aad', 'aae').length, 3));
});

describe('a list of a thousand', () => {
  it('is one for people, labels and options', () => {
    const texts = Array.from({ length: 1_000 }, (_, i) => `a${i}`);
    assert.deepEqual(made(array('string'), `${texts.join()},`), texts);
    assert.deepEqual(made(array('user'), texts), texts.map((name) => ({ name })));
  });

  it('looks once at what is allowed, not once an element', () => {
    let looks = 0;
    const options = Array.from({ length: 1_000 }, (_, i) => Object.defineProperty({}, 'value', { enumerable: true, get: () => ((looks += 1), `Option ${i}`) }) as JsonObject);
    const texts = Array.from({ length: 1_000 }, (_, i) => `OPTION ${i}`);
    assert.deepEqual(made(array('option', ...options), texts.join()), texts.map((_, i) => ({ value: `Option ${i}` })));
    assert.ok(looks < 20_000, `looked ${looks} times at 1,000 options for 1,000 texts`);
  });
});

describe('a megabyte of anything', () => {
  const texts: Array<[what: string, schema: Partial<FieldSchema>, text: string]> = [
    ['commas', array('option', ...many, { value: 'v1, v2' }), 'v1,'.repeat(350_000)],
    ['escaped commas', array('user'), '\\,'.repeat(500_000)],
    ['slashes', cascade(...many), 'a/'.repeat(500_000)],
    ['slashes behind a parent', cascade(...many), `v1${'/'.repeat(1_000_000)}`],
    ['digits', { type: 'number' }, '1'.repeat(1_000_000)],
    ['blanks', { type: 'datetime' }, `2${' '.repeat(1_000_000)}3`],
    ['a value', { ...option, allowedValues: many }, 'x'.repeat(1_000_000)],
    ['brackets', {}, '['.repeat(1_000_000)],
    ['lines', { type: 'string', custom: `${cft}textarea` }, '\n'.repeat(1_000_000)],
  ];
  for (const [what, schema, text] of texts) {
    it(`${what}: comes to an end`, function () {
      // Not a measure: what takes more than its share of time for each character would take hours.
      this.timeout(120_000);
      made(schema, text, v3);
    });
  }
});

describe('fields of any kind', () => {
  const kinds: Array<Partial<FieldSchema>> = [option, { ...option, allowedValues: many }, cascade(), cascade(...many), array('option', ...many), array('user'), array('string'), { type: 'string' }, { type: 'number' }, { type: 'date' }, { type: 'datetime' }, { type: 'user' }, { type: 'project' }, {}, array('thing')];
  it('give the same again for what they gave, or refuse in words', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('v1', 'v1/c', 'a,b', '{"id":"3"}', '["a"]', '2026-11-23T14:39', '5', '1e3', ' '));
    const value = fc.oneof(text, fc.array(text), fc.jsonValue() as fc.Arbitrary<Json>);
    fc.assert(
      fc.property(fc.constantFrom(...kinds), value, fc.constantFrom(server, v3), (schema, given, dialect) => {
        const first = made(schema, given, dialect);
        if (first === undefined || String(first).startsWith('refused')) return;
        assert.deepEqual(made(schema, first, dialect), first);
        assert.equal(({} as JsonObject)['polluted'], undefined);
      }),
      { seed: 1, numRuns: 5_000 },
    );
  });
});
