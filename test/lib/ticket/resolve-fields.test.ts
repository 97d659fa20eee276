import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtInCatalog } from '../../../src/lib/ticket/built-in-fields';
import { TicketError } from '../../../src/lib/ticket/error';
import type { Dialect, FieldCatalog, FieldSchema } from '../../../src/lib/ticket/field-schema';
import type { Json } from '../../../src/lib/ticket/json';
import { resolveFields } from '../../../src/lib/ticket/resolve-fields';

const custom = 'com.atlassian.jira.plugin.system.customfieldtypes:';
const agile = 'com.pyxis.greenhopper.jira:';
const server: Dialect = { users: 'name', text: 'string', timezone: 'Europe/Brussels' };
const cloud: Dialect = { ...server, users: 'accountId' };
const v3: Dialect = { ...cloud, text: 'document' };

const severities = [{ id: '1', value: 'Critical' }, { id: '2', value: 'Major' }, { id: '3', value: '3' }];
const places = [
  { id: '10', value: 'Europe', children: [{ id: '11', value: 'Belgium' }, { id: '12', value: 'N/A' }] },
  { id: '20', value: 'Asia/Pacific', children: [{ id: '21', value: 'Japan' }] },
];
const field = (number: number, name: string, type: string, kind: string, more: Partial<FieldSchema> = {}): FieldSchema => ({
  id: `customfield_100${number}`,
  name,
  type,
  custom: kind.includes(':') ? kind : `${custom}${kind}`,
  ...more,
});
const catalog: FieldCatalog = {
  complete: true,
  fields: [
    ...builtInCatalog.fields,
    field(10, 'Customer', 'string', 'textfield'),
    field(11, 'Notes', 'string', 'textarea'),
    field(12, 'Link', 'string', 'url'),
    field(13, 'Story Points', 'number', 'float'),
    field(14, 'Start', 'date', 'datepicker'),
    field(15, 'Outage', 'datetime', 'datetime'),
    field(16, 'Severity', 'option', 'select', { allowedValues: severities }),
    field(17, 'Impact', 'string', 'radiobuttons', { allowedValues: [{ value: 'High' }, { value: 'Low' }] }),
    field(18, 'Sites', 'array', 'multiselect', { items: 'option', allowedValues: [{ value: 'Net, old' }, { value: 'Net' }, { value: 'old' }] }),
    field(19, 'Checks', 'array', 'multicheckboxes', { items: 'option' }),
    field(20, 'Location', 'option-with-child', 'cascadingselect', { allowedValues: places }),
    field(21, 'Place', 'option-with-child', 'cascadingselect'),
    field(22, 'Owner', 'user', 'userpicker'),
    field(23, 'Watching', 'array', 'multiuserpicker', { items: 'user' }),
    field(24, 'Team', 'group', 'grouppicker'),
    field(25, 'Teams', 'array', 'multigrouppicker', { items: 'group' }),
    field(26, 'Release', 'version', 'version'),
    field(27, 'Releases', 'array', 'multiversion', { items: 'version' }),
    field(28, 'Tags', 'array', 'labels', { items: 'string' }),
    field(29, 'Epic Link', 'any', `${agile}gh-epic-link`),
    field(30, 'Sprint', 'any', `${agile}gh-sprint`),
    field(31, 'Plugin', 'any', 'com.example:thing'),
    field(32, 'Twice', 'string', 'textfield'),
    field(33, 'Twice', 'string', 'textfield'),
    field(34, 'Other project', 'project', 'project'),
    field(35, 'Things', 'array', 'com.example:things', { items: 'thing' }),
  ],
};

function one(name: string, value: Json, dialect: Dialect = server, known = catalog): Json | undefined {
  return Object.values(resolveFields({ [name]: value }, known, dialect).fields)[0];
}

