import assert from 'node:assert/strict';
import type { Flavour } from '../../../src/lib/jira/flavour';
import type { JiraAnswer, JiraRequest } from '../../../src/lib/jira/http';
import { Places } from '../../../src/lib/jira/places';
import type { Json } from '../../../src/lib/ticket/json';
import { address, answer, cloud, dataCenter, stubPort } from './jira-stub';

const net = { id: '1', key: 'NET', name: 'Network' };
const server7: Flavour = { ...dataCenter, version: [7, 6, 1] };

function places(flavour: Flavour, answers: (request: JiraRequest) => Json | undefined) {
  const port = stubPort((request): JiraAnswer => {
    const json = answers(request);
    return json === undefined ? answer(404, { errorMessages: ['No'], errors: {} }) : answer(200, json);
  });
  return { port, of: new Places(port, address, () => Promise.resolve(flavour), { now: () => 0 }) };
}

describe('places for a ticket', () => {
  it('are all projects of a server, asked for once', async () => {
    const { port, of } = places(dataCenter, ({ path }) => (path.endsWith('/project') ? [net, { key: 'X' }] : undefined));
    assert.deepEqual(await of.projects(), [{ value: 'NET', name: 'Network' }, { value: 'X', name: '' }]);
    await of.projects();
    assert.equal(port.asked.length, 1);
  });

  it('are the pages of Cloud, as far as it gives them', async () => {
    const { port, of } = places(cloud, ({ query }) => ({ values: [{ ...net, key: `P${String(query?.['startAt'])}` }], isLast: query?.['startAt'] === 1 }));
    assert.deepEqual((await of.projects()).map(({ value }) => value), ['P0', 'P1']);
    assert.equal(port.asked.length, 2);
    const broken = places(cloud, ({ query }) => (query?.['startAt'] === 0 ? { values: [net], isLast: false } : undefined));
    assert.deepEqual((await broken.of.projects()).map(({ value }) => value), ['NET']);
    const endless = places(cloud, () => ({ values: [], isLast: false }));
    assert.deepEqual(await endless.of.projects(), []);
  });

  it('are the first 2,000 of a page of any length', async () => {
    const { port, of } = places(cloud, () => ({ values: Array.from({ length: 200_000 }, () => net), isLast: false })); // more than a function takes arguments
    assert.equal((await of.projects()).length, 2_000);
    assert.equal(port.asked.length, 1);
  });

  it('are the plain list of a Cloud that has no pages, and none where there is no list', async () => {
    assert.deepEqual((await places(cloud, ({ path }) => (path.endsWith('/project') ? [net] : undefined)).of.projects()).length, 1);
    assert.deepEqual(await places(cloud, () => undefined).of.projects(), []);
  });

  it('have the types that can be created there, in pages or in one', async () => {
    const inPages = places(cloud, ({ path }) => (path.endsWith('/createmeta/NET/issuetypes') ? { issueTypes: [{ id: '1', name: 'Task' }, 'odd'], total: 1 } : undefined));
    assert.deepEqual(await inPages.of.issueTypes('NET'), [{ value: 'Task', name: 'Task' }]);
    const inOne = places(server7, ({ path, query }) => (path.endsWith('/createmeta') ? { projects: [{ ...net, issuetypes: query?.['projectKeys'] === 'net' ? [{ id: '1', name: 'Bug' }] : [] }] } : undefined));
    assert.deepEqual(await inOne.of.issueTypes('net'), [{ value: 'Bug', name: 'Bug' }]);
    const moved = places(dataCenter, ({ path, query }) => (path.endsWith('/createmeta') && query?.['projectIds'] === '1' ? { projects: [{ ...net, issuetypes: [{ id: '1', name: 'Bug' }] }] } : undefined));
    assert.deepEqual(await moved.of.issueTypes('1'), [{ value: 'Bug', name: 'Bug' }]);
    assert.deepEqual(await places(dataCenter, () => undefined).of.issueTypes('NET'), []);
  });
});
