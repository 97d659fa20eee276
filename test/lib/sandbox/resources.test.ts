import assert from 'node:assert/strict';
import type { Loose } from './running';
import { Running } from './running';

describe('sandbox: what belongs to a ticket', () => {
  const running = new Running();

  describe('transitions', () => {
    const go = (id: unknown, more: object = {}) => running.ask('POST', 'issue/NET-1/transitions', { transition: { id }, ...more } as never);
    const names = async () => (await running.ask('GET', 'issue/NET-1/transitions')).json.transitions.map(({ name }: Loose) => name);

    it('lead from To Do to In Progress to Done and back, and are written into the history', async () => {
      const { jira } = await running.start();
      await running.create();
      assert.deepEqual(await names(), ['Start Progress', 'Done']);
      assert.equal((await go('11')).status, 204);
      assert.deepEqual(await names(), ['Stop Progress', 'Done']);
      assert.equal((await go('31', { fields: { resolution: { name: 'Duplicate' } }, update: { comment: [{ add: { body: 'See NET-0.' } }] } })).status, 204);
      const done = jira.ticket('NET-1');
      assert.deepEqual([done?.status, (await running.fields('NET-1')).resolution.name, done?.comments], ['Done', 'Duplicate', ['See NET-0.']]);
      assert.equal((await go(41)).status, 204);
      const open = jira.ticket('NET-1');
      assert.deepEqual([open?.status, open?.fields['resolution']], ['To Do', null]);
      assert.deepEqual(
        open?.history.map(({ items }) => items.map(({ name, from, to }) => `${name}: ${from}→${to}`)),
        [['Status: To Do→In Progress'], ['Resolution: →Duplicate', 'Status: In Progress→Done'], ['Resolution: Duplicate→', 'Status: Done→To Do']],
      );
    });

    it('want what their screen has, and only that', async () => {
      await running.start();
      await running.create();
      assert.deepEqual((await go('31')).json.errors, { resolution: 'Resolution is required.' });
      assert.deepEqual(Object.keys((await go('31', { fields: { resolution: { id: '10000' }, summary: 'x' } })).json.errors), ['summary']);
      assert.deepEqual(Object.keys((await go('11', { fields: { resolution: { id: '10000' } } })).json.errors), ['resolution']);
      const { json } = await running.ask('GET', 'issue/NET-1/transitions?expand=transitions.fields');
      const [start, done] = json.transitions;
      assert.deepEqual([start.hasScreen, start.fields], [false, {}]);
      assert.deepEqual([done.hasScreen, done.fields.resolution.required, done.to.statusCategory.key], [true, true, 'done']);
    });

    it('are refused where the status has none of this id', async () => {
      await running.start();
      await running.create();
      assert.deepEqual((await go('41')).json.errorMessages, ["Transition id '41' is not valid for this issue."]);
      assert.deepEqual((await go(null)).json.errorMessages, ["Missing 'transition' identifier"]);
      assert.equal((await running.ask('POST', 'issue/NET-1/transitions', { transition: '11' })).status, 400);
      assert.equal((await running.ask('POST', 'issue/NET-9/transitions', { transition: { id: '11' } })).status, 404);
    });

    it('say less on servers', async () => {
      await running.start({ version: 'server7' });
      await running.create();
      const { json } = await running.ask('GET', 'issue/NET-1/transitions');
      assert.equal('isGlobal' in json.transitions[0], false);
      assert.equal('fields' in json.transitions[0], false);
    });
  });

  describe('comments', () => {
    it('are added and listed in pages', async () => {
      await running.start();
      await running.create();
      running.clock += 1_000;
      const { status, json } = await running.ask('POST', 'issue/NET-1/comment', { body: 'one' });
      assert.deepEqual([status, json.body, json.author.displayName, json.created], [201, 'one', 'Node-RED', '2026-11-23T12:00:01.000+0000']);
      await running.ask('POST', '/rest/api/3/issue/NET-1/comment', { body: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'two' }] }] } });
      const page = (await running.ask('GET', 'issue/NET-1/comment?startAt=1&maxResults=5')).json;
      assert.deepEqual([page.total, page.startAt, page.comments.map(({ body }: Loose) => body)], [2, 1, ['two']]);
      assert.equal((await running.fields('NET-1')).updated, '2026-11-23T12:00:01.000+0000');
    });

    it('have properties, each a resource, which the list of a Cloud leaves out', async () => {
      for (const version of ['dc10', 'cloud'] as const) {
        await running.start({ version });
        await running.create();
        const { id } = (await running.ask('POST', 'issue/NET-1/comment', { body: 'one', properties: [{ key: 'a', value: { b: 1 } }] })).json;
        assert.deepEqual((await running.ask('GET', `comment/${id}/properties/a`)).json, { key: 'a', value: { b: 1 } });
        for (const path of [`comment/${id}/properties/b`, 'comment/1/properties/a']) assert.equal((await running.ask('GET', path)).status, 404);
        const [comment] = (await running.ask('GET', 'issue/NET-1/comment?expand=properties')).json.comments;
        assert.deepEqual(comment.properties, version === 'cloud' ? undefined : [{ key: 'a', value: { b: 1 } }]);
        await running.stop();
      }
    });

    it('have a body, and in v3 a document', async () => {
      await running.start();
      await running.create();
      for (const body of [{}, { body: '' }, { body: null }]) {
        const { status, json } = await running.ask('POST', 'issue/NET-1/comment', body);
        assert.deepEqual([status, json.errors], [400, { comment: 'Comment body can not be empty!' }]);
      }
      assert.match((await running.ask('POST', '/rest/api/3/issue/NET-1/comment', { body: 'text' })).json.errors.comment, /Atlassian Document/);
    });
  });

  describe('properties', () => {
    it('are put, read, listed and deleted', async () => {
      await running.start();
      await running.create();
      const path = 'issue/NET-1/properties/node-red.marker';
      assert.equal((await running.ask('GET', path)).status, 404);
      assert.equal((await running.ask('PUT', path, { guid: 'a' })).status, 201);
      assert.equal((await running.ask('PUT', path, [1])).status, 200);
      assert.deepEqual((await running.ask('GET', path)).json, { key: 'node-red.marker', value: [1] });
      assert.deepEqual((await running.ask('GET', 'issue/NET-1/properties')).json.keys.map(({ key }: Loose) => key), ['node-red.marker']);
      assert.equal((await running.ask('DELETE', path)).status, 204);
      assert.equal((await running.ask('DELETE', path)).status, 404);
    });

    it('have keys that may be encoded, and values of a bounded size', async () => {
      const { jira } = await running.start();
      await running.create();
      await running.ask('PUT', 'issue/NET-1/properties/a%2Fb', 1);
      assert.deepEqual(jira.ticket('NET-1')?.properties, { 'a/b': 1 });
      assert.equal((await running.ask('PUT', 'issue/NET-1/properties/big', 'x'.repeat(40_000))).status, 400);
    });
  });

  describe('metadata', () => {
    const ids = (page: Loose, name: string) => page[name].map(({ fieldId }: Loose) => fieldId);

    it('comes in pages, named on Cloud', async () => {
      await running.start();
      const types = (await running.ask('GET', 'issue/createmeta/NET/issuetypes?maxResults=2&startAt=1')).json;
      assert.deepEqual([types.issueTypes.map(({ name }: Loose) => name), types.total, types.isLast], [['Bug', 'Incident'], 6, undefined]);
      const fields = (await running.ask('GET', 'issue/createmeta/NET/issuetypes/10001')).json;
      assert.equal(fields.total, fields.fields.length);
      const severity = fields.fields.find(({ name }: Loose) => name === 'Severity');
      assert.deepEqual(
        [severity.key, severity.fieldId, severity.schema, severity.allowedValues.map(({ value }: Loose) => value)],
        ['customfield_10007', 'customfield_10007', { type: 'option', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:select', customId: 10007 }, ['Critical', 'Major', 'Minor', 'Warning']],
      );
    });

    it('comes in pages of values on a Data Center', async () => {
      await running.start({ version: 'dc9' });
      const first = (await running.ask('GET', 'issue/createmeta/NET/issuetypes/10001?maxResults=10')).json;
      assert.deepEqual([first.values.length, first.isLast, 'key' in first.values[0]], [10, false, false]);
      const rest = (await running.ask('GET', 'issue/createmeta/NET/issuetypes/10001?maxResults=100&startAt=10')).json;
      assert.deepEqual([rest.values.length, rest.isLast], [first.total - 10, true]);
      assert.deepEqual([...ids(first, 'values'), ...ids(rest, 'values')].slice(0, 3), ['summary', 'issuetype', 'project']);
    });

    it('comes in one answer with filters', async () => {
      await running.start({ version: 'server7' });
      const get = async (query: string) => (await running.ask('GET', `issue/createmeta?${query}`)).json.projects;
      const all = await get('');
      assert.deepEqual([all.map(({ key }: Loose) => key), 'fields' in all[0].issuetypes[0]], [['NET', 'RAD', 'OPS'], false]);
      const [project, ...others] = await get('projectKeys=RAD&issuetypeNames=Bug&expand=projects.issuetypes.fields');
      assert.deepEqual([project.key, others, project.issuetypes.map(({ name }: Loose) => name)], ['RAD', [], ['Bug']]);
      const { fields } = project.issuetypes[0];
      assert.deepEqual([fields.summary.required, fields.summary.fieldId, fields.components.allowedValues[0].name], [true, undefined, 'Antenna']);
      const byId = await get('projectIds=10010&issuetypeIds=10005');
      assert.deepEqual(byId.map(({ key, issuetypes }: Loose) => [key, issuetypes.map(({ name }: Loose) => name)]), [['RAD', ['Epic']]]);
      assert.deepEqual(await get('projectKeys=NOPE'), []);
      assert.deepEqual((await get('projectKeys=NET&issuetypeNames=bug'))[0].issuetypes, []);
    });

    it('has only what is on the screen', async () => {
      await running.start();
      const screen = async (project: string, type: string) => ids((await running.ask('GET', `issue/createmeta/${project}/issuetypes/${type}`)).json, 'fields');
      assert.equal((await screen('OPS', '10001')).includes('labels'), false);
      assert.equal((await screen('OPS', '10001')).includes('customfield_10007'), true);
      assert.equal((await screen('NET', '10005')).includes('parent'), false);
      assert.equal((await screen('NET', '10001')).includes('resolution'), false);
    });

    it('tells what may be edited', async () => {
      await running.start();
      await running.create();
      const { fields } = (await running.ask('GET', 'issue/NET-1/editmeta')).json;
      assert.deepEqual([fields.summary.key, 'project' in fields, fields.labels.operations], ['summary', false, ['add', 'set', 'remove']]);
    });

    it('says what it does not have', async () => {
      await running.start();
      assert.equal((await running.ask('GET', 'issue/createmeta/NOPE/issuetypes')).status, 404);
      assert.equal((await running.ask('GET', 'issue/createmeta/NET/issuetypes/1')).status, 404);
      assert.equal((await running.ask('GET', 'issue/createmeta/NET/issuetypes?maxResults=201')).status, 400);
      assert.equal((await running.ask('GET', 'issue/createmeta/NET/issuetypes?startAt=x')).status, 400);
    });
  });

  describe('directories', () => {
    it('list projects, types, priorities and fields', async () => {
      await running.start();
      const get = async (path: string) => (await running.ask('GET', path)).json;
      assert.deepEqual((await get('project')).map(({ key, name }: Loose) => [key, name]), [['NET', 'Network'], ['RAD', 'Radio'], ['OPS', 'Operations']]);
      const project = await get('project/RAD');
      assert.deepEqual([project.name, project.issueTypes.length, project.components[0].name, project.versions[0].projectId], ['Radio', 6, 'Antenna', 10010]);
      assert.equal((await running.ask('GET', 'project/NOPE')).status, 404);
      assert.deepEqual((await get('issuetype')).map(({ name }: Loose) => name), ['Task', 'Bug', 'Incident', 'Story', 'Epic', 'Sub-task']);
      assert.equal((await get('priority'))[1].name, 'High');
      const fields = await get('field');
      const byId = (id: string) => fields.find((field: Loose) => field.id === id);
      assert.deepEqual([byId('customfield_10004').name, byId('customfield_10004').custom, byId('customfield_10004').clauseNames], ['Story Points', true, ['cf[10004]', 'Story Points']]);
      assert.deepEqual([byId('fixVersions').custom, byId('fixVersions').clauseNames, byId('status').schema.type], [false, ['fixversions'], 'status']);
    });

    it('find people', async () => {
      await running.start();
      const found = async (query: string) => (await running.ask('GET', `user/search?${query}`)).json.map(({ displayName }: Loose) => displayName);
      assert.deepEqual(await found('query=clara'), ['Clara Meier', 'Clara Meier']);
      assert.deepEqual(await found('query=meier&maxResults=1&startAt=1'), ['Clara Meier']);
      assert.deepEqual(await found('query=asmith@example.com'), ['Ann Smith']);
      assert.deepEqual(await found('accountId=712020:5a3f0c1e-0000-4000-8000-000000000006'), ['John Doe']);
      assert.equal((await running.ask('GET', 'user/search')).status, 400);
      await running.stop();
      await running.start({ version: 'dc9' });
      assert.deepEqual(await found('username=jdo'), ['John Doe']);
      const { status, json } = await running.ask('GET', 'user/search?query=jdo');
      assert.deepEqual([status, json.errorMessages], [400, ['The username query parameter was not provided']]);
    });

    it('list labels', async () => {
      await running.start();
      await running.create({ labels: ['b', 'a'] });
      await running.create({ labels: ['b', 'c'] });
      await running.create();
      assert.deepEqual((await running.ask('GET', 'label')).json, { startAt: 0, maxResults: 1000, total: 3, isLast: true, values: ['a', 'b', 'c'] });
      assert.equal((await running.ask('GET', 'label?maxResults=2')).json.isLast, false);
    });

    it('suggest labels, as a query needs them', async () => {
      const suggest = async (query: string) => (await running.ask('GET', `jql/autocompletedata/suggestions?${query}`)).json.results;
      await running.start({ version: 'dc10' });
      await running.create({ labels: ['Night', 'nimble', 'a&b'] });
      assert.deepEqual(await suggest('fieldName=labels&fieldValue=ni'), [
        { value: 'Night', displayName: '<b>Ni</b>ght' },
        { value: 'nimble', displayName: '<b>ni</b>mble' },
      ]);
      assert.deepEqual(await suggest('fieldName=labels&fieldValue=A'), [{ value: '"a&b"', displayName: '<b>a</b>&#38;b' }]);
      assert.equal((await suggest('fieldName=labels')).length, 3);
      assert.deepEqual(await suggest('fieldName=cf[10018]'), []);
      await running.stop();
      await running.start({ version: 'server5' });
      assert.equal((await running.ask('GET', 'jql/autocompletedata/suggestions?fieldName=labels')).status, 404);
    });
  });
});
