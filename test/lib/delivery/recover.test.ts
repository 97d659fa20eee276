import assert from 'node:assert/strict';
import type { Outcome, Row } from '../../../src/lib/records/row';
import { faultyDisk } from '../../simulation/faulty-disk';
import { World } from '../../simulation/world';

/** A world in which so many commands end while no node is there to hear it. */
async function unheard(count: number, options: Parameters<typeof World.open>[0] = {}): Promise<World> {
  const world = await World.open(options);
  world.hears = false;
  for (let n = 0; n < count; n++) await world.accept();
  await world.clock.until(() => world.delivery.status().pending === 0);
  return world;
}

/** The node is there again. @returns ids of the outcomes that it hears */
async function idsOf(world: World, node = 'node1'): Promise<string[]> {
  return (await recovered(world, node)).map(({ row }) => row.id);
}

async function recovered(world: World, node = 'node1'): Promise<Outcome[]> {
  const before = world.outcomes.length;
  world.hears = true;
  await world.delivery.recover(node);
  world.hears = false;
  return world.outcomes.slice(before);
}

const logged = (world: World): string[] => world.delivery.records.log.list().map(({ id }) => id);

describe('what ends while its node is not there', () => {
  it('is told once to the node that follows, whole', async () => {
    const world = await unheard(2);
    assert.deepEqual(await idsOf(world, 'another'), []);
    const outcomes = await recovered(world);
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

  it('is told to nobody, and leaves the disk alone, while nobody is there', async () => {
    const world = await unheard(2);
    await world.clock.pass(1_000);
    const before = await world.disk.read('/journal.jsonl');
    await world.clock.pass(180_000);
    assert.equal(await world.disk.read('/journal.jsonl'), before);
    assert.deepEqual(await idsOf(world), logged(world));
    await world.close();
  });

  it('is kept where the journal is rewritten', async () => {
    const world = await unheard(2, { settings: { compactFrom: 1 } });
    await world.clock.pass(120_000);
    await world.restart();
    assert.deepEqual(await idsOf(world), logged(world));
    await world.close();
  });

  it('is told once where a node comes twice while the disk takes its time', async () => {
    const world = await unheard(3);
    world.hears = true;
    await Promise.all([world.delivery.recover('node1'), world.delivery.recover('node1')]);
    assert.equal(world.outcomes.length, 3);
    await world.close();
  });

  for (const [what, restarted] of [['', false], [', also through a restart', true]] as const) {
    it(`is kept where the node goes again before it is told${what}`, async () => {
      const world = await unheard(2);
      await world.delivery.recover('node1');
      assert.deepEqual(world.outcomes, []);
      if (restarted) await world.restart();
      assert.deepEqual(await idsOf(world), logged(world));
      await world.close();
    });
  }

  it('is not told by a connection that closes before it could be noted, for the next one tells it', async () => {
    let isFull = false;
    const world = await unheard(2, { disk: faultyDisk((call) => (isFull && call === 'write' ? 'ENOSPC' : undefined)) });
    isFull = true;
    world.hears = true;
    const recovering = world.delivery.recover('node1');
    await world.close();
    isFull = false;
    await world.clock.pass(10_000);
    await recovering;
    assert.deepEqual(world.outcomes, []);
    await world.start();
    assert.deepEqual(await idsOf(world), logged(world));
    await world.close();
  });

  it('writes nothing for a node that has missed nothing: each of them comes with each deploy', async () => {
    const world = await unheard(1);
    const before = await world.disk.read('/journal.jsonl');
    await world.delivery.recover('another');
    assert.equal(await world.disk.read('/journal.jsonl'), before);
    await world.close();
  });

  it('is told within a minute where its record reached the disk after the node had come', async () => {
    const world = await unheard(2);
    world.hears = true;
    await world.clock.pass(61_000);
    assert.equal(world.outcomes.length, 2);
    await world.clock.pass(200_000);
    assert.equal(world.outcomes.length, 2);
    await world.close();
  });

  it('is forgotten with the guids, where its node never comes', async () => {
    const world = await unheard(2, { settings: { guidMaxAge: 3 * 86_400_000 } });
    await world.clock.pass(2 * 86_400_000);
    assert.equal(world.delivery.records.untold.list().length, 2);
    await world.clock.pass(2 * 86_400_000);
    assert.deepEqual(world.delivery.records.untold.list(), []);
    await world.close();
  });

  it('may have been refused', async () => {
    const world = await World.open();
    world.hears = false;
    await world.delivery.refuse(world.command(), 'INVALID_FIELD', 'no');
    await world.restart();
    assert.deepEqual((await recovered(world)).map(({ row, code }) => [row.status, row.error, code]), [['Failed', 'no', 'INVALID_FIELD']]);
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

  it('is kept also where Maximum Entries has dropped its row', async () => {
    const world = await unheard(3, { settings: { logMax: 1 } });
    await world.restart();
    assert.equal((await idsOf(world)).length, 3);
    await world.close();
  });

  it('is kept with the last record that a closing journal takes', async () => {
    for (let after = 1; after < 40; after++) {
      const world = await World.open();
      const command = await world.accept();
      world.hears = false;
      await world.clock.pass(after);
      await world.restart();
      const [row] = world.delivery.records.log.list();
      if (row?.status === 'Ok') assert.deepEqual(await idsOf(world), [command.id], `closed after ${after} ms`);
      else await world.clock.until(() => world.delivery.records.log.get(command.id)?.status === 'Ok');
      await world.close();
    }
  });
});

describe('what is told', () => {
  it('is a copy: whoever changes it does not change the log', async () => {
    const world = await World.open();
    const { id } = await world.accept();
    await world.ended(1);
    const told = world.outcomes[0]?.row as Partial<Row>;
    delete told.id;
    told.status = 'Pending';
    world.hears = false;
    await world.accept();
    await world.clock.until(() => world.delivery.status().pending === 0);
    for (const { row } of await recovered(world)) row.status = 'Failed';
    assert.deepEqual(world.delivery.records.log.list().map(({ status }) => status), ['Ok', 'Ok']);
    assert.equal(world.delivery.records.log.get(id)?.id, id);
    await world.close();
  });
});
