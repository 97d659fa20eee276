import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FieldRow, ValueType } from '../../../src/lib/ticket/field-table';
import { queryFromRows, rowsFromQuery, valueTypes } from '../../../src/lib/ticket/field-table';
const row = (field: string, type: ValueType, value: string): FieldRow => ({ mode: 'include', field, value, type });
const excluded = (field: string): FieldRow => ({ mode: 'exclude', field, value: 'x', type: 'str' });
const notationOf = (type: ValueType, value: string) => (JSON.parse(queryFromRows([row('f', type, value)])) as { fields: { f: unknown } }).fields.f;

describe('the Create Query of a table', () => {
  it('is JSON as a person would write it', () => {
    assert.equal(
      queryFromRows([row(' summary ', 'str', 'Link "A" down'), row('priority', 'json', '{"name":"High"}'), excluded('labels'), row('site', 'env', 'SITE'), row('', 'str', '')]),
      '{\n  "fields": {\n    "summary": "Link \\"A\\" down",\n    "priority": {\n      "name": "High"\n    },\n    "site": {\n      "$env": "SITE"\n    }\n  }\n}',
    );
    assert.equal(queryFromRows([]), '{\n  "fields": {}\n}');
  });

  it('keeps the order of the table, whatever the names', () => {
    const query = queryFromRows([row('b', 'str', ''), row('2', 'str', ''), row('1', 'str', '')]);
    assert.deepEqual(query.match(/"[b12]"/g), ['"b"', '"2"', '"1"']);
  });

  const notations: Array<[type: ValueType, value: string, json: unknown]> = [
    ['str', 'x', 'x'],
    ['str', '{"a":1}', '{"a":1}'],
    ['num', '5', 5],
    ['num', '-1.5', -1.5],
    ['num', '007', { $num: '007' }],
    ['num', '1e400', { $num: '1e400' }],
    ['num', 'NaN', { $num: 'NaN' }],
    ['num', '-0', { $num: '-0' }],
    ['num', '', { $num: '' }],
    ['bool', 'true', true],
    ['bool', 'false', false],
    ['bool', 'maybe', { $bool: 'maybe' }],
    ['json', '[1, {"a": null}]', [1, { a: null }]],
    ['json', 'null', null],
    ['json', '"x"', { $json: '"x"' }],
    ['json', '5', { $json: '5' }],
    ['json', 'true', { $json: 'true' }],
    ['json', '{"unfinished":', { $json: '{"unfinished":' }],
    ['json', '{"$msg":"payload"}', { $json: '{"$msg":"payload"}' }],
    ['json', '{"$json":"1"}', { $json: '{"$json":"1"}' }],
    ['json', '{"$msg":1}', { $msg: 1 }],
    ['json', '{"$other":"x"}', { $other: 'x' }],
    ['json', '{"msg":"x"}', { msg: 'x' }],
    ['json', '{"_msg":"x"}', { _msg: 'x' }],
    ['json', '{"$msg":"x","b":1}', { $msg: 'x', b: 1 }],
    ['json', '{}', {}],
    ['date', '', { $date: '' }],
    ['date', 'iso', { $date: 'iso' }],
    ['msg', 'payload.text', { $msg: 'payload.text' }],
    ['flow', 'site', { $flow: 'site' }],
    ['global', '#:(file)::site', { $global: '#:(file)::site' }],
    ['env', 'SITE', { $env: 'SITE' }],
    ['jsonata', '$uppercase(payload)', { $jsonata: '$uppercase(payload)' }],
  ];
  for (const [type, value, json] of notations) {
    it(`writes ${type} ${value || '(empty)'} as ${JSON.stringify(json)}, and reads it back`, () => {
      assert.deepEqual(notationOf(type, value), json);
      const [back] = rowsFromQuery(JSON.stringify({ fields: { f: json } }), []);
      assert.equal(back!.type, type);
      if (type === 'json') assert.deepEqual(notationOf(back!.type, back!.value), json);
      else assert.equal(back!.value, value);
    });
  }

  const refused: Array<[what: string, rows: FieldRow[], message: RegExp]> = [
    ['a value without a field', [row(' ', 'str', 'x')], /^Query: a value has no field/],
    ['a repeated field', [row('a', 'str', ''), row(' A', 'str', '')], /^Query: the field "A" is there twice \(also as "a"\)/],
    ['a forbidden name', [row('__proto__', 'json', '{}')], /^Query: "__proto__" cannot be the name of a field/],
  ];
  for (const [what, rows, message] of refused) {
    it(`cannot be written for ${what}`, () => assert.throws(() => queryFromRows(rows), { name: 'TicketError', code: 'INVALID_FIELD', message }));
  }
});

