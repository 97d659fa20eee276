import assert from 'node:assert/strict';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import { World } from '../../simulation/world';

const path = '/journal.jsonl';

/** Three tickets made, and three commands that wait for a Jira which is down. */
async function filled() {
  const disk = memoryDisk();
  const world = await World.open({ disk });
  const made = [await world.accept(), await world.accept(), await world.accept()];
  await world.ended(3);
  world.jira.fault = () => ({ code: 'ECONNREFUSED', sent: false });
  for (let n = 0; n < 3; n++) await world.accept();
  return { disk, world, made };
}

describe('a journal that somebody takes away while it is in use', () => {
  for (const [what, replaced] of [['removes', false], ['replaces', true]] as const) {
    it(`is written anew within a minute, and it is said that somebody ${what} it`, async () => {
      const { disk, world, made } = await filled();
      const log = world.delivery.records.log.list();
      await disk.remove(path);
      if (replaced) await disk.create(path, 'of a backup\n');
      await world.clock.pass(61_000);
      assert.equal(world.reports.filter((message) => /removed or replaced/.test(message)).length, 1);
      await world.accept();
      await world.clock.pass(61_000);
      assert.equal(world.reports.filter((message) => /removed or replaced/.test(message)).length, 1, 'once');
      world.jira.fault = () => undefined;
      await world.restart();
      assert.deepEqual(world.delivery.records.log.list().slice(0, 6).map(({ id, ticketKey }) => [id, ticketKey]), log.map(({ id, ticketKey }) => [id, ticketKey]));
      await world.ended(7);
      await world.accept({ guid: made[0]?.guid ?? '' });
      await world.ended(8);
      assert.equal(world.outcomes[7]?.row.duplicate, true, 'its guid is known still');
      assert.equal(world.jira.issues.length, 7);
      await world.close();
    });
  }

  it('is written anew where Node-RED stops before that minute is over', async () => {
    const { disk, world } = await filled();
    await disk.remove(path);
    world.jira.fault = () => undefined;
    await world.restart();
    assert.equal(world.reports.filter((message) => /removed or replaced/.test(message)).length, 1);
    await world.ended(6);
    assert.equal(world.delivery.records.log.list().length, 6);
    await world.close();
  });

  it('is written anew once where the disk says of none that it is there', async () => {
    const disk = memoryDisk();
    let opened = 0;
    const blind = { ...disk, open: async (at: string) => ({ ...(await disk.open(at)), isAt: async () => (opened += 1) < 0 }) };
    const world = await World.open({ disk: blind });
    await world.accept();
    await world.clock.pass(600_000);
    assert.deepEqual([world.reports, opened], [[], 2]);
    await world.close();
  });

  it('is left alone where the disk does not tell', async () => {
    const disk = memoryDisk();
    const blind = { ...disk, open: async (at: string) => ({ ...(await disk.open(at)), isAt: () => Promise.reject(new Error('EIO')) }) };
    const world = await World.open({ disk: blind });
    await world.accept();
    await world.clock.pass(200_000);
    assert.deepEqual(world.reports, []);
    await world.close();
  });
});
