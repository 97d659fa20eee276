import assert from 'node:assert/strict';
import type { Command } from '../../../src/lib/ticket/command';
import { delay } from '../../../src/lib/delivery/clock';
import type { Disk, DiskFile } from '../../../src/lib/delivery/disk';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import type { JiraRequest } from '../../../src/lib/jira/http';
import type { Fields } from '../../../src/lib/ticket/command';
import { VirtualClock } from '../../simulation/virtual-clock';
import { World } from '../../simulation/world';

const all = (): boolean => true;
const down = () => ({ code: 'ECONNREFUSED', sent: false });
const refused = ({ method }: JiraRequest) => (method === 'POST' ? { answer: { status: 400, json: { errorMessages: ['no'] } } } : undefined);

/** A disk whose syncs take so many ms. */
function slowDisk(clock: VirtualClock, takes: () => number): Disk {
  const memory = memoryDisk();
  const slow = (file: DiskFile): DiskFile => ({ ...file, sync: () => (takes() === 0 ? file.sync() : delay(clock, takes())) });
  return { ...memory, open: async (path) => slow(await memory.open(path)) };
}

async function withOneFailed(): Promise<World> {
  const world = await World.open({ settings: { giveUpAfter: 60_000 } });
  world.jira.fault = down;
  await world.accept({ guid: 'g' });
  await world.ended(1);
  world.jira.fault = () => undefined;
  return world;
}

