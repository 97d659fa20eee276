import assert from 'node:assert/strict';
import { parseAddress } from '../../../src/lib/jira/address';
import { readFlavour } from '../../../src/lib/jira/flavour';
import { NoAnswer } from '../../../src/lib/jira/http';
import { UnexpectedAnswer } from '../../../src/lib/jira/unexpected-answer';
import { address, answer, stubPort } from './jira-stub';

const flavourOf = (sign: ReturnType<typeof answer>, at = address) => readFlavour(stubPort(() => sign), at);

describe('the flavour of a Jira', () => {
  it('is asked of serverInfo beside the issues', async () => {
    const port = stubPort(() => answer(200, {}));
    await readFlavour(port, parseAddress('jira.example.com', 'rest/api/2/issue'));
    assert.deepEqual(port.asked, [{ method: 'GET', path: 'rest/api/2/serverInfo' }]);
  });

  it('is Cloud by deployment type', async () => {
    const info = { version: '1001.0.0-SNAPSHOT', versionNumbers: [5, 0, 0], deploymentType: 'Cloud', serverTitle: 'Ours' };
    assert.deepEqual(await flavourOf(answer(200, info)), {
      cloud: true,
      version: [],
      properties: true,
      bulk: true,
      search: 'search/jql',
      dialect: { users: 'accountId', text: 'string' },
      title: 'Ours',
    });
  });

  it('is Cloud by host, whatever serverInfo says, with documents on API 3', async () => {
    const flavour = await flavourOf(answer(404), parseAddress('ours.atlassian.net', 'rest/api/3/issue'));
    assert.equal(flavour.cloud, true);
    assert.equal(flavour.search, 'search/jql');
    assert.deepEqual(flavour.dialect, { users: 'accountId', text: 'document' });
  });

  const servers: Array<[what: string, info: Parameters<typeof answer>[1], version: number[], properties: boolean, bulk: boolean]> = [
    ['Server 5', { version: '5.2.11', buildNumber: 854 }, [5, 2, 11], false, false],
    ['Server 6', { versionNumbers: [6, 4, 0] }, [6, 4, 0], false, true],
    ['Server 7', { versionNumbers: [7, 6, 1], version: '7.6.1' }, [7, 6, 1], true, true],
    ['Data Center', { versionNumbers: [10, 3, 0], deploymentType: 'Server' }, [10, 3, 0], true, true],
    ['a server that does not say', {}, [], true, true],
    ['a server that talks nonsense', { versionNumbers: ['a'], version: 'soon', deploymentType: 7, serverTitle: null }, [], true, true],
    ['no JSON', undefined, [], true, true],
    ['JSON of another kind', [1], [], true, true],
  ];
  for (const [what, info, version, properties, bulk] of servers) {
    it(`of ${what}`, async () => {
      const flavour = await flavourOf(answer(200, info));
      assert.deepEqual([flavour.version, flavour.properties, flavour.bulk], [version, properties, bulk]);
      assert.deepEqual([flavour.cloud, flavour.search, flavour.dialect, flavour.title], [false, 'search', { users: 'name', text: 'string' }, '']);
    });
  }

  it('is an unknown server where serverInfo is refused', async () => {
    assert.deepEqual((await flavourOf(answer(403, { version: '5.0' }))).version, []);
  });

  for (const sign of [answer(401), answer(429), answer(503), answer(502), answer(200, {}, { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' })]) {
    it(`is not guessed from ${sign.status} ${JSON.stringify(sign.headers)}`, async () => {
      await assert.rejects(flavourOf(sign), (error: unknown) => error instanceof UnexpectedAnswer && error.answer === sign && error.message.includes('serverInfo'));
    });
  }

  it('is not guessed from silence', async () => {
    const silence = new NoAnswer('ECONNREFUSED', false, 'x');
    await assert.rejects(readFlavour(stubPort(() => Promise.reject(silence)), address), silence);
  });
});