function refusal(name: string, value: Json, known = catalog): string {
  try {
    one(name, value, server, known);
  } catch (error) {
    assert.ok(error instanceof TicketError && error.code === 'INVALID_FIELD');
    return error.message;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}

const paragraph = (...lines: string[]): Json => ({
  type: 'doc',
  version: 1,
  content: [{ type: 'paragraph', content: lines.flatMap((text, i): Json[] => [...(i > 0 ? [{ type: 'hardBreak' }] : []), { type: 'text', text }]) }],
});

describe('a value becomes what its field wants', () => {
  const cases: Array<[name: string, given: Json, wanted: Json, dialect?: Dialect]> = [
    // text
    ['summary', 'Link down', 'Link down'],
    ['Summary', 7, '7'],
    ['summary', true, 'true'],
    ['description', 'a\nb', 'a\nb'],
    ['description', '', ''],
    ['description', '{"id":"3"}', '{"id":"3"}'],
    ['description', 'a\nb', paragraph('a', 'b'), v3],
    ['description', '', null, v3],
    ['description', null, null, v3],
    ['environment', 'x', paragraph('x'), v3],
    ['Notes', 'x', paragraph('x'), v3],
    ['Notes', 'x', 'x'],
    ['Customer', 'x', 'x', v3],
    ['Customer', 5, '5'],
    ['Link', 'https://example.com', 'https://example.com'],
    ['description', { type: 'doc', version: 1, content: [] }, { type: 'doc', version: 1, content: [] }, v3],
    // numbers
    ['Story Points', '5', 5],
    ['Story Points', ' -2.50 ', -2.5],
    ['Story Points', '.5', 0.5],
    ['Story Points', '1e3', 1000],
    ['Story Points', '+3', 3],
    ['Story Points', 8, 8],
    ['Story Points', '', null],
    ['Story Points', null, null],
    // dates
    ['Due Date', '2026-11-23', '2026-11-23'],
    ['duedate', ' 2024-02-29 ', '2024-02-29'],
    ['Start', '2026-11-23T23:30:00Z', '2026-11-24'],
    ['Start', Date.parse('2026-11-23T12:00:00Z'), '2026-11-23'],
    ['Start', '', null],
    ['Outage', '2026-11-23T14:39', '2026-11-23T14:39:00.000+0100'],
    ['Outage', '2026-07-01T14:39:05', '2026-07-01T14:39:05.000+0200'],
    ['Outage', '2026-11-23 14:39:00.5Z', '2026-11-23T15:39:00.500+0100'],
    ['Outage', '2026-11-23T14:39:00+02:00', '2026-11-23T13:39:00.000+0100'],
    ['Outage', '2026-11-23T14:39:00-0530', '2026-11-23T21:09:00.000+0100'],
    ['Outage', '2026-11-23T14:39:00+02', '2026-11-23T13:39:00.000+0100'],
    ['Outage', '2026-11-23', '2026-11-23T00:00:00.000+0100'],
    ['Outage', Date.parse('2026-11-23T12:00:00Z'), '2026-11-23T13:00:00.000+0100'],
    ['Outage', '2026-03-29T02:30', '2026-03-29T03:30:00.000+0200'],
    ['Outage', '2026-11-23T12:00:00', '2026-11-23T12:00:00.000-0330', { ...server, timezone: 'America/St_Johns' }],
    // options
    ['Severity', 'Major', { value: 'Major' }],
    ['Severity', 'critical', { value: 'Critical' }],
    ['Severity', '2', { value: 'Major' }],
    ['Severity', '3', { value: '3' }],
    ['Severity', 2, { value: 'Major' }],
    ['Severity', { id: '1' }, { id: '1' }],
    ['Severity', '{"id":"1"}', { id: '1' }],
    ['Severity', '', null],
    ['Impact', 'high', { value: 'High' }],
    ['Sites', 'Net, old', [{ value: 'Net, old' }]],
    ['Sites', 'net,OLD', [{ value: 'Net' }, { value: 'old' }]],
    ['Sites', ['Net', { value: 'old' }], [{ value: 'Net' }, { value: 'old' }]],
    ['Sites', '[{"value":"old"}]', [{ value: 'old' }]],
    ['Sites', '', []],
    ['Checks', 'a, b,,a', [{ value: 'a' }, { value: 'b' }]],
    ['Checks', 'a\\, b', [{ value: 'a, b' }]],
    ['Location', 'Europe/Belgium', { value: 'Europe', child: { value: 'Belgium' } }],
    ['Location', 'europe / belgium', { value: 'Europe', child: { value: 'Belgium' } }],
    ['Location', 'Europe', { value: 'Europe' }],
    ['Location', 'Europe/N/A', { value: 'Europe', child: { value: 'N/A' } }],
    ['Location', 'Asia/Pacific/Japan', { value: 'Asia/Pacific', child: { value: 'Japan' } }],
    ['Location', 'Asia/Pacific', { value: 'Asia/Pacific' }],
    ['Place', 'Europe/Belgium', { value: 'Europe', child: { value: 'Belgium' } }],
    ['Place', 'Europe', { value: 'Europe' }],
    // names
    ['priority', 'High', { name: 'High' }],
    ['priority', '2', { id: '2' }],
    ['resolution', 'Done', { name: 'Done' }],
    ['issue type', 'Task', { name: 'Task' }],
    ['issuetype', { id: '10001' }, { id: '10001' }],
    ['project', 'NET', { key: 'NET' }],
    ['project', '10000', { id: '10000' }],
    ['Project', { key: 'NET' }, { key: 'NET' }],
    ['Other project', 'RAD', { key: 'RAD' }],
    ['components', 'Net,Radio', [{ name: 'Net' }, { name: 'Radio' }]],
    ['component', 'Net', [{ name: 'Net' }]],
    ['fix version', '1.0, 2.0', [{ name: '1.0' }, { name: '2.0' }]],
    ['Affects Version/s', '1.0', [{ name: '1.0' }]],
    ['Release', '1.0', { name: '1.0' }],
    ['Releases', '1.0', [{ name: '1.0' }]],
    ['security level', 'Internal', { name: 'Internal' }],
    ['labels', 'a b, c', ['a_b', 'c']],
    ['labels', ['x', 'y'], ['x', 'y']],
    ['Tags', 'a', ['a']],
    ['labels', null, null],
    // people
    ['assignee', 'jdoe', { name: 'jdoe' }],
    ['assignee', '5b10a', { accountId: '5b10a' }, cloud],
    ['Owner', 'jdoe', { name: 'jdoe' }],
    ['Owner', '', null],
    ['Watching', 'a,b', [{ name: 'a' }, { name: 'b' }]],
    ['Team', 'net-ops', { name: 'net-ops' }, cloud],
    ['Teams', 'a, b', [{ name: 'a' }, { name: 'b' }]],
    // other tickets, time, agile
    ['parent', 'NET-1', { key: 'NET-1' }],
    ['parent', '10001', { id: '10001' }],
    ['timetracking', '1d 2h', { originalEstimate: '1d 2h' }],
    ['Epic Link', ' NET-1 ', 'NET-1'],
    ['Sprint', '12', 12],
    ['Sprint', 12, 12],
    // what nobody knows the shape of
    ['Plugin', 'text', 'text'],
    ['Plugin', '{"a":1}', { a: 1 }],
    ['Plugin', '[not json', '[not json'],
    ['Plugin', 5, 5],
    ['Plugin', false, false],
    ['Things', 'a', ['a']],
    ['cf[10013]', '5', 5],
    ['CUSTOMFIELD_10013', '5', 5],
  ];
  for (const [name, given, wanted, dialect] of cases) {
    it(`${name};${JSON.stringify(given)} → ${JSON.stringify(wanted)}`, () => assert.deepEqual(one(name, given, dialect), wanted));
  }

  it('without metadata what is unknown goes as it is', () => {
    const { fields } = resolveFields({ customfield_1: '{"a":1}', foo: '[x]', bar: 5 }, builtInCatalog, server);
    assert.deepEqual(fields, { customfield_1: '{"a":1}', foo: '[x]', bar: 5 });
  });

  it('what is given as JSON is copied, not shared', () => {
    const given = { value: 'x' };
    assert.notEqual(one('Severity', given), given);
  });
});

describe('a value that cannot be', () => {
  const cases: Array<[name: string, given: Json, words: RegExp]> = [
    ...['0x10', '1,5', '1 000', '1e400', '9007199254740993', 'NaN', 'Infinity', '5 apples', 'x'.repeat(100)].map(
      (given): [string, Json, RegExp] => ['Story Points', given, /Story Points \(customfield_10013\): expected a number such as 5/],
    ),
    ...['2026-02-30', '23/11/2026', '2026-13-01', 'tomorrow', '20261123'].map((given): [string, Json, RegExp] => ['duedate', given, /expected a date such as 2026-11-23/]),
    ...['2026-11-23T25:00', '2026-11-23T10:61', '2026-11-23T10:00+15:00', '10:00', '2026-02-30T10:00'].map((given): [string, Json, RegExp] => ['Outage', given, /expected a date and time/]),
    ['Outage', 8.65e15, /date and time/],
    ['Outage', 1.5, /date and time/],
    ['Story Points', 2 ** 60, /expected a number/],
    ['Severity', 'Majr', /"Majr" is not one of its values\. Did you mean "Major"/],
    ['Severity', 'zzzzzzzz', /Allowed: Critical, Major, 3/],
    ['Location', 'Europe/Belgum', /Location under Europe.*Did you mean "Belgium"/],
    ['Location', 'Mars', /not one of its values/],
    ['Sprint', 'next', /number of a sprint/],
  ];
  for (const [name, given, words] of cases) {
    it(`${name};${JSON.stringify(given).slice(0, 40)} is refused: ${words.source}`, () => assert.match(refusal(name, given), words));
  }
});

describe('a field\'s name', () => {
  it('that nobody knows is refused, with those that may have been meant', () => {
    assert.match(refusal('Sevrity', 'x'), /"Sevrity" is not known to this Jira\. Did you mean "Severity"/);
    assert.match(refusal('qqqqqqqqqqqq', 'x'), /Use the id or the name/);
  });
  it('of a system field is left to Jira, where the metadata leaves it out', () => {
    assert.deepEqual(one('duedate', '2026-11-23', server, { complete: true, fields: [] }), '2026-11-23');
  });
  it('that means several lists them', () => assert.match(refusal('twice', 'x'), /Twice \(customfield_10032\), Twice \(customfield_10033\)/));
  it('may stand for its field only once', () => {
    assert.throws(() => resolveFields({ 'Story Points': '1', customfield_10013: '2' }, catalog, server), { code: 'INVALID_FIELD', message: /named twice: as "Story Points" and as "customfield_10013"/ });
    assert.throws(() => resolveFields({ a: '1', A: '2' }, builtInCatalog, server), { code: 'INVALID_FIELD' });
  });

  it('wins over another name that only the ticket table has for its field', () => {
    const asked = (fromTable: string[]) => ({ action: 'CREATE' as const, fromTable });
    for (const [row, own, value, wanted] of [
      ['duedate', 'Due date', '2026-02-02', '2026-02-02'],
      ['Component/s', 'components', 'b', [{ name: 'b' }]],
      ['cf[10010]', 'Customer', 'b', 'b'],
      ['Customer', 'customfield_10010', 'b', 'b'],
    ] as const) {
      for (const fields of [{ [row]: 'no date', [own]: value }, { [own]: value, [row]: 'no date' }]) {
        assert.deepEqual(Object.values(resolveFields(fields, catalog, server, asked([row])).fields), [wanted]);
      }
    }
  });

  it('may stand for its field only once within the table, and within the command', () => {
    const twice = { duedate: '2026-01-01', 'Due date': '2026-02-02' };
    for (const fromTable of [['duedate', 'Due date'], []]) {
      assert.throws(() => resolveFields(twice, catalog, server, { action: 'CREATE', fromTable }), { code: 'INVALID_FIELD', message: /named twice: as "duedate" and as "Due date"/, field: 'Due date' });
    }
    const german: FieldCatalog = { complete: true, fields: [{ id: 'duedate', name: 'Fällig', type: 'date' }] };
    const { fields } = resolveFields({ ...twice, Fällig: '2026-03-03' }, german, server, { action: 'CREATE', fromTable: ['duedate', 'Due date'] });
    assert.deepEqual(fields, { duedate: '2026-03-03' }, 'rows that the command overrides are no matter');
  });

  it('may not say anew where a ticket belongs, which was read by the names that every Jira has', () => {
    const german: FieldCatalog = { complete: true, fields: [{ id: 'project', name: 'Projekt', type: 'project' }] };
    assert.throws(() => resolveFields({ project: 'NET', Projekt: 'RAD' }, german, server, { action: 'CREATE', fromTable: ['project'] }), { code: 'INVALID_FIELD', message: /named twice/ });
    assert.deepEqual(resolveFields({ Projekt: 'NET', project: 'RAD' }, german, server, { action: 'CREATE', fromTable: ['Projekt'] }).fields, { project: { key: 'RAD' } });
  });

  it('is looked for among fields that are read once, however many commands there are', () => {
    let reads = 0;
    const counted: FieldCatalog = {
      complete: true,
      get fields() {
        reads += 1;
        return catalog.fields;
      },
    };
    for (let command = 0; command < 3; command++) resolveFields({ Customer: 'x' }, counted, server);
    assert.equal(reads, 1);
  });

  it('is none that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) assert.throws(() => resolveFields(JSON.parse(`{"${name}":"x"}`) as Record<string, Json>, builtInCatalog, server), { code: 'INVALID_FIELD' });
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  });
});

