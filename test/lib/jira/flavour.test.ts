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
    const info = { version: '1001.0.0-SNAPSHOT', versionNumbers: [5, 0, 0], deploymentType: 'Cloud', serverTitle: 'Ours', baseUrl: 'https://ours.example' };
    assert.deepEqual(await flavourOf(answer(200, info)), {
      cloud: true,
      version: [],
      properties: true,
      bulk: true,
      suggestions: true,
      uploadToken: 'no-check',
      search: 'search/jql',
      dialect: { users: 'accountId', text: 'string' },
      title: 'Ours',
      site: 'https://ours.example',
      guessed: false,
    });
  });

  it('has suggestions from 7 on', async () => {
    const suggests = async (version: string): Promise<boolean> => (await flavourOf(answer(200, { version }))).suggestions;
    assert.deepEqual([await suggests('6.4.14'), await suggests('7.6.1')], [false, true]);
  });

  it('wants another word of an upload before 7, and that of today where its version is not known', async () => {
    const word = async (sign: ReturnType<typeof answer>): Promise<string> => (await flavourOf(sign)).uploadToken;
    assert.deepEqual([await word(answer(200, { version: '5.2.11' })), await word(answer(200, { version: '6.4.14' }))], ['nocheck', 'nocheck']);
    assert.deepEqual([await word(answer(200, { version: '7.6.1' })), await word(answer(404))], ['no-check', 'no-check']);
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

  const pages: Array<[what: string, sign: ReturnType<typeof answer>]> = [
    ['401', answer(401)],
    ['403', answer(403, { version: '5.0' })],
    ['404', answer(404)],
    ['501', answer(501)],
    ['a page', answer(200, undefined, {}, '<html><title>Log in</title></html>')],
    ['a CAPTCHA', answer(403, undefined, { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE' })],
  ];
  for (const [what, sign] of pages) {
    it(`is guessed from the URL where serverInfo answers with ${what}`, async () => {
      const server = await flavourOf(sign);
      assert.deepEqual([server.guessed, server.cloud, server.version, server.search], [true, false, [], 'search']);
      const cloud = await flavourOf(sign, parseAddress('ours.atlassian.net', 'rest/api/3/issue'));
      assert.deepEqual([cloud.guessed, cloud.cloud, cloud.search, cloud.dialect], [true, true, 'search/jql', { users: 'accountId', text: 'document' }]);
    });
  }

  for (const sign of [answer(429), answer(503), answer(502), answer(500)]) {
    it(`is not guessed from ${sign.status}`, async () => {
      await assert.rejects(flavourOf(sign), (error: unknown) => error instanceof UnexpectedAnswer && error.answer === sign && error.message.includes('serverInfo'));
    });
  }

  it('is not guessed from silence', async () => {
    const silence = new NoAnswer('ECONNREFUSED', false, 'x');
    await assert.rejects(readFlavour(stubPort(() => Promise.reject(silence)), address), silence);
  });
});

/** What serverInfo of each says; the Cloud's numbers mean nothing, and old servers leave deploymentType out. */
const jiras: Array<[name: string, info: Parameters<typeof answer>[1], expected: { cloud: boolean; major?: number; properties: boolean; bulk: boolean }]> = [
  ['Server 5.2', { version: '5.2.11', buildNumber: 854 }, { cloud: false, major: 5, properties: false, bulk: false }],
  ['Server 6.4', { version: '6.4.14', versionNumbers: [6, 4, 14] }, { cloud: false, major: 6, properties: false, bulk: true }],
  ['Server 7.6', { version: '7.6.1', versionNumbers: [7, 6, 1], deploymentType: 'Server' }, { cloud: false, major: 7, properties: true, bulk: true }],
  ['Server 8.20', { version: '8.20.10', versionNumbers: [8, 20, 10], deploymentType: 'Server' }, { cloud: false, major: 8, properties: true, bulk: true }],
  ['Data Center 9', { version: '9.12.2', versionNumbers: [9, 12, 2], deploymentType: 'Server' }, { cloud: false, major: 9, properties: true, bulk: true }],
  ['Data Center 10', { version: '10.3.5', versionNumbers: [10, 3, 5], deploymentType: 'Server' }, { cloud: false, major: 10, properties: true, bulk: true }],
  ['Data Center 11', { version: '11.0.1', versionNumbers: [11, 0, 1], deploymentType: 'Server' }, { cloud: false, major: 11, properties: true, bulk: true }],
  ['Cloud', { version: '1001.0.0-SNAPSHOT', versionNumbers: [1001, 0, 0], deploymentType: 'Cloud' }, { cloud: true, properties: true, bulk: true }],
];
const urls = ['https://jira.example.com', 'https://jira.example.com:8443/jira', 'https://example.com/tools/jira', 'https://api.example.com/ex/jira/1a2b-3c'];

describe('every flavour', () => {
  for (const [name, info, expected] of jiras) {
    for (const url of urls) {
      for (const api of ['latest', '2', '3']) {
        it(`is known: ${name} at ${url} with rest/api/${api}`, async () => {
          const at = parseAddress(url, `rest/api/${api}/issue`);
          const port = stubPort(() => answer(200, info));
          const flavour = await readFlavour(port, at);
          assert.deepEqual(port.asked, [{ method: 'GET', path: `rest/api/${api}/serverInfo` }]);
          const cloud = expected.cloud || at.gateway;
          assert.equal(flavour.cloud, cloud);
          assert.equal(flavour.guessed, false);
          assert.equal(flavour.version[0], cloud ? undefined : expected.major);
          assert.deepEqual([flavour.properties, flavour.bulk], cloud ? [true, true] : [expected.properties, expected.bulk]);
          assert.equal(flavour.search, cloud ? 'search/jql' : 'search');
          assert.deepEqual(flavour.dialect, { users: cloud ? 'accountId' : 'name', text: api === '3' ? 'document' : 'string' });
        });
      }
    }
  }
});
