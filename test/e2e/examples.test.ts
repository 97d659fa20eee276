import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeOf, readFlow } from './harness/flow';
import type { NodeRed } from './harness/node-red';
import { startNodeRed } from './harness/node-red';
import { describeOnEachPair } from './harness/pairs';
import { recordsFlow, settledLog } from './harness/records';
import { ticketsOf } from './harness/sandbox';
import { createUserDirectory, removeUserDirectory } from './harness/user-directory';

interface Expected {
  /** The inject nodes to press, one after the other, and how many rows the log then has. */
  press: Array<[name: string, rows: number]>;
  /** Each ticket's summary and priority. */
  tickets: string[];
  failed: number;
}

const folder = join(process.cwd(), 'examples');

const expectations: Record<string, Expected> = {
  'alarm-to-ticket.json': {
    press: [['alarm raised', 1], ['alarm more severe', 2], ['alarm raised', 3], ['alarm cleared', 4]],
    tickets: ['router-7: Link down on port 7 (Lowest)'],
    failed: 0,
  },
  'daily-statistics-to-dashboard.json': {
    press: [['create a ticket', 1], ['show the counters now', 1]],
    tickets: ['Link down on port 7 (Medium)'],
    failed: 0,
  },
  'jira-advanced.json': {
    press: [['CREATE', 1], ['UPDATE', 2], ['not a command', 3], ['several', 5]],
    tickets: ['Link down on port 7 (Low)', 'Fan 2 failed (Highest)'],
    failed: 1,
  },
  'jira-create.json': {
    press: [['the table as it is', 1], ['with fields of its own', 2], ['update that ticket', 3], ['a priority that does not exist', 4]],
    tickets: ['Link down on port 7 (Medium)', 'Port 9 flaps (Low)'],
    failed: 1,
  },
  'jira-log.json': {
    press: [['a ticket', 1], ['a failure', 2], ['list', 2], ['only the failed ones', 2], ['as CSV', 2], ['remove what is too old', 2], ['list the responses', 2]],
    tickets: ['Link down on port 7 (Medium)'],
    failed: 1,
  },
  'jira-stats.json': {
    press: [['create', 1], ['update', 2], ['get', 2], ['reset all days', 2], ['reset what was created', 2], ['reset everything', 2]],
    tickets: ['Link down on port 7 (High)'],
    failed: 0,
  },
  'retry-view.json': {
    press: [['a good one', 1], ['an unknown priority', 2], ['an unknown issue type', 3], ['show what failed', 3], ['mend and send again', 5]],
    tickets: ['Link down on port 7 (High)', 'Fan 2 failed (High)', 'Port 9 flaps (High)'],
    failed: 2,
  },
};

describeOnEachPair('The examples', (pair) => {
  let userDir: string;
  let nodeRed: NodeRed;

  before(async () => {
    userDir = await createUserDirectory();
    nodeRed = await startNodeRed(pair, userDir);
  });

  after(async () => {
    await nodeRed?.stop();
    await removeUserDirectory(userDir);
  });

  it('are all described here', () => {
    assert.deepEqual(Object.keys(expectations), readdirSync(folder).toSorted());
  });

  for (const [file, { press, tickets, failed }] of Object.entries(expectations)) {
    it(`${file} deploys without an error and makes the tickets it promises`, async () => {
      const flow = readFlow(join(folder, file));
      const before = nodeRed.errors.length;
      await nodeRed.deploy([...flow, ...recordsFlow(nodeOf(flow, 'jira-config').id)]);
      assert.deepEqual(nodeRed.errors.slice(before), []);
      let rows = await settledLog(nodeRed, 0);
      for (const [name, count] of press) {
        await nodeRed.inject(nodeOf(flow, 'inject', name).id);
        rows = await settledLog(nodeRed, count);
      }
      assert.equal(rows.filter(({ status }) => status === 'Failed').length, failed, JSON.stringify(rows, undefined, 1));
      const made = rows.find(({ status }) => status === 'Ok');
      assert.ok(made, 'no ticket was made');
      const found = await ticketsOf(made);
      assert.deepEqual(new Set(found.map(({ fields }) => `${fields.summary} (${fields.priority?.name})`)), new Set(tickets));
      assert.equal(found.length, tickets.length);
    });
  }
});
