import assert from 'node:assert/strict';
import type { Fields } from '../../../src/lib/ticket/command';
import { World } from '../../simulation/world';

const isOfOneTicket = (path: string): boolean => /\/issue\/(?!bulk$|createmeta\b)/.test(path);

/** What became of each, as `status code`. */
const codes = ({ outcomes }: World): string[] => outcomes.map(({ row, code = '' }) => `${row.status} ${code}`.trim());

describe('a name that cannot be a part of a path', () => {
  for (const project of ['..', '.', '\ud800']) {
    it(`as a project, ${JSON.stringify(project)}, fails its own commands at once, and holds up no other`, async () => {
      const world = await World.open();
      const fields = { project, issuetype: 'Task', summary: 'x' };
      for (let one = 0; one < 6; one += 1) await world.accept({ fields });
      const begun = world.clock.now();
      const good = await world.accept();
      await world.ended(7);
      assert.deepEqual(codes(world).toSorted(), [...Array<string>(6).fill('Failed INVALID_FIELD'), 'Ok']);
      assert.equal(world.outcomeOf(good)?.status, 'Ok');
      assert.ok(world.clock.now() - begun < 1_000);
      assert.equal(world.jira.ledger.length, 1);
      await world.close();
    });
  }

  for (const marker of ['property', 'label', 'none'] as const) {
    it(`as the id of an update, with marker ${marker}, is of no ticket`, async () => {
      const world = await World.open({ settings: { marker } });
      for (const guid of ['..', '.']) await world.accept({ guid, action: 'UPDATE', fields: { summary: 'x' } });
      await world.ended(2);
      assert.deepEqual(codes(world), Array(2).fill('Failed UNKNOWN_TICKET'));
      assert.ok(!world.jira.requests.some(({ request }) => isOfOneTicket(request.path)));
      assert.deepEqual(world.reports, []);
      await world.close();
    });
  }

  for (const key of ['..', '\ud800']) {
    it(`as a key that Jira gives, ${JSON.stringify(key)}, leads to no page, and an update of it to no ticket`, async () => {
      const world = await World.open();
      world.jira.fault = ({ method, path }) => (method === 'POST' && path.endsWith('/issue') ? { answer: { status: 201, json: { id: key, key } } } : undefined);
      const { guid } = await world.accept();
      await world.ended(1);
      assert.deepEqual([world.outcomes[0]?.row.status, world.outcomes[0]?.row.ticketUrl], ['Ok', '']);
      for (const fields of [{ summary: 'y' }, { summary: 'y', comment: 'z' }, { comment: 'z' }] as Fields[]) await world.accept({ guid, action: 'UPDATE', fields });
      await world.ended(4);
      assert.deepEqual(codes(world).slice(1), Array(3).fill('Failed UNKNOWN_TICKET'));
      assert.ok(!world.jira.requests.some(({ request }) => isOfOneTicket(request.path)));
      assert.deepEqual(world.reports, []);
      await world.close();
    });

    it(`as a key that Jira gives, ${JSON.stringify(key)}, fails what was to follow`, async () => {
      const world = await World.open();
      world.jira.fault = ({ method, path }) => (method === 'POST' && path.endsWith('/issue') ? { answer: { status: 201, json: { id: key, key } } } : undefined);
      await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: 'x', comment: 'z' } });
      await world.ended(1);
      assert.deepEqual(codes(world), ['Failed UNKNOWN_TICKET']);
      assert.deepEqual(world.reports, []);
      await world.close();
    });
  }
});
