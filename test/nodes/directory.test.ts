import assert from 'node:assert/strict';
import helper = require('node-red-node-test-helper');
import { Flow } from './flow';

interface Field {
  id: string;
  name: string;
  required: boolean;
  onCreateScreen?: boolean;
  count: number;
  choices: string[];
}

describe('what a dialog can look up in Jira', () => {
  let flow: Flow;
  before(async () => {
    flow = await Flow.start({}, { adminApi: true });
  });
  after(() => flow.stop());

  async function ask<T>(path: string, id = 'server'): Promise<{ status: number; body: T }> {
    const { status, body } = await helper.request().get(`/jira-tickets/${id}/${path}`);
    return { status, body: body as T };
  }

  it('are the fields of a project and type, and all others that Jira knows', async () => {
    const { status, body } = await ask<{ complete: boolean; fields: Field[] }>('fields?project=net&issuetype=incident');
    assert.equal(status, 200);
    const field = (id: string) => body.fields.find((one) => one.id === id);
    assert.deepEqual(field('priority')?.choices, ['Highest', 'High', 'Medium', 'Low', 'Lowest']);
    assert.deepEqual(field('customfield_10011')?.choices.slice(0, 3), ['Europe', 'Europe/Belgium', 'Europe/France']);
    assert.deepEqual(field('project')?.choices, ['NET']);
    assert.deepEqual(body.fields.filter(({ required }) => required).map(({ id }) => id), ['summary', 'issuetype', 'project']);
    assert.deepEqual([field('status')?.onCreateScreen, field('summary')?.onCreateScreen], [undefined, true]);
    assert.equal(body.complete, true);
  });

  it('are projects, their types, and people', async () => {
    assert.deepEqual((await ask<unknown[]>('projects')).body[0], { value: 'NET', name: 'Network' });
    assert.deepEqual((await ask<Array<{ value: string }>>('issuetypes?project=OPS')).body.map(({ value }) => value), ['Task', 'Incident', 'Sub-task']);
    assert.deepEqual((await ask<unknown[]>('issuetypes')).body, []);
    assert.deepEqual((await ask<Array<{ name: string }>>('people?q=clara&project=NET')).body.map(({ name }) => name), ['Clara Meier', 'Clara Meier']);
    assert.deepEqual((await ask<unknown[]>('people?q=')).body, []);
    assert.deepEqual((await ask<unknown[]>('labels?q=x')).body, []);
  });

  it('are the labels that tickets have', async () => {
    const value = (field: string, text: string): object => ({ mode: 'include', field, type: 'str', value: text });
    await helper.request().post('/jira-tickets/server/create').send({ rows: [value('project', 'NET'), value('issuetype', 'Task'), value('summary', 'x'), value('labels', 'night,day')] });
    assert.deepEqual((await ask<unknown[]>('labels?field=labels&q=NI')).body, ['night']);
    assert.deepEqual((await ask<unknown[]>('labels?field=labels')).body, ['day', 'night']);
  });

  it('is refused where the question is none, or the connection not deployed', async () => {
    assert.equal((await ask(`fields?project=${'x'.repeat(300)}`)).status, 400);
    assert.equal((await ask('fields?project=NET&project=RAD')).status, 400);
    assert.equal((await ask<{ code: string }>('fields?project=..&issuetype=Task')).body.code, 'INVALID_FIELD');
    for (let times = 0; times < 5; times += 1) assert.equal((await ask('issuetypes?project=..')).status, 400);
    assert.equal((await ask('issuetypes?project=NET')).status, 200, 'and bothers nobody else');
    assert.equal((await ask('projects', 'create')).status, 404);
    assert.equal((await ask('projects', 'nobody')).status, 404);
  });
});
