import assert from 'node:assert/strict';
import type { Row } from '../../src/lib/records/row';
import type { FlowNode } from './harness/flow';
import { taking } from './harness/flow';
import type { NodeRed } from './harness/node-red';
import { startNodeRed } from './harness/node-red';
import { describeOnEachPair } from './harness/pairs';
import { readLog, readStatistics, recordsFlow, settledLog } from './harness/records';
import { ticketsOf } from './harness/sandbox';
import { createUserDirectory, removeUserDirectory } from './harness/user-directory';

const tab = 'commands';
const flows: FlowNode[] = [
  { id: 'connection', type: 'jira-config', name: 'sandbox', sandbox: true },
  { id: tab, type: 'tab', label: tab },
  ...taking('/create', tab, { id: 'table', type: 'jira-create', server: 'connection', fields: [row('project', 'NET'), row('issuetype', 'Incident')] }),
  ...taking('/advanced', tab, { id: 'line', type: 'jira-advanced', server: 'connection', ticket: ['table'], anyId: false, baseOnUpdate: false }),
  ...recordsFlow('connection'),
];

interface Answer {
  row: Row;
  code: string;
}

/** 30 CREATEs and 5 that are one message with their UPDATE, 15 by the table, and 10 that cannot be: 65 commands in 60 messages. */
const firstWave = (send: Send): Array<Promise<Answer>> => [
  ...times(30, (n) => send('advanced', { payload: `${guid(n)}|CREATE|summary;Alarm ${n}|priority;Low|` })),
  ...times(5, (n) => send('advanced', { payload: `${guid(30 + n)}|CREATE|summary;Alarm ${30 + n}|\n${guid(30 + n)}|UPDATE|priority;Highest|` })),
  ...times(15, (n) => send('create', { guid: guid(100 + n), fields: { summary: `By hand ${n}`, labels: ['by-hand'] } })),
  ...times(5, (n) => send('advanced', { payload: `${guid(200 + n)}|DELETE|summary;Never sent|` })),
  ...times(5, (n) => send('advanced', { payload: `${guid(300 + n)}|CREATE|summary;Refused ${n}|priority;Immense|` })),
];

/** 20 and 5 UPDATEs of these tickets, 5 CREATEs that came before, and 5 UPDATEs of nothing: 35 commands. */
const secondWave = (send: Send): Array<Promise<Answer>> => [
  ...times(20, (n) => send('advanced', { payload: `${guid(n)}|UPDATE|priority;High|` })),
  ...times(5, (n) => send('create', { action: 'UPDATE', guid: guid(100 + n), fields: { summary: `By hand ${n}, again` } })),
  ...times(5, (n) => send('advanced', { payload: `${guid(n)}|CREATE|summary;Alarm ${n}, a second time|` })),
  ...times(5, (n) => send('advanced', { payload: `${guid(400 + n)}|UPDATE|priority;High|` })),
];

describeOnEachPair('A hundred commands', (pair) => {
  let userDir: string;
  let nodeRed: NodeRed;
  let rows: Row[];

  const send: Send = (path, message) => nodeRed.post<Answer>(path, message);

  before(async () => {
    userDir = await createUserDirectory();
    nodeRed = await startNodeRed(pair, userDir);
    await nodeRed.deploy(flows);
    await Promise.all(firstWave(send));
    await Promise.all(secondWave(send));
    rows = await settledLog(nodeRed, 100);
  });

  after(async () => {
    await nodeRed?.stop();
    await removeUserDirectory(userDir);
  });

  it('have a row each, that says what became of it', () => {
    assert.equal(new Set(rows.map(({ id }) => id)).size, 100);
    const counts = new Map<string, number>();
    for (const { action, type, status, duplicate } of rows) {
      const kind = [type, action, status, duplicate ? 'duplicate' : ''].join(' ').trim();
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const failed = rows.filter(({ status }) => status === 'Failed');
    assert.equal(counts.get('Automatic CREATE Ok'), 35);
    assert.equal(counts.get('Automatic CREATE Ok duplicate'), 5);
    assert.equal(counts.get('Automatic UPDATE Ok'), 25);
    assert.equal(counts.get('Manual CREATE Ok'), 15);
    assert.equal(counts.get('Manual UPDATE Ok'), 5);
    assert.equal(failed.length, 15);
    assert.ok(failed.every(({ error }) => error !== ''));
    assert.ok(rows.every(({ status, ticketKey, ticketUrl }) => status === 'Failed' || ticketUrl.endsWith(`/browse/${ticketKey}`)));
  });

  it('make exactly the tickets that were asked for', async () => {
    const tickets = await ticketsOf(rows.find(({ status }) => status === 'Ok')!);
    const expected = [
      ...times(35, (n) => `Alarm ${n} (${n < 20 ? 'High' : n < 30 ? 'Low' : 'Highest'})`),
      ...times(15, (n) => `By hand ${n}${n < 5 ? ', again' : ''} (Medium)`),
    ];
    assert.deepEqual(tickets.map(({ fields }) => `${fields.summary} (${fields.priority?.name})`).toSorted(), expected.toSorted());
    const keys = new Set(rows.filter(({ status }) => status === 'Ok').map(({ ticketKey }) => ticketKey));
    assert.deepEqual([...keys].toSorted(), tickets.map(({ key }) => key).toSorted());
  });

  it('name the ticket of their guid, also where it was there before', () => {
    for (const { guid: id, ticketKey, status } of rows) {
      const first = rows.find((other) => other.guid === id && other.status === 'Ok');
      if (status === 'Ok') assert.equal(ticketKey, first?.ticketKey);
    }
  });

  it('are answered with their outcome, failures by the Catch node with a code', async () => {
    const [invalid, unknown, rejected, ok] = await Promise.all([
      send('advanced', { payload: 'nonsense' }),
      send('advanced', { payload: `${guid(500)}|UPDATE|priority;High|` }),
      send('create', { fields: { summary: 'x', issuetype: 'Poem' } }),
      send('create', { fields: { summary: 'The last one' } }),
    ]);
    assert.deepEqual([invalid.code, unknown.code, ok.code], ['INVALID_COMMAND', 'UNKNOWN_TICKET', '']);
    assert.ok(['JIRA_REJECTED', 'INVALID_FIELD'].includes(rejected.code), rejected.code);
    assert.deepEqual([invalid.row.status, rejected.row.status, ok.row.status], ['Failed', 'Failed', 'Ok']);
    rows = await settledLog(nodeRed, 104);
  });

  it('are counted', async () => {
    const { create, update, total } = await readStatistics(nodeRed);
    assert.deepEqual([create.total, update.total, total.total], [51, 30, 81]);
    for (const counter of [create, update, total]) assert.equal(counter.today + counter.yesterday, counter.total);
  });

  for (const [how, end] of [
    ['an orderly stop', (it: NodeRed) => it.stop()],
    ['kill -9', (it: NodeRed) => it.kill9()],
  ] as const) {
    it(`have the same rows and counters after ${how}`, async () => {
      const before = { rows: await readLog(nodeRed), statistics: await readStatistics(nodeRed) };
      await end(nodeRed);
      nodeRed = await startNodeRed(pair, userDir);
      assert.deepEqual(await settledLog(nodeRed, before.rows.length), before.rows);
      assert.deepEqual(await readStatistics(nodeRed), before.statistics);
    });
  }
});

type Send = (path: 'create' | 'advanced', message: object) => Promise<Answer>;

function row(field: string, value: string): object {
  return { mode: 'include', field, value, type: 'str' };
}

function guid(n: number): string {
  return `6f1d0000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
