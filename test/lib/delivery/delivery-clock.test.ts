import assert from 'node:assert/strict';
import type { JiraRequest } from '../../../src/lib/jira/http';
import { World } from '../../simulation/world';

const minute = 60_000;
const hour = 60 * minute;
const down = () => ({ code: 'ECONNREFUSED', sent: false });
const isCreate = ({ method, path }: JiraRequest): boolean => method === 'POST' && /\/issue(\/bulk)?$/.test(path);
const setBy = ({ clock }: World, ms: number): void => clock.set(clock.now() + ms);

describe('delivery by a clock that is set', () => {
  it('gives up nothing that has not waited, also after a restart', async () => {
    const world = await World.open({ fault: down });
    const [first, second] = [await world.accept(), await world.accept()];
    await world.clock.pass(minute);
    setBy(world, 48 * hour);
    const third = await world.accept();
    await world.clock.pass(2 * minute);
    assert.deepEqual(world.outcomes, []);
    await world.restart();
    await world.clock.pass(minute);
    assert.deepEqual(world.outcomes, []);
    world.jira.fault = () => undefined;
    await world.ended(3);
    for (const command of [first, second, third]) assert.equal(world.outcomeOf(command)?.status, 'Ok');
    await world.close();
  });

  it('gives up at the age in hours that passed, also where the journal was rewritten meanwhile', async () => {
    const world = await World.open({ fault: down, settings: { compactFrom: 1 } });
    await world.accept();
    await world.clock.pass(hour);
    setBy(world, 48 * hour);
    await world.clock.pass(hour);
    assert.match(await world.disk.read('/journal.jsonl'), /"kind":"snapshot"/);
    await world.restart();
    await world.clock.pass(22 * hour - 2 * minute);
    assert.equal(world.outcomes.length, 0);
    await world.clock.pass(4 * minute);
    assert.equal(world.outcomes[0]?.code, 'GAVE_UP');
    await world.close();
  });

  for (const [how, ms] of [['forwards', hour], ['back', -hour]] as const) {
    it(`waits as long as Jira asked for where it is set ${how}`, async () => {
      const world = await World.open({ fault: (request) => (isCreate(request) ? { answer: { status: 429, headers: { 'retry-after': '30' } } } : undefined) });
      await world.accept();
      await world.clock.until(() => world.jira.requests.some(({ request }) => isCreate(request)));
      world.jira.fault = () => undefined;
      await world.clock.pass(1_000);
      setBy(world, ms);
      await world.accept();
      await world.ended(2, 2 * minute);
      const [limited, next] = world.jira.requests.filter(({ request }) => isCreate(request)).map(({ at }) => at) as [number, number];
      assert.ok(next - limited >= 30_000 && next - limited < 60_000, `${next - limited} ms`);
      await world.close();
    });

    it(`looks for a lost ticket through the whole window where it is set ${how}`, async () => {
      const world = await World.open({ indexLag: () => 2 * minute, settings: { settlePolicy: 'resend' } });
      world.jira.fault = (request) => (isCreate(request) ? { commit: 0 } : undefined);
      const command = await world.accept();
      await world.clock.until(() => world.jira.issues.length > 0);
      world.jira.fault = () => undefined;
      await world.clock.pass(5_000);
      setBy(world, ms);
      await world.ended(1, 6 * minute);
      assert.equal(world.outcomeOf(command)?.ticketKey, 'NET-1');
      assert.equal(world.jira.issues.length, 1);
      await world.close();
    });

    it(`sends no more automatic updates than Update Settings allow where it is set ${how}`, async () => {
      const world = await World.open({ settings: { updateMax: 1, updatePeriod: minute } });
      const { guid } = await world.accept();
      await world.ended(1);
      for (const n of [1, 2]) {
        await world.accept({ action: 'UPDATE', guid, fields: { summary: String(n) } });
        await world.clock.pass(1_000);
        if (n === 1) setBy(world, ms);
      }
      await world.ended(3, 2 * minute);
      const [one, two] = world.jira.requests.filter(({ request }) => request.method === 'PUT').map(({ at }) => at) as [number, number];
      assert.ok(two - one >= minute && two - one < 2 * minute, `${two - one} ms`);
      await world.close();
    });
  }

  it('is not misled by one that was behind at the start', async () => {
    const world = await World.open();
    world.jira.fault = (request) => (isCreate(request) ? { commit: 0 } : request.path.includes('/search') ? down() : undefined);
    const lost = await world.accept();
    await world.clock.until(() => world.jira.issues.length > 0);
    world.jira.fault = down;
    const waiting = await world.accept();
    await world.close();
    setBy(world, -6 * 24 * hour);
    await world.start();
    await world.clock.pass(minute);
    setBy(world, 6 * 24 * hour);
    world.jira.fault = (request) => (isCreate(request) ? { code: 'ECONNREFUSED', sent: false } : undefined);
    await world.clock.pass(6 * minute);
    assert.equal(world.outcomeOf(lost)?.ticketKey, 'NET-1');
    await world.clock.pass(24 * hour);
    assert.match(world.outcomeOf(waiting)?.error ?? '', /^Given up after 24 h/);
    await world.close();
  });

  it('takes no look of before for a new one', async () => {
    const world = await World.open();
    const update = { action: 'UPDATE' as const, fields: { summary: 'x' } };
    const unknown = await world.accept(update);
    await world.ended(1);
    assert.equal(world.outcomeOf(unknown)?.status, 'Failed');
    setBy(world, -hour);
    world.jira.issues.push({ id: '10001', key: 'NET-1', created: world.clock.steady(), project: 'NET', fields: {}, properties: { 'node-red.jira-tickets': { guid: 'elsewhere', command: 'c' } } });
    const known = await world.accept({ ...update, guid: 'elsewhere' });
    await world.ended(2);
    assert.equal(world.outcomeOf(known)?.ticketKey, 'NET-1');
    await world.close();
  });

  it('finds a comment that Jira took before', async () => {
    const world = await World.open();
    world.jira.fault = ({ path }) => (path.endsWith('/comment') ? { commit: 0 } : undefined);
    await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: 'x', comment: 'once' } });
    await world.clock.until(() => world.jira.additions.ledger.length > 0);
    setBy(world, 8 * hour);
    world.jira.fault = () => undefined;
    await world.ended(1);
    assert.equal(world.outcomes[0]?.row.status, 'Ok');
    assert.equal(world.jira.additions.ledger.length, 1);
    await world.close();
  });

  it('counts day by day after the clock was a year ahead, and so does the next start', async () => {
    const world = await World.open();
    setBy(world, 400 * 24 * hour);
    await world.accept();
    await world.clock.pass(2 * minute);
    setBy(world, -400 * 24 * hour);
    for (let day = 0; day < 3; day += 1) {
      await world.accept();
      await world.accept();
      await world.clock.pass(24 * hour);
    }
    const counters = world.delivery.counters();
    assert.deepEqual([counters.day, counters.create], ['2026-11-26', { total: 7, today: 0, yesterday: 2 }]);
    const days = world.delivery.records.statistics.days();
    assert.deepEqual(days.map(({ day, create }) => [day, create]), [['2026-11-23', 2], ['2026-11-24', 2], ['2026-11-25', 2]]);
    for (const compactFrom of [undefined, 1]) {
      world.settings.compactFrom = compactFrom;
      await world.restart();
      await world.clock.pass(2 * minute);
      assert.deepEqual(world.delivery.counters(), counters);
      assert.deepEqual(world.delivery.records.statistics.days(), days);
    }
    await world.restart();
    assert.deepEqual(world.delivery.counters(), counters);
    await world.close();
  });
});
