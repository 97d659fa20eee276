import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtInCatalog } from '../../../src/lib/ticket/built-in-fields';
import { documentOf } from '../../../src/lib/ticket/document';
import type { Dialect, FieldSchema } from '../../../src/lib/ticket/field-schema';
import type { Json, JsonObject } from '../../../src/lib/ticket/json';
import { textOf } from '../../../src/lib/ticket/value-text';
import { readValue } from '../../../src/lib/ticket/values';

const timezone = 'Europe/Brussels';
const versions: Record<string, Dialect> = {
  'Server and Data Center': { users: 'name', text: 'string', timezone },
  'Cloud, API v2': { users: 'accountId', text: 'string', timezone },
  'Cloud, API v3': { users: 'accountId', text: 'document', timezone },
};

const cft = 'com.atlassian.jira.plugin.system.customfieldtypes:';
const custom = (key: string, type: string, more: Partial<FieldSchema> = {}): FieldSchema => ({ id: 'customfield_10001', name: 'X', type, custom: key.includes('.') ? key : `${cft}${key}`, ...more });
const typed = (type: string, more: Partial<FieldSchema> = {}): FieldSchema => ({ id: 'customfield_10001', name: 'X', type, ...more });
const system = (id: string): FieldSchema => builtInCatalog.fields.find((field) => field.id === id) as FieldSchema;
const with_ = (field: FieldSchema, ...allowedValues: JsonObject[]): FieldSchema => ({ ...field, allowedValues });

/** The same everywhere, or as text, or as a document. */
type Wanted = { same: Json } | { rich: string } | { user: string } | { users: string[] };
const same = (json: Json): Wanted => ({ same: json });

function wantedIn(wanted: Wanted, { users, text }: Dialect): Json {
  if ('same' in wanted) return wanted.same;
  if ('rich' in wanted) return text === 'document' ? documentOf(wanted.rich) : wanted.rich;
  return 'user' in wanted ? { [users]: wanted.user } : wanted.users.map((user) => ({ [users]: user }));
}

const high = { id: '2', name: 'High', iconUrl: 'http://x/high.png' };
const low = { id: '4', name: 'Low' };
const severe = [{ id: '10100', value: 'Major' }, { id: '10101', value: 'Minor' }, { id: '10102', value: 'Loss, total' }];
const places = [
  { id: '1', value: 'Europe', children: [{ id: '11', value: 'Belgium' }, { id: '12', value: 'Spain/North' }] },
  { id: '2', value: 'N/A', children: [{ id: '21', value: 'none' }] },
];
const parts = [{ id: '5', name: 'Core' }, { id: '6', name: 'Radio, 5G' }, { id: '7', name: 'Access' }];