describe('an operator', () => {
  it('retries what has failed, and it becomes the ticket it was to be', async () => {
    const world = await withOneFailed();
    assert.equal(world.outcomes[0]?.code, 'GAVE_UP');
    assert.equal(await world.delivery.retry(all), 1);
    assert.equal(world.delivery.records.log.list()[0]?.status, 'Pending');
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.status, 'Ok');
    assert.equal(world.jira.issues.length, 1);
    assert.equal(await world.delivery.retry(all), 0, 'what is Ok is not sent again');
    await world.close();
  });

  it('retries after a restart, and a retry survives one', async () => {
    const world = await withOneFailed();
    await world.restart();
    world.jira.fault = down;
    assert.equal(await world.delivery.retry(all), 1);
    await world.restart();
    assert.equal(world.delivery.records.log.list()[0]?.status, 'Pending');
    world.jira.fault = () => undefined;
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.status, 'Ok');
    await world.close();
  });

  it('can retry what a compaction has kept', async () => {
    const world = await World.open({ settings: { giveUpAfter: 60_000, logMax: 200 } });
    world.jira.fault = down;
    const description = 'x'.repeat(30_000);
    for (let i = 0; i < 150; i++) await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: String(i), description } });
    await world.ended(150);
    await world.clock.pass(120_000);
    await world.restart();
    world.jira.fault = () => undefined;
    assert.equal(await world.delivery.retry(({ guid }) => guid === world.outcomes[7]?.row.guid), 1);
    await world.ended(151);
    assert.equal(world.jira.issues.length, 1);
    await world.close();
  });

  it('gives a retry its full time, also where the journal is rewritten meanwhile and read back', async () => {
    const world = await withOneFailed();
    world.jira.fault = down;
    await world.clock.pass(1_000);
    await world.delivery.retry(all);
    const retried = world.clock.now();
    const description = 'x'.repeat(30_000);
    for (let i = 0; i < 150; i++) await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: String(i), description } });
    await world.delivery.cancel(({ guid }) => guid !== 'g');
    await world.clock.pass(59_500);
    assert.match(await world.disk.read('/journal.jsonl'), /"kind":"snapshot"/);
    await world.restart();
    assert.ok(world.clock.now() < retried + 60_000);
    const ofIt = (): number => world.outcomes.filter(({ row }) => row.guid === 'g').length;
    assert.equal(ofIt(), 1, 'it is not given up');
    await world.ended(152);
    assert.equal(ofIt(), 2);
    await world.close();
  });

  it('does not make a second ticket of a create whose outcome was unknown', async () => {
    const isCreate = ({ method, path }: JiraRequest): boolean => method === 'POST' && path.endsWith('/issue');
    let lost = false;
    const world = await World.open({ fault: (request) => (isCreate(request) && !lost ? ((lost = true), { code: 'ECONNRESET', commit: 400_000 }) : undefined) });
    await world.accept();
    await world.ended(1);
    assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
    await world.clock.pass(200_000);
    await world.delivery.retry(all);
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.status, 'Ok');
    assert.equal(world.outcomes[1]?.row.duplicate, false);
    assert.equal(world.jira.issues.length, 1);
    await world.close();
  });

  it('retries updates with all that they ask for, each for itself', async () => {
    const world = await World.open();
    const update = (fields: Fields) => world.accept({ guid: 'g', action: 'UPDATE', fields });
    await update({ summary: 'one' });
    await update({ summary: 'two', comment: 'two' });
    await world.ended(2);
    await world.accept({ guid: 'g' });
    await world.ended(3);
    assert.equal(await world.delivery.retry(all), 2);
    await world.ended(5);
    assert.deepEqual(world.outcomes.map(({ row }) => row.status), ['Failed', 'Failed', 'Ok', 'Ok', 'Ok']);
    assert.deepEqual(world.jira.additions.ledger.map(({ what }) => what), ['two']);
    await world.close();
  });

  it('cannot retry what was never accepted', async () => {
    const world = await World.open();
    await world.delivery.refuse(world.command(), 'INVALID_COMMAND', 'no');
    assert.equal(await world.delivery.retry(all), 0);
    assert.equal(world.delivery.records.log.list()[0]?.status, 'Failed');
    await world.close();
  });

  it('drops failed rows, and they stay away', async () => {
    const world = await withOneFailed();
    assert.equal(await world.delivery.drop(() => false), 0);
    assert.equal(await world.delivery.drop(all), 1);
    assert.deepEqual(world.delivery.records.log.list(), []);
    await world.restart();
    assert.deepEqual(world.delivery.records.log.list(), []);
    await world.close();
  });

  it('drops nothing but what has failed', async () => {
    const world = await withOneFailed();
    const done = await world.accept();
    await world.ended(2);
    world.jira.fault = down;
    const waiting = await world.accept();
    assert.equal(await world.delivery.drop(all), 1);
    assert.deepEqual(world.delivery.records.log.list().map(({ id, status }) => [id, status]), [[done.id, 'Ok'], [waiting.id, 'Pending']]);
    await world.close();
  });

  it('writes nothing where nothing is chosen', async () => {
    const world = await withOneFailed();
    const before = await world.disk.read('/journal.jsonl');
    assert.deepEqual([await world.delivery.retry(() => false), await world.delivery.drop(() => false)], [0, 0]);
    assert.equal(await world.disk.read('/journal.jsonl'), before);
    await world.close();
  });

  it('cancels what waits, but not what may be in Jira already', async () => {
    const world = await World.open();
    const sent = await world.accept();
    await world.ended(1);
    world.jira.fault = () => ({ code: 'ECONNRESET' });
    const lost = await world.accept();
    await world.clock.pass(2_000);
    world.jira.fault = down;
    const waiting = await world.accept();
    await world.clock.pass(2_000);
    const before = world.outcomes.length;
    assert.equal(await world.delivery.cancel(all), 1);
    assert.deepEqual(world.outcomes.slice(before).map(({ row, code }) => [row.id, code]), [[waiting.id, 'CANCELLED']]);
    assert.equal(world.outcomeOf(sent)?.status, 'Ok');
    assert.equal(world.outcomeOf(lost), undefined);
    await world.close();
  });

  it('has a row of all that waits where rows are retried and dropped in the same moment', async () => {
    for (const act of [
      ({ delivery }: World) => [delivery.retry(all), delivery.drop(all)],
      ({ delivery }: World) => [delivery.drop(all), delivery.retry(all)],
    ]) {
      const world = await World.open({ fault: refused });
      for (let n = 0; n < 3; n++) await world.accept();
      await world.ended(3);
      world.jira.fault = () => undefined;
      await Promise.all(act(world));
      const rows = world.delivery.records.log.list().length;
      assert.equal(rows, world.delivery.status().pending);
      await world.clock.pass(60_000);
      assert.deepEqual([world.jira.issues.length, world.delivery.records.log.list().length], [rows, rows]);
      await world.restart();
      await world.clock.pass(60_000);
      assert.deepEqual([world.jira.issues.length, world.delivery.records.log.list().length, world.delivery.status().pending], [rows, rows, 0]);
      await world.close();
    }
  });

  it('cancels what waits behind a command on its way, which goes on, and so does what comes after it', async () => {
    const world = await World.open({ latency: () => 5_000 });
    const made = await world.accept({ guid: 'g' });
    const update = (): Promise<Command> => world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
    const cancelled = [await update(), await update()].map(({ id }) => id);
    const last = await update();
    await world.clock.until(() => world.jira.requests.some(({ request }) => request.method === 'POST'));
    assert.equal(await world.delivery.cancel(({ id }) => id !== last.id), 2);
    assert.deepEqual(world.outcomes.map(({ row, code }) => [row.id, code]), cancelled.map((id) => [id, 'CANCELLED']));
    await world.ended(4);
    assert.deepEqual(world.outcomes.slice(2).map(({ row }) => [row.id, row.status, row.attempts]), [[made.id, 'Ok', 1], [last.id, 'Ok', 1]]);
    assert.equal(world.jira.requests.filter(({ request }) => request.method === 'PUT').length, 1);
    await world.close();
  });

  it('cancels none of the updates that travel together, and what came behind them', async () => {
    const world = await World.open({ latency: () => 5_000 });
    await world.accept({ guid: 'g' });
    await world.ended(1);
    const update = (): Promise<Command> => world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
    await Promise.all([update(), update()]);
    await world.clock.until(() => world.jira.requests.some(({ request }) => request.method === 'PUT'));
    const behind = await update();
    assert.equal(await world.delivery.cancel(all), 1);
    assert.equal(world.outcomeOf(behind)?.status, 'Failed');
    assert.equal(await world.delivery.cancel(all), 0);
    await world.ended(4);
    assert.deepEqual(world.outcomes.slice(2).map(({ row }) => row.status), ['Ok', 'Ok']);
    await world.close();
  });

  it('cancels what has been on its way and waits again', async () => {
    const world = await World.open({ fault: down });
    await world.accept();
    await world.clock.pass(1_000);
    assert.equal(await world.delivery.cancel(all), 1);
    assert.equal(await world.delivery.retry(all), 1);
    await world.clock.pass(10_000);
    assert.equal(await world.delivery.cancel(all), 1, 'also once it was sent on its way again by hand');
    await world.close();
  });

  it('cancels once what was retried before all was told of its end', async () => {
    const clock = new VirtualClock();
    let takes = 0;
    const world = await World.open({ clock, disk: slowDisk(clock, () => takes), fault: refused });
    const cancelled: Array<Promise<number>> = [];
    await world.accept();
    world.onRow = ({ status }) => {
      if (status === 'Failed' && takes === 0) void world.delivery.retry(all);
      else if (status === 'Pending' && takes > 0) cancelled.push(world.delivery.cancel(all));
      if (status !== 'Failed') return;
      takes = 100;
      world.hears = false; // so that there is more to write once its end is
    };
    await clock.until(() => cancelled.length > 0);
    await clock.pass(10);
    cancelled.push(world.delivery.cancel(all));
    await clock.pass(1_000);
    assert.deepEqual(await Promise.all(cancelled), [1, 0]);
    await world.close();
  });

  it('fails a manual command at once that waits behind another while the credentials are refused', async () => {
    const world = await World.open({ fault: (request) => (request.method === 'POST' ? { answer: { status: 401, text: 'Unauthorized' }, takes: 2_000 } : undefined) });
    await world.accept({ guid: 'g', type: 'Manual' });
    await world.accept({ guid: 'g', type: 'Manual', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(2, 3_000);
    assert.deepEqual(world.outcomes.map(({ code }) => code), ['AUTH', 'AUTH']);
    await world.delivery.retry(all);
    await world.ended(4, 3_000);
    assert.equal(world.delivery.status().pending, 0);
    await world.close();
  });

  it('cancels also what waits and has no row in the log any more', async () => {
    const world = await World.open({ settings: { logMax: 2 }, fault: () => ({ code: 'ECONNREFUSED', sent: false }) });
    const commands: Command[] = [];
    for (let n = 0; n < 6; n++) commands.push(await world.accept());
    await world.clock.pass(10_000);
    assert.deepEqual(world.delivery.pending().map(({ id, guid, status }) => [id, guid, status]), commands.map(({ id, guid }) => [id, guid, 'Pending']));
    assert.equal(await world.delivery.cancel(({ guid }) => guid === commands[0]?.guid), 1);
    assert.equal(await world.delivery.cancel(all), 5);
    assert.deepEqual([world.delivery.status().pending, world.outcomes.map(({ code }) => code)], [0, Array(6).fill('CANCELLED')]);
    await world.close();
  });

  it('cancels what waits behind others, which go on though their moment came while the end was written', async () => {
    const clock = new VirtualClock();
    let takes = 0;
    const world = await World.open({ clock, disk: slowDisk(clock, () => takes) });
    void world.accept({ guid: 'g' });
    await world.ended(1);
    world.jira.fault = () => ({ answer: { status: 500 } });
    const first = world.command({ guid: 'g', action: 'UPDATE', fields: { comment: 'x' } });
    const second = world.command({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
    for (const command of [first, second]) void world.delivery.accept(command);
    await clock.until(() => world.jira.requests.some(({ request }) => request.path.endsWith('/comment')));
    await clock.pass(200);
    world.jira.fault = () => undefined;
    takes = 5_000;
    void world.delivery.cancel(({ id }) => id === second.id);
    await clock.pass(6_000);
    takes = 0;
    await world.ended(3, 30_000);
    assert.deepEqual(world.outcomes.slice(1).map(({ row }) => [row.id, row.status]), [[second.id, 'Failed'], [first.id, 'Ok']]);
  });

  it('cancels one of several updates that are deferred, and the others are counted once', async () => {
    const world = await World.open({ settings: { updateMax: 1, updatePeriod: 600_000 } });
    await world.accept({ guid: 'g' });
    const update = () => world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
    await update();
    await world.ended(2);
    const [first] = [await update(), await update(), await update()];
    assert.equal(world.delivery.status().deferred, 3);
    await world.delivery.cancel(({ id }) => id === first.id);
    assert.equal(world.delivery.status().deferred, 2);
    await world.close();
  });

  it('is refused more bytes than may wait', async () => {
    const world = await World.open({ settings: { queueBytes: 1_000 } });
    world.jira.fault = down;
    for (let i = 0; i < 4; i++) await world.accept({ fields: { summary: 'x'.repeat(300) } });
    assert.ok(world.outcomes.some(({ code }) => code === 'QUEUE_FULL'));
    assert.equal(world.delivery.status().state, 'full');
    await world.close();
  });
});
