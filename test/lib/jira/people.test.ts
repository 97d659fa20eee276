import assert from 'node:assert/strict';
import type { Flavour } from '../../../src/lib/jira/flavour';
import type { JiraAnswer, JiraRequest } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { People } from '../../../src/lib/jira/people';
import type { Json } from '../../../src/lib/ticket/json';
import { address, answer, cloud, dataCenter, stubPort } from './jira-stub';

const ann = { accountId: '5b10ac8d82e05b22cc7d4ef5', name: 'asmith', displayName: 'Ann Smith', emailAddress: 'ann@example.com', active: true };
const other = { ...ann, accountId: '5b10ac8d82e05b22cc7d4ef6', name: 'asmith2', emailAddress: '' };
const gone = { ...ann, accountId: '5b10ac8d82e05b22cc7d4ef7', name: 'asmith3', active: false };

function people(flavour: Flavour, answers: (request: JiraRequest) => JiraAnswer | Json) {
  const port = stubPort((request) => {
    const given = answers(request);
    return given !== null && typeof given === 'object' && 'headers' in given ? (given as JiraAnswer) : answer(200, given);
  });
  return { port, of: new People(port, address, () => Promise.resolve(flavour), { now: () => 0 }) };
}

const notFound = (): JiraAnswer => answer(404, { errorMessages: ['The user does not exist'], errors: {} });
const search = (found: Json) => (request: JiraRequest) => (request.path.endsWith('/user/search') ? found : notFound());

