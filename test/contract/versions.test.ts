import assert from 'node:assert/strict';
import type { SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { isObject } from '../../src/lib/ticket/json';
import { tell } from './story';

const versions: Array<[version: SandboxVersion, path: string, contextPath?: string]> = [
  ['cloud', 'rest/api/3/issue'],
  ['cloud', 'rest/api/2/issue'],
  ['dc11', 'rest/api/latest/issue'],
  ['dc10', 'rest/api/2/issue'],
  ['dc9', 'rest/api/latest/issue', '/jira'],
  ['server8', 'rest/api/latest/issue'],
  ['server7', 'rest/api/latest/issue'],
  ['server5', 'rest/api/latest/issue', '/tools/jira'],
];

const nameOf = (value: unknown): unknown => (isObject(value) ? (value['name'] ?? value['value'] ?? value['displayName']) : value);
const namesOf = (value: unknown): unknown => (Array.isArray(value) ? value.map(nameOf) : nameOf(value));

describe('the same story', function () {
  this.timeout(60_000);
  for (const [version, path, contextPath = ''] of versions) {
    it(`ends alike with ${version} (${contextPath}/${path})`, async () => {
      const { report, directory, rows, tickets } = await tell(version, path, contextPath);
      assert.deepEqual([report.ok, report.projects.count], [true, 3], JSON.stringify(report.lines));
      assert.deepEqual([directory.projects.toSorted(), directory.types.includes('Incident'), directory.fields.includes('summary'), directory.people], [['NET', 'OPS', 'RAD'], true, true, ['Ann Smith']]);
      assert.match(rows['first']?.ticketUrl ?? '', new RegExp(`^http://127\\.0\\.0\\.1:\\d+${contextPath}/browse/NET-\\d+$`));
      const ends = Object.fromEntries(Object.entries(rows).map(([name, { status, error, duplicate }]) => [name, status === 'Failed' ? error.replace(/\s*\[.*/, '') : duplicate ? 'duplicate' : status]));
      assert.deepEqual(ends, {
        first: 'Ok',
        full: 'Ok',
        'bulk 1': 'Ok',
        'bulk 2': 'Ok',
        'bulk 3': 'Ok',
        'update by guid': 'Ok',
        'update by key': 'Ok',
        duplicate: 'duplicate',
        nobody: 'Field Priority (priority): "Sky-high" is not one of its values. Allowed: Highest, High, Medium, Low, Lowest.',
        unknown: 'No ticket is known for "never seen": no CREATE with this id has made one, and Jira has none with its marker. Send a CREATE first, or use the ticket\'s key.',
        lost: 'Ok',
        'lost comment': 'Ok',
      });
      const { fields, comments, status } = tickets['full'] ?? assert.fail('there is no ticket');
      const kept = ['priority', 'labels', 'components', 'duedate', 'assignee', 'resolution'].map((id) => namesOf(fields[id]));
      assert.deepEqual(kept, ['High', ['alarm', 'core_net'].concat(version === 'server5' ? ['nr-full'] : []), ['Core'], '2026-12-24', version === 'cloud' ? 'Ann Smith' : 'asmith', 'Done']);
      assert.deepEqual([status, comments], ['Done', ['Seen by the night shift.']]);
      assert.deepEqual(((fields['attachment'] as Array<{ filename: string; size: number }>) ?? []).map(({ filename, size }) => `${filename} ${size}`), ['log.txt 9']);
      assert.deepEqual(((fields['issuelinks'] as Array<{ outwardIssue?: { key: string } }>) ?? []).map(({ outwardIssue }) => outwardIssue?.key), [tickets['first']?.key]);
      assert.equal((fields['watches'] as { watchCount: number }).watchCount, 1);
      assert.deepEqual(tickets['lost']?.comments, ['Once.']);
      assert.deepEqual([tickets['first']?.comments, nameOf(tickets['first']?.fields['priority'])], [['Going down.'], 'Low']);
      assert.equal(Object.keys(tickets).length, 6, 'no ticket twice');
    });
  }
});