const rows: Array<[what: string, field: FieldSchema, text: string, wanted: Wanted]> = [
  ['summary', system('summary'), 'Link down', same('Link down')],
  ['summary with markup', system('summary'), '*b* [~admin] {code}', same('*b* [~admin] {code}')],
  ['summary of digits', system('summary'), '42', same('42')],
  ['summary that looks like JSON', system('summary'), '{"a":1}', same('{"a":1}')],
  ['summary that looks like a list', system('summary'), '[1,2]', same('[1,2]')],
  ['description', system('description'), 'It is down.', { rich: 'It is down.' }],
  ['description of two paragraphs', system('description'), 'One\n\nTwo', { rich: 'One\n\nTwo' }],
  ['description with a line break', system('description'), 'One\nTwo', { rich: 'One\nTwo' }],
  ['description that looks like JSON', system('description'), '{"type":"alarm"}', { rich: '{"type":"alarm"}' }],
  ['environment', system('environment'), 'Rack 7', { rich: 'Rack 7' }],
  ['text field', custom('textfield', 'string'), 'abc', same('abc')],
  ['text field of digits', custom('textfield', 'string'), '007', same('007')],
  ['text field, true', custom('textfield', 'string'), 'true', same('true')],
  ['text field with a backslash', custom('textfield', 'string'), 'C:\\new\\temp', same('C:\\new\\temp')],
  ['text area', custom('textarea', 'string'), 'abc', { rich: 'abc' }],
  ['text area of several lines', custom('textarea', 'string'), 'a\nb\n\nc', { rich: 'a\nb\n\nc' }],
  ['URL', custom('url', 'string'), 'https://example.com/?a=b&c', same('https://example.com/?a=b&c')],
  ['URL with blanks around', custom('url', 'string'), ' https://example.com ', same('https://example.com')],
  ['number', custom('float', 'number'), '5', same(5)],
  ['number with a point', custom('float', 'number'), '2.5', same(2.5)],
  ['negative number', custom('float', 'number'), '-0.25', same(-0.25)],
  ['number with an exponent', custom('float', 'number'), '1e3', same(1000)],
  ['number with blanks around', custom('float', 'number'), ' 7 ', same(7)],
  ['number with leading zeros', custom('float', 'number'), '007', same(7)],
  ['largest number', custom('float', 'number'), '9007199254740991', same(9007199254740991)],
  ['number, cleared', custom('float', 'number'), '', same(null)],
  ['number by type alone', typed('number'), '3', same(3)],
  ['date', custom('datepicker', 'date'), '2026-11-23', same('2026-11-23')],
  ['date, leap day', custom('datepicker', 'date'), '2028-02-29', same('2028-02-29')],
  ['due date', system('duedate'), '2026-12-24', same('2026-12-24')],
  ['due date, cleared', system('duedate'), '', same(null)],
  ['date from a time', custom('datepicker', 'date'), '2026-11-23T23:30:00Z', same('2026-11-24')],
  ['date and time', custom('datetime', 'datetime'), '2026-11-23T14:39:00.000+0100', same('2026-11-23T14:39:00.000+0100')],
  ['date and time without zone', custom('datetime', 'datetime'), '2026-11-23T14:39', same('2026-11-23T14:39:00.000+0100')],
  ['date and time in summer', custom('datetime', 'datetime'), '2026-07-01T12:00', same('2026-07-01T12:00:00.000+0200')],
  ['date and time in UTC', custom('datetime', 'datetime'), '2026-11-23T13:39:00Z', same('2026-11-23T14:39:00.000+0100')],
  ['select', custom('select', 'option'), 'Major', same({ value: 'Major' })],
  ['select, listed', with_(custom('select', 'option'), ...severe), 'Major', same({ value: 'Major' })],
  ['select without case', with_(custom('select', 'option'), ...severe), 'mAJOR', same({ value: 'Major' })],
  ['select by id', with_(custom('select', 'option'), ...severe), '10101', same({ value: 'Minor' })],
  ['select with a comma', with_(custom('select', 'option'), ...severe), 'Loss, total', same({ value: 'Loss, total' })],
  ['select as JSON', custom('select', 'option'), '{"id":"10100"}', same({ id: '10100' })],
  ['select, cleared', custom('select', 'option'), '', same(null)],
  ['radio buttons', custom('radiobuttons', 'option'), 'Yes', same({ value: 'Yes' })],
  ['radio buttons as Server 5 calls them', with_(custom('radiobuttons', 'string'), ...severe), 'Minor', same({ value: 'Minor' })],
  ['multi-select', custom('multiselect', 'array', { items: 'option' }), 'a,b', same([{ value: 'a' }, { value: 'b' }])],
  ['multi-select, listed', with_(custom('multiselect', 'array', { items: 'option' }), ...severe), 'minor, major', same([{ value: 'Minor' }, { value: 'Major' }])],
  ['multi-select with a comma in a value', with_(custom('multiselect', 'array', { items: 'option' }), ...severe), 'Loss, total, Minor', same([{ value: 'Loss, total' }, { value: 'Minor' }])],
  ['multi-select with an escaped comma', custom('multiselect', 'array', { items: 'option' }), 'a\\,b, c', same([{ value: 'a,b' }, { value: 'c' }])],
  ['multi-select, empty elements', custom('multiselect', 'array', { items: 'option' }), 'a,,b,', same([{ value: 'a' }, { value: 'b' }])],
  ['multi-select as JSON', custom('multiselect', 'array', { items: 'option' }), '[{"id":"1"}]', same([{ id: '1' }])],
  ['multi-select, cleared', custom('multiselect', 'array', { items: 'option' }), '', same([])],
  ['check boxes', custom('multicheckboxes', 'array', { items: 'option' }), 'a', same([{ value: 'a' }])],
  ['cascading select', custom('cascadingselect', 'option-with-child'), 'Europe/Belgium', same({ value: 'Europe', child: { value: 'Belgium' } })],
  ['cascading select, parent alone', custom('cascadingselect', 'option-with-child'), 'Europe', same({ value: 'Europe' })],
  ['cascading select with blanks', custom('cascadingselect', 'option-with-child'), ' Europe / Belgium ', same({ value: 'Europe', child: { value: 'Belgium' } })],
  ['cascading select, listed', with_(custom('cascadingselect', 'option-with-child'), ...places), 'europe/belgium', same({ value: 'Europe', child: { value: 'Belgium' } })],
  ['cascading select, slash in the child', with_(custom('cascadingselect', 'option-with-child'), ...places), 'Europe/Spain/North', same({ value: 'Europe', child: { value: 'Spain/North' } })],
  ['cascading select, slash in the parent', with_(custom('cascadingselect', 'option-with-child'), ...places), 'N/A', same({ value: 'N/A' })],
  ['cascading select, slash in the parent and a child', with_(custom('cascadingselect', 'option-with-child'), ...places), 'N/A/none', same({ value: 'N/A', child: { value: 'none' } })],
  ['cascading select as JSON', custom('cascadingselect', 'option-with-child'), '{"id":"1","child":{"id":"11"}}', same({ id: '1', child: { id: '11' } })],
  ['cascading select as Server 5 calls it', custom('cascadingselect', 'array', { items: 'string' }), 'a/b', same({ value: 'a', child: { value: 'b' } })],
  ['priority', system('priority'), 'High', same({ name: 'High' })],
  ['priority by id', system('priority'), '2', same({ id: '2' })],
  ['priority, listed', with_(system('priority'), high, low), 'high', same({ name: 'High' })],
  ['priority by listed id', with_(system('priority'), high, low), '4', same({ name: 'Low' })],
  ['resolution', system('resolution'), 'Done', same({ name: 'Done' })],
  ['security level', system('security'), 'Internal', same({ name: 'Internal' })],
  ['security level by id', system('security'), '10021', same({ id: '10021' })],
  ['issue type', system('issuetype'), 'Incident', same({ name: 'Incident' })],
  ['issue type by id', system('issuetype'), '10004', same({ id: '10004' })],
  ['issue type without case, listed', with_(system('issuetype'), { id: '1', name: 'Bug' }), 'bug', same({ name: 'Bug' })],
  ['issue type in the user\'s language', with_(system('issuetype'), { id: '1', name: 'Fehler', untranslatedName: 'Bug' }), 'fehler', same({ id: '1' })],
  ['issue type in Jira\'s own language', with_(system('issuetype'), { id: '1', name: 'Fehler', untranslatedName: 'Bug' }), 'Bug', same({ id: '1' })],
  ['priority that is the same in all languages', with_(system('priority'), { id: '1', name: 'High', untranslatedName: 'High' }), 'high', same({ name: 'High' })],
  ['account of Tempo, listed', with_(custom('x', 'option2'), { id: 15, value: 'Intern' }), 'intern', same(15)],
  ['account of Tempo, by its number', with_(custom('x', 'option2'), { id: 15, value: 'Intern' }), '15', same(15)],
  ['account of Tempo that is not listed, by its number', with_(custom('x', 'option2'), { id: 15, value: 'Intern' }), '16', same('16')],
  ['account of Tempo, none listed', custom('x', 'option2'), '15', same('15')],
  ['organizations of a service desk', { id: 'o', name: 'Organizations', type: 'array', items: 'sd-customerorganization' }, '27, 5', same([27, 5])],
  ['assets', { id: 'a', name: 'Asset', type: 'any', custom: 'com.riadalabs.jira.plugins.insight:rlabs-customfield-default-object' }, 'ABC-12, ABC-13', same([{ key: 'ABC-12' }, { key: 'ABC-13' }])],
  ['assets as JSON', { id: 'a', name: 'Asset', type: 'any', custom: 'com.riadalabs.jira.plugins.insight:rlabs-customfield-default-object' }, '[{"key":"ABC-12"}]', same([{ key: 'ABC-12' }])],
  ['project', system('project'), 'NET', same({ key: 'NET' })],
  ['project by id', system('project'), '10000', same({ id: '10000' })],
  ['project by name, listed', with_(system('project'), { id: '1', key: 'NET', name: 'Network' }), 'network', same({ key: 'NET' })],
  ['project picker', custom('project', 'project'), 'NET', same({ key: 'NET' })],
  ['component', system('components'), 'Core', same([{ name: 'Core' }])],
  ['components', system('components'), 'Core, Access', same([{ name: 'Core' }, { name: 'Access' }])],
  ['components, listed', with_(system('components'), ...parts), 'core,access', same([{ name: 'Core' }, { name: 'Access' }])],
  ['components with a comma in the name', with_(system('components'), ...parts), 'Radio, 5G, Core', same([{ name: 'Radio, 5G' }, { name: 'Core' }])],
  ['component twice', system('components'), 'Core,Core', same([{ name: 'Core' }])],
  ['version', system('versions'), '2026.1', same([{ name: '2026.1' }])],
  ['version that is a year', system('fixVersions'), '2026', same([{ name: '2026' }])],
  ['fix versions', system('fixVersions'), '1.0, 2.0', same([{ name: '1.0' }, { name: '2.0' }])],
  ['version picker', custom('version', 'version'), '1.0', same({ name: '1.0' })],
  ['version picker of several', custom('multiversion', 'array', { items: 'version' }), '1.0,2.0', same([{ name: '1.0' }, { name: '2.0' }])],
  ['label', system('labels'), 'alarm', same(['alarm'])],
  ['labels', system('labels'), 'alarm, core', same(['alarm', 'core'])],
  ['label with a blank', system('labels'), 'core net', same(['core_net'])],
  ['labels as JSON', system('labels'), '["a","b"]', same(['a', 'b'])],
  ['labels, cleared', system('labels'), '', same([])],
  ['labels field', custom('labels', 'array', { items: 'string' }), 'a,b', same(['a', 'b'])],
  ['assignee', system('assignee'), 'jdoe', { user: 'jdoe' }],
  ['assignee by account id', system('assignee'), '5b10ac8d82e05b22cc7d4ef5', { user: '5b10ac8d82e05b22cc7d4ef5' }],
  ['reporter', system('reporter'), 'asmith', { user: 'asmith' }],
  ['assignee, cleared', system('assignee'), '', same(null)],
  ['assignee as JSON', system('assignee'), '{"name":"x"}', same({ name: 'x' })],
  ['user picker', custom('userpicker', 'user'), 'jdoe', { user: 'jdoe' }],
  ['user picker of several', custom('multiuserpicker', 'array', { items: 'user' }), 'jdoe, asmith', { users: ['jdoe', 'asmith'] }],
  ['group picker', custom('grouppicker', 'group'), 'noc', same({ name: 'noc' })],
  ['group picker of several', custom('multigrouppicker', 'array', { items: 'group' }), 'noc,radio', same([{ name: 'noc' }, { name: 'radio' }])],
  ['parent', system('parent'), 'NET-1', same({ key: 'NET-1' })],
  ['parent by id', system('parent'), '10001', same({ id: '10001' })],
  ['time tracking', system('timetracking'), '1d 4h', same({ originalEstimate: '1d 4h' })],
  ['time tracking as JSON', system('timetracking'), '{"originalEstimate":"1d","remainingEstimate":"4h"}', same({ originalEstimate: '1d', remainingEstimate: '4h' })],
  ['epic link', custom('com.pyxis.greenhopper.jira:gh-epic-link', 'any'), 'NET-1', same('NET-1')],
  ['sprint', custom('com.pyxis.greenhopper.jira:gh-sprint', 'array', { items: 'string' }), '12', same(12)],
  ['story points', custom('com.atlassian.jira.plugin.system.customfieldtypes:float', 'number'), '3', same(3)],
  ['unknown type, text', typed('any'), 'abc', same('abc')],
  ['unknown type, JSON object', typed('any'), '{"a":[1]}', same({ a: [1] })],
  ['unknown type, JSON array', typed('any'), '["a"]', same(['a'])],
  ['unknown custom type of strings', custom('com.example:list', 'array', { items: 'string' }), 'a, b', same(['a', 'b'])],
  ['unknown custom type of a known type', custom('com.example:pick', 'option'), 'a', same({ value: 'a' })],
];

