import assert from 'node:assert/strict';
import type { JiraRequest } from '../../src/lib/jira/http';
import type { Command } from '../../src/lib/ticket/command';
import { LimitingJira } from './limiting-jira';
import { seeded } from './random';
import { VirtualClock } from './virtual-clock';
import type { Fault } from './virtual-jira';
import { VirtualJira } from './virtual-jira';
import { World } from './world';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const forever = 10_000 * hour;

const thousand = 1_000;

const isCreate = ({ method, path }: JiraRequest): boolean => method === 'POST' && /\/issue(\/bulk)?$/.test(path);

function print(line: string): void {
  console.log(`      ${line}`);
}

/** As many tickets in Jira, made by somebody else. @returns their keys */
async function seedTickets(world: World, count: number): Promise<string[]> {
  const body = { fields: { project: { key: 'NET' }, issuetype: { name: 'Task' }, summary: 'made by hand' } };
  const request: JiraRequest = { method: 'POST', path: 'rest/api/latest/issue', body };
  const { fault } = world.jira;
  world.jira.fault = () => undefined;
  const answers = Promise.all(Array.from({ length: count }, () => world.jira.send(request)));
  await world.clock.pass(minute);
  await answers;
  world.jira.fault = fault;
  world.jira.requests.length = 0;
  world.jira.ledger.length = 0;
  return world.jira.issues.map(({ key }) => key);
}

function accept(world: World, count: number, over: (number: number) => Partial<Command> = () => ({})): Promise<Command[]> {
  return Promise.all(Array.from({ length: count }, (_, number) => world.accept(over(number))));
}

const updateOf = (key: string): Partial<Command> => ({ action: 'UPDATE', guid: key, fields: { summary: 'changed' } });

interface Fates {
  ok: number;
  unknown: number;
  /** Neither Ok with the one ticket of its own, nor a failure that says that it does not know. */
  lost: number;
  duplicates: number;
  /** Two tickets, and nothing that says so. */
  silent: number;
}

function fatesOf(commands: Command[], world: World): Fates {
  const fates: Fates = { ok: 0, unknown: 0, lost: 0, duplicates: 0, silent: 0 };
  for (const { id } of commands) {
    const told = world.outcomes.filter(({ row }) => row.id === id);
    const made = world.jira.madeBy(id);
    const unknown = told[0]?.code === 'UNKNOWN_OUTCOME';
    const ok = told[0]?.row.status === 'Ok' && made.some(({ key }) => key === told[0]?.row.ticketKey);
    if (ok) fates.ok += 1;
    if (unknown) fates.unknown += 1;
    if (told.length !== 1 || (!ok && !unknown)) fates.lost += 1;
    if (made.length > 1) fates.duplicates += 1;
    if (made.length > 1 && !unknown) fates.silent += 1;
  }
  return fates;
}

