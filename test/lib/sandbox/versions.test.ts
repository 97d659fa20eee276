import assert from 'node:assert/strict';
import type { SandboxVersion } from '../../../src/lib/sandbox/sandbox';
import { Running, task } from './running';

interface Expected {
  /** `version` and `deploymentType` of serverInfo. */
  info: [version: RegExp, deployment: string | undefined];
  wholeMetadata: number;
  pagedMetadata: number;
  search: number;
  searchJql: number;
  bulk: number;
  properties: number;
  v3: number;
  users: 'accountId' | 'name';
}

const dc = { wholeMetadata: 404, pagedMetadata: 200, search: 200, searchJql: 404, bulk: 201, properties: 201, v3: 404, users: 'name' as const };

const EXPECTED: Record<SandboxVersion, Expected> = {
  cloud: { info: [/^1001\./, 'Cloud'], wholeMetadata: 200, pagedMetadata: 200, search: 410, searchJql: 200, bulk: 201, properties: 201, v3: 200, users: 'accountId' },
  dc11: { ...dc, info: [/^11\./, 'Server'] },
  dc10: { ...dc, info: [/^10\./, 'Server'] },
  dc9: { ...dc, info: [/^9\./, 'Server'] },
  server8: { ...dc, info: [/^8\.20\./, 'Server'], wholeMetadata: 200 },
  server7: { ...dc, info: [/^7\.6\./, 'Server'], wholeMetadata: 200, pagedMetadata: 404 },
  server5: { ...dc, info: [/^5\.2\.11$/, undefined], wholeMetadata: 200, pagedMetadata: 404, bulk: 405, properties: 400 },
};

describe('sandbox: versions', () => {
  const running = new Running();
  for (const [version, expected] of Object.entries(EXPECTED) as Array<[SandboxVersion, Expected]>) {
    it(`${version} has what its column says`, async () => {
      await running.start({ version });
      const status = async (...request: Parameters<Running['ask']>) => (await running.ask(...request)).status;
      const info = (await running.ask('GET', 'serverInfo')).json;
      assert.match(info.version, expected.info[0]);
      assert.equal(info.versionNumbers[0], Number(/^\d+/.exec(info.version)?.[0]));
      assert.equal(info.deploymentType, expected.info[1]);
      const { info: _info, ...statuses } = expected;
      const search = { jql: 'project = NET' };
      const withProperty = { fields: task(), properties: [{ key: 'a', value: 1 }] };
      assert.deepEqual(
        {
          wholeMetadata: await status('GET', 'issue/createmeta'),
          pagedMetadata: await status('GET', 'issue/createmeta/NET/issuetypes'),
          search: await status('POST', 'search', search),
          searchJql: await status('POST', 'search/jql', search),
          bulk: await status('POST', 'issue/bulk', { issueUpdates: [{ fields: task() }] }),
          properties: await status('POST', 'issue', withProperty),
          v3: await status('GET', '/rest/api/3/myself'),
          latest: await status('GET', '/rest/api/latest/myself'),
          users: 'accountId' in (await running.ask('GET', 'myself')).json ? 'accountId' : 'name',
        },
        { ...statuses, latest: 200 },
      );
    });
  }

  it('a Data Center 9 takes createmeta for a ticket, as it does', async () => {
    await running.start({ version: 'dc9' });
    assert.deepEqual((await running.ask('GET', 'issue/createmeta')).json, { errorMessages: ['Issue Does Not Exist'], errors: {} });
  });

  it('Server 5 has neither the property resource nor properties in a body, and calls radio buttons a string', async () => {
    await running.start({ version: 'server5' });
    await running.create();
    assert.equal((await running.ask('GET', 'issue/NET-1/properties')).status, 404);
    assert.equal((await running.ask('GET', 'issue/NET-1?properties=*all')).json.properties, undefined);
    const { json } = await running.ask('POST', 'issue', { fields: task(), properties: [] });
    assert.match(json.errorMessages[0], /^Unrecognized field "properties"/);
    const { fields } = (await running.ask('GET', 'issue/createmeta?expand=projects.issuetypes.fields')).json.projects[0].issuetypes[0];
    assert.deepEqual([fields.customfield_10008.schema.type, fields.customfield_10008.allowedValues.length], ['string', 3]);
    assert.equal((await running.fields(await running.create({ customfield_10008: { value: 'Nobody' } }))).customfield_10008.value, 'Nobody');
  });
});
