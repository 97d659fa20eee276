import assert from 'node:assert/strict';
import type { Json } from '../../../src/lib/ticket/json';
import { EVERYTHING } from './everything';
import type { Loose } from './running';
import { Running } from './running';

const ANN = '712020:5a3f0c1e-0000-4000-8000-000000000002';

const REFUSED: Array<[field: string, value: Json, words: string]> = [
  ['description', {}, 'Operation value must be a string'],
  ['description', 'x'.repeat(32_768), 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.'],
  ['customfield_10001', 'x'.repeat(256), 'The entered text is too long. It exceeds the allowed limit of 255 characters.'],
  ['customfield_10003', 'no address', 'Not a valid URL'],
  ['customfield_10004', '5', 'Operation value must be a number'],
  ['duedate', 20261201, 'Operation value must be a string'],
  ['duedate', '01.12.2026', 'Error parsing date string: 01.12.2026'],
  ['duedate', '2026-02-30', 'Error parsing date string: 2026-02-30'],
  ['duedate', '2026-13-01', 'Error parsing date string: 2026-13-01'],
  ['customfield_10006', '2026-11-23T14:39:00Z', 'Error parsing time: 2026-11-23T14:39:00Z'],
  ['customfield_10006', '2026-02-30T14:39:00.000+0100', 'Error parsing time: 2026-02-30T14:39:00.000+0100'],
  ['timetracking', '1d', 'expected Object'],
  ['timetracking', { originalEstimate: 'long' }, "'long' is not a valid duration: use the format 2w 4d 6h 45m"],
  ['labels', 'a', 'data was not an array'],
  ['labels', ['a', 5], 'string expected at index 1'],
  ['labels', ['a b'], "The label 'a b' contains spaces which is invalid."],
  ['labels', ['x'.repeat(256)], `The label '${'x'.repeat(256)}' exceeds the maximum length of 255 characters.`],
  ['priority', 'High', 'expected Object'],
  ['priority', {}, "Could not find valid 'id' or 'name' in priority object."],
  ['priority', { name: 'high' }, "Priority name 'high' is not valid"],
  ['priority', { id: '99' }, "Priority id '99' is not valid"],
  ['priority', { id: 2 }, "expected 'id' property to be a string"],
  ['components', { name: 'Core' }, 'data was not an array'],
  ['components', [{ name: 'Antenna' }], "Component name 'Antenna' is not valid"],
  ['versions', [{ name: '1.2' }], "Version name '1.2' is not valid"],
  ['customfield_10007', 'Major', "Could not find valid 'id' or 'value' in the Parent Option object."],
  ['customfield_10007', { value: 'major' }, "Option value 'major' is not valid"],
  ['customfield_10007', { id: '1' }, "Option id '1' is not valid"],
  ['customfield_10007', { value: 1 }, "expected 'value' property to be a string"],
  ['customfield_10009', { value: 'Voice' }, 'data was not an array'],
  ['customfield_10011', 'Europe', "Could not find valid 'id' or 'value' in the Parent Option object."],
  ['customfield_10011', { value: 'Europe', child: { value: 'Japan' } }, "Option value 'Japan' is not valid"],
  ['assignee', 'asmith', 'expected Object'],
  ['assignee', { name: 'asmith' }, "expected Object containing a 'accountId' property"],
  ['assignee', { accountId: 'x' }, "User 'x' does not exist."],
  ['assignee', { accountId: 5 }, "expected 'accountId' property to be a string"],
  ['customfield_10014', 'network-operations', 'expected Object'],
  ['customfield_10014', {}, "expected Object containing a 'name' property"],
  ['customfield_10014', { name: 'x' }, "Could not find group with name 'x'"],
  ['customfield_10019', 'NET-99', 'Could not find issue by id or key.'],
  ['customfield_10020', '12', 'Number value expected as the Sprint id.'],
  ['customfield_10020', 99, "Sprint with id '99' does not exist or you do not have permission to view it."],
  ['parent', 'NET-1', 'data was not an object'],
  ['parent', { key: 'NET-99' }, 'Could not find issue by id or key.'],
  ['parent', {}, 'Operation value must be a string'],
];

describe('sandbox: field values', () => {
  const running = new Running();

  it('keeps and gives back a value of every type', async () => {
    const { rest } = { rest: `${(await running.start()).url}/rest/api/2` };
    const fields = await running.fields(await running.create({ ...EVERYTHING, assignee: { id: ANN }, customfield_10013: [{ accountId: ANN }] }));
    assert.equal(fields.assignee.displayName, 'Ann Smith');
    assert.equal(fields.customfield_10013[0].emailAddress, 'asmith@example.com');
    assert.deepEqual(fields.customfield_10007, { self: `${rest}/customFieldOption/10410`, value: 'Major', id: '10410' });
    assert.equal(fields.customfield_10008.value, 'Everybody');
    assert.deepEqual(fields.customfield_10009.map(({ value }: Loose) => value), ['Voice', 'Data']);
    assert.deepEqual([fields.customfield_10011.value, fields.customfield_10011.child.value], ['Europe', 'Belgium']);
    assert.deepEqual([fields.components[0].name, fields.versions[0].name, fields.fixVersions[0].name], ['Core', '1.0', '1.1']);
    assert.deepEqual(fields.timetracking, { originalEstimate: '1d 2h', originalEstimateSeconds: 36_000, remainingEstimate: '30', remainingEstimateSeconds: 1_800 });
    assert.deepEqual([fields.customfield_10004, fields.duedate, fields.customfield_10006], [5, '2026-12-01', '2026-11-23T14:39:00.000+0100']);
    assert.deepEqual([fields.security.name, fields.customfield_10014.name, fields.customfield_10016.name], ['Internal', 'network-operations', '2.0']);
    assert.deepEqual(fields.customfield_10020, [{ id: 12, name: 'Sprint 12', state: 'active', boardId: 1 }]);
    assert.deepEqual(fields.customfield_10018, ['tag']);
  });

  for (const [field, value, words] of REFUSED) {
    it(`refuses ${field} = ${JSON.stringify(value).slice(0, 60)}`, async () => {
      await running.start();
      assert.deepEqual(await running.refused({ [field]: value }), { [field]: words });
    });
  }

  it('takes a parent option without a child', async () => {
    await running.start();
    for (const child of [{}, { child: null }]) {
      const fields = await running.fields(await running.create({ customfield_10011: { value: 'Asia', ...child } }));
      assert.deepEqual([fields.customfield_10011.value, fields.customfield_10011.child], ['Asia', undefined]);
    }
  });

  it('takes labels once', async () => {
    await running.start();
    assert.deepEqual((await running.fields(await running.create({ labels: ['a', 'b', 'a'] }))).labels, ['a', 'b']);
  });

  it('knows users by name on servers, and prints sprints as they do', async () => {
    await running.start({ version: 'dc9' });
    const fields = await running.fields(await running.create({ assignee: { name: 'asmith' }, customfield_10020: 11, customfield_10001: 'x'.repeat(300) }));
    assert.deepEqual([fields.assignee.name, fields.assignee.key, fields.assignee.accountId], ['asmith', 'asmith', undefined]);
    assert.match(fields.customfield_10020[0], /\[id=11,.*state=CLOSED,name=Sprint 11\]$/);
    assert.deepEqual(await running.refused({ assignee: { name: 'nobody' } }), { assignee: "User 'nobody' does not exist." });
  });

  describe('parents', () => {
    const subtask = { issuetype: { name: 'Sub-task' } };

    it('a sub-task needs one, of the same project and no sub-task itself', async () => {
      await running.start();
      const parent = await running.create();
      const child = await running.create({ ...subtask, parent: { key: parent } });
      assert.equal((await running.fields(child)).parent.key, parent);
      assert.deepEqual((await running.fields(parent)).subtasks.map(({ key }: Loose) => key), [child]);
      assert.deepEqual(await running.refused(subtask), { issuetype: 'Issue type is a sub-task but parent issue key or id not specified.' });
      assert.deepEqual(await running.refused({ ...subtask, parent: { key: child } }), { parent: 'Given parent issue does not belong to appropriate hierarchy.' });
      assert.deepEqual(await running.refused({ ...subtask, project: { key: 'RAD' }, parent: { key: parent } }), {
        project: 'Sub-tasks must be created in the same project as the parent.',
      });
    });

    it('any other ticket has an epic on Cloud, by parent or by its link', async () => {
      await running.start();
      const epic = await running.create({ issuetype: { name: 'Epic' } });
      const { id } = running.sandbox.jira.ticket(epic) ?? { id: '' };
      const fields = await running.fields(await running.create({ parent: { id }, customfield_10019: epic }));
      assert.deepEqual([fields.parent.key, fields.customfield_10019], [epic, epic]);
      const task = await running.create();
      assert.deepEqual(await running.refused({ parent: { key: task } }), { parent: 'Given parent issue does not belong to appropriate hierarchy.' });
      assert.deepEqual(await running.refused({ customfield_10019: task }), { customfield_10019: 'Could not find issue by id or key.' });
      assert.deepEqual(Object.keys(await running.refused({ issuetype: { name: 'Epic' }, parent: { key: epic } })), ['parent']);
    });

    it('only a sub-task has one on servers', async () => {
      await running.start({ version: 'server8' });
      const epic = await running.create({ issuetype: { name: 'Epic' } });
      assert.deepEqual(await running.refused({ parent: { key: epic } }), { parent: "Field 'parent' cannot be set. It is not on the appropriate screen, or unknown." });
    });

    it('a child outlives its parent', async () => {
      await running.start();
      const parent = await running.create();
      const child = await running.create({ ...subtask, parent: { key: parent } });
      const { id } = running.sandbox.jira.ticket(parent) ?? { id: '' };
      await running.ask('DELETE', `issue/${parent}`);
      assert.equal((await running.fields(child)).parent.key, id);
    });
  });

  describe('documents', () => {
    const document = (...lines: string[]) => ({ type: 'doc', version: 1, content: lines.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })) });
    const read = async (api: string) => (await running.ask('GET', `/rest/api/${api}/issue/NET-1`)).json.fields.description;

    it('are what v3 takes and gives, and text to v2', async () => {
      await running.start();
      const { status } = await running.ask('POST', '/rest/api/3/issue', { fields: { project: { key: 'NET' }, issuetype: { name: 'Task' }, summary: 's', description: document('one', 'two') } });
      assert.equal(status, 201);
      assert.deepEqual(await read('3'), document('one', 'two'));
      assert.equal(await read('2'), 'one\ntwo');
      assert.equal(await read('latest'), 'one\ntwo');
    });

    it('are made of the text of v2, line by line', async () => {
      await running.start();
      await running.create({ description: 'one\n\ntwo' });
      const paragraphs = (await read('3')).content.map(({ content }: Loose) => content.map(({ text }: Loose) => text).join(''));
      assert.deepEqual(paragraphs, ['one', '', 'two']);
    });

    it('are not text', async () => {
      await running.start();
      const fields = { project: { key: 'NET' }, issuetype: { name: 'Task' }, summary: 's' };
      for (const description of ['text', { type: 'doc' }, { type: 'paragraph', version: 1, content: [] }]) {
        const { status, json } = await running.ask('POST', '/rest/api/3/issue', { fields: { ...fields, description } });
        assert.deepEqual([status, json.errors], [400, { description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)' }]);
      }
      const { json } = await running.ask('POST', '/rest/api/3/issue', { fields: { ...fields, description: document('x'.repeat(32_768)) } });
      assert.match(json.errors.description, /32,767/);
    });

    it('are read to their last leaf', async () => {
      await running.start();
      const text = (words: string) => ({ type: 'text', text: words });
      const description = {
        type: 'doc',
        version: 1,
        content: [
          { type: 'heading', content: [text('Alarm'), text(' 5')] },
          { type: 'bulletList', content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('a'), { type: 'hardBreak' }, { type: 'mention', attrs: { text: '@Ann' } }] }] }] },
          { type: 'paragraph', content: [{ type: 'inlineCard', attrs: { url: 'https://a.example' } }, { type: 'emoji', attrs: 5 }, { type: 'text', text: 5 }, 'stray'] },
          { type: 'rule' },
        ],
      };
      await running.ask('POST', '/rest/api/3/issue', { fields: { project: { key: 'NET' }, issuetype: { name: 'Task' }, summary: 's', description } });
      assert.equal(await read('2'), 'Alarm 5\na\n@Ann\nhttps://a.example');
    });
  });
});