describe('repairs', () => {
  it('are told with the field they were made in', () => {
    const { fields, warnings } = resolveFields({ summary: 'a\nb', labels: 'x y' }, catalog, server);
    assert.deepEqual(fields, { summary: 'a b', labels: ['x_y'] });
    assert.equal(warnings.length, 2);
    assert.match(warnings[0] ?? '', /^summary: /);
    assert.match(warnings[1] ?? '', /^labels: /);
  });

  it('keep the whole of a long summary at the top of the description', () => {
    const long = 'x'.repeat(300);
    const plain = resolveFields({ summary: long, description: 'below' }, catalog, server).fields;
    assert.equal(String(plain['summary']).length, 255);
    assert.equal(plain['description'], `${long}\n\nbelow`);
    assert.equal(resolveFields({ summary: long }, catalog, server).fields['description'], long);
    assert.deepEqual(resolveFields({ summary: long }, catalog, v3).fields['description'], paragraph(long));
    const document = resolveFields({ summary: long, description: 'below' }, catalog, v3).fields['description'] as { content: Json[] };
    assert.equal(document.content.length, 2);
    const odd = resolveFields({ summary: long, description: { type: 'doc' } }, catalog, v3).fields['description'] as { content: Json[] };
    assert.equal(odd.content.length, 1);
  });

  it('cut a description that becomes too long by that', () => {
    const { fields, warnings } = resolveFields({ summary: 'x'.repeat(300), description: 'y'.repeat(32_760) }, catalog, server);
    assert.equal(String(fields['description']).length, 32_767);
    assert.ok(warnings.some((warning) => warning.startsWith('description: ')));
  });
  it('of an update leave the description that the ticket has alone', () => {
    const { fields, warnings } = resolveFields({ summary: 'x'.repeat(300) }, builtInCatalog, { users: 'name', text: 'string', timezone: 'UTC' }, { action: 'UPDATE' });
    assert.deepEqual(Object.keys(fields), ['summary']);
    assert.deepEqual(warnings, ["summary: cut to 255 characters; the rest was left out, so that the ticket's description stays"]);
  });
  it('of a summary say that its full text is in the description only where it is', () => {
    const long = 'x'.repeat(300);
    const kept = ['summary: cut to 255 characters; the full text is at the top of the description'];
    assert.deepEqual(resolveFields({ summary: long }, catalog, server).warnings, kept);
    const { fields, warnings } = resolveFields({ summary: long, Description: 'below' }, catalog, server, { action: 'UPDATE' });
    assert.deepEqual([fields['description'], warnings], [`${long}\n\nbelow`, kept]);
  });
});

describe('any fields at all', () => {
  it('are resolved or refused in words, and pollute nothing', () => {
    const names = fc.oneof(fc.constantFrom(...catalog.fields.map(({ name }) => name)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue() as fc.Arbitrary<Json>, { maxKeys: 5 }), fc.constantFrom(server, cloud, v3), (fields, dialect) => {
        try {
          resolveFields(fields, catalog, dialect);
        } catch (error) {
          assert.ok(error instanceof TicketError, String(error));
          assert.equal(error.code, 'INVALID_FIELD');
        }
      }),
      { seed: 1, numRuns: 3_000 },
    );
  });

  it('that are JSON already stay what they are', () => {
    const other = catalog.fields.filter(({ id, type, custom: kind = '', items }) => !['string', 'number', 'date', 'datetime'].includes(type) && items !== 'string' && id !== 'labels' && !kind.startsWith(agile));
    for (const { id, type } of other) {
      const given = type === 'array' ? [{ id: '7' }] : { id: '7' };
      assert.deepEqual(one(id, given), given);
      assert.deepEqual(one(id, JSON.stringify(given)), given);
    }
  });
});
