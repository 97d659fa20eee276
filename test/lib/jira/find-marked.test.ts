import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../src/lib/ticket/json';
import type { MarkerScope, Wanted } from '../../../src/lib/jira/find-marked';
import { findMarked, isMarked } from '../../../src/lib/jira/find-marked';
import type { Flavour } from '../../../src/lib/jira/flavour';
import type { JiraAnswer, JiraRequest } from '../../../src/lib/jira/http';
import { UnexpectedAnswer } from '../../../src/lib/jira/unexpected-answer';
import { address, answer, cloud, dataCenter, stubPort } from './jira-stub';

const KEY = 'node-red.jira-tickets';
const now = new Date('2026-11-24T10:00:00Z');
const since = new Date('2026-11-24T09:57:30Z');

interface Ticket extends JsonObject {
  id: string;
  key: string;
}
const ticket = (n: number): Ticket => ({ id: `${10_000 + n}`, key: `NET-${n}` });
const marked = (n: number, guid: string, command: string): Ticket => ({ ...ticket(n), properties: { [KEY]: { guid, command } } });
const many = (count: number) => Array.from({ length: count }, (_, i) => ticket(i));

/** A Jira that has these issues: searches page through them, properties are given out as its kind does. */
function jira(issues: Ticket[], kind: Flavour = dataCenter) {
  return stubPort((request: JiraRequest): JiraAnswer => {
    if (request.method === 'GET') {
      const [, id] = /issue\/(\d+)\/properties\//.exec(request.path) ?? [];
      const properties = issues.find((issue) => issue.id === id)?.['properties'] as JsonObject | undefined;
      return properties ? answer(200, { key: KEY, value: properties[KEY] ?? null }) : answer(404, { errorMessages: ['not found'] });
    }
    const body = request.body as { startAt?: number; nextPageToken?: string; maxResults: number };
    if (request.path !== `rest/api/latest/${kind.search}`) return answer(kind.cloud ? 410 : 404);
    const from = Number(kind.cloud ? (body.nextPageToken ?? 0) : body.startAt);
    const page: Json[] = issues.slice(from, from + body.maxResults).map(({ properties, ...issue }) => (kind.cloud ? { ...issue, properties: properties ?? {} } : issue));
    const next = from + body.maxResults;
    if (!kind.cloud) return answer(200, { startAt: from, total: issues.length, issues: page });
    return answer(200, next < issues.length ? { issues: page, nextPageToken: String(next) } : { issues: page, isLast: true });
  });
}

const find = (port: ReturnType<typeof jira>, wanted: Wanted[], scope: Partial<MarkerScope> = {}, flavour = dataCenter) =>
  findMarked(port, address, flavour, wanted, { kind: 'property', now, ...scope });
const bodies = (port: ReturnType<typeof jira>) => port.asked.filter(({ method }) => method === 'POST').map(({ body }) => body as JsonObject);

