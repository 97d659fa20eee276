import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeRed } from './harness/node-red';
import { startNodeRed } from './harness/node-red';
import { describeOnEachPair } from './harness/pairs';
import { createUserDirectory, removeUserDirectory } from './harness/user-directory';
import { canary, formsIn } from '../reliability/canaries';

interface Endpoint {
  method: string;
  path: string;
  permission: string;
}

/** Hashes of `edit` and `look`, as `node-red admin hash-pw` makes them. */
const adminAuth = {
  type: 'credentials',
  users: [
    { username: 'editor', password: '$2b$08$3QS0jN4PTOR2lRuxyGRLYenXdPfPeHeIpRgaRqDzqN0WhOrgMBApu', permissions: '*' },
    { username: 'reader', password: '$2b$08$l0uZTD/MV3r8gfNw683ADO9ABxbN5q7Z/Ghb/lo4PBeG4xpHFCVKi', permissions: 'read' },
  ],
};

/** Nobody listens there: what is asked of Jira fails, which is nothing to this test. */
const flow = [
  { id: 'tab', type: 'tab', label: 'tab' },
  { id: 'connection', type: 'jira-config', url: 'http://127.0.0.1:9', auth: 'basic', credentials: canary, timeout: '1' },
  { id: 'create', type: 'jira-create', z: 'tab', server: 'connection', fields: [], wires: [[]], x: 100, y: 40 },
  { id: 'advanced', type: 'jira-advanced', z: 'tab', server: 'connection', ticket: ['create'], wires: [[]], x: 100, y: 80 },
];

const endpoints = readdirSync('src/nodes', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('admin.ts'))
  .flatMap((name) => endpointsOf(readFileSync(join('src/nodes', name), 'utf8')));

function endpointsOf(source: string): Endpoint[] {
  const declared = /method: '(\w+)',\s*path: '([^']+)',\s*permission: '([^']+)'/g;
  return Array.from(source.matchAll(declared), ([, method = '', path = '', permission = '']) => ({ method, path, permission }));
}

/** Looks: by a GET, or by a POST where what is asked for is too long for an address. */
function looks({ method, path }: Endpoint): boolean {
  return method === 'get' || path === '/jira-tickets/:id/csv';
}

/** Relative, as the editor asks. */
function addressOf({ path }: Endpoint): string {
  const id = path.startsWith('/jira-create') ? 'create' : path.startsWith('/jira-advanced') ? 'advanced' : 'connection';
  return path.slice(1).replace(/:\w+/, id);
}

describe('The endpoints of the editor', () => {
  it('are all declared in the one form that this test reads', () => {
    const calls = readdirSync('src/nodes', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('admin.ts'))
      .map((name) => readFileSync(join('src/nodes', name), 'utf8'));
    assert.equal(endpoints.length, calls.reduce((sum, source) => sum + source.split(/\bendpoint(?:<[^(]*>)?\(RED/).length - 1, 0));
    assert.deepEqual(calls.filter((source) => /httpAdmin\b/.test(source)), []);
  });

  it('look with a permission to read, and do with one to write', () => {
    for (const one of endpoints) assert.match(one.permission, looks(one) ? /^jira-[a-z]+\.read$/ : /^jira-[a-z]+\.write$/, one.path);
  });
});

describeOnEachPair('The endpoints under adminAuth and another root', (pair) => {
  let userDir: string;
  let nodeRed: NodeRed;

  before(async () => {
    userDir = await createUserDirectory();
    nodeRed = await startNodeRed(pair, userDir, { httpAdminRoot: '/admin', adminAuth }, { username: 'editor', password: 'edit' });
    await nodeRed.deploy(flow);
  });

  after(async () => {
    await nodeRed?.stop();
    await removeUserDirectory(userDir);
  });

  async function answersTo(token: string): Promise<Array<Endpoint & { status: number; text: string }>> {
    return Promise.all(
      endpoints.map(async (endpoint) => {
        const body = endpoint.method === 'post' ? { body: '{}' } : {};
        const answer = await nodeRed.ask(addressOf(endpoint), { method: endpoint.method.toUpperCase(), headers: { 'content-type': 'application/json' }, ...body }, token);
        return { ...endpoint, status: answer.status, text: await answer.text() };
      }),
    );
  }

  it('answer nobody who is not logged in', async () => {
    for (const { path, status } of await answersTo('nobody')) assert.equal(status, 401, path);
  });

  it('let a reader look, and do nothing', async () => {
    const token = await nodeRed.logIn({ username: 'reader', password: 'look' });
    for (const { status, ...one } of await answersTo(token)) {
      if (looks(one)) assert.notEqual(status, 401, one.path);
      else assert.equal(status, 401, one.path);
    }
  });

  it('tell nobody a credential, nor what is wrong by a stack', async () => {
    for (const { path, text } of await answersTo(nodeRed.token)) {
      assert.deepEqual(formsIn(text, canary), [], path);
      assert.doesNotMatch(text, /\bat .*:\d+:\d+/, path);
    }
    assert.deepEqual(nodeRed.errors.filter((line) => /Unhandled|Uncaught/.test(line)), []);
  });
});