const reading = (field: FieldSchema, dialect: Dialect) => ({ field, dialect, warnings: [], overflow: '' });

describe('values by field and version', () => {
  for (const [name, dialect] of Object.entries(versions)) {
    for (const [what, field, text, wanted] of rows) {
      it(`${name}: ${what} "${text.replaceAll('\n', '\\n')}"`, () => {
        const json = readValue(text, reading(field, dialect));
        assert.deepEqual(json, wantedIn(wanted, dialect));
        const back = textOf(json, field, dialect);
        assert.deepEqual(readValue(back, reading(field, dialect)), json, `as text: ${back}`);
      });
    }
  }

  it(`are ${rows.length * Object.keys(versions).length} cases`, () => {
    const cases = rows.length * Object.keys(versions).length;
    console.log(`      ${cases} cases of field, text and version`);
    assert.ok(cases >= 300);
  });
});

describe('the text of a value', () => {
  const dialect = versions['Cloud, API v3'] as Dialect;
  const cases: Array<[what: string, field: FieldSchema, json: Json, text: string]> = [
    ['an option as Jira gives it', custom('select', 'option'), { self: 'http://x/1', value: 'Major', id: '10100' }, 'Major'],
    ['a priority as Jira gives it', system('priority'), { self: 'http://x', iconUrl: 'http://x/i', name: 'High', id: '2' }, 'High'],
    ['components as Jira gives them', system('components'), [{ self: 'x', id: '1', name: 'Core' }, { self: 'y', id: '2', name: 'Access' }], 'Core, Access'],
    ['a cascading select as Jira gives it', custom('cascadingselect', 'option-with-child'), { self: 'x', value: 'Europe', id: '1', child: { self: 'y', value: 'Belgium', id: '11' } }, 'Europe/Belgium'],
    ['a person as Cloud gives it', system('assignee'), { self: 'x', accountId: 'abc', displayName: 'Ann Smith', active: true }, 'abc'],
    ['a document of paragraphs', system('description'), documentOf('One\n\nTwo\nThree'), 'One\n\nTwo\nThree'],
    ['labels', system('labels'), ['a', 'b'], 'a, b'],
    ['options with commas', custom('multiselect', 'array', { items: 'option' }), [{ value: 'a,b' }, { value: 'c' }], 'a\\,b, c'],
    ['a number', typed('number'), 1e21 / 1e6, '1000000000000000'],
    ['nothing', system('assignee'), null, ''],
    ['time tracking of two', system('timetracking'), { originalEstimate: '1d', remainingEstimate: '2h' }, '{"originalEstimate":"1d","remainingEstimate":"2h"}'],
    ['a document with a list', system('description'), { type: 'doc', version: 1, content: [{ type: 'bulletList', content: [] }] }, '{"type":"doc","version":1,"content":[{"type":"bulletList","content":[]}]}'],
  ];
  for (const [what, field, json, text] of cases) {
    it(`is that of ${what}`, () => assert.equal(textOf(json, field, dialect), text));
  }

  it('reads back as the value that a document is', () => {
    const list: JsonObject = { type: 'doc', version: 1, content: [{ type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [] }] }] }] };
    assert.deepEqual(readValue(textOf(list, system('description'), dialect), reading(system('description'), dialect)), list);
  });

  for (const field of new Map(rows.map(([, one]) => [JSON.stringify(one), one])).values()) {
    const { id, custom: key = '', type, items = '', allowedValues = [] } = field;
    const shape = `${key.replace(/.*:/, '') || id} ${type}${items && ` of ${items}`}${allowedValues.length > 0 ? ', listed' : ''}`;
    it(`reads back as the value, whatever it is: ${shape}`, () => {
      const own = rows.filter(([, one]) => JSON.stringify(one) === JSON.stringify(field)).map(([, , text]) => text);
      const texts = fc.oneof(fc.constantFrom(...own), fc.array(fc.constantFrom(...own), { maxLength: 3 }).map((some) => some.join(', ')), fc.string(), fc.nat().map(String));
      let read = 0;
      fc.assert(
        fc.property(fc.constantFrom(...Object.values(versions)), texts, (version, text) => {
          const about = reading(field, { ...version, textFormat: 'wiki' });
          let json: Json;
          try {
            json = readValue(text, about);
          } catch (error) {
            assert.equal((error as { code?: string }).code, 'INVALID_FIELD');
            return; // refused: there is no value
          }
          read += 1;
          const back = textOf(json, field, version);
          assert.deepEqual(readValue(back, about), json);
          assert.equal(textOf(readValue(back, about), field, version), back);
        }),
        { numRuns: 200 },
      );
      assert.ok(read >= 40, `${read} of 200 texts were values`);
    });
  }
});
