import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { parseAddress } from '../../../src/lib/jira/address';
import { authorizationHeader } from '../../../src/lib/jira/authorization';
import type { ClientOptions } from '../../../src/lib/jira/client';
import { createClient } from '../../../src/lib/jira/client';
import type { ConnectionReport } from '../../../src/lib/jira/connection-test';
import { testConnection } from '../../../src/lib/jira/connection-test';
import type { AuthKind } from '../../../src/lib/jira/connection-trouble';
import { networkTrouble } from '../../../src/lib/jira/connection-trouble';
import type { JiraAnswer, JiraPort, JiraRequest } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import { createOAuthClient } from '../../../src/lib/jira/oauth-client';
import type { FaultRule, SandboxOptions, SandboxVersion } from '../../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../../src/lib/sandbox/sandbox';
import type { CloudGateway as Gateway } from '../../fixtures/cloud-gateway';
import { startCloudGateway } from '../../fixtures/cloud-gateway';
import { selfSigned } from '../../fixtures/self-signed';
import { address, answer, stubPort } from './jira-stub';

type Catalog = { [key: string]: string | Catalog };

const catalog = (JSON.parse(readFileSync('locales/en-US/jira-config.json', 'utf8')) as { 'jira-config': { test: Catalog } })['jira-config'].test;
const told = new Set<string>();

/** The text of a line, which has to be in the catalog with no gap left. */
function textOf({ key, values }: ConnectionReport['lines'][number]): string {
  const text = key.split('.').slice(1).reduce<string | Catalog | undefined>((part, name) => (typeof part === 'object' ? part[name] : undefined), catalog);
  assert.ok(typeof text === 'string', `${key} is not in the catalog`);
  told.add(key.slice('test.'.length));
  const filled = text.replace(/__(\w+)__/g, (gap, name: string) => String(values[name] ?? gap));
  assert.doesNotMatch(filled, /__\w+__/, key);
  return filled;
}

function keysOf(part: Catalog, path = ''): string[] {
  return Object.entries(part).flatMap(([name, value]) => (typeof value === 'string' ? [path + name] : keysOf(value, `${path}${name}.`)));
}

