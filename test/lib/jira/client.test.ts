import assert from 'node:assert/strict';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { parseAddress } from '../../../src/lib/jira/address';
import { authorizationHeader } from '../../../src/lib/jira/authorization';
import type { ClientOptions } from '../../../src/lib/jira/client';
import { createClient } from '../../../src/lib/jira/client';
import type { JiraAnswer, JiraRequest } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { describe as describeAnswer } from '../../../src/lib/jira/words';
import { TicketError } from '../../../src/lib/ticket/error';
import { selfSigned } from '../../fixtures/self-signed';

const POST: JiraRequest = { method: 'POST', path: 'rest/api/latest/issue', body: { fields: { summary: 'ü' } } };
const GET: JiraRequest = { method: 'GET', path: 'rest/api/latest/myself' };

describe('the client', () => {
  const closing: Array<() => void> = [];
  afterEach(() => {
    for (const close of closing.splice(0).reverse()) close();
  });

  async function listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    for (const event of ['connection', 'secureConnection']) {
      server.on(event, (socket: Socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
      });
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return (server.address() as AddressInfo).port;
  }

  function clientOf(url: string, options: Partial<ClientOptions> = {}) {
    const client = createClient({ address: parseAddress(url, ''), timeoutMs: 5_000, ...options });
    closing.push(() => client.close());
    return client;
  }

  async function jira(respond: http.RequestListener, options: Partial<ClientOptions> = {}) {
    const port = await listen(http.createServer(respond));
    return clientOf(`http://127.0.0.1:${port}`, options);
  }

  async function noAnswer(sending: Promise<JiraAnswer>): Promise<NoAnswer> {
    try {
      await sending;
    } catch (error) {
      assert.ok(error instanceof NoAnswer, String(error));
      assert.equal(error.cause, undefined);
      assert.deepEqual(Object.keys(error).sort(), ['code', 'name', 'sent']);
      return error;
    }
    throw new assert.AssertionError({ message: 'there was an answer' });
  }

  describe('sends', () => {
    it('JSON with the headers that Jira wants', async () => {
      let seen: { method?: string | undefined; url?: string | undefined; headers: http.IncomingHttpHeaders; body: string } | undefined;
      const client = await jira(
        (request, response) => {
          let body = '';
          request.on('data', (chunk) => (body += chunk));
          request.on('end', () => {
            seen = { method: request.method, url: request.url, headers: request.headers, body };
            response.writeHead(201).end('{"id":"10001","key":"NET-1"}');
          });
        },
        { authorization: 'Bearer abcdef', userAgent: 'node-red-contrib-jira-tickets/1.2.3' },
      );
      const answer = await client.send({ ...POST, query: { returnIssue: true } });
      assert.deepEqual([answer.status, answer.json, answer.text], [201, { id: '10001', key: 'NET-1' }, '']);
      assert.ok(answer.ms >= 0);
      assert.deepEqual([seen?.method, seen?.url, seen?.body], ['POST', '/rest/api/latest/issue?returnIssue=true', '{"fields":{"summary":"ü"}}']);
      assert.equal(seen?.headers['content-type'], 'application/json');
      assert.equal(seen?.headers['accept'], 'application/json');
      assert.equal(seen?.headers['authorization'], 'Bearer abcdef');
      assert.equal(seen?.headers['user-agent'], 'node-red-contrib-jira-tickets/1.2.3');
    });

    it('an upload with the word that this Jira wants of it', async () => {
      const words: unknown[] = [];
      const client = await jira((request, response) => {
        words.push(request.headers['x-atlassian-token']);
        request.resume().on('end', () => response.end('[]'));
      });
      const file = { filename: 'a.txt', contentType: 'text/plain', base64: 'Zm91cg==' };
      for (const uploadToken of ['nocheck', 'no-check'] as const) await client.send({ method: 'POST', path: 'rest/api/latest/issue/NET-1/attachments', file, uploadToken });
      assert.deepEqual(words, ['nocheck', 'no-check']);
    });

    it('an anonymous GET without a body, under its own name', async () => {
      let headers: http.IncomingHttpHeaders = {};
      const client = await jira((request, response) => {
        headers = request.headers;
        response.end('{}');
      });
      await client.send(GET);
      assert.equal(headers['authorization'], undefined);
      assert.equal(headers['content-type'], undefined);
      assert.equal(headers['user-agent'], 'node-red-contrib-jira-tickets');
    });

    it('again and again over one connection', async () => {
      let connections = 0;
      const server = http.createServer((_request, response) => void response.end('{}'));
      server.on('connection', () => (connections += 1));
      const client = clientOf(`http://127.0.0.1:${await listen(server)}`);
      for (let i = 0; i < 5; i += 1) await client.send(POST);
      assert.equal(connections, 1);
    });

    it('nothing to a path that leads elsewhere', async () => {
      const client = await jira((_request, response) => void response.end());
      await assert.rejects(client.send({ method: 'GET', path: '../admin' }), { name: 'TicketError', code: 'CONFIG' });
    });

    it('no body over the limit', async () => {
      const client = await jira((_request, response) => void response.end(), { maxBodyBytes: 10 });
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['TOO_LARGE', false]);
      assert.match(error.message, /the request has 27 bytes/);
    });
  });

  describe('answers with', () => {
    for (const status of [200, 400, 401, 404, 429, 500, 503]) {
      it(`status ${status} as it is`, async () => {
        const client = await jira((_request, response) => void response.writeHead(status).end('{"a":1}'));
        const answer = await client.send(GET);
        assert.deepEqual([answer.status, answer.json], [status, { a: 1 }]);
      });
    }

    it('a redirect, which it does not follow', async () => {
      let requests = 0;
      const client = await jira((_request, response) => {
        requests += 1;
        response.writeHead(302, { location: '/login' }).end();
      });
      const answer = await client.send(POST);
      assert.deepEqual([answer.status, answer.headers['location'], requests], [302, '/login', 1]);
    });

    it('an empty 204', async () => {
      const client = await jira((_request, response) => void response.writeHead(204).end());
      const answer = await client.send({ ...POST, method: 'PUT' });
      assert.deepEqual([answer.status, answer.json, answer.text], [204, undefined, '']);
    });

    it('the text of what is not JSON', async () => {
      const client = await jira((_request, response) => void response.end('{"broken": <html>'));
      const answer = await client.send(GET);
      assert.deepEqual([answer.json, answer.text], [undefined, '{"broken": <html>']);
    });

    it('what was compressed', async () => {
      const client = await jira((_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":"ü"}')));
      assert.deepEqual((await client.send(GET)).json, { a: 'ü' });
    });

    const large = 'x'.repeat(100_000);
    const cut: Array<[what: string, respond: http.RequestListener, text: string]> = [
      ['is too large', (_request, response) => void response.writeHead(400).end(large), 'x'.repeat(2_048)],
      ['is too large unpacked', (_request, response) => void response.writeHead(400, { 'content-encoding': 'gzip' }).end(gzipSync(large)), 'x'.repeat(2_048)],
      ['breaks off, perhaps within a secret', (request, response) => void response.writeHead(400, { 'content-length': '100' }).write('can', () => setImmediate(() => request.socket.destroy())), ''],
      ['cannot be unpacked', (_request, response) => void response.writeHead(400, { 'content-encoding': 'gzip' }).end('not gzip'), ''],
      ['does not come to its end in time', (_request, response) => void response.writeHead(400).write(' '), ''],
    ];
    for (const [what, respond, text] of cut) {
      it(`the status of a refusal whose text ${what}`, async () => {
        const client = await jira(respond, { maxBodyBytes: 50_000, timeoutMs: 300 });
        const answer = await client.send(POST);
        assert.deepEqual([answer.status, answer.json, answer.text], [400, undefined, text]);
      });
    }

    it('only the headers that delivery acts on', async () => {
      const client = await jira((_request, response) => {
        response.setHeader('Set-Cookie', 'JSESSIONID=canary');
        response.setHeader('X-AUSERNAME', 'jdoe');
        response.setHeader('Retry-After', '5');
        response.setHeader('X-RateLimit-Remaining', '0');
        response.setHeader('RateLimit-Reason', 'jira-burst-based');
        response.setHeader('X-Seraph-LoginReason', 'OK');
        response.end();
      });
      const { headers } = await client.send(GET);
      assert.deepEqual(Object.keys(headers).sort(), ['date', 'ratelimit-reason', 'retry-after', 'x-ratelimit-remaining', 'x-seraph-loginreason']);
      assert.equal(headers['retry-after'], '5');
    });

    it('nothing that pollutes a prototype', async () => {
      const client = await jira((_request, response) => void response.end('{"__proto__":{"polluted":true},"a":1}'));
      assert.deepEqual((await client.send(GET)).json, { a: 1 });
      assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    });
  });

  describe('gives no answer, and says whether the request was sent,', () => {
    it('when nothing listens', async () => {
      const server = createServer();
      const port = await listen(server);
      await new Promise((resolve) => server.close(resolve));
      const error = await noAnswer(clientOf(`http://127.0.0.1:${port}`).send(POST));
      assert.deepEqual([error.code, error.sent], ['ECONNREFUSED', false]);
      assert.ok(error.message.startsWith(`[POST] "http://127.0.0.1:${port}/rest/api/latest/issue": ECONNREFUSED: nothing accepts connections there`));
    });

    it('when the connection is cut after the request was read', async () => {
      const client = await jira((request) => {
        request.resume().on('end', () => request.socket.destroy());
      });
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['ECONNRESET', true]);
    });

    it('when a kept connection is cut on its second request', async () => {
      let requests = 0;
      const client = await jira((request, response) => {
        requests += 1;
        if (requests === 1) response.end('{}');
        else request.socket.destroy();
      });
      await client.send(POST);
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['ECONNRESET', true]);
    });

    it('when the answer stops half way', async () => {
      const client = await jira((request, response) => {
        response.writeHead(201, { 'content-length': '100' });
        response.write('{"id":', () => request.socket.destroy());
      });
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['ECONNRESET', true]);
    });

    it('when the answer is no HTTP', async () => {
      const server = createServer((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'));
      const error = await noAnswer(clientOf(`http://127.0.0.1:${await listen(server)}`).send(POST));
      assert.match(error.code, /^HPE_/);
      assert.equal(error.sent, true);
    });

    it('when the compressed answer is broken', async () => {
      const client = await jira((_request, response) => void response.writeHead(201, { 'content-encoding': 'gzip' }).end('not gzip'));
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['Z_DATA_ERROR', true]);
    });

    it('when the answer is too large, packed or not', async () => {
      const large = JSON.stringify('x'.repeat(100_000));
      for (const [headers, body] of [[{}, large], [{ 'content-encoding': 'gzip' }, gzipSync(large)]] as const) {
        const client = await jira((_request, response) => void response.writeHead(201, headers).end(body), { maxBodyBytes: 50_000 });
        const error = await noAnswer(client.send(POST));
        assert.deepEqual([error.code, error.sent], ['TOO_LARGE', true]);
      }
    });

    it('when there is none in time', async () => {
      const client = await jira(() => undefined, { timeoutMs: 50 });
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['TIMEOUT', true]);
      assert.match(error.message, /within 0\.05 s/);
    });

    it('when no TLS handshake comes about in time', async () => {
      const server = createServer(() => undefined);
      const error = await noAnswer(clientOf(`https://127.0.0.1:${await listen(server)}`, { timeoutMs: 80 }).send(POST));
      assert.deepEqual([error.code, error.sent], ['TIMEOUT', false]);
    });

    it('when the answer trickles in without end', async () => {
      const client = await jira(
        (request, response) => {
          const drip = setInterval(() => response.write(' '), 10);
          request.socket.on('close', () => clearInterval(drip));
        },
        { timeoutMs: 80 },
      );
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['TIMEOUT', true]);
    });

    it('when the client is closed while a refusal is read', async () => {
      let arrived: () => void = () => undefined;
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      const client = await jira((_request, response) => void response.writeHead(400).write(' ', arrived));
      const sending = noAnswer(client.send(POST));
      await arrival;
      client.close();
      assert.equal((await sending).code, 'ABORTED');
    });

    it('when the client is closed meanwhile, and after that', async () => {
      let arrived: () => void = () => undefined;
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      const client = await jira(() => arrived());
      const sending = noAnswer(client.send(POST));
      await arrival;
      client.close();
      const error = await sending;
      assert.deepEqual([error.code, error.sent], ['ABORTED', true]);
      const late = await noAnswer(client.send(POST));
      assert.deepEqual([late.code, late.sent], ['ABORTED', false]);
    });
  });

  describe('over TLS', () => {
    const respond: http.RequestListener = (_request, response) => void response.end('{"a":1}');

    it('refuses a self-signed certificate before anything is sent', async () => {
      let requests = 0;
      const port = await listen(https.createServer(selfSigned, () => (requests += 1)));
      const error = await noAnswer(clientOf(`https://127.0.0.1:${port}`).send(POST));
      assert.deepEqual([error.code, error.sent, requests], ['DEPTH_ZERO_SELF_SIGNED_CERT', false, 0]);
      assert.match(error.message, /add it as CA/);
    });

    it('takes one that the TLS configuration knows', async () => {
      const port = await listen(https.createServer(selfSigned, respond));
      const client = clientOf(`https://127.0.0.1:${port}`, { tls: { ca: selfSigned.cert } });
      assert.deepEqual((await client.send(GET)).json, { a: 1 });
      assert.deepEqual((await client.send(GET)).json, { a: 1 });
    });

    it('takes any where the TLS configuration says so', async () => {
      const port = await listen(https.createServer(selfSigned, respond));
      const client = clientOf(`https://127.0.0.1:${port}`, { tls: { rejectUnauthorized: false } });
      assert.equal((await client.send(GET)).status, 200);
    });

    it('knows that a request was sent when the answer fails to come', async () => {
      const port = await listen(https.createServer(selfSigned, (request) => void request.socket.destroy()));
      const error = await noAnswer(clientOf(`https://127.0.0.1:${port}`, { tls: { ca: selfSigned.cert } }).send(POST));
      assert.deepEqual([error.code, error.sent], ['ECONNRESET', true]);
    });

    it('knows that a server which wants a client certificate has processed nothing', async () => {
      const port = await listen(https.createServer({ ...selfSigned, requestCert: true, rejectUnauthorized: true }, respond));
      const error = await noAnswer(clientOf(`https://127.0.0.1:${port}`, { tls: { ca: selfSigned.cert } }).send(POST));
      if (error.code.startsWith('ERR_SSL')) assert.equal(error.sent, false);
      else assert.equal(error.code, 'ECONNRESET');
    });

    it('says that a port does not speak it', async () => {
      const port = await listen(http.createServer(respond));
      const error = await noAnswer(clientOf(`https://127.0.0.1:${port}`).send(POST));
      assert.equal(error.sent, false);
      assert.match(error.message, /whether this port speaks https/);
    });

    it('refuses certificates that are none, without repeating them', () => {
      assert.throws(
        () => clientOf('https://127.0.0.1', { tls: { cert: 'canary', key: 'canary' } }),
        (error: unknown) => error instanceof TicketError && error.code === 'CONFIG' && /TLS configuration/.test(error.message) && !error.message.includes('canary'),
      );
      assert.throws(() => clientOf('https://127.0.0.1', { tls: { ca: 7 as unknown as string } }), TicketError);
    });
  });

  describe('through a proxy', () => {
    /** A proxy that opens tunnels and passes on what is asked for by its whole URL; notes what it was asked. */
    async function proxy(open: (socket: Socket, target: string) => void, pass: http.RequestListener = onward) {
      const asked: Array<{ target: string; authorization: string | undefined }> = [];
      const server = http.createServer((request, response) => {
        asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
        pass(request, response);
      });
      server.on('connect', (request: http.IncomingMessage, socket: Socket) => {
        socket.on('error', () => undefined);
        asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
        open(socket, request.url ?? '');
      });
      return { asked, url: `http://127.0.0.1:${await listen(server)}` };
    }

    const onward: http.RequestListener = (request, response) => {
      const { 'proxy-authorization': _ours, ...headers } = request.headers;
      const far = http.request(request.url ?? '', { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      far.on('error', () => response.destroy());
      request.pipe(far);
    };

    const tunnel = (socket: Socket, target: string) => {
      const [host, port] = target.split(':');
      const far = connect(Number(port), host);
      far.on('error', () => undefined);
      far.once('connect', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        far.pipe(socket).pipe(far);
      });
      socket.on('close', () => far.destroy());
    };

    it('reaches an http Jira by its whole URL, and an https one through a tunnel', async () => {
      const respond: http.RequestListener = (_request, response) => void response.end('{"a":1}');
      const plain = await listen(http.createServer(respond));
      const secure = await listen(https.createServer(selfSigned, respond));
      const way = await proxy(tunnel);
      const options = { proxy: { url: way.url, username: 'prox', password: 'p%/w' }, tls: { ca: selfSigned.cert } };
      for (const url of [`http://127.0.0.1:${plain}`, `https://127.0.0.1:${secure}`]) {
        assert.deepEqual((await clientOf(url, options).send(POST)).json, { a: 1 });
      }
      const authorization = `Basic ${Buffer.from('prox:p%/w').toString('base64')}`;
      assert.deepEqual(way.asked, [
        { target: `http://127.0.0.1:${plain}/rest/api/latest/issue`, authorization },
        { target: `127.0.0.1:${secure}`, authorization },
      ]);
    });

    it('asks again and again over one connection, and follows no redirect', async () => {
      const hosts: Array<string | undefined> = [];
      const port = await listen(http.createServer((request, response) => {
        hosts.push(request.headers.host);
        response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      }));
      let connections = 0;
      const server = http.createServer(onward).on('connection', () => (connections += 1));
      const client = clientOf(`http://127.0.0.1:${port}`, { proxy: { url: `http://127.0.0.1:${await listen(server)}` } });
      for (const query of [{ a: 'b c' }, {}]) assert.equal((await client.send({ ...GET, query })).status, 302);
      assert.deepEqual([connections, hosts], [1, [`127.0.0.1:${port}`, `127.0.0.1:${port}`]]);
    });

    it('knows the certificate of a proxy by the name of the proxy', async () => {
      const server = https.createServer(selfSigned, onward);
      const error = await noAnswer(clientOf('http://jira.example.com', { proxy: { url: `https://localhost:${await listen(server)}` } }).send(POST));
      assert.deepEqual([error.code, error.sent], ['DEPTH_ZERO_SELF_SIGNED_CERT', false]);
    });

    it('goes round it where the list says so', async () => {
      const way = await proxy(tunnel);
      const port = await listen(http.createServer((_request, response) => void response.end('{}')));
      await clientOf(`http://127.0.0.1:${port}`, { proxy: { url: way.url, noProxy: ['127.0.0.1'] } }).send(GET);
      assert.deepEqual(way.asked, []);
    });

    it('is refused by it before anything is sent', async () => {
      const way = await proxy(
        (socket) => void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
        (_request, response) => void response.writeHead(407).end('<h1>Log in</h1>'),
      );
      for (const url of ['http://jira.example.com', 'https://jira.example.com']) {
        const error = await noAnswer(clientOf(url, { proxy: { url: way.url } }).send(POST));
        assert.deepEqual([error.code, error.sent], ['PROXY_LOGIN', false]);
        assert.match(error.message, /check its user name and password/);
      }
    });

    it('fails where the proxy is not there', async () => {
      const error = await noAnswer(clientOf('https://jira.example.com', { proxy: { url: 'http://127.0.0.1:1' } }).send(POST));
      assert.deepEqual([error.code, error.sent], ['ECONNREFUSED', false]);
    });

    it('knows that a request was sent when the tunnel breaks, or the proxy', async () => {
      const secure = await listen(https.createServer(selfSigned, (request) => void request.socket.destroy()));
      const way = await proxy(tunnel, (request) => void request.socket.destroy());
      for (const url of [`https://127.0.0.1:${secure}`, 'http://jira.example.com']) {
        const error = await noAnswer(clientOf(url, { proxy: { url: way.url }, tls: { ca: selfSigned.cert } }).send(POST));
        assert.deepEqual([error.code, error.sent], ['ECONNRESET', true]);
      }
    });

    it('leaves a 407 of Jira itself as it is', async () => {
      const client = await jira((_request, response) => void response.writeHead(407).end('{}'));
      assert.equal((await client.send(GET)).status, 407);
    });

    it('lets go of a tunnel that is being opened when it is closed', async () => {
      let letGo: () => void = () => undefined;
      const gone = new Promise<void>((resolve) => (letGo = resolve));
      let client: ReturnType<typeof clientOf> | undefined;
      const way = await proxy((socket) => {
        socket.on('end', () => letGo()).resume();
        client?.close();
      });
      client = clientOf('https://jira.example.com', { proxy: { url: way.url } });
      const error = await noAnswer(client.send(POST));
      assert.deepEqual([error.code, error.sent], ['ABORTED', false]);
      await gone;
    });

    it('refuses a proxy that is none', () => {
      assert.throws(() => clientOf('https://jira.example.com', { proxy: { url: 'socks5://x' } }), TicketError);
    });
  });

  describe('gives no credentials away', () => {
    const password = 'canary "pass/wörd" +%';
    const authorization = authorizationHeader({ auth: 'basic', username: 'jdoe@example.com', password }) ?? '';
    const forms = [password, authorization, authorization.slice(6), encodeURIComponent(password), Buffer.from(password).toString('base64'), 'canary'];
    const assertClean = (what: unknown, text: string) => {
      for (const form of forms) assert.ok(!text.includes(form), `${String(what)} holds ${form}`);
    };

    it('in an answer that echoes them', async () => {
      const client = await jira(
        (request, response) => {
          const echoed = [...forms.slice(0, -1), request.headers.authorization ?? ''];
          response.setHeader('Location', `/login?os_password=${encodeURIComponent(password)}`);
          response.setHeader('X-Authentication-Denied-Reason', encodeURIComponent(password));
          response.end(request.url?.includes('json') ? JSON.stringify({ echoed, [password]: 1, errors: { a: echoed } }) : `<h1>${echoed.join('\n')}</h1>`);
        },
        { authorization },
      );
      for (const path of ['rest/json', 'rest/html']) {
        const request: JiraRequest = { method: 'GET', path };
        const answer = await client.send(request);
        for (const shown of [answer.text, client.redact(describeAnswer(request, answer, parseAddress('https://jira.example.com', ''))), client.redact(JSON.stringify(answer))]) assertClean(path, shown);
        assert.match(client.redact(JSON.stringify(answer)), /\*\*\*/);
      }
    });

    it('and changes nothing of what Jira says, also where a password is a common word', async () => {
      const said = { name: 'admin', 'com.atlassian.jira': ['admin'] };
      const common = authorizationHeader({ auth: 'basic', username: 'admin', password: 'admin' });
      const client = await jira((_request, response) => void response.writeHead(200, { location: '/admin' }).end(JSON.stringify(said)), { authorization: common });
      const answer = await client.send(GET);
      assert.deepEqual([answer.json, answer.headers['location']], [said, '/admin']);
    });

    it('in an error, its properties, its stack, or anything it leads to', async () => {
      const server = createServer();
      const port = await listen(server);
      await new Promise((resolve) => server.close(resolve));
      const client = clientOf(`http://127.0.0.1:${port}`, { authorization });
      const error = await noAnswer(client.send({ method: 'GET', path: 'rest/search', query: { jql: password } }));
      assertClean('error', inspect(error, { depth: 20, showHidden: true }));
    });

    it('of the proxy', async () => {
      const server = http.createServer();
      server.on('connect', (request: http.IncomingMessage, socket: Socket) => void socket.end(`HTTP/1.1 407 ${request.headers['proxy-authorization']}\r\n\r\n`));
      const proxy = { url: `http://127.0.0.1:${await listen(server)}`, username: 'prox', password: 'canary-proxy' };
      server.on('request', (request, response) => void response.writeHead(request.url?.includes('login') ? 407 : 502).end(`<h1>${request.headers['proxy-authorization']} canary-proxy</h1>`));
      for (const url of ['http://jira.example.com', 'https://jira.example.com']) {
        const error = await noAnswer(clientOf(url, { proxy, authorization }).send({ ...GET, path: 'rest/login/canary-proxy' }));
        assert.doesNotMatch(inspect(error, { depth: 20, showHidden: true }), /canary|cHJveDpjYW5hcnk/);
      }
      const { text } = await clientOf('http://jira.example.com', { proxy, authorization }).send(GET);
      assert.equal(text, '<h1>Basic ***= ***</h1>');
    });
  });
});
