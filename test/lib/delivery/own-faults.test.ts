import assert from 'node:assert/strict';
import type { JiraRequest } from '../../../src/lib/jira/http';
import type { JsonObject } from '../../../src/lib/ticket/json';
import { World } from '../../simulation/world';

/** Makes a fault of our own of whatever reads this of an answer. */
function trap(name: string): JsonObject {
  return Object.defineProperty<JsonObject>({}, name, { enumerable: true, get: () => assert.fail(`no ${name}`) });
}

const isCreate = ({ method, path }: JiraRequest): boolean => method === 'POST' && /\/issue(\/bulk)?$/.test(path);
const fields = (project: string) => ({ project, issuetype: 'Task', summary: 'x' });

describe('a fault of our own', () => {
  it('before anything is sent ends its command, and holds up none that wait with it', async () => {
    const world = await World.open({ fault: ({ path, query }) => (/createmeta/.test(path) && JSON.stringify([path, query]).includes('BAD') ? { answer: { status: 200, json: trap('values') } } : undefined) });
    const commands = await Promise.all(['NET', 'BAD', 'NET', 'NET'].map((project) => world.accept({ fields: fields(project) })));
    await world.ended(4, 10_000);
    assert.deepEqual(commands.map((one) => world.outcomeOf(one)?.status), ['Ok', 'Failed', 'Ok', 'Ok']);
    const bad = world.outcomes.find(({ row }) => row.status === 'Failed');
    assert.equal(bad?.code, 'GAVE_UP');
    assert.match(bad.row.error, /^Unexpected error: AssertionError.*no values\. This is a fault of node-red-contrib-jira-tickets: please report it/);
    assert.equal(world.reports.filter((report) => /^Unexpected error in the delivery: .*\n\s+at /s.test(report)).length, 1);
    await world.close();
  });

  for (const count of [1, 3]) {
    it(`in the answer to ${count === 1 ? 'a create' : 'creates that travelled together'} has them looked for, and not sent again`, async () => {
      let answered = 0;
      const world = await World.open({ fault: (request) => (isCreate(request) && (answered += 1) === 1 ? { commit: 0, answer: { status: 201, json: trap(count === 1 ? 'key' : 'issues') } } : undefined) });
      for (let n = 0; n < count; n++) void world.accept({ fields: fields('NET') });
      await world.ended(count, 60_000);
      assert.deepEqual(world.outcomes.map(({ row }) => row.status), Array(count).fill('Ok'));
      assert.equal(world.jira.issues.length, count);
      assert.equal(world.reports.length, 1);
      await world.close();
    });
  }

  it('in each answer to a create ends it as unknown where it is not found within the window', async () => {
    const world = await World.open({ fault: (request) => (isCreate(request) ? { answer: { status: 201, json: trap('key') } } : undefined) });
    await world.accept({ fields: fields('NET') });
    await world.ended(1, 400_000);
    assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
    await world.close();
  });

  it('in a look-up lasts no longer than the window', async () => {
    const world = await World.open({
      fault: (request) => (isCreate(request) ? { code: 'ECONNRESET' } : request.path.includes('/search') ? { answer: { status: 200, json: trap('issues') } } : undefined),
    });
    const lost = await Promise.all([1, 2].map(() => world.accept({ fields: fields('NET') })));
    await world.ended(2, 400_000);
    assert.deepEqual(lost.map((one) => world.outcomeOf(one)?.status), ['Failed', 'Failed']);
    assert.deepEqual(world.outcomes.map(({ code }) => code), ['UNKNOWN_OUTCOME', 'UNKNOWN_OUTCOME']);
    await world.close();
  });

  it('with updates that travel together ends the one that has it', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g', fields: fields('NET') });
    await world.ended(1);
    const { preparation } = (world.delivery as unknown as { parts: { preparation: { update: (command: { fields: object }, key: string) => Promise<unknown> } } }).parts;
    const update = preparation.update.bind(preparation);
    preparation.update = (command, key) => ('bad' in command.fields ? Promise.reject(new RangeError('too many')) : update(command, key));
    const updates = await Promise.all([{ summary: 'a' }, { bad: 'b' }, { summary: 'c' }].map((changed) => world.accept({ guid: 'g', action: 'UPDATE', fields: changed })));
    await world.ended(4, 10_000);
    assert.deepEqual(updates.map((one) => world.outcomeOf(one)?.status), ['Ok', 'Failed', 'Ok']);
    await world.close();
  });
});