describe('looking tickets up by property', () => {
  for (const flavour of [dataCenter, cloud]) {
    describe(flavour.cloud ? 'on Cloud' : 'on a server', () => {
      it('finds the ticket of a command', async () => {
        const port = jira([ticket(3), marked(2, 'g1', 'c2'), marked(1, 'g1', 'c1')], flavour);
        const found = await find(port, [{ guid: 'g1', command: 'c1' }], { project: 'NET', since }, flavour);
        assert.deepEqual([...found], [['g1', [{ id: '10001', key: 'NET-1', command: 'c1' }]]]);
        assert.equal(found.complete, true);
        assert.equal(bodies(port)[0]?.['jql'], 'project = "NET" AND created >= "-5m" AND creator = currentUser() ORDER BY created DESC');
      });

      it('finds several in one go, and stops when all are found', async () => {
        const port = jira([marked(4, 'g2', 'c2'), marked(3, 'g1', 'c1'), ...many(500)], flavour);
        const found = await find(port, [{ guid: 'g1' }, { guid: 'g2', command: 'c2' }], {}, flavour);
        assert.deepEqual([...found.keys()].sort(), ['g1', 'g2']);
        assert.equal(bodies(port).length, 1);
        assert.equal(port.asked.length, flavour.cloud ? 1 : 3);
      });

      it('goes through the pages', async () => {
        const port = jira([...many(250), marked(999, 'g1', 'c1')], flavour);
        assert.equal((await find(port, [{ guid: 'g1' }], {}, flavour)).get('g1')?.[0]?.key, 'NET-999');
        assert.equal(bodies(port).length, 3);
      });

      it('says that it did not see all where there is more than it looks through', async () => {
        const pages = flavour.cloud ? 50 : 10;
        const port = jira([...many(pages * 100), marked(9_999, 'g1', 'c1')], flavour);
        const found = await find(port, [{ guid: 'g1' }], { thorough: true }, flavour);
        assert.deepEqual([found.size, found.complete, bodies(port).length], [0, false, pages]);
        port.asked.length = 0;
        assert.equal((await find(port, [{ guid: 'g1' }], {}, flavour)).complete, false);
        assert.equal(bodies(port).length, 10);
        const last = await find(jira([...many(pages * 100 - 1), marked(9_999, 'g1', 'c1')], flavour), [{ guid: 'g1' }], { thorough: true }, flavour);
        assert.deepEqual([...last.keys()], ['g1']);
      });

      it('says that there is none when it saw all', async () => {
        const found = await find(jira([ticket(1)], flavour), [{ guid: 'g1' }], {}, flavour);
        assert.deepEqual([found.size, found.complete], [0, true]);
      });

      it('takes no notice of a marker of another shape', async () => {
        const odd = { ...ticket(1), properties: { [KEY]: ['g1'] } };
        assert.equal((await find(jira([odd], flavour), [{ guid: 'g1' }], {}, flavour)).size, 0);
      });
    });
  }

  for (const id of ['..', '\ud800']) {
    it(`never takes an issue that cannot be asked for, ${JSON.stringify(id)}, for one without a marker`, async () => {
      const port = jira([{ id, key: 'NET-1' }]);
      await assert.rejects(find(port, [{ guid: 'g1' }]), { code: 'UNKNOWN_TICKET' });
      assert.equal(port.asked.length, 1);
    });

    it(`knows that no ticket is named ${JSON.stringify(id)}`, async () => {
      const port = jira([]);
      assert.equal(await isMarked(port, address, dataCenter, 'g1', { id, key: id }), false);
      assert.equal(port.asked.length, 0);
    });
  }

  it('asks Cloud for the property with the issues, by token', async () => {
    const port = jira(many(150), cloud);
    await find(port, [{ guid: 'g1' }], {}, cloud);
    assert.deepEqual(bodies(port).map(({ properties, nextPageToken, startAt }) => ({ properties, nextPageToken, startAt })), [
      { properties: [KEY], nextPageToken: undefined, startAt: undefined },
      { properties: [KEY], nextPageToken: '100', startAt: undefined },
    ]);
  });

  it('takes the other search where one is gone', async () => {
    assert.equal((await find(jira([marked(1, 'g1', 'c1')], cloud), [{ guid: 'g1' }], {}, dataCenter)).size, 1);
    assert.equal((await find(jira([marked(1, 'g1', 'c1')]), [{ guid: 'g1' }], {}, cloud)).size, 1);
  });

  it('asks by GET where no POST is let through', async () => {
    for (const flavour of [dataCenter, cloud]) {
      const behind = jira([marked(1, 'g1', 'c1'), ...many(150)], flavour);
      const port = stubPort((request) => {
        if (!request.path.includes('/search')) return behind.send(request);
        if (request.method === 'POST') return answer(405);
        return behind.send({ ...request, method: 'POST', body: { ...request.query, maxResults: Number(request.query?.['maxResults']) } });
      });
      assert.equal((await find(port, [{ guid: 'g1' }, { guid: 'none' }], {}, flavour)).size, 1);
      assert.deepEqual(port.asked.find(({ method, path }) => method === 'GET' && path.endsWith(flavour.search))?.query, {
        jql: 'creator = currentUser() ORDER BY created DESC',
        maxResults: 100,
        fields: 'created',
        ...(flavour.cloud ? { properties: KEY } : { startAt: 0 }),
      });
    }
  });

  it('ends where a token repeats or pages are empty', async () => {
    const repeating = stubPort(() => answer(200, { issues: [], nextPageToken: 'again' }));
    await find(repeating, [{ guid: 'g1' }], {}, cloud);
    assert.equal(repeating.asked.length, 2);
    const empty = stubPort(() => answer(200, { issues: [] }));
    await find(empty, [{ guid: 'g1' }]);
    assert.equal(empty.asked.length, 1);
  });

  it('does without the creator on servers that do not know it', async () => {
    const port = stubPort(({ body }) => (JSON.stringify(body).includes('creator') ? answer(400) : answer(200, { issues: [], total: 0 })));
    await find(port, [{ guid: 'g1' }], { project: 'A"B\\', since: new Date(now.getTime() + 5_000) });
    assert.deepEqual(bodies(port).map(({ jql }) => jql), [
      'project = "A\\"B\\\\" AND created >= "-2m" AND creator = currentUser() ORDER BY created DESC',
      'project = "A\\"B\\\\" AND created >= "-2m" ORDER BY created DESC',
    ]);
  });

  it('asks nothing without anything to find, or without a marker', async () => {
    const port = jira([]);
    assert.equal((await find(port, [])).size, 0);
    assert.equal((await find(port, [{ guid: 'g1' }], { kind: 'none' })).size, 0);
    assert.equal(port.asked.length, 0);
  });

  const unanswered: Array<[string, JiraAnswer]> = [
    ['a failed login served as an empty result', answer(200, { issues: [], total: 0 }, { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' })],
    ['a refused query that has no other clause', answer(400)],
    ['both searches gone', answer(410)],
    ['a 500', answer(500)],
    ['a page that is none', answer(200, { values: [] })],
    ['a login page', answer(200, undefined, {}, '<h1>Log in</h1>')],
  ];
  for (const [what, sign] of unanswered) {
    it(`never takes ${what} for "not found"`, async () => {
      await assert.rejects(find(stubPort(() => sign), [{ guid: 'g1' }]), (error: unknown) => error instanceof UnexpectedAnswer && error.answer === sign);
    });
  }

  for (const sign of [answer(403), answer(200, [])]) {
    it(`never takes ${sign.status} on a property for "not ours"`, async () => {
      const port = stubPort(({ method }) => (method === 'POST' ? answer(200, { issues: [ticket(1)], total: 1 }) : sign));
      await assert.rejects(find(port, [{ guid: 'g1' }], { project: 'NET' }), UnexpectedAnswer);
    });
  }
});

describe('looking tickets up by label', () => {
  const labelled = (n: number, ...labels: string[]): Ticket => ({ ...ticket(n), fields: { labels } });

  it('finds each by its own label', async () => {
    const port = jira([labelled(1, 'nr-g1', 'alarm'), labelled(2, 'nr-g2'), labelled(3, 'nr-other'), ticket(4), labelled(5, 'nr-g2')]);
    const found = await find(port, [{ guid: 'g1', command: 'c1' }, { guid: 'g2' }, { guid: 'g3' }], { kind: 'label' });
    assert.deepEqual([...found], [
      ['g1', [{ id: '10001', key: 'NET-1', command: '' }]],
      ['g2', [{ id: '10002', key: 'NET-2', command: '' }, { id: '10005', key: 'NET-5', command: '' }]],
    ]);
    assert.equal(bodies(port)[0]?.['jql'], 'labels in ("nr-g1", "nr-g2", "nr-g3")');
  });

  it('asks for fifty at a time, and does not count a ticket twice', async () => {
    const port = jira([labelled(1, 'nr-g1')]);
    const found = await find(port, Array.from({ length: 120 }, (_, i) => ({ guid: `g${i}` })), { kind: 'label' });
    assert.equal(bodies(port).length, 3);
    assert.equal(found.get('g1')?.length, 1);
  });
});
