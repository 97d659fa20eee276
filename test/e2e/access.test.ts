import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Login, NodeRed } from './harness/node-red';
import { startNodeRed } from './harness/node-red';
import { describeOnEachPair } from './harness/pairs';
import { createUserDirectory, removeUserDirectory } from './harness/user-directory';
import { canary, formsIn } from '../reliability/canaries';

interface Endpoint {
  method: string;
  path: string;
  permissions: string[];
}

/** Hashes of `edit` and `look`, as `node-red admin hash-pw` makes them. */
const edit = '$2b$08$3QS0jN4PTOR2lRuxyGRLYenXdPfPeHeIpRgaRqDzqN0WhOrgMBApu';
const look = '$2b$08$l0uZTD/MV3r8gfNw683ADO9ABxbN5q7Z/Ghb/lo4PBeG4xpHFCVKi';
const adminAuth = {
  type: 'credentials',
  users: [
    { username: 'editor', password: edit, permissions: '*' },
    { username: 'all', password: edit, permissions: ['*'] },
    { username: 'deployer', password: edit, permissions: ['read', 'jira-create.write', 'flows.write'] },
    { username: 'operator', password: edit, permissions: ['read', 'jira-create.write'] },
    { username: 'reader', password: look, permissions: 'read' },
  ],
};

/** Nobody listens there: what is asked of Jira fails, which is nothing to this test. */
const flow = [
  { id: 'tab', type: 'tab', label: 'tab', env: [{ name: 'SITE', type: 'str', value: 'of the environment' }] },
  { id: 'connection', type: 'jira-config', url: 'http://127.0.0.1:9', auth: 'basic', credentials: canary, timeout: '1' },
  { id: 'sandbox', type: 'jira-config', sandbox: true },
  { id: 'create', type: 'jira-create', z: 'tab', server: 'connection', fields: [], wires: [[]], x: 100, y: 40 },
  { id: 'advanced', type: 'jira-advanced', z: 'tab', server: 'connection', ticket: ['create'], wires: [[]], x: 100, y: 80 },
];

const ticket = [
  { mode: 'include', field: 'project', value: 'NET', type: 'str' },
  { mode: 'include', field: 'issuetype', value: 'Task', type: 'str' },
];

const endpoints = readdirSync('src/nodes', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('admin.ts'))
  .flatMap((name) => endpointsOf(readFileSync(join('src/nodes', name), 'utf8')));

function endpointsOf(source: string): Endpoint[] {
  const declared = /method: '(\w+)',\s*path: '([^']+)',\s*permission: ('[^']+'|\[[^\]]+\])/g;
  return Array.from(source.matchAll(declared), ([, method = '', path = '', permission = '']) => ({ method, path, permissions: permission.match(/[\w.-]+/g) ?? [] }));
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
    for (const one of endpoints) assert.match(one.permissions[0] ?? '', looks(one) ? /^jira-[a-z]+\.read$/ : /^jira-[a-z]+\.write$/, one.path);
  });

  it('need the permissions that the README tells', () => {
    const section = readFileSync('README.md', 'utf8').split('### Who may do what')[1]?.split('\n#')[0] ?? '';
    const quoted = (cell = ''): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, text = '']) => text);
    const told = section.split('\n').filter((line) => line.startsWith('| `')).flatMap((line) => {
      const [, permissions, , paths] = line.split('|');
      return quoted(paths).map((path) => [path.includes('/') ? path : `jira-tickets/<id>/${path}`, ...quoted(permissions)].join(' '));
    });
    const declared = endpoints.map(({ path, permissions }) => [path.slice(1).replace(':id', '<id>'), ...permissions].join(' '));
    assert.deepEqual(told.toSorted(), declared.toSorted());
  });

  it('want the permission to deploy as well where they evaluate what they are given, or tell of people', () => {
    const more = endpoints.filter(({ permissions }) => permissions.length > 1);
    assert.deepEqual(more.map(({ path }) => path).toSorted(), ['/jira-tickets/:id/create', '/jira-tickets/:id/people', '/jira-tickets/:id/preview']);
    for (const { path, permissions } of more) assert.deepEqual(permissions.slice(1), ['flows.write'], path);
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
      if (one.permissions.every((permission) => permission.endsWith('.read'))) assert.notEqual(status, 401, one.path);
      else assert.equal(status, 401, one.path);
    }
  });

  it('evaluate the rows of a dialog for nobody who may not deploy', async () => {
    const table = { node: 'create', rows: [...ticket, { mode: 'include', field: 'summary', value: 'SITE', type: 'env' }] };
    const send = async (username: string, path: string, body: object) => {
      const token = await nodeRed.logIn({ username, password: 'edit' });
      const answer = await nodeRed.ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }, token);
      return { status: answer.status, text: await answer.text() };
    };
    for (const path of ['preview', 'create']) assert.deepEqual(await send('operator', `jira-tickets/sandbox/${path}`, table), { status: 401, text: '' }, path);
    // What was deployed may be sent all the same.
    assert.equal((await send('operator', 'jira-create/create/execute', {})).status, 200);
    for (const username of ['deployer', 'all', 'editor']) {
      const { status, text } = await send(username, 'jira-tickets/sandbox/preview', table);
      assert.equal(status, 200, username);
      assert.match(text, /of the environment/, username);
    }
  });

  it('name people to nobody who may not deploy', async () => {
    const find = async (login: Login) => {
      const answer = await nodeRed.ask('jira-tickets/sandbox/people?q=ann', {}, await nodeRed.logIn(login));
      return { status: answer.status, text: await answer.text() };
    };
    assert.deepEqual(await find({ username: 'reader', password: 'look' }), { status: 401, text: '' });
    assert.deepEqual(await find({ username: 'operator', password: 'edit' }), { status: 401, text: '' });
    for (const username of ['deployer', 'all', 'editor']) assert.match((await find({ username, password: 'edit' })).text, /Ann Smith/, username);
  });

  it('tell nobody a credential, nor what is wrong by a stack', async () => {
    for (const { path, text } of await answersTo(nodeRed.token)) {
      assert.deepEqual(formsIn(text, canary), [], path);
      assert.doesNotMatch(text, /\bat .*:\d+:\d+/, path);
    }
    assert.deepEqual(nodeRed.errors.filter((line) => /Unhandled|Uncaught/.test(line)), []);
  });
});
