import assert from 'node:assert/strict';
import { migrated } from '../../src/nodes/shared/migrations';

describe('a saved node of an older form', () => {
  for (const [type, saved, today] of [
    ['jira-config', { host: 'jira.example.com', port: 8443 }, { url: 'jira.example.com:8443' }],
    ['jira-config', { host: 'jira.example.com', port: '' }, { url: 'jira.example.com' }],
    ['jira-config', { host: 'old', url: 'new' }, { url: 'new' }],
    ['jira-create', { fields: { summary: 'x', labels: ['a'] } }, { fields: [{ mode: 'include', field: 'summary', value: 'x', type: 'str' }, { mode: 'include', field: 'labels', value: '["a"]', type: 'json' }] }],
    ['jira-create', { fields: [{ field: 'summary' }] }, { fields: [{ field: 'summary' }] }],
    ['jira-advanced', { ticket: 'abc' }, { ticket: ['abc'] }],
    ['jira-advanced', { ticket: '' }, { ticket: [] }],
    ['jira-advanced', { ticket: ['abc'] }, { ticket: ['abc'] }],
    ['jira-log', { ticket: 'abc' }, { ticket: 'abc' }],
  ] as const) {
    it(`${type} ${JSON.stringify(saved)} is understood`, () => {
      const before = JSON.stringify(saved);
      const after = migrated<object>(type, saved) as Record<string, unknown>;
      for (const [name, value] of Object.entries(today)) assert.deepEqual(after[name], value);
      assert.equal(JSON.stringify(saved), before, 'the flow file is not changed behind its owner\'s back');
    });
  }
});
