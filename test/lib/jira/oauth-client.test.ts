import assert from 'node:assert/strict';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import { parseAddress } from '../../../src/lib/jira/address';
import type { ClientOptions } from '../../../src/lib/jira/client';
import type { JiraRequest } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { createOAuthClient } from '../../../src/lib/jira/oauth-client';
import { loginFailed } from '../../../src/lib/jira/signs';
import { TicketError } from '../../../src/lib/ticket/error';
import type { CloudGateway } from '../../fixtures/cloud-gateway';
import { startCloudGateway } from '../../fixtures/cloud-gateway';
import { selfSigned } from '../../fixtures/self-signed';

const MYSELF: JiraRequest = { method: 'GET', path: 'rest/api/3/myself' };
const secret = 'canary "sec/ret" +%';

describe('a client with OAuth client credentials', () => {
  let gateway: CloudGateway;
  let closing: Array<() => void> = [];
  beforeEach(async () => {
    gateway = await startCloudGateway();
    gateway.accepted = new Set();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) close();
    await gateway.close();
  });

  function clientOf(options: Partial<ClientOptions> = {}) {
    const address = parseAddress(gateway.url, 'rest/api/3/issue');
    const client = createOAuthClient({ address, timeoutMs: 5_000, ...options }, { clientId: 'our-id', clientSecret: secret, tokenUrl: gateway.tokenUrl });
    closing.push(() => client.close());
    return client;
  }

  it('fetches one token for all its requests', async () => {
    const client = clientOf();
    const answers = await Promise.all([MYSELF, MYSELF, MYSELF, MYSELF].map((request) => client.send(request)));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200]);
    assert.equal(gateway.tokenRequests.length, 1);
    const { contentType, form, authorization } = gateway.tokenRequests[0] ?? assert.fail();
    assert.equal(contentType, 'application/x-www-form-urlencoded');
    assert.deepEqual([...form], [['grant_type', 'client_credentials'], ['client_id', 'our-id'], ['client_secret', secret]]);
    assert.equal(authorization, undefined);
  });

  it('fetches another after a 401, and sends the request once more', async () => {
    const client = clientOf();
    await client.send(MYSELF);
    gateway.accepted?.clear();
    assert.equal((await client.send(MYSELF)).status, 200);
    assert.equal(gateway.tokenRequests.length, 2);
  });

  it('takes a second 401 for an answer', async () => {
    gateway.giveToken = (_asked, response) => void response.end('{"access_token":"of-no-use"}');
    const answer = await clientOf().send(MYSELF);
    assert.equal(answer.status, 401);
    assert.match(loginFailed(answer)?.reason ?? '', /credentials/);
    assert.equal(gateway.tokenRequests.length, 2);
  });

  it('sends nothing to Jira where the token is refused', async () => {
    gateway.giveToken = (_asked, response) => void response.writeHead(401).end('{"error":"access_denied"}');
    const before = gateway.sandbox.jira.requests.length;
    const answer = await clientOf().send(MYSELF);
    assert.match(loginFailed(answer)?.reason ?? '', /token request was refused \(401\)/);
    assert.equal(gateway.sandbox.jira.requests.length, before);
  });

  it('gives away neither the secret nor a token, the last one included, whoever echoes them', async () => {
    const token = 'canary-token/1+2==';
    const forms = (text: string) => [text, encodeURIComponent(text), Buffer.from(text).toString('base64'), new URLSearchParams([['', text]]).toString().slice(1)];
    const echoed = [...forms(secret), ...forms(token), ...forms(`our-id:${secret}`), 'Bearer canary-token/1+2=='];
    const server = http.createServer((request, response) => {
      if (request.url === '/oauth/token') return void response.end(JSON.stringify({ access_token: served === 0 ? token : `${token}${served}` }));
      served += 1;
      response.writeHead(served % 2 === 1 ? 401 : 200).end(request.url?.includes('html') ? `<h1>${echoed.join(' ')}</h1>` : JSON.stringify({ errors: { echoed } }));
    });
    let served = 0;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => (server.closeAllConnections(), server.close()));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createOAuthClient({ address: parseAddress(origin, ''), timeoutMs: 5_000 }, { clientId: 'our-id', clientSecret: secret, tokenUrl: `${origin}/oauth/token` });
    closing.push(() => client.close());
    for (const path of ['rest/json', 'rest/html']) {
      const told = client.redact(JSON.stringify(await client.send({ method: 'GET', path })));
      assert.match(told, /\*\*\*/);
      for (const form of [...echoed, 'canary']) assert.ok(!told.includes(form), `${form} in ${told}`);
    }
  });

  it('gives away no secret where the token endpoint echoes it', async () => {
    gateway.giveToken = (asked, response) => void response.writeHead(400).end(JSON.stringify({ error: 'invalid_client', error_description: `no ${asked.form.get('client_secret')}` }));
    const told = inspect(await clientOf().send(MYSELF), { depth: 20 });
    assert.match(told, /invalid_client/);
    assert.doesNotMatch(told, /canary/);
  });

  it('asks for its token through the proxy too', async () => {
    const through: string[] = [];
    const proxy = http.createServer((request, response) => {
      const { hostname, port, pathname } = new URL(request.url ?? '');
      through.push(pathname.replace(/^\/ex\/jira\/[^/]+/, ''));
      const onward = http.request({ hostname, port, path: pathname, method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    });
    proxy.on('connect', (request, socket) => {
      const { hostname, port } = new URL(`http://${request.url}`);
      through.push('CONNECT');
      const onward = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    closing.push(() => (proxy.closeAllConnections(), proxy.close()));
    const client = clientOf({ proxy: { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` } });
    assert.equal((await client.send(MYSELF)).status, 200);
    assert.deepEqual(through, ['/oauth/token', '/rest/api/3/myself']);
  });

  it('does not look for the name of Jira in the certificate of the token server', async () => {
    const server = https.createServer(selfSigned, (_request, response) => void response.end('{"access_token":"over-tls"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => (server.closeAllConnections(), server.close()));
    gateway.accepted = undefined;
    const tokenUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
    const tls = { ca: selfSigned.cert, servername: 'jira.example.com' };
    const client = createOAuthClient({ address: parseAddress(gateway.url, ''), timeoutMs: 5_000, tls }, { clientId: 'a', clientSecret: secret, tokenUrl });
    closing.push(() => client.close());
    assert.equal((await client.send(MYSELF)).status, 200);
  });

  it('was never sent where the token server is not there', async () => {
    const client = createOAuthClient({ address: parseAddress(gateway.url, ''), timeoutMs: 5_000 }, { clientId: 'a', clientSecret: secret, tokenUrl: 'http://127.0.0.1:1/token' });
    closing.push(() => client.close());
    await assert.rejects(client.send(MYSELF), (error: unknown) => error instanceof NoAnswer && !error.sent && error.code === 'ECONNREFUSED' && !/canary/.test(inspect(error)));
  });

  it('closes with a token request under way', async () => {
    const asked = new Promise<void>((resolve) => {
      gateway.giveToken = () => resolve();
    });
    const client = clientOf();
    const sending = client.send(MYSELF);
    await asked;
    client.close();
    await assert.rejects(sending, (error: unknown) => error instanceof NoAnswer && error.code === 'ABORTED' && !error.sent);
  });

  for (const [what, credentials] of [
    ['client ID', { clientSecret: 'canary' }],
    ['client secret', { clientId: 'canary', clientSecret: ' ' }],
  ] as const) {
    it(`is refused without a ${what}`, () => {
      assert.throws(
        () => createOAuthClient({ address: parseAddress(gateway.url, ''), timeoutMs: 1_000 }, { ...credentials, tokenUrl: '' }),
        (error: unknown) => error instanceof TicketError && error.code === 'CONFIG' && error.message.includes(what) && !error.message.includes('canary'),
      );
    });
  }
});
