import assert from 'node:assert/strict';
import type { Fields } from '../../../src/lib/ticket/command';
import type { FieldRow } from '../../../src/lib/ticket/field-table';
import { fieldsFromRows, includedRows, overlay, withoutProjectAndType } from '../../../src/lib/ticket/field-table';

const row = (field: string, value = 'x', mode: FieldRow['mode'] = 'include'): FieldRow => ({ mode, field, value, type: 'str' });
const plain = (fields: Fields) => {
  assert.equal(Object.getPrototypeOf(fields), null);
  return { ...fields };
};

describe('the rows of the ticket table that are sent', () => {
  it('are the included ones in which something is written', () => {
    const rows = [row('summary'), row('priority', 'x', 'exclude'), row(' ', ''), row('labels', ''), row('', 'x')];
    assert.deepEqual(includedRows(rows).map(({ field }) => field), ['summary', 'labels', '']);
  });
});

describe('the fields of the ticket table', () => {
  it('have the trimmed names of its rows, their values and their order', () => {
    const fields = fieldsFromRows([{ field: ' summary ', value: 'x' }, { field: 'Story Points', value: 5 }, { field: 'labels', value: ['a'] }, { field: 'due', value: null }]);
    assert.deepEqual(plain(fields), { summary: 'x', 'Story Points': 5, labels: ['a'], due: null });
    assert.deepEqual(Object.keys(fields), ['summary', 'Story Points', 'labels', 'due']);
  });

  it('leave out rows that are wholly empty', () => {
    assert.deepEqual(plain(fieldsFromRows([{ field: '', value: '' }, { field: ' ', value: null }, { field: 'a', value: '' }])), { a: '' });
  });

  const refused: Array<[what: string, rows: Array<[string, string]>, message: RegExp]> = [
    ['a value without a field', [['', 'x']], /^Ticket table: a value has no field; expected an id such as summary/],
    ['a repeated field', [['summary', 'x'], ['a', ''], [' Summary', 'y']], /^Ticket table: the field "Summary" is there twice \(also as "summary"\); expected each field once/],
    ['project and type in two spellings', [['Issue Type', 'x'], ['issuetype', 'y']], /"issuetype" is there twice \(also as "Issue Type"\)/],
    ['__proto__', [['__proto__', 'x']], /"__proto__" cannot be the name of a field/],
    ['constructor', [['Constructor', 'x']], /"Constructor" cannot be the name of a field/],
  ];
  for (const [what, rows, message] of refused) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => fieldsFromRows(rows.map(([field, value]) => ({ field, value }))), { name: 'TicketError', code: 'INVALID_FIELD', message });
    });
  }
});

describe('fields laid over others', () => {
  it('win where both have them, matched without case, in the place and under the name they had', () => {
    const { fields } = overlay({ Summary: 'a', priority: 'High', 'Issue Type': 'Bug' }, { ' summary': 'b', issuetype: 'Task', labels: ['x'] });
    assert.deepEqual(plain(fields), { Summary: 'b', priority: 'High', 'Issue Type': 'Task', labels: ['x'] });
    assert.deepEqual(Object.keys(fields), ['Summary', 'priority', 'Issue Type', 'labels']);
  });

  it('say which of them only the others have, as Jira may know these by other names', () => {
    const { fields, fromTable } = overlay({ Summary: 'a', duedate: '2026-01-01', priority: 'High' }, { summary: 'b', 'Due date': '2026-02-02' });
    assert.deepEqual(plain(fields), { Summary: 'b', duedate: '2026-01-01', priority: 'High', 'Due date': '2026-02-02' });
    assert.deepEqual(fromTable, ['duedate', 'priority']);
  });

  it('win under every name of a step', () => {
    const { fields, fromTable } = overlay({ Links: 'NET-1', comments: 'a', Watchers: 'ann', attachments: [] }, { issuelink: 'NET-2', Comment: 'b', watcher: 'bob', Attachment: [] });
    assert.deepEqual([plain(fields), fromTable], [{ Links: 'NET-2', comments: 'b', Watchers: 'bob', attachments: [] }, []]);
  });

  it('leave both as they were', () => {
    const base = { a: 1 };
    const over = { A: 2 };
    overlay(base, over);
    assert.deepEqual([base, over], [{ a: 1 }, { A: 2 }]);
  });

  it('pollute nothing', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}}') as Fields;
    const { fields } = overlay(hostile, hostile);
    assert.equal(Object.getPrototypeOf(fields), null);
    assert.equal(fields['polluted'], undefined);
    assert.equal(Object.getPrototypeOf(withoutProjectAndType(hostile)), null);
  });
});

describe('fields without project and type', () => {
  it('lack both in every spelling', () => {
    for (const name of ['project', 'Project', ' PROJECT ', 'issuetype', 'IssueType', 'Issue Type', 'issue type']) {
      assert.deepEqual(plain(withoutProjectAndType({ [name]: 'x', summary: 'y', 'Project Lead': 'z' })), { summary: 'y', 'Project Lead': 'z' });
    }
  });
});
