import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/lib/ticket/json';
import type { Loose } from './running';
import { Running, task } from './running';

describe('sandbox: issues', () => {
  const running = new Running();

  describe('create', () => {
    it('answers with id, key and self, and the ticket is there', async () => {
      const { url, jira } = await running.start();
      const { status, json } = await running.ask('POST', 'issue', { fields: task() });
      assert.equal(status, 201);
      assert.deepEqual(json, { id: json.id, key: 'NET-1', self: `${url}/rest/api/2/issue/${json.id}` });
      assert.equal(jira.ticket('NET-1')?.summary, 'Link down');
      assert.equal(jira.ticket(json.id)?.key, 'NET-1');
      assert.equal((await running.ask('GET', json.self.slice(url.length))).json.key, 'NET-1');
    });

    it('numbers each project on its own, and takes project and type by id too', async () => {
      const { jira } = await running.start();
      await running.create();
      assert.equal(await running.create({ project: { key: 'RAD' } }), 'RAD-1');
      assert.equal(await running.create({ project: { id: '10000' }, issuetype: { id: '10002' } }), 'NET-2');
      assert.equal(jira.ticket('net-2')?.issuetype, 'Bug');
    });

    it('fills in priority, reporter, creator, status and times', async () => {
      await running.start();
      const fields = await running.fields(await running.create());
      assert.equal(fields.priority.name, 'Medium');
      assert.equal(fields.status.name, 'To Do');
      assert.equal(fields.reporter.displayName, 'Node-RED');
      assert.equal(fields.creator.displayName, 'Node-RED');
      assert.equal(fields.created, '2026-11-23T12:00:00.000+0000');
      assert.deepEqual([fields.labels, fields.assignee, fields.customfield_10009], [[], null, null]);
    });

    const refusals: Array<[string, JsonObject, JsonObject]> = [
      ['no project', { project: null }, { project: 'project is required' }],
      ['an unknown project', { project: { key: 'NOPE' } }, { project: 'valid project is required' }],
      ['a project that is no object', { project: 'NET' }, { project: 'valid project is required' }],
      ['no issue type', { issuetype: null }, { issuetype: 'issue type is required' }],
      ['an unknown issue type', { issuetype: { name: 'Nope' } }, { issuetype: 'The issue type selected is invalid.' }],
      ['an issue type that is no object', { issuetype: 'Task' }, { issuetype: 'The issue type selected is invalid.' }],
      ['a type that the project does not have', { project: { key: 'OPS' }, issuetype: { name: 'Epic' } }, { issuetype: 'The issue type selected is invalid.' }],
      ['an empty summary', { summary: ' ' }, { summary: 'You must specify a summary of the issue.' }],
      ['no summary', { summary: null }, { summary: 'You must specify a summary of the issue.' }],
      ['a line break in the summary', { summary: 'a\nb' }, { summary: 'The summary is invalid because it contains newline characters.' }],
      ['a long summary', { summary: 'x'.repeat(256) }, { summary: 'Summary must be less than 255 characters.' }],
      ['a summary that is no string', { summary: 5 }, { summary: 'Operation value must be a string' }],
      ['an unknown field', { nope: 1 }, { nope: "Field 'nope' cannot be set. It is not on the appropriate screen, or unknown." }],
      ['resolution, which is on no create screen', { resolution: { name: 'Done' } }, { resolution: "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown." }],
      [
        'labels where they are not on the screen',
        { project: { key: 'OPS' }, labels: ['a'] },
        { labels: "Field 'labels' cannot be set. It is not on the appropriate screen, or unknown." },
      ],
      ['an emptied reporter', { reporter: null }, { reporter: 'Reporter is required.' }],
    ];
    for (const [name, fields, errors] of refusals) {
      it(`refuses ${name} in Jira's words`, async () => {
        await running.start();
        assert.deepEqual(await running.refused(fields), errors);
        assert.equal(running.sandbox.jira.tickets().length, 0);
      });
    }

    it('takes a summary of 255 characters and a field of a hostile name for what they are', async () => {
      await running.start();
      await running.create({ summary: 'x'.repeat(255) });
      const { json } = await running.ask('POST', 'issue', JSON.parse(`{"fields":{"project":{"key":"NET"},"issuetype":{"name":"Task"},"summary":"x","__proto__":{"a":1},"constructor":2}}`));
      assert.deepEqual(Object.keys(json.errors).sort(), ['__proto__', 'constructor']);
    });

    it('tells all that it does not understand at once, before it looks at the rules', async () => {
      await running.start();
      const errors = await running.refused({ summary: '', labels: 'a', nope: 1 });
      assert.deepEqual(Object.keys(errors).sort(), ['labels', 'nope']);
    });

    it('takes an issue number even when it fails, unless it is told not to', async () => {
      await running.start();
      await running.refused({ summary: '' });
      assert.equal(await running.create(), 'NET-2');
      await running.stop();
      await running.start({ gaps: false });
      await running.refused({ summary: '' });
      assert.equal(await running.create(), 'NET-1');
    });

    it('adds comments and operations of the body', async () => {
      const { jira } = await running.start();
      await running.create({}, { update: { comment: [{ add: { body: 'first' } }], labels: [{ add: 'a' }] } });
      assert.deepEqual([jira.ticket('NET-1')?.comments, jira.ticket('NET-1')?.labels], [['first'], ['a']]);
    });

    it('keeps the properties of the body', async () => {
      const { jira } = await running.start();
      await running.create({}, { properties: [{ key: 'marker', value: { guid: 'a' } }, { key: 'empty' }] });
      assert.deepEqual(jira.ticket('NET-1')?.properties, { marker: { guid: 'a' }, empty: null });
    });

    for (const properties of [{ key: 'a' }, [{ value: 1 }], [{ key: '' }], [{ key: 'x'.repeat(256) }], ['a'], [{ key: 'a', value: 'x'.repeat(32_768) }]]) {
      it(`refuses the properties ${JSON.stringify(properties).slice(0, 40)}`, async () => {
        await running.start();
        assert.equal((await running.ask('POST', 'issue', { fields: task(), properties })).status, 400);
      });
    }

    it('refuses a body that is not of a create', async () => {
      await running.start();
      for (const body of [[], { fields: task(), extra: 1 }, { fields: [] }, 'text']) assert.equal((await running.ask('POST', 'issue', body)).status, 400);
      assert.equal((await running.ask('POST', 'issue', { fields: task(), update: [] })).status, 400);
      await running.stop();
      await running.start({ version: 'dc9' });
      const { json } = await running.ask('POST', 'issue', { fields: task(), extra: 1 });
      assert.match(json.errorMessages[0], /^Unrecognized field "extra"/);
      assert.match((await running.ask('POST', 'issue', [])).json.errorMessages[0], /^Can not deserialize/);
    });

    it('forgets the oldest tickets beyond its limit', async () => {
      const { jira } = await running.start({ maxTickets: 2 });
      for (let count = 0; count < 3; count += 1) await running.create();
      assert.deepEqual(jira.tickets().map(({ key }) => key), ['NET-2', 'NET-3']);
      assert.equal((await running.ask('GET', 'issue/NET-1')).status, 404);
    });
  });

  describe('bulk', () => {
    it('creates what can be created and names the elements that failed', async () => {
      await running.start();
      const { status, json } = await running.ask('POST', 'issue/bulk', { issueUpdates: [{ fields: task() }, { fields: { ...task(), summary: '' } }, { fields: task() }, 5] });
      assert.equal(status, 201);
      assert.deepEqual(json.issues.map(({ key }: JsonObject) => key), ['NET-1', 'NET-3']);
      assert.deepEqual(json.errors[0], {
        status: 400,
        elementErrors: { errorMessages: [], errors: { summary: 'You must specify a summary of the issue.' } },
        failedElementNumber: 1,
      });
      assert.equal(json.errors[1].failedElementNumber, 3);
    });

    it('answers 400 where none could be created', async () => {
      await running.start();
      const { status, json } = await running.ask('POST', 'issue/bulk', { issueUpdates: [{ fields: {} }] });
      assert.deepEqual([status, json.issues, json.errors.length], [400, [], 1]);
    });

    it('takes 1 to 50', async () => {
      await running.start();
      const many = (count: number) => running.ask('POST', 'issue/bulk', { issueUpdates: Array.from({ length: count }, () => ({ fields: task() })) });
      assert.equal((await many(51)).status, 400);
      assert.equal((await many(0)).status, 400);
      assert.equal((await running.ask('POST', 'issue/bulk', { issueUpdates: {} })).status, 400);
      assert.equal((await many(50)).json.issues.length, 50);
    });
  });

  describe('read', () => {
    it('gives the fields, properties and changes that are asked for', async () => {
      await running.start();
      await running.create({ labels: ['a'] }, { properties: [{ key: 'one', value: 1 }, { key: 'two', value: 2 }] });
      const get = async (query: string) => (await running.ask('GET', `issue/NET-1?${query}`)).json;
      assert.deepEqual(Object.keys((await get('fields=labels,summary')).fields).sort(), ['labels', 'summary']);
      assert.equal('labels' in (await get('fields=-labels')).fields, false);
      assert.equal('summary' in (await get('fields=-labels')).fields, true);
      assert.equal('comment' in (await get('')).fields, true);
      assert.equal('comment' in (await get('fields=*navigable')).fields, false);
      assert.equal('comment' in (await get('fields=*navigable,comment')).fields, true);
      assert.equal((await get('')).properties, undefined);
      assert.deepEqual((await get('properties=one')).properties, { one: 1 });
      assert.deepEqual((await get('properties=*all')).properties, { one: 1, two: 2 });
      await running.ask('PUT', 'issue/NET-1', { fields: { priority: { name: 'High' }, customfield_10001: 'ACME' } });
      const { histories } = (await get('expand=changelog')).changelog;
      assert.deepEqual(histories[0].items.map(({ field, fieldId, fromString, toString: to }: Loose) => [field, fieldId, fromString, to]), [
        ['priority', 'priority', 'Medium', 'High'],
        ['Customer', 'customfield_10001', '', 'ACME'],
      ]);
    });

    it('says so where there is no such ticket', async () => {
      await running.start();
      const { status, json } = await running.ask('GET', 'issue/NET-1');
      assert.deepEqual([status, json], [404, { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} }]);
    });
  });

  describe('update', () => {
    it('answers 204 and changes what it names, nothing else', async () => {
      const { jira } = await running.start();
      await running.create({ labels: ['a'], description: 'old' });
      running.clock += 60_000;
      const { status, text } = await running.ask('PUT', 'issue/NET-1', { fields: { description: 'new' } });
      assert.deepEqual([status, text], [204, '']);
      const ticket = jira.ticket('NET-1');
      assert.deepEqual([ticket?.fields['description'], ticket?.labels, ticket?.updated], ['new', ['a'], running.clock]);
      assert.deepEqual(ticket?.history.map(({ items }) => items), [[{ field: 'description', name: 'Description', from: 'old', to: 'new' }]]);
    });

    it('gives the ticket back where that is asked for', async () => {
      await running.start();
      await running.create();
      const { status, json } = await running.ask('PUT', 'issue/NET-1?returnIssue=true', { fields: { summary: 'new' }, properties: [{ key: 'a', value: 1 }] });
      assert.deepEqual([status, json.fields.summary], [200, 'new']);
      assert.deepEqual(running.sandbox.jira.ticket('NET-1')?.properties, { a: 1 });
      await running.stop();
      await running.start({ version: 'dc9' });
      await running.create();
      assert.equal((await running.ask('PUT', 'issue/NET-1?returnIssue=true', { fields: { summary: 'new' } })).status, 204);
    });

    it('empties a field with null or an empty list, but none that is required', async () => {
      await running.start();
      await running.create({ labels: ['a'], duedate: '2026-12-01' });
      assert.equal((await running.ask('PUT', 'issue/NET-1', { fields: { labels: [], duedate: null } })).status, 204);
      const fields = await running.fields('NET-1');
      assert.deepEqual([fields.labels, fields.duedate], [[], null]);
      const { status, json } = await running.ask('PUT', 'issue/NET-1', { fields: { summary: null } });
      assert.deepEqual([status, json.errors], [400, { summary: 'You must specify a summary of the issue.' }]);
    });

    it('does nothing at all where one field is refused', async () => {
      await running.start();
      await running.create();
      const { status, json } = await running.ask('PUT', 'issue/NET-1', { fields: { summary: 'new', project: { key: 'RAD' } } });
      assert.equal(status, 400);
      assert.deepEqual(Object.keys(json.errors), ['project']);
      assert.equal((await running.fields('NET-1')).summary, 'Link down');
      assert.equal(running.sandbox.jira.ticket('NET-1')?.history.length, 0);
    });

    it('changes the type within the project', async () => {
      await running.start();
      await running.create();
      assert.equal((await running.ask('PUT', 'issue/NET-1', { fields: { issuetype: { id: '10002' } } })).status, 204);
      assert.equal((await running.fields('NET-1')).issuetype.name, 'Bug');
      assert.equal((await running.ask('PUT', 'issue/NET-1', { fields: { issuetype: { name: 'Nope' } } })).status, 400);
      assert.equal((await running.ask('PUT', 'issue/NET-1', { fields: { issuetype: 'Task' } })).status, 400);
    });

    it('adds, removes, sets and edits', async () => {
      const { jira } = await running.start();
      await running.create({ labels: ['a', 'b'], timetracking: { originalEstimate: '1d' } });
      const update = (operations: JsonObject) => running.ask('PUT', 'issue/NET-1', { update: operations });
      await update({ labels: [{ add: 'c' }, { remove: 'a' }, { add: 'b' }], components: [{ add: { name: 'Core' } }], priority: [{ set: { name: 'Low' } }] });
      assert.deepEqual(jira.ticket('NET-1')?.labels, ['c', 'b']);
      const fields = await running.fields('NET-1');
      assert.deepEqual([fields.components[0].name, fields.priority.name], ['Core', 'Low']);
      await update({ timetracking: [{ edit: { remainingEstimate: '2h' } }], duedate: [{ set: '2026-12-01' }], components: [{ set: null }] });
      const again = await running.fields('NET-1');
      assert.deepEqual([again.timetracking.originalEstimate, again.timetracking.remainingEstimate, again.duedate, again.components], ['1d', '2h', '2026-12-01', []]);
      await update({ comment: [{ add: { body: 'Seen.' } }] });
      assert.deepEqual(jira.ticket('NET-1')?.comments, ['Seen.']);
      await update({ comment: Array.from({ length: 150_000 }, () => ({ add: { body: 'x' } })) }); // more than a function takes arguments
      assert.equal(jira.ticket('NET-1')?.comments.length, 150_001);
    });

    const wrong: Array<[string, JsonObject, RegExp]> = [
      ['a field in both', { fields: { labels: ['a'] }, update: { labels: [{ add: 'b' }] } }, /cannot appear in both 'fields' and 'update'/],
      ['an operation that the field does not have', { update: { summary: [{ add: 'a' }] } }, /does not support the operation 'add'/],
      ['an operation that is none', { update: { labels: [5] } }, /does not support the operation ''/],
      ['operations that are no list', { update: { labels: { add: 'a' } } }, /data was not an array/],
      ['an unknown field in update', { update: { nope: [{ set: 1 }] } }, /Field 'nope' cannot be set/],
      ['a comment without body', { update: { comment: [{ add: { body: '' } }] } }, /Comment body can not be empty!/],
      ['a comment that is too long', { update: { comment: [{ add: { body: 'x'.repeat(32_768) } }] } }, /32,767/],
      ['a comment that is not added', { update: { comment: [{ set: 'a' }] } }, /supports the operation 'add'/],
      ['a comment that is no operation', { update: { comment: ['a'] } }, /supports the operation 'add'/],
    ];
    for (const [name, body, words] of wrong) {
      it(`refuses ${name}`, async () => {
        await running.start();
        await running.create();
        const { status, text } = await running.ask('PUT', 'issue/NET-1', body);
        assert.equal(status, 400);
        assert.match(text, words);
      });
    }
  });

  it('deletes', async () => {
    await running.start();
    await running.create();
    assert.equal((await running.ask('DELETE', 'issue/NET-1')).status, 204);
    assert.equal((await running.ask('GET', 'issue/NET-1')).status, 404);
    assert.equal((await running.ask('DELETE', 'issue/NET-1')).status, 404);
    assert.equal(await running.create(), 'NET-2');
  });
});
