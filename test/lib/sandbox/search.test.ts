import assert from 'node:assert/strict';
import { parseJql } from '../../../src/lib/sandbox/jql-parser';
import { Refusal } from '../../../src/lib/sandbox/refusal';
import type { Loose } from './running';
import { Running } from './running';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('sandbox: search', () => {
  const running = new Running();

  /** Three days of tickets: NET-1, RAD-1, NET-2. */
  async function world(): Promise<void> {
    await running.start();
    running.clock -= 2 * DAY;
    await running.create({ summary: 'Link to Antwerp down', labels: ['network', 'nr-1'], priority: { name: 'High' } });
    running.clock += DAY;
    await running.create({ project: { key: 'RAD' }, issuetype: { name: 'Bug' }, summary: 'Antenna "north" tilted', description: 'after the storm', assignee: { accountId: '712020:5a3f0c1e-0000-4000-8000-000000000002' } });
    running.clock += DAY - 10 * MINUTE;
    await running.create({ summary: 'Link to Ghent down', labels: ['network'], environment: 'storm' });
    await running.ask('POST', 'issue/NET-2/transitions', { transition: { id: '11' } });
    running.clock += 10 * MINUTE;
  }

  async function find(jql: string): Promise<string[]> {
    const { status, json } = await running.ask('POST', 'search/jql', { jql, fields: ['key'] });
    return status === 200 ? json.issues.map(({ key }: Loose) => key) : json.errorMessages;
  }

  const queries: Array<[jql: string, found: string[]]> = [
    ['project = NET', ['NET-2', 'NET-1']],
    ['project = Network', ['NET-2', 'NET-1']],
    ['project in (RAD, ops)', ['RAD-1']],
    ['project not in (RAD)', ['NET-2', 'NET-1']],
    ['project != NET', ['RAD-1']],
    ['labels = "nr-1"', ['NET-1']],
    ["labels in ('nr-1', 'nr-2')", ['NET-1']],
    ['labels = NETWORK', ['NET-2', 'NET-1']],
    ['labels != "nr-1"', ['NET-2']],
    ['labels is EMPTY', ['RAD-1']],
    ['labels is not null', ['NET-2', 'NET-1']],
    ['key = net-1', ['NET-1']],
    ['issuekey in (NET-1, RAD-1) ORDER BY key ASC', ['NET-1', 'RAD-1']],
    ['creator = currentUser()', ['NET-2', 'RAD-1', 'NET-1']],
    ['reporter = "node-red@example.com" AND project = RAD', ['RAD-1']],
    ['assignee = "Ann Smith"', ['RAD-1']],
    ['assignee is empty', ['NET-2', 'NET-1']],
    ['type = Bug', ['RAD-1']],
    ['issuetype = 10001', ['NET-2', 'NET-1']],
    ['priority = High', ['NET-1']],
    ['resolution is EMPTY', ['NET-2', 'RAD-1', 'NET-1']],
    ['status = "In Progress"', ['NET-2']],
    ['statusCategory = "To Do"', ['RAD-1', 'NET-1']],
    ['statusCategory != done AND statusCategory in (indeterminate)', ['NET-2']],
    ['summary ~ "antwerp link"', ['NET-1']],
    ['summary ~ "\\"Antenna\\" nor*"', ['RAD-1']],
    ['summary !~ link', ['RAD-1']],
    ['description ~ storm', ['RAD-1']],
    ['text ~ storm', ['NET-2', 'RAD-1']],
    ['created >= "-15m"', ['NET-2']],
    ['created >= -5m', []],
    ['created >= "-1d 2h"', ['NET-2', 'RAD-1']],
    ['created < "-1d 2h"', ['NET-1']],
    ['created <= now()', ['NET-2', 'RAD-1', 'NET-1']],
    ['created > "1d"', []],
    ['created >= "2026/11/22"', ['NET-2', 'RAD-1']],
    ['created >= "2026-11-22 12:01"', ['NET-2']],
    ['created >= "2026-11-23T00:00:00.000+0000"', ['NET-2']],
    ['updated >= "-2h"', ['NET-2']],
    ['project = NET AND (labels = "nr-1" OR status = "In Progress")', ['NET-2', 'NET-1']],
    ['NOT project = NET', ['RAD-1']],
    ['project = RAD OR labels = "nr-1" AND project = RAD', ['RAD-1']],
    ['project = NET ORDER BY created', ['NET-1', 'NET-2']],
    ['project = NET order by created desc', ['NET-2', 'NET-1']],
    ['created < now() ORDER BY project ASC, key DESC', ['NET-2', 'NET-1', 'RAD-1']],
    ['created < now() ORDER BY status, summary', ['RAD-1', 'NET-1', 'NET-2']],
    ['created < now() ORDER BY assignee DESC', ['RAD-1', 'NET-2', 'NET-1']],
    [' project=NET ', ['NET-2', 'NET-1']],
  ];
  it('finds what the query says', async () => {
    await world();
    for (const [jql, found] of queries) assert.deepEqual(await find(jql), found, jql);
  });

  const wrong: Array<[jql: string, words: RegExp]> = [
    ['nope = 1', /^Field 'nope' does not exist or you do not have permission to view it\.$/],
    ['project = NOPE', /^The value 'NOPE' does not exist for the field 'project'\.$/],
    ['project = NET ORDER BY nope', /^Field 'nope' does not exist/],
    ['project ~ NET', /^The operator '~' is not supported by the 'project' field\.$/],
    ['summary = x', /^The operator '=' is not supported by the 'summary' field\.$/],
    ['created ~ x', /^The operator '~' is not supported by the 'created' field\.$/],
    ['created is EMPTY', /not supported/],
    ['created >= soon', /^Date value 'soon' for field 'created' is invalid/],
    ['created >= "2026-11-23Tnoon"', /^Date value/],
    ['reporter = membersOf()', /^Unable to find JQL function 'membersof\(\)'\.$/],
    ['created >= endOfDay()', /^Unable to find JQL function/],
    ['project', /^Error in the JQL Query: Expecting an operator but got 'the end of the query'/],
    ['project "=" NET', /Expecting operator but got '='/],
    ['project NET NET', /Expecting operator but got 'NET'/],
    ['project =', /Expecting a value/],
    ['project = (NET)', /Expecting a value but got '\('/],
    ['project in NET', /Expecting '\(' but got 'NET'/],
    ['project in (NET', /Expecting '\)' but got 'the end of the query'/],
    ['project = NET AND', /Expecting a field name/],
    ['project = NET labels = a', /Expecting either 'OR' or 'AND' but got 'labels'/],
    ['project = NET ORDER created', /Expecting 'by'/],
    ['project not NET', /Expecting 'in'/],
    ['labels is a', /Expecting 'null'/],
    ['summary ~ "open', /The character '"' is not expected/],
    ['key = currentUser(', /Expecting '\)'/],
    [`${'('.repeat(60)}project = NET`, /nested too deeply/],
    [`labels = "${'x'.repeat(100_000)}"`, /too long/],
    ['', /^Unbounded JQL queries are not allowed here/],
    ['ORDER BY created', /^Unbounded JQL queries are not allowed here/],
  ];
  it('refuses what it does not know, in Jira\'s shape', async () => {
    await running.start();
    for (const [jql, words] of wrong) {
      const { status, json } = await running.ask('POST', 'search/jql', { jql });
      assert.equal(status, 400, jql);
      assert.match(json.errorMessages[0], words, jql);
    }
  });

  it('parses any text in linear time, or refuses it', () => {
    for (const jql of ['"'.repeat(99_999), '\\'.repeat(99_999), '('.repeat(99_999), 'a and '.repeat(16_000), `"${'\\"'.repeat(49_000)}`]) {
      const begin = process.hrtime.bigint();
      assert.throws(() => parseJql(jql), Refusal);
      assert.ok(Number(process.hrtime.bigint() - begin) / 1e6 < 1_000);
    }
  });

  describe('on Cloud', () => {
    it('pages by token, which belongs to its query', async () => {
      await running.start();
      for (let count = 0; count < 5; count += 1) await running.create();
      const page = (nextPageToken?: string, jql = 'project = NET') =>
        running.ask('POST', 'search/jql', { jql, maxResults: 2, fields: ['summary'], ...(nextPageToken === undefined ? {} : { nextPageToken }) });
      const keys: string[] = [];
      const first = (await page()).json;
      keys.push(...first.issues.map(({ key }: Loose) => key));
      assert.equal(first.isLast, false);
      const second = (await page(first.nextPageToken)).json;
      keys.push(...second.issues.map(({ key }: Loose) => key));
      const { issues, isLast, nextPageToken } = (await page(second.nextPageToken)).json;
      keys.push(...issues.map(({ key }: Loose) => key));
      assert.deepEqual([keys, isLast, nextPageToken], [['NET-5', 'NET-4', 'NET-3', 'NET-2', 'NET-1'], true, undefined]);
      for (const token of ['nonsense', '5']) assert.equal((await page(token)).status, 400);
      assert.equal((await page(first.nextPageToken, 'project = RAD')).status, 400);
    });

    it('gives ids alone unless more is asked for, and up to five properties', async () => {
      await running.start();
      await running.create({}, { properties: [{ key: 'marker', value: { guid: 'a' } }] });
      const id = running.sandbox.jira.ticket('NET-1')?.id;
      const get = async (query: string) => (await running.ask('GET', `search/jql?jql=project%3DNET&${query}`)).json.issues[0];
      assert.deepEqual(await get(''), { id });
      assert.deepEqual((await get('fields=summary')).fields, { summary: 'Link down' });
      assert.deepEqual((await get('properties=marker')).properties, { marker: { guid: 'a' } });
      assert.deepEqual((await get('properties=other')).properties, {});
      const { status } = await running.ask('POST', 'search/jql', { jql: 'project = NET', properties: ['a', 'b', 'c', 'd', 'e', 'f'] });
      assert.equal(status, 400);
    });

    it('no longer has the search by count', async () => {
      await running.start();
      const { status, json } = await running.ask('GET', 'search?jql=project%3DNET');
      assert.equal(status, 410);
      assert.match(json.errorMessages[0], /^The requested API has been removed\. Please migrate to the \/rest\/api\/3\/search\/jql API\./);
      assert.equal((await running.ask('POST', 'search', {})).status, 410);
    });

    it('finds a new ticket only once the index has it', async () => {
      await running.start({ indexLagMs: 5_000 });
      await running.create();
      assert.deepEqual(await find('project = NET'), []);
      running.clock += 4_999;
      assert.deepEqual(await find('project = NET'), []);
      running.clock += 1;
      assert.deepEqual(await find('project = NET'), ['NET-1']);
      running.sandbox.faults.indexLagMs = 60_000;
      assert.deepEqual(await find('project = NET'), []);
      assert.equal((await running.ask('GET', 'issue/NET-1')).status, 200);
    });
  });

  describe('on servers', () => {
    it('pages by count', async () => {
      await running.start({ version: 'dc9' });
      for (let count = 0; count < 3; count += 1) await running.create();
      const { json } = await running.ask('GET', 'search?jql=&startAt=1&maxResults=1&fields=labels');
      assert.deepEqual([json.startAt, json.maxResults, json.total, json.issues.length], [1, 1, 3, 1]);
      assert.deepEqual([json.issues[0].key, json.issues[0].fields], ['NET-2', { labels: [] }]);
      const all = (await running.ask('POST', 'search', {})).json;
      assert.deepEqual([all.maxResults, all.total, 'comment' in all.issues[0].fields], [50, 3, false]);
      assert.equal((await running.ask('POST', 'search', { jql: null, maxResults: 5_000 })).status, 400);
      assert.equal((await running.ask('POST', 'search', { maxResults: 5_000 })).json.maxResults, 1_000);
    });

    it('has no search by token', async () => {
      await running.start({ version: 'dc10' });
      assert.equal((await running.ask('POST', 'search/jql', { jql: 'project = NET' })).status, 404);
    });

    it('does not know creators before version 6', async () => {
      await running.start({ version: 'server5' });
      const { status, json } = await running.ask('POST', 'search', { jql: 'creator = currentUser()' });
      assert.deepEqual([status, json.errorMessages], [400, ["Field 'creator' does not exist or you do not have permission to view it."]]);
      assert.equal((await running.ask('POST', 'search', { jql: 'reporter = currentUser()' })).status, 200);
    });
  });

  for (const body of [{ jql: 5 }, { jql: 'project = NET', fields: 'summary' }, { jql: 'project = NET', fields: [5] }, { jql: 'project = NET', maxResults: 0 }, { jql: 'project = NET', maxResults: 5_001 }, { jql: 'project = NET', maxResults: 'x' }, { jql: 'project = NET', maxResults: '' }, { jql: 'project = NET', maxResults: 1.5 }, { jql: 'project = NET', maxResults: -1 }]) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      await running.start();
      assert.equal((await running.ask('POST', 'search/jql', body)).status, 400);
    });
  }
});
