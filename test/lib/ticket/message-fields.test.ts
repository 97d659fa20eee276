import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { fieldsFromMessage, valueOfRow } from '../../../src/lib/ticket/message-fields';

const plain = (value: unknown) => ({ ...fieldsFromMessage(value) });
const refuses = (value: unknown, message: RegExp) =>
  assert.throws(() => fieldsFromMessage(value), (error: Error & { code?: string }) => {
    assert.equal(error.name, 'TicketError');
    assert.equal(error.code, 'INVALID_FIELD');
    assert.match(error.message, message);
    return true;
  });

describe('the fields of a message', () => {
  it('are a copy, under trimmed names and without a prototype', () => {
    const given = { ' summary ': 'x', points: 5, flag: false, priority: { name: 'High' }, labels: ['a', 'b'], none: null };
    const fields = fieldsFromMessage(given);
    assert.equal(Object.getPrototypeOf(fields), null);
    assert.deepEqual({ ...fields }, { summary: 'x', points: 5, flag: false, priority: { name: 'High' }, labels: ['a', 'b'], none: null });
    given.priority.name = 'Low';
    assert.deepEqual(fields['priority'], { name: 'High' });
  });

  it('are none where the message has none', () => {
    assert.deepEqual(plain(undefined), {});
    assert.deepEqual(plain(null), {});
  });

  it('leave out what is undefined, but keep the places of an array', () => {
    assert.deepEqual(plain({ a: undefined, b: { c: undefined }, d: Object.assign([1, undefined], { 3: 2 }) }), { b: {}, d: [1, null, null, 2] });
  });

  it('have dates as ISO text', () => {
    assert.deepEqual(plain({ due: new Date(0) }), { due: '1970-01-01T00:00:00.000Z' });
    refuses({ due: new Date(Number.NaN) }, /^msg\.fields\.due: expected a date, found an invalid one/);
  });

  it('may come from another realm, as those of a function node do', () => {
    const foreign: unknown = runInNewContext('({ a: { b: [new Date(0)] }, c: Object.create(null) })');
    assert.deepEqual(plain(foreign), { a: { b: ['1970-01-01T00:00:00.000Z'] }, c: {} });
  });

  it('may hold one object in several places', () => {
    const shared = { name: 'Net' };
    assert.deepEqual(plain({ components: [shared, shared] }), { components: [{ name: 'Net' }, { name: 'Net' }] });
  });

  for (const [value, kind] of [['text', 'a string'], [5, '5'], [5n, 'a BigInt \\(write it as text\\)'], [[], 'an array'], [new Map(), 'Map'], [Buffer.from('x'), 'a Buffer \\(turn it into text\\)'], [() => 1, 'a function']] as const) {
    it(`are refused where they are ${kind}`, () => refuses(value, new RegExp(`^msg\\.fields: expected an object with fields, found ${kind}\\.$`)));
  }

  const cyclic: Record<string, unknown> = { name: 'x' };
  cyclic['self'] = [cyclic];
  let deep: unknown = 'x';
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const refused: Array<[what: string, value: unknown, message: RegExp]> = [
    ['a function', { a: { b: [1, () => 1] } }, /^msg\.fields\.a\.b\[1\]: expected text, a finite number, .* found a function\.$/],
    ['a symbol', { a: Symbol('x') }, /^msg\.fields\.a: .* found a symbol\.$/],
    ['a BigInt', { a: 5n }, /^msg\.fields\.a: .* found a BigInt \(write it as text\)\.$/],
    ['NaN', { a: Number.NaN }, /^msg\.fields\.a: .* found NaN\.$/],
    ['an infinite number', { a: -Infinity }, /found -Infinity\.$/],
    ['a Buffer', { a: Buffer.from('x') }, /^msg\.fields\.a: .* found a Buffer \(turn it into text\)\.$/],
    ['a Map', { a: new Map() }, /found Map\.$/],
    ['a regular expression', { a: /x/ }, /found RegExp\.$/],
    ['a cycle', cyclic, /^msg\.fields\.self\[0\]: it contains itself; expected plain JSON\.$/],
    ['endless depth', { a: deep }, /^msg\.fields\.a(?:\[0\])+…\[0\]: it is more than 100 levels deep; expected plain JSON\.$/],
    ['a getter that throws', { get a() { throw new Error('secret'); } }, /^msg\.fields\.a: it cannot be read; expected plain JSON\.$/],
    ['a revoked proxy', { a: revoked.proxy }, /^msg\.fields\.a: it cannot be read/],
    ['a proxy that throws', new Proxy({}, { ownKeys: () => { throw new Error('secret'); } }), /^msg\.fields: it cannot be read/],
    ['a disguise as a date', { a: { [Symbol.toStringTag]: 'Date' } }, /^msg\.fields\.a: it cannot be read/],
    ['a tag that throws', { get [Symbol.toStringTag]() { throw new Error('secret'); } }, /^msg\.fields: it cannot be read/],
    ['__proto__', JSON.parse('{"__proto__": {"polluted": true}}'), /^msg\.fields\.__proto__: this name is not allowed/],
    ['__proto__ further in', JSON.parse('{"a": {"__proto__": {"polluted": true}}}'), /^msg\.fields\.a\.__proto__: this name is not allowed/],
    ['constructor', { constructor: 'x' }, /^msg\.fields: "constructor" cannot be the name of a field/],
    ['a blank name', { ' ': 'x' }, /^msg\.fields: a value has no field/],
    ['a field twice', { summary: 'x', Summary: 'y' }, /^msg\.fields: the field "Summary" is there twice \(also as "summary"\)/],
    ['501 fields', Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`f${index}`, ''])), /^msg\.fields has 501 fields; expected at most 500/],
    ['more than 1 MiB of text', { a: 'x'.repeat(600_000), b: ['x'.repeat(600_000)] }, /^msg\.fields\.b\[0\]: with it the fields are larger than 1 MiB/],
    ['more than 1 MiB of names', { a: { ['x'.repeat(1_100_000)]: '' } }, /larger than 1 MiB/],
    ['an endless array', { a: Object.assign([], { length: 4_000_000_000 }) }, /^msg\.fields\.a\[\d+\]: with it the fields are larger than 1 MiB/],
    ['a name that could forge a line of log', { 'a\nb': () => 1 }, /^msg\.fields\.a\\u\{a\}b: /],
  ];
  for (const [what, value, message] of refused) {
    it(`are refused with ${what}`, () => {
      refuses(value, message);
      assert.throws(() => fieldsFromMessage(value), (error: Error) => !error.message.includes('secret'));
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });
  }

  it('are the values of a table\'s rows too, which are named as such', () => {
    assert.deepEqual(valueOfRow('summary', { a: [new Date(0)] }), { a: ['1970-01-01T00:00:00.000Z'] });
    assert.equal(valueOfRow('summary', undefined), undefined);
    assert.deepEqual(valueOfRow(' Attachments', Buffer.from('x')), { base64: 'eA==' });
    const refusedRows: Array<[field: string, value: unknown, message: RegExp]> = [
      ['summary', Buffer.from('x'), /^Ticket table, row "summary": .* found a Buffer/],
      ['summary', { attachment: Buffer.from('x') }, /^Ticket table, row "summary"\.attachment: .* found a Buffer/],
      ['a\nb', () => 1, /^Ticket table, row "a\\u\{a\}b": /],
    ];
    for (const [field, value, message] of refusedRows) assert.throws(() => valueOfRow(field, value), { code: 'INVALID_FIELD', field, message });
  });

  it('may be 500, of 100 levels in all, with members that are called constructor', () => {
    assert.equal(Object.keys(plain(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, ''])))).length, 500);
    let levels: unknown = 'x';
    for (let level = 0; level < 99; level += 1) levels = [levels];
    assert.deepEqual(plain({ a: levels }), { a: levels });
    assert.deepEqual(plain({ a: { constructor: 'x' } }), { a: { constructor: 'x' } });
  });
});