describe('measures of the delivery', function () {
  this.timeout(0);

  for (const cloud of [false, true]) {
    const server = cloud ? 'Cloud' : 'Data Center';

    /** Every answer to a create is lost; Jira carries it out up to a minute later, and its index lags. */
    const loseAllAnswers = async (indexLag: (random: () => number) => number): Promise<Fates> => {
      const random = seeded(7);
      const lost = (request: JiraRequest): Fault | undefined =>
        isCreate(request)
          ? { code: random() < 0.5 ? 'ECONNRESET' : 'TIMEOUT', takes: random() * 30 * second, commit: random() * minute }
          : undefined;
      const latency = (): number => 20 + random() * 200;
      const world = await World.open({ cloud, fault: lost, indexLag: () => indexLag(random), latency });
      const commands = await accept(world, thousand);
      await world.ended(commands.length, 26 * hour);
      await world.clock.pass(20 * minute);
      await world.close();
      return fatesOf(commands, world);
    };

    it(`finds every ticket whose answer was lost, inside the settle window (${server})`, async () => {
      const fates = await loseAllAnswers((random) => random() * 200 * second);
      const { ok, unknown, lost, duplicates } = fates;
      print(
        `${server}, all answers of ${thousand} creates lost, commit ≤ 60 s late, index ≤ 200 s late: ` +
          `${ok} Ok, ${unknown} unknown, ${lost} lost, ${duplicates} duplicates`,
      );
      assert.deepEqual(fates, { ok: thousand, unknown: 0, lost: 0, duplicates: 0, silent: 0 });
    });

    it(`finds them or says so where the index is as late as the settle window is long (${server})`, async () => {
      const fates = await loseAllAnswers((random) => random() * 300 * second);
      const { ok, unknown, lost, duplicates } = fates;
      print(`${server}, commit ≤ 60 s late, index ≤ 300 s late: ${ok} Ok, ${unknown} unknown, ${lost} lost, ${duplicates} duplicates`);
      assert.deepEqual(fates, { ok, unknown: thousand - ok, lost: 0, duplicates: 0, silent: 0 });
    });

    it(`says so where the index is slower than the settle window (${server})`, async () => {
      const fates = await loseAllAnswers((random) => second * (random() < 0.5 ? 400 + random() * 600 : random() * 200));
      const { ok, unknown, lost, silent } = fates;
      print(`${server}, index ≥ 400 s late for half: ${ok} Ok, ${unknown} unknown, ${lost} lost, ${silent} silent duplicates`);
      assert.ok(unknown > 0, 'some were beyond the window');
      assert.deepEqual(fates, { ok, unknown: thousand - ok, lost: 0, duplicates: 0, silent: 0 });
    });
  }

  it('sends nothing before Retry-After has passed', async () => {
    const most = Number(process.env['LIMITED'] ?? 10 * thousand);
    const random = seeded(11);
    const clock = new VirtualClock();
    const jira = new VirtualJira({ clock });
    const client = new LimitingJira(jira, clock, random);
    const world = await World.open({ clock, client, settings: { giveUpAfter: forever } });
    let number = 0;
    while (client.limited < most) {
      number += 100;
      await accept(world, 20);
      // Updates of tickets that are known, and of some that have to be searched for.
      const keys = world.outcomes.filter(({ row }) => row.ticketKey !== '').slice(-70).map(({ row }) => row.ticketKey);
      await accept(world, keys.length, (index) => updateOf(keys[index] ?? ''));
      await accept(world, 10, (index) => updateOf(`00000000-0000-4000-9000-${String(number + index).padStart(12, '0')}`));
      await clock.until(() => world.delivery.status().pending === 0, forever);
    }
    await world.close();
    const told = [...client.byReason].map(([reason, count]) => `${reason || 'no reason'} ${count}`).join(', ');
    print(`${client.limited} answers 429 (${told}): ${client.tooEarly.length} requests before Retry-After had passed`);
    assert.equal(client.byReason.size, 4);
    assert.deepEqual(client.tooEarly.slice(0, 10), []);
  });

  const outages: Array<[string, Fault]> = [
    ['refuses connections', { code: 'ECONNREFUSED', sent: false, takes: 5 }],
    ['answers 503', { answer: { status: 503, text: 'down' }, takes: 50 }],
    ['answers 502 from a proxy', { answer: { status: 502, text: '<html>' }, takes: 50 }],
    ['resets connections', { code: 'ECONNRESET', sent: true, takes: 50 }],
    ['never answers', { code: 'TIMEOUT', sent: true, takes: 30 * second }],
  ];
  for (const known of [false, true]) {
    const after = known ? ', after it had worked' : '';
    for (const [what, fault] of outages) {
      it(`leaves a Jira in peace that ${what} for an hour${after}`, async () => {
        const world = await World.open();
        const keys = await seedTickets(world, thousand / 2);
        if (known) {
          await accept(world, 2, (index) => (index === 0 ? {} : updateOf(keys[0] ?? '')));
          await world.ended(2);
        }
        world.outcomes.length = 0;
        world.jira.fault = () => fault;
        world.jira.requests.length = 0;
        await accept(world, thousand / 2);
        await accept(world, thousand / 2, (index) => updateOf(keys[index] ?? ''));
        await world.clock.pass(hour);
        const requests = world.jira.requests.length;
        world.jira.fault = () => undefined;
        await world.ended(thousand, 26 * hour);
        const failed = world.outcomes.filter(({ row }) => row.status === 'Failed').length;
        await world.close();
        const rate = (requests / 60).toFixed(2);
        const told = `${requests} requests (${rate} a minute), ${failed} unknown afterwards`;
        print(`Jira ${what} for an hour${after}, ${thousand} queued: ${told}`);
        assert.ok(world.outcomes.every(({ row, code }) => row.status === 'Ok' || code === 'UNKNOWN_OUTCOME'));
        assert.ok(requests > 0);
        assert.ok(requests <= 120, `${requests} requests`);
      });
    }
  }

  it('asks a Jira that is not there once for what fifty creates need to know', async () => {
    const world = await World.open({ fault: () => ({ code: 'ECONNREFUSED', sent: false, takes: 5 }) });
    await accept(world, 50);
    await world.clock.pass(6);
    await world.close();
    assert.equal(world.jira.requests.length, 1);
  });

  for (const percent of [10, 30, 50]) {
    for (const action of ['updates', 'creates'] as const) {
      it(`asks Jira hardly more often than it must where ${percent} % of all answers are 5xx (${action})`, async () => {
        // Small samples scatter more than the tenth that is allowed.
        const count = 1_000;
        const random = seeded(percent);
        const world = await World.open({ settings: { giveUpAfter: forever }, indexLag: () => random() * 5 * second });
        const keys = action === 'updates' ? await seedTickets(world, count) : [];
        const statuses = [500, 502, 503]; // not 504, which is a lost answer to a create
        world.jira.fault = () => {
          const status = statuses[Math.floor(random() * 3)] ?? 500;
          return random() * 100 < percent ? { answer: { status, text: 'broken' } } : undefined;
        };
        const commands = await accept(world, count, (index) => (action === 'updates' ? updateOf(keys[index] ?? '') : {}));
        await world.ended(count, forever);
        await world.close();
        const requests = world.jira.requests.length;
        const least = count / (1 - percent / 100);
        print(`${percent} % random 5xx, ${count} ${action}: ${requests} requests, ${(requests / least).toFixed(3)} × n/(1−p)`);
        assert.ok(world.outcomes.every(({ row }) => row.status === 'Ok'));
        assert.equal(new Set(world.outcomes.map(({ row }) => row.id)).size, commands.length);
        assert.ok(requests <= 1.1 * least, `${requests} requests, at most ${1.1 * least}`);
      });
    }
  }
});
