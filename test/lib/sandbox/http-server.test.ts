import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import sinon from 'sinon';
import { startSandbox } from '../../../src/lib/sandbox/sandbox';
import { TicketError } from '../../../src/lib/ticket/error';
import type { Loose } from './running';
import { Running, task } from './running';

describe('sandbox: server', () => {
  const running = new Running();

  /** A request with headers that fetch does not allow. @returns its status */
  function raw(method: string, path: string, headers: Record<string, string>, body = ''): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: running.sandbox.port, method, path, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  it('listens on this machine alone, on a free port', async () => {
    const { url, port } = await running.start();
    assert.equal(url, `http://127.0.0.1:${port}`);
    assert.notEqual(port, 0);
    const other = await startSandbox();
    assert.notEqual(other.port, port);
    await other.close();
  });

  it('says in words that a port is taken', async () => {
    const { port } = await running.start();
    await assert.rejects(startSandbox({ port }), (error) => {
      assert.ok(error instanceof TicketError);
      assert.equal(error.code, 'CONFIG');
      assert.equal(error.message, `The Jira sandbox cannot listen on 127.0.0.1:${port} (EADDRINUSE): choose another port, or 0 for a free one.`);
      return true;
    });
  });

  it('answers to its own names only', async () => {
    await running.start();
    for (const Host of ['127.0.0.1', '127.0.0.1:1', 'localhost', 'LocalHost:8080', '[::1]:9']) assert.equal(await raw('GET', '/', { Host }), 200, Host);
    for (const Host of ['evil.example', '127.0.0.1.evil.example', 'localhost:80:80', '10.0.0.1']) {
      assert.equal(await raw('GET', '/', { Host }), 403, Host);
      assert.equal(await raw('GET', '/rest/api/2/serverInfo', { Host }), 403, Host);
    }
  });

  it('does not answer to no name', async () => {
    const { port } = await running.start();
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    socket.end('GET / HTTP/1.0\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    assert.match(answer, /^HTTP\/1\.1 403 /);
  });

  it('does not let a page in a browser write', async () => {
    await running.start();
    const agent = { 'User-Agent': 'Mozilla/5.0 (X11) Firefox', 'Content-Type': 'application/json' };
    assert.equal(await raw('POST', '/rest/api/2/issue', agent, JSON.stringify({ fields: task() })), 403);
    assert.equal(await raw('GET', '/rest/api/2/serverInfo', agent), 200);
    assert.equal(running.sandbox.jira.tickets().length, 0);
  });

  it('wants JSON, and says what is wrong with it', async () => {
    const words = async (body: string) => {
      const response = await fetch(`${running.sandbox.url}/rest/api/2/issue`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      const json: Loose = await response.json();
      return [response.status, json.errorMessages[0]];
    };
    await running.start();
    assert.deepEqual(await words('{'), [400, 'There was an error parsing JSON. Check that your request body is valid.']);
    assert.equal(await raw('POST', '/rest/api/2/issue', { 'Content-Type': 'text/plain' }, '{}'), 415);
    assert.equal(await raw('POST', '/rest/api/2/issue', {}, '{}'), 415);
    await running.stop();
    await running.start({ version: 'dc9' });
    assert.deepEqual(await words('nope'), [400, "Unexpected character ('n' (code 110)): expected a valid value"]);
    assert.deepEqual(await words(' '), [400, 'No content to map to Object due to end of input']);
  });

  it('refuses what it does not have', async () => {
    await running.start();
    const { status, json } = await running.ask('GET', 'nothing');
    assert.deepEqual([status, json], [404, { message: `null for uri: ${running.sandbox.url}/rest/api/2/nothing`, 'status-code': 404 }]);
    assert.equal((await running.ask('GET', '/rest/api/4/serverInfo')).status, 404);
    assert.equal((await running.ask('DELETE', 'serverInfo')).status, 405);
    assert.equal((await running.ask('GET', 'issue/%E0%A4%A')).status, 400);
    assert.equal((await running.ask('GET', 'serverInfo/')).status, 200);
    assert.equal(await raw('GET', '//[', {}), 404);
    assert.equal(await raw('GET', 'http://other.example/', {}), 400);
  });

  it('does not take more than 10 MiB', async () => {
    await running.start();
    assert.equal(await raw('POST', '/rest/api/2/issue', { 'Content-Type': 'application/json' }, 'x'.repeat(10 * 1024 * 1024 + 1)), 413);
  });

  it('closes at once with connections open, and may be closed twice', async () => {
    const { port, close } = await running.start();
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write('POST /rest/api/2/issue HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
    await close();
    await gone;
    await close();
  });

  it('outlives clients that leave in the middle', async () => {
    const { port } = await running.start();
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('POST /rest/api/2/issue HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
    socket.resetAndDestroy();
    assert.equal((await running.ask('GET', 'serverInfo')).status, 200);
  });

  it('tells its logger of a fault of its own and answers 500', async () => {
    const error = sinon.spy();
    const { jira } = await running.start({ logger: { error } });
    sinon.stub(jira.store, 'all').throws(new Error('broken'));
    assert.equal((await running.ask('GET', 'label')).status, 500);
    assert.match(error.firstCall.args[0], /^The Jira sandbox failed to answer: Error: broken/);
    sinon.restore();
    const thrower = sinon.stub(jira.store, 'all').callsFake(() => {
      throw Object.assign(new Error('no stack'), { stack: undefined });
    });
    assert.equal((await running.ask('GET', '/')).status, 500);
    assert.match(error.lastCall.args[0], /no stack$/);
    thrower.restore();
  });

  describe('log of requests', () => {
    it('says what came and what was answered, without credentials', async () => {
      const { jira } = await running.start();
      const headers = { Authorization: `Basic ${Buffer.from('ann:canary-1').toString('base64')}`, Cookie: 'canary-2' };
      await running.ask('POST', 'issue?os_username=ann&os_password=canary-3&x=1', { fields: task() }, headers);
      assert.deepEqual(jira.requests, [
        { number: 1, time: running.clock, method: 'POST', path: '/rest/api/2/issue', query: 'x=1', body: { fields: task() }, status: 201 },
      ]);
      assert.doesNotMatch(JSON.stringify(jira.requests), /canary/);
    });

    it('keeps the newest thousand, and no large bodies', async () => {
      const { jira } = await running.start();
      await running.ask('POST', 'issue', { fields: { ...task(), description: 'x'.repeat(20_000) } });
      await raw('POST', '/rest/api/2/issue', { 'Content-Type': 'application/json' }, '{');
      assert.deepEqual(jira.requests.map(({ body, status }) => [body, status]), [[undefined, 201], [undefined, 400]]);
      for (let count = 0; count < 1_000; count += 1) jira.note('GET', new URL(running.sandbox.url), '', undefined);
      assert.deepEqual([jira.requests.length, jira.requests[0]?.number, jira.requests.at(-1)?.number], [1_000, 3, 1_002]);
    });
  });

  it('gives copies of its tickets', async () => {
    const { jira } = await running.start();
    await running.create({ labels: ['a'] });
    jira.ticket('NET-1')?.labels.push('b');
    jira.tickets()[0]?.history.push({} as never);
    assert.deepEqual([jira.ticket('NET-1')?.labels, jira.ticket('NET-1')?.history], [['a'], []]);
    assert.equal(jira.ticket('NET-2'), undefined);
  });
});