describe('a connection test', () => {
  const closing: Array<() => unknown> = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  interface Try extends Partial<ClientOptions> {
    path?: string;
    auth?: AuthKind;
    port?: JiraPort;
    now?: () => number;
  }

  async function tryOut(url: string, { path = '', auth = 'none', port, now = Date.now, ...options }: Try = {}): Promise<ConnectionReport & { texts: string; keys: string[] }> {
    const at = parseAddress(url, path);
    const client = port ? undefined : createClient({ address: at, timeoutMs: 2_000, ...options });
    if (client) closing.push(() => client.close());
    const report = await testConnection(port ?? client ?? assert.fail(), at, {
      auth,
      proxied: options.proxy !== undefined,
      now,
      elsewhere: (base) => createClient({ address: parseAddress(base, path), timeoutMs: 2_000 }),
    });
    assert.doesNotMatch(JSON.stringify(report), /canary/);
    return { ...report, texts: report.lines.map(textOf).join('\n'), keys: report.lines.map(({ level, key }) => `${level} ${key.slice('test.'.length)}`) };
  }

  async function listen(server: Server): Promise<number> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  async function serve(respond: http.RequestListener): Promise<string> {
    return `http://127.0.0.1:${await listen(http.createServer(respond))}`;
  }

  async function sandbox(options: SandboxOptions = {}) {
    const running = await startSandbox(options);
    closing.push(() => running.close());
    return running;
  }

  describe('that succeeds says what it found', () => {
    const versions: Array<[SandboxVersion, product: string, version: string]> = [
      ['cloud', 'Jira Cloud', ''],
      ['dc11', 'Jira Data Center', '11.0.1'],
      ['dc10', 'Jira Data Center', '10.3.5'],
      ['dc9', 'Jira Data Center', '9.12.2'],
      ['server8', 'Jira Server', '8.20.10'],
      ['server7', 'Jira Server', '7.6.1'],
      ['server5', 'Jira Server', '5.2.11'],
    ];
    for (const [sandboxVersion, product, version] of versions) {
      it(`of ${product} ${version}`, async () => {
        const { url } = await sandbox({ version: sandboxVersion });
        const report = await tryOut(url);
        assert.ok(report.ok, report.texts);
        assert.deepEqual([report.product, report.version, report.projects.count], [product, version, 3]);
        assert.notEqual(report.user, '');
        assert.deepEqual(report.keys, ['ok serverTitled', 'ok dialectWiki', 'ok clock', 'ok user', 'ok projects', 'ok permissions']);
        const expected = ['BROWSE_PROJECTS', 'CREATE_ISSUES', 'EDIT_ISSUES', 'ADD_COMMENTS', 'CREATE_ATTACHMENTS', 'LINK_ISSUES', 'MANAGE_WATCHERS', ...(sandboxVersion === 'server5' ? [] : ['TRANSITION_ISSUES'])];
        assert.deepEqual(Object.keys(report.permissions).sort(), expected.sort());
        assert.ok(report.texts.includes(`Logged in as ${report.user}.`) && report.texts.includes('NET ('), report.texts);
      });
    }

    it('of documents where API 3 is asked', async () => {
      const { url } = await sandbox();
      assert.ok((await tryOut(url, { path: 'rest/api/3/issue' })).keys.includes('ok dialectDocuments'));
    });

    it('through the gateway with OAuth, and where people go', async () => {
      const gateway = await startCloudGateway();
      closing.push(() => gateway.close());
      gateway.accepted = new Set();
      const port = createOAuthClient({ address: parseAddress(gateway.url, ''), timeoutMs: 2_000 }, { clientId: 'id', clientSecret: 'canary', tokenUrl: gateway.tokenUrl });
      closing.push(() => port.close());
      const report = await tryOut(gateway.url, { auth: 'oauth', port });
      assert.ok(report.ok, report.texts);
      assert.match(report.texts, new RegExp(`People open tickets at ${gateway.sandbox.url}`));
    });

    it('of clocks that differ', async () => {
      const { url } = await sandbox();
      const ahead = await tryOut(url, { now: () => Date.now() - 90_000 });
      assert.ok(ahead.ok && ahead.keys.includes('warning clockAhead'), ahead.texts);
      assert.ok((await tryOut(url, { now: () => Date.now() + 90_000 })).keys.includes('warning clockBehind'));
    });
  });

  describe('of answers that leave something out', () => {
    const info = answer(200, { version: '10.3.0', versionNumbers: [10, 3, 0] });
    const answers: Record<string, JiraAnswer> = { serverInfo: info, myself: answer(200, { displayName: 'Ann' }), project: answer(200, []), mypermissions: answer(200, { permissions: {} }) };

    async function of(changes: Record<string, JiraAnswer>, url = 'https://jira.example.com') {
      const all = { ...answers, ...changes };
      const port = stubPort(({ path }: JiraRequest) => all[path.replace(/^rest\/api\/latest\//, '')] ?? answer(404, { errorMessages: ['no'] }));
      return { ...(await tryOut(url, { port, auth: 'basic' })), asked: port.asked.map(({ path }) => path) };
    }

    it('warns of no project and unknown permissions', async () => {
      const report = await of({});
      assert.ok(report.ok);
      assert.deepEqual(report.keys, ['ok server', 'ok dialectWiki', 'ok user', 'warning projectsNone', 'warning permissionsUnknown']);
    });

    it('names what this user may not do, and the first of many projects', async () => {
      const permissions = { CREATE_ISSUES: { havePermission: false }, EDIT_ISSUE: { havePermission: true }, SOMETHING: { havePermission: true } };
      const project = answer(200, Array.from({ length: 9 }, (_, i) => ({ key: `P${i}` })));
      const report = await of({ project, mypermissions: answer(200, { permissions }) });
      assert.deepEqual(report.permissions, { CREATE_ISSUES: false, EDIT_ISSUES: true });
      assert.match(report.texts, /Sees 9 projects, the first of them P0, P1, P2, P3, P4\.\nAllowed in at least one project: EDIT_ISSUES\.\nNot allowed in any project: CREATE_ISSUES/);
    });

    it('counts the projects of a Cloud by its page', async () => {
      const page = answer(200, { total: 812, values: [{ key: 'NET', name: 'Network' }] });
      const report = await of({ 'project/search': page }, 'https://ours.atlassian.net');
      assert.equal(report.projects.count, 812);
    });

    it('goes on where serverInfo, the user and the projects are hidden', async () => {
      const report = await of({ serverInfo: answer(403, { message: 'hidden' }), myself: answer(403, {}), project: answer(403, {}) });
      assert.deepEqual(report.keys, ['warning serverHidden', 'warning userUnknown', 'warning projectsUnknown', 'warning permissionsUnknown']);
    });

    it('asks an old server for its session, which has no myself', async () => {
      const report = await of({ myself: answer(404, {}), 'rest/auth/latest/session': answer(200, { name: 'ann' }) });
      assert.equal(report.user, 'ann');
    });

    it('warns of a gateway that does not say where people go', async () => {
      assert.ok((await of({}, 'https://api.atlassian.com/ex/jira/1a2b')).keys.includes('warning siteUnknown'));
    });

    it('shows what Jira says as one line of text', async () => {
      const report = await of({ myself: answer(200, { displayName: 'Ann\n<img src=x>\u202e' }) });
      assert.match(report.texts, /Logged in as Ann <img src=x>\./);
    });

    for (const [name, sign, key] of [
      ['an error of Jira', answer(503, undefined, {}, 'starting'), 'serverError'],
      ['a rate limit', answer(429), 'limited'],
      ['JSON of something else', answer(200, { hello: 'world' }), 'notJira'],
    ] as const) {
      it(`ends at ${name}`, async () => {
        const report = await of({ serverInfo: sign });
        assert.deepEqual([report.ok, report.keys, report.asked.length], [false, [`error ${key}`], 1]);
      });
    }
  });

  describe('of a login', () => {
    const wrong = authorizationHeader({ auth: 'basic', username: 'ann', password: 'canary-wrong' });
    const users = { ann: 'right' };

    async function keysAt(options: SandboxOptions, auth: AuthKind, authorization: string | undefined, fault?: FaultRule) {
      const { url, faults, jira } = await sandbox(options);
      if (fault) faults.add(fault);
      const report = await tryOut(url, { auth, authorization });
      assert.equal(report.ok, false);
      return { errors: report.keys.filter((key) => key.startsWith('error')), attempts: jira.requests.length };
    }

    it('that a server refuses, after one try', async () => {
      assert.deepEqual(await keysAt({ version: 'server8', users }, 'basic', wrong), { errors: ['error login.refused.basic'], attempts: 1 });
    });
    it('that Cloud serves as anonymous, after one try', async () => {
      assert.deepEqual(await keysAt({ version: 'cloud', users }, 'basic', wrong), { errors: ['error login.anonymous'], attempts: 1 });
    });
    it('with a token of the wrong kind', async () => {
      assert.deepEqual((await keysAt({ version: 'cloud', users }, 'bearer', 'Bearer canary')).errors, ['error login.tokenKind']);
    });
    it('with a token that has ended', async () => {
      assert.deepEqual((await keysAt({ version: 'dc10', token: 'right' }, 'bearer', 'Bearer canary')).errors, ['error login.refused.bearer']);
    });
    it('with a wrong key', async () => {
      assert.deepEqual((await keysAt({ version: 'dc10', users }, 'key', wrong)).errors, ['error login.refused.key']);
    });
    it('with a password where only tokens are taken', async () => {
      assert.deepEqual((await keysAt({ version: 'dc11', users }, 'basic', wrong)).errors, ['error login.basicDisabled']);
    });
    it('that is missing', async () => {
      assert.deepEqual((await keysAt({ version: 'dc10', users }, 'none', undefined)).errors, ['error login.needed']);
    });
    it('that a CAPTCHA stops', async () => {
      assert.deepEqual((await keysAt({ version: 'dc10' }, 'basic', wrong, { kind: 'captcha' })).errors, ['error login.captcha']);
    });
    it('that is denied', async () => {
      const fault: FaultRule = { kind: 'status', status: 403, headers: { 'X-Seraph-LoginReason': 'AUTHENTICATION_DENIED' } };
      assert.deepEqual((await keysAt({ version: 'dc10' }, 'basic', wrong, fault)).errors, ['error login.denied']);
    });

    for (const [what, prepare, key] of [
      ['whose token request is refused', (gateway: Gateway) => void (gateway.giveToken = (_asked, response) => void response.writeHead(401).end('{"error":"access_denied"}')), 'tokenRequest'],
      ['whose token Jira does not take', (gateway: Gateway) => void (gateway.giveToken = (_asked, response) => void response.end('{"access_token":"odd"}')), 'refused.oauth'],
    ] as const) {
      it(`by OAuth ${what}`, async () => {
        const gateway = await startCloudGateway();
        closing.push(() => gateway.close());
        gateway.accepted = new Set();
        prepare(gateway);
        const port = createOAuthClient({ address: parseAddress(gateway.url, ''), timeoutMs: 2_000 }, { clientId: 'id', clientSecret: 'canary', tokenUrl: gateway.tokenUrl });
        closing.push(() => port.close());
        assert.deepEqual((await tryOut(gateway.url, { auth: 'oauth', port })).keys, [`error login.${key}`]);
      });
    }

    it('with a token that lacks a scope', async () => {
      const port = stubPort(() => answer(401, { code: 401, message: 'Unauthorized; scope does not match' }));
      assert.deepEqual((await tryOut(address.base, { auth: 'bearer', port })).keys, ['error login.scope']);
    });
  });

  describe('at a wrong place', () => {
    it('names the context path that works', async () => {
      const { url } = await sandbox({ version: 'dc10' });
      const front = await serve((request, response) => {
        if (!request.url?.startsWith('/jira/')) return void response.writeHead(404).end('<h1>Not Found</h1>');
        http.get(url + request.url.slice('/jira'.length), (onward) => {
          response.writeHead(onward.statusCode ?? 502);
          onward.pipe(response);
        });
      });
      const report = await tryOut(front);
      assert.match(report.texts, new RegExp(`there is one at ${front}/jira:`));
      assert.match((await tryOut(`${front}/jira/wrong`)).texts, new RegExp(`there is one at ${front}/jira:`));
      assert.match((await tryOut(`${url}/jira`)).texts, new RegExp(`there is one at ${url}:`));
    });

    it('names the Ticket Location that works', async () => {
      const { url } = await sandbox({ version: 'dc10' });
      const report = await tryOut(url, { path: 'rest/api/9/issue' });
      assert.match(report.texts, /Location rest\/api\/9\/issue leads nowhere: enter rest\/api\/latest\/issue/);
    });

    const places: Array<[what: string, respond: (host: string) => http.RequestListener, key: string, says: RegExp]> = [
      ['nothing of Jira', () => (_request, response) => void response.writeHead(404).end('<h1>Not Found</h1>'), 'nothingThere', /context path such as \/jira/],
      ['another site', () => (_request, response) => void response.end('<title>Welcome to nginx</title>'), 'notJira', /Welcome to nginx/],
      ['a login page', () => (_request, response) => void response.end('<title>Sign in</title><input type="password">'), 'loginPage', /single sign-on/],
      ['http instead of https', (host) => (request, response) => void response.writeHead(301, { location: `https://${host}${request.url}` }).end(), 'redirectHttps', /enter https:\/\/127/],
      ['an old name', () => (request, response) => void response.writeHead(301, { location: `https://new.example.com/jira${request.url}?sid=canary` }).end(), 'redirectBase', /enter https:\/\/new\.example\.com\/jira as/],
      ['single sign-on', () => (_request, response) => void response.writeHead(302, { location: '/sso/login?ticket=canary' }).end(), 'redirectLogin', /\/sso\/login\)/],
      ['a detour', () => (_request, response) => void response.writeHead(302, { location: '/elsewhere' }).end(), 'redirect', /elsewhere/],
      ['a plain request to a TLS port', () => (_request, response) => void response.writeHead(400).end('The plain HTTP request was sent to HTTPS port'), 'httpsNeeded', /https:\/\//],
    ];
    for (const [what, respond, key, says] of places) {
      it(`finds ${what}`, async () => {
        const url = await serve((request, response) => respond(request.headers.host ?? '')(request, response));
        const report = await tryOut(url);
        assert.deepEqual(report.keys, [`error ${key}`]);
        assert.match(report.texts, says);
      });
    }
  });

  describe('without an answer', () => {
    it('names the self-signed certificate and the TLS configuration', async () => {
      const port = await listen(https.createServer(selfSigned, (_request, response) => void response.end('{}')));
      const report = await tryOut(`https://127.0.0.1:${port}`);
      assert.deepEqual(report.keys, ['error certificateSelfSigned']);
      assert.match(report.texts, /TLS configuration/);
    });

    it('names a certificate of another host', async () => {
      const port = await listen(https.createServer(selfSigned, (_request, response) => void response.end('{}')));
      const report = await tryOut(`https://127.0.0.1:${port}`, { tls: { ca: selfSigned.cert, servername: 'jira.example.com' } });
      assert.deepEqual(report.keys, ['error certificateHost']);
    });

    it('names a port that does not speak TLS', async () => {
      const url = await serve((_request, response) => void response.end('{}'));
      assert.deepEqual((await tryOut(url.replace('http:', 'https:'))).keys, ['error notTls']);
    });

    it('names a port that speaks something else', async () => {
      const port = await listen(createServer((socket) => void socket.end('SSH-2.0-x\r\n')));
      assert.deepEqual((await tryOut(`http://127.0.0.1:${port}`)).keys, ['error notHttp']);
    });

    it('names a time-out', async () => {
      assert.deepEqual((await tryOut(await serve(() => undefined), { timeoutMs: 100 })).keys, ['error timeout']);
    });

    it('names a connection that is cut', async () => {
      assert.deepEqual((await tryOut(await serve((request) => void request.socket.resetAndDestroy()))).keys, ['error reset']);
    });

    it('names a port where nothing is, of Jira or of the proxy', async () => {
      assert.deepEqual((await tryOut('http://127.0.0.1:1')).keys, ['error connectionRefused']);
      assert.deepEqual((await tryOut('http://jira.example.com', { proxy: { url: 'http://127.0.0.1:1' } })).keys, ['error proxyUnreachable']);
    });

    it('names a host that is not known', async () => {
      assert.deepEqual((await tryOut('http://jira.invalid')).keys, ['error hostUnknown']);
    });

    for (const [status, key] of [[407, 'proxyLogin'], [403, 'proxyRefused']] as const) {
      it(`names a proxy that answers ${status}`, async () => {
        const server = http.createServer();
        server.on('connect', (_request, socket) => void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`));
        const proxy = { url: `http://127.0.0.1:${await listen(server)}`, username: 'u', password: 'canary' };
        assert.deepEqual((await tryOut('https://jira.example.com', { proxy })).keys, [`error ${key}`]);
      });
    }

    it('names a proxy that wants a login, on the way to an http Jira', async () => {
      const proxy = { url: `http://127.0.0.1:${await listen(http.createServer((_request, response) => void response.writeHead(407).end()))}` };
      assert.deepEqual((await tryOut('http://jira.example.com', { proxy })).keys, ['error proxyLogin']);
    });

    const codes: Array<[code: string, key: string]> = [
      ['CERT_HAS_EXPIRED', 'certificateExpired'],
      ['CERT_NOT_YET_VALID', 'certificateNotYet'],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificateAuthority'],
      ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'clientCertificate'],
      ['ERR_SSL_WRONG_VERSION_NUMBER', 'notTls'],
      ['EHOSTUNREACH', 'unreachable'],
      ['SOMETHING_NEW', 'noAnswer'],
    ];
    for (const [code, key] of codes) {
      it(`says "${key}" of ${code}`, async () => {
        const port = stubPort(() => Promise.reject(new NoAnswer(code, false, `[GET] "https://jira.example.com/rest": ${code}: x`)));
        assert.deepEqual((await tryOut(address.base, { port })).keys, [`error ${key}`]);
      });
    }

    it('names the server that gives no token, not Jira', () => {
      const error = new NoAnswer('ECONNREFUSED', false, '[POST] "https://auth.example.com/oauth/token": ECONNREFUSED: x');
      assert.equal(networkTrouble(error, address, false).values['url'], 'https://auth.example.com');
    });
  });

  describe('after all that', () => {
    it('has used every text of its catalog', () => assert.deepEqual(keysOf(catalog).filter((key) => !told.has(key)), []));
  });
});
