import assert from 'node:assert/strict';
import type { SandboxVersion } from '../../../src/lib/sandbox/sandbox';
import { Running, task } from './running';

const basic = (pair: string) => ({ Authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

describe('sandbox: login', () => {
  const running = new Running();
  const me = (headers?: Record<string, string>) => running.ask('GET', 'myself', undefined, headers);

  it('lets everybody in as whoever they say they are, unless users or a token are set', async () => {
    await running.start({ version: 'dc9' });
    assert.equal((await me()).json.name, 'node-red');
    assert.equal((await me(basic('asmith:whatever'))).json.displayName, 'Ann Smith');
    assert.equal((await me(basic('jdoe@example.com:x'))).json.name, 'jdoe');
    assert.equal((await me(bearer('anything'))).json.name, 'node-red');
    assert.equal((await me({ Authorization: 'nonsense' })).json.name, 'node-red');
    assert.equal((await me(basic('no colon'))).json.name, 'node-red');
  });

  it('makes a user of a new name, who can then be assigned tickets', async () => {
    await running.start({ version: 'dc9' });
    await running.ask('POST', 'issue', { fields: task() }, basic('nora:x'));
    const fields = await running.fields('NET-1');
    assert.deepEqual([fields.creator.name, fields.reporter.displayName], ['nora', 'nora']);
    await running.create({ assignee: { name: 'nora' } });
  });

  it('knows its users by their password, and nobody else', async () => {
    await running.start({ version: 'dc9', users: { ann: 'right:one' } });
    const { status, json, headers } = await me(basic('ann:right:one'));
    assert.deepEqual([status, json.name, headers.get('x-seraph-loginreason')], [200, 'ann', 'OK']);
    for (const pair of ['ann:wrong', 'ann:right:onf', 'bob:right:one', 'constructor:x', 'ann']) {
      const refused = await me(basic(pair));
      assert.equal(refused.status, 401);
      assert.match(refused.headers.get('content-type') ?? '', /html/);
      assert.equal(refused.headers.get('x-seraph-loginreason'), 'AUTHENTICATED_FAILED');
    }
  });

  it('knows its token', async () => {
    await running.start({ version: 'dc9', token: 'secret' });
    assert.equal((await me(bearer('secret'))).json.name, 'node-red');
    assert.equal((await me(bearer('other'))).status, 401);
    assert.equal((await me(basic('ann:x'))).status, 401);
  });

  it('asks strangers on a server for a login, but says which version it is', async () => {
    await running.start({ version: 'dc9', token: 'secret' });
    assert.deepEqual([(await me()).status, (await me()).json.errorMessages], [401, ['Login Required']]);
    assert.equal((await running.ask('GET', 'serverInfo')).status, 200);
    assert.equal((await running.ask('POST', 'issue', { fields: task() })).status, 401);
  });

  it('serves wrong Basic credentials on Cloud as anonymous', async () => {
    await running.start({ users: { ann: 'right' } });
    await running.ask('POST', 'issue', { fields: task() }, basic('ann:right'));
    const wrong = (method: string, path: string, body?: never) => running.ask(method, path, body, basic('ann:wrong'));
    for (const [method, path, status, json] of [
      ['GET', 'issue/NET-1', 404, { errorMessages: ['Issue does not exist or you do not have permission to see it.'], errors: {} }],
      ['GET', 'search/jql?jql=project%3DNET', 200, { issues: [], isLast: true }],
      ['GET', 'project', 200, []],
      ['GET', 'field', 200, []],
      ['GET', 'myself', 401, undefined],
      ['GET', 'label', 401, undefined],
    ] as const) {
      const answer = await wrong(method, path);
      assert.deepEqual([answer.status, answer.json, answer.headers.get('x-seraph-loginreason')], [status, json, 'AUTHENTICATED_FAILED'], path);
    }
    assert.equal((await wrong('GET', 'myself')).text, 'Client must be authenticated to access this resource.');
    const create = await wrong('POST', 'issue', { fields: task() } as never);
    assert.deepEqual([create.status, create.json.errors], [400, { project: 'valid project is required' }]);
    assert.equal((await wrong('GET', 'serverInfo')).status, 200);
    assert.equal(running.sandbox.jira.tickets().length, 1);
    const stranger = await running.ask('GET', 'issue/NET-1');
    assert.deepEqual([stranger.status, stranger.headers.get('x-seraph-loginreason')], [404, null]);
  });

  it('does not take a bearer token of another kind on Cloud', async () => {
    await running.start({ token: 'secret' });
    const { status, json } = await me(bearer('other'));
    assert.deepEqual([status, json], [403, { error: 'Failed to parse Connect Session Auth Token' }]);
  });

  it('does not take a password on Data Center 11', async () => {
    await running.start({ version: 'dc11', users: { ann: 'right' }, token: 'secret' });
    const { status, json } = await me(basic('ann:right'));
    assert.deepEqual([status, json], [403, { message: 'Basic Authentication has been disabled on this instance.' }]);
    assert.equal((await me(bearer('secret'))).status, 200);
  });

  for (const version of ['server7', 'server5'] as SandboxVersion[]) {
    it(`does not know tokens on ${version}`, async () => {
      await running.start({ version, token: 'secret' });
      assert.deepEqual((await me(bearer('secret'))).json.errorMessages, ['Login Required']);
    });
  }
});
