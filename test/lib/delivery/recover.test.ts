import assert from 'node:assert/strict';
import { World } from '../../simulation/world';

/** A world in which so many commands end while no node is there to hear it. */
async function unheard(count: number, options: Parameters<typeof World.open>[0] = {}): Promise<World> {
  const world = await World.open(options);
  world.hears = false;
  for (let n = 0; n < count; n++) await world.accept();
  await world.clock.until(() => world.delivery.status().pending === 0);
  return world;
}

const idsOf = async (world: World, node = 'node1'): Promise<string[]> => (await world.delivery.recover(node)).map(({ row }) => row.id);
const logged = (world: World): string[] => world.delivery.records.log.list().map(({ id }) => id);

describe('what ends while its node is not there', () => {
  it('is told once to the node that follows, whole', async () => {
    const world = await unheard(2);
    assert.deepEqual(await idsOf(world, 'another'), []);
    const outcomes = await world.delivery.recover('node1');
    assert.deepEqual(outcomes.map(({ row, node }) => [row, node]), world.delivery.records.log.list().map((row) => [row, 'node1']));
    assert.deepEqual(await idsOf(world), []);
    await world.close();
  });

  it('is kept through a restart, and told once then', async () => {
    const world = await unheard(2);
    await world.restart();
    assert.deepEqual(await idsOf(world), logged(world));
    await world.restart();
    assert.deepEqual(await idsOf(world), []);
    await world.close();
  });

  it('is kept where the journal is rewritten', async () => {
    const world = await unheard(2, { settings: { compactFrom: 1 } });
    await world.clock.pass(120_000);
    await world.restart();
    assert.deepEqual(await idsOf(world), logged(world));
    await world.close();
  });

  it('may have been refused', async () => {
    const world = await World.open();
    world.hears = false;
    await world.delivery.refuse(world.command(), 'INVALID_FIELD', 'no');
    await world.restart();
    assert.deepEqual((await world.delivery.recover('node1')).map(({ row, code }) => [row.status, row.error, code]), [['Failed', 'no', 'INVALID_FIELD']]);
    await world.close();
  });

  it('is not told any more once it is sent on its way again', async () => {
    const world = await World.open({ fault: ({ method }) => (method === 'POST' ? { answer: { status: 400, json: { errorMessages: ['no'] } } } : undefined) });
    world.hears = false;
    await world.accept();
    await world.clock.until(() => world.delivery.status().pending === 0);
    world.hears = true;
    world.jira.fault = () => undefined;
    await world.delivery.retry(() => true);
    await world.ended(1);
    assert.deepEqual(await idsOf(world), []);
    assert.equal(world.outcomes[0]?.row.status, 'Ok');
    await world.close();
  });

  it('is as many as Maximum Entries, the newest', async () => {
    const world = await unheard(3, { settings: { logMax: 2 } });
    assert.deepEqual(await idsOf(world), logged(world));
    await world.close();
  });
});