describe('the table of a Create Query', () => {
  const read = (query: unknown, rows: FieldRow[] = []) => rowsFromQuery(typeof query === 'string' ? query : JSON.stringify(query), rows);

  it('has a row for each field, in the order of the query', () => {
    assert.deepEqual(read({ fields: { b: 'x', ' a ': 5, c: { $msg: 'payload' } } }), [row('b', 'str', 'x'), row('a', 'num', '5'), row('c', 'msg', 'payload')]);
  });

  it('keeps excluded rows behind the row they stood behind', () => {
    const rows = [excluded('e0'), row('a', 'str', ''), excluded('e1'), excluded('e2'), row('b', 'str', ''), excluded('e3'), row('c', 'str', ''), excluded('e4')];
    const fields = (query: object) => read({ fields: query }, rows).map(({ field }) => field).join(' ');
    assert.equal(fields({ a: '', b: '', c: '' }), 'e0 a e1 e2 b e3 c e4');
    assert.equal(fields({ c: '', A: '', n: '' }), 'e0 c e4 A e1 e2 e3 n');
    assert.equal(fields({}), 'e0 e1 e2 e3 e4');
  });

  it('keeps a row to the letter whose meaning has not changed', () => {
    const rows = [row(' summary', 'str', 'x'), row('labels', 'json', '[ "a",\n "b" ]'), row('n', 'json', '{"a":1.0}')];
    assert.deepEqual(read(queryFromRows(rows), rows), rows);
    assert.deepEqual(read({ fields: { Summary: 'x', labels: ['a', 'c'] } }, rows), [row('Summary', 'str', 'x'), row('labels', 'json', '["a","c"]')]);
  });

  it('takes the examples of Jira\'s documentation, with an empty update', () => {
    assert.deepEqual(read({ update: {}, fields: { project: { key: 'NET' } } }), [row('project', 'json', '{"key":"NET"}')]);
  });

  const refused: Array<[what: string, query: string, message: RegExp]> = [
    ['is no JSON', '{"fields": {', /^The query is not JSON: /],
    ['is no object', '[]', /^The query has no fields; expected \{"fields": \{"summary": "…"\}\}/],
    ['is null', 'null', /^The query has no fields/],
    ['has no fields', '{}', /^The query has no fields/],
    ['has fields that are no object', '{"fields": ["a"]}', /^The query has no fields/],
    ['has fields that are null', '{"fields": null}', /^The query has no fields/],
    ['has more than fields', '{"fields": {}, "update": {"labels": []}}', /^The query has "update" beside "fields"; the table holds fields only/],
    ['has a field twice', '{"fields": {"a": 1, "A": 2}}', /^Query: the field "A" is there twice \(also as "a"\)/],
    ['has a field without a name', '{"fields": {" ": 1}}', /^Query: a value has no field/],
    ['has a forbidden name', '{"fields": {"__proto__": {"x": 1}}}', /^Query: "__proto__" cannot be/],
  ];
  for (const [what, query, message] of refused) {
    it(`is refused where the query ${what}`, () => assert.throws(() => read(query), { name: 'TicketError', code: 'INVALID_FIELD', message }));
  }
});

describe('table → query → table', () => {
  const json = fc.oneof(
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify(value, null, 2)),
    fc.tuple(fc.constantFrom(...valueTypes), fc.string()).map(([type, value]) => JSON.stringify({ [`$${type}`]: value })),
  );
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double().map(String), fc.constantFrom('true', 'false', 'null', '', '0x1', '1e3', '5'), json);
  const anyRow = fc.record({
    mode: fc.constantFrom('include' as const, 'include' as const, 'exclude' as const),
    // The n keeps it from being a whole number, which JSON.parse puts first, and from being a member of every object.
    field: fc.string({ unit: 'grapheme', maxLength: 8 }).map((any) => `n${any}`).filter((any) => !/\p{Cc}/u.test(any)),
    value,
    type: fc.constantFrom(...valueTypes),
  });
  const table = fc.uniqueArray(anyRow, { maxLength: 8, selector: ({ field }) => field.trim().toLowerCase() });

  it('loses nothing, for every type and text', () => {
    fc.assert(fc.property(table, (rows) => assert.deepEqual(rowsFromQuery(queryFromRows(rows), rows), rows)), { numRuns: 2_000, seed: 7 });
  });

  it('gives the same types and the same meaning without the table beside it', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const query = queryFromRows(rows);
        const back = rowsFromQuery(query, []);
        const included = rows.filter(({ mode }) => mode === 'include');
        assert.equal(queryFromRows(back), query);
        assert.deepEqual(back.map(({ type }) => type), included.map(({ type }) => type));
        const texts = (all: FieldRow[]) => all.filter(({ type }) => type !== 'json').map(({ value: text }) => text);
        assert.deepEqual(texts(back), texts(included));
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
