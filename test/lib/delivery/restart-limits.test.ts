import assert from 'node:assert/strict';
import type { JiraRequest } from '../../../src/lib/jira/http';
import { World } from '../../simulation/world';

const minute = 60_000;
const isCreate = ({ method }: JiraRequest): boolean => method === 'POST';
const limited = { answer: { status: 429, headers: { 'retry-after': '3600' } } };

/** When requests were sent, ms, of a clock that nobody sets. */
const timesOf = (world: World): number[] => world.jira.requests.map(({ at }) => at);

describe('a restart', () => {
  it('does not let another Jira wait for what one has said', async () => {
    for (const compactFrom of [undefined, 1]) {
      const world = await World.open({ settings: { compactFrom }, fault: (request) => (isCreate(request) ? limited : undefined) });
      await world.accept();
      await world.clock.pass(5 * minute);
      world.jira.fault = () => undefined;
      world.url = 'https://other.example.com';
      await world.restart();
      await world.ended(1, minute);
      await world.close();
    }
  });

  for (const [what, compactFrom] of [['as it was', undefined], ['once the journal was rewritten', 1]] as const) {
    it(`is no reason to ask sooner than Jira allows, ${what}`, async () => {
      const world = await World.open({ settings: { compactFrom }, fault: (request) => (isCreate(request) ? limited : undefined) });
      await world.accept();
      await world.clock.pass(5 * minute);
      const asked = world.jira.requests.findLast(({ request }) => isCreate(request))?.at ?? 0;
      world.jira.fault = () => undefined;
      await world.restart();
      await world.clock.pass(54 * minute);
      assert.equal(world.jira.requests.filter(({ request, at }) => isCreate(request) && at > asked).length, 0);
      assert.equal(world.delivery.status().pending, 1);
      await world.ended(1, 10 * minute);
      assert.equal(world.outcomes[0]?.row.status, 'Ok');
      await world.close();
    });

    it(`is no reason to send more requests than are allowed, ${what}`, async () => {
      const world = await World.open({ settings: { compactFrom, requestsMax: 8, requestsPeriod: 30 * minute } });
      for (let n = 0; n < 5; n++) {
        for (let k = 0; k < 4; k++) await world.accept();
        await world.clock.pass(3 * minute);
        await world.restart();
      }
      await world.ended(20, 5 * 60 * minute);
      const times = timesOf(world);
      assert.ok(times.length > 8);
      for (const [i, at] of times.entries()) {
        const before = times[i - 8];
        if (before !== undefined) assert.ok(at - before >= 30 * minute, `requests ${i - 8} and ${i}: ${before} and ${at}`);
      }
      await world.close();
    });
  }
});
