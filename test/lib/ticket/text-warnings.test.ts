import assert from 'node:assert/strict';
import { builtInCatalog } from '../../../src/lib/ticket/built-in-fields';
import { commandFields, needsRow } from '../../../src/lib/ticket/command-fields';
import { resolveFields } from '../../../src/lib/ticket/resolve-fields';
import { textWarnings } from '../../../src/lib/ticket/text-warnings';

describe('the warnings that need no Jira', () => {
  const fields = {
    Summary: 'one\ntwo',
    description: 'a\u0000b',
    Environment: `x${'y'.repeat(40_000)}`,
    labels: 'night shift, core, \u202enight',
    priority: 'High\nest',
    customfield_10010: 'a\u0000b',
  };

  it('are those of sending, for the texts that every Jira has', () => {
    const { customfield_10010: _, priority: __, ...texts } = fields;
    const { warnings } = resolveFields(texts, builtInCatalog, { users: 'name', text: 'document', timezone: '' });
    assert.equal(warnings.length, 5);
    assert.deepEqual(textWarnings(fields, true).toSorted(), warnings.toSorted());
  });

  it('say what becomes of a summary that is cut, as sending does', () => {
    const long = { summary: 'x'.repeat(300) };
    for (const action of ['CREATE', 'UPDATE'] as const) {
      assert.deepEqual(textWarnings(long, action === 'CREATE'), resolveFields(long, builtInCatalog, { users: 'name', text: 'string', timezone: '' }, { action }).warnings);
    }
  });

  it('are none for what is fine, cleared or no text', () => assert.deepEqual(textWarnings({ summary: 'x', description: null, labels: ['a'], Summary2: '\n' }, true), []));

  it('refuse labels that are none', () => assert.throws(() => textWarnings({ labels: '[{"a":1}]' }, true), { code: 'INVALID_FIELD' }));
});

describe('the rows whose values a command needs', () => {
  const names = ['project', 'Issue Type', 'Summary', 'Links', 'priority'];
  const needed = (action: 'CREATE' | 'UPDATE', baseOnUpdate: boolean): string[] => names.filter(needsRow({ action, fields: { summary: 'x', link: 'NET-1' } }, baseOnUpdate));

  it('are those that it does not override', () => assert.deepEqual(needed('CREATE', false), ['project', 'Issue Type', 'priority']));
  it('are of an UPDATE none, or those but for project and type', () => assert.deepEqual([needed('UPDATE', false), needed('UPDATE', true)], [[], ['priority']]));
});

describe('the fields of a command on a table', () => {
  const table = { project: 'NET', 'Issue Type': 'Task', Summary: 'table', priority: 'Low' };
  const fields = { summary: 'string', labels: 'a' };

  it('are both for a CREATE, and the command wins', () => {
    const { fields: both, fromTable } = commandFields({ action: 'CREATE', fields }, table, false);
    assert.deepEqual({ ...both }, { project: 'NET', 'Issue Type': 'Task', Summary: 'string', priority: 'Low', labels: 'a' });
    assert.deepEqual(fromTable, ['project', 'Issue Type', 'priority']);
  });

  it('are those of an UPDATE alone, or with the rows but for project and type', () => {
    assert.deepEqual(commandFields({ action: 'UPDATE', fields }, table, false), { fields });
    const { fields: both, fromTable } = commandFields({ action: 'UPDATE', fields }, table, true);
    assert.deepEqual([{ ...both }, fromTable], [{ Summary: 'string', priority: 'Low', labels: 'a' }, ['priority']]);
  });
});