describe('people', () => {
  it('are found on Cloud by display name or e-mail address, and asked for once', async () => {
    const { port, of } = people(cloud, search([ann, gone]));
    assert.equal(await of.find('assignee', 'Ann Smith'), ann.accountId);
    assert.equal(await of.find('reporter', 'ann smith'), ann.accountId);
    assert.equal(await of.find('assignee', 'ann@example.com'), ann.accountId);
    assert.deepEqual(port.asked.map(({ query }) => query?.['query']), ['Ann Smith', 'ann@example.com']);
  });

  it('whose e-mail address Cloud hides are who it finds by it', async () => {
    assert.equal(await people(cloud, search([other])).of.find('assignee', 'hidden@example.com'), other.accountId);
  });

  for (const id of ['5b10ac8d82e05b22cc7d4ef5', '557058:f58131cb-b67d-43c7-b30d-6b58d40bd077', 'qm:4b4ae90b-6a4e-4d56-8b9c-6b0b7f2b1c4d:1', '-1']) {
    it(`are taken for the account id ${id} without a question`, async () => {
      const { port, of } = people(cloud, notFound);
      assert.equal(await of.find('assignee', id), id);
      assert.equal(port.asked.length, 0);
    });
  }

  it('are known on servers by a user name, which is asked for once, and by a name of one word', async () => {
    const { port, of } = people(dataCenter, (request) => {
      if (request.path.endsWith('/user')) return request.query?.['username'] === 'JDoe' ? { ...ann, name: 'jdoe', active: false } : notFound();
      return [{ ...ann, name: 'op1', displayName: 'Operator' }];
    });
    assert.equal(await of.find('assignee', 'JDoe'), 'jdoe');
    assert.equal(await of.find('reporter', 'jdoe'), 'jdoe');
    assert.equal(port.asked.length, 1);
    assert.equal(await of.find('assignee', 'operator'), 'op1');
  });

  it('are taken as they are named where Jira fails at them alone, and asked for where it fails at all', async () => {
    for (const flavour of [cloud, dataCenter]) {
      for (const status of [500, 504]) {
        const { of, port } = people(flavour, ({ path }) => (path.endsWith('/serverInfo') ? {} : answer(status)));
        assert.equal(await of.find('assignee', 'Ann Smith'), 'Ann Smith');
        const asked = port.asked.length;
        assert.equal(await of.find('reporter', 'Ann Smith'), 'Ann Smith');
        assert.equal(port.asked.length, asked, 'that is known for a while');
      }
      await assert.rejects(people(flavour, () => answer(500)).of.find('assignee', 'Ann Smith'), { name: 'UnexpectedAnswer' });
      await assert.rejects(people(flavour, ({ path }) => (path.endsWith('/serverInfo') ? {} : answer(502))).of.find('assignee', 'Ann Smith'), { name: 'UnexpectedAnswer' });
    }
  });

  it('are taken for a user name on servers where they may not be asked for, or not in time', async () => {
    assert.equal(await people(dataCenter, () => answer(403, { errorMessages: ['No'], errors: {} })).of.find('assignee', 'jdoe'), 'jdoe');
    const late = (): never => {
      throw new NoAnswer('TIMEOUT', true, 'there was no whole answer within 30 s');
    };
    assert.equal(await people(dataCenter, late).of.find('assignee', 'jdoe'), 'jdoe');
    await assert.rejects(people(dataCenter, late).of.find('assignee', 'John Doe'), { code: 'TIMEOUT' });
    await assert.rejects(people(cloud, late).of.find('assignee', 'jdoe'), { code: 'TIMEOUT' });
  });

  it('are found on servers by display name, by e-mail address, and by a user name that is one', async () => {
    const { of } = people(dataCenter, (request) => {
      if (request.path.endsWith('/user')) return request.query?.['username'] === 'bob@example.com' ? { ...ann, name: 'bob@example.com' } : notFound();
      return [ann];
    });
    assert.equal(await of.find('assignee', 'Ann Smith'), 'asmith');
    assert.equal(await of.find('assignee', 'ann@example.com'), 'asmith');
    assert.equal(await of.find('assignee', 'bob@example.com'), 'bob@example.com');
  });

  it('are not what is answered without a name or an account id', async () => {
    for (const flavour of [cloud, dataCenter]) {
      const nobody = { displayName: '', active: true };
      // A server of which nobody can be told takes the text as a user name.
      assert.equal(await people(flavour, () => answer(200, {})).of.find('assignee', 'John Doe'), 'John Doe');
      await assert.rejects(people(flavour, ({ path }) => answer(200, path.endsWith('/user') ? {} : [nobody, { name: '', accountId: '' }])).of.find('assignee', 'John Doe'), { message: /"John Doe" is nobody whom this Jira knows/ });
      const found = flavour.cloud ? ann.accountId : ann.name;
      assert.equal(await people(flavour, ({ path }) => answer(200, path.endsWith('/user') ? nobody : [nobody, ann])).of.find('assignee', 'Ann Smith'), found);
    }
  });

  it('who are several are named, each with what to use', async () => {
    const { of } = people(cloud, search([ann, other, gone]));
    await assert.rejects(of.find('assignee', 'Ann Smith'), {
      code: 'INVALID_FIELD',
      message: 'Field assignee: "Ann Smith" may be several: "Ann Smith" (5b10ac8d82e05b22cc7d4ef5), "Ann Smith" (5b10ac8d82e05b22cc7d4ef6). Use the account id of one.',
    });
  });

  it('whom nobody knows are refused', async () => {
    await assert.rejects(people(dataCenter, (request) => (request.path.endsWith('/user') ? notFound() : [])).of.find('assignee', 'No Body'), {
      code: 'INVALID_FIELD',
      message: /"No Body" is nobody whom this Jira knows\. Use the person's user name or e-mail address/,
    });
  });

  it('are looked for among those who can be assigned where others may not be searched for', async () => {
    const { port, of } = people(cloud, (request) => (request.path.endsWith('/assignable/search') ? [ann] : answer(403, { errorMessages: ['No'], errors: {} })));
    assert.equal(await of.find('assignee', 'Ann Smith', 'NET'), ann.accountId);
    assert.deepEqual(port.asked.at(-1)?.query, { query: 'Ann Smith', maxResults: 20, project: 'NET' });
  });

  it('are looked for among them on Cloud also where the search finds nobody, as it does for whoever may not browse users', async () => {
    const { port, of } = people(cloud, (request) => (request.path.endsWith('/assignable/search') ? [ann] : []));
    assert.equal(await of.find('assignee', 'Ann Smith', 'NET'), ann.accountId);
    assert.deepEqual(port.asked.map(({ path }) => path.split('/user/')[1]), ['search', 'assignable/search']);
    await assert.rejects(people(cloud, () => []).of.find('assignee', 'No Body', 'NET'), { code: 'INVALID_FIELD' });
    const forbidden = people(cloud, (request) => (request.path.endsWith('/assignable/search') ? answer(403, null) : []));
    await assert.rejects(forbidden.of.find('assignee', 'No Body', 'NET'), { code: 'INVALID_FIELD' });
  });

  it('are left to a server that shows this user nobody', async () => {
    const hidden = (assignable: Json) => (request: JiraRequest) => {
      if (request.path.endsWith('/user')) return answer(403, { errorMessages: ['You do not have permission to browse users.'], errors: {} });
      return request.path.endsWith('/assignable/search') ? assignable : [];
    };
    assert.equal(await people(dataCenter, hidden([ann])).of.find('assignee', 'Ann Smith', 'NET'), 'asmith');
    assert.equal(await people(dataCenter, hidden([])).of.find('assignee', 'jdoe', 'NET'), 'jdoe');
    assert.equal(await people(dataCenter, hidden([])).of.find('watcher', 'jdoe'), 'jdoe');
  });

  it('are left to Jira where it does not let us search', async () => {
    const { of } = people(cloud, () => answer(403, { errorMessages: ['You are not authorized'], errors: {} }));
    assert.equal(await of.find('assignee', 'Ann Smith'), 'Ann Smith');
  });

  it('are suggested by what their names begin with: those who are active, by what Jira wants to be given', async () => {
    const suggestion = { name: ann.displayName, email: ann.emailAddress };
    assert.deepEqual(await people(cloud, search([ann, gone, { displayName: 'App' }])).of.suggest('ann'), [{ ...suggestion, id: ann.accountId }]);
    const { port, of } = people(dataCenter, search([ann]));
    assert.deepEqual(await of.suggest('ann', 'NET'), [{ ...suggestion, id: ann.name }]);
    assert.deepEqual(await of.suggest('Ann', 'NET'), [{ ...suggestion, id: ann.name }]);
    assert.equal(port.asked.length, 2, 'asked once, for a user of this name and for a beginning');
    assert.deepEqual(await people(cloud, () => answer(403, { errorMessages: ['No'], errors: {} })).of.suggest('ann'), []);
  });
});
