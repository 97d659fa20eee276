import assert from 'node:assert/strict';
import { delay } from '../../../src/lib/delivery/clock';
import type { DiskFile } from '../../../src/lib/delivery/disk';
import type { JiraRequest } from '../../../src/lib/jira/http';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import { faultyDisk } from '../../simulation/faulty-disk';
import type { Fault } from '../../simulation/virtual-jira';
import { VirtualClock } from '../../simulation/virtual-clock';
import { seeded } from '../../simulation/random';
import { World } from '../../simulation/world';
import type { Command, Fields } from '../../../src/lib/ticket/command';

const minute = 60_000;
const isCreate = ({ method, path }: JiraRequest): boolean => method === 'POST' && /\/issue(\/bulk)?$/.test(path);
const isUpdate = ({ method }: JiraRequest): boolean => method === 'PUT';
const searchesIn = ({ jira }: World): number => jira.requests.filter(({ request }) => request.path.includes('/search')).length;

/** The fault for the first so many requests that match. */
function first(count: number, matches: (request: JiraRequest) => boolean, fault: Fault): (request: JiraRequest) => Fault | undefined {
  let left = count;
  return (request) => (matches(request) && left-- > 0 ? fault : undefined);
}

describe('delivery', () => {
  it('makes a ticket of a command, and tells it once', async () => {
    const world = await World.open();
    const command = await world.accept();
    assert.equal(world.delivery.records.log.list()[0]?.status, 'Pending');
    await world.ended(1);
    const row = world.outcomeOf(command);
    assert.deepEqual(
      { ...row, time: '', finished: '' },
      {
        id: command.id,
        guid: command.guid,
        action: 'CREATE',
        type: 'Automatic',
        time: '',
        status: 'Ok',
        ticketId: '10001',
        ticketKey: 'NET-1',
        ticketUrl: 'https://jira.example.com/browse/NET-1',
        error: '',
        attempts: 1,
        duplicate: false,
        finished: '',
        warnings: '',
      },
    );
    assert.deepEqual(world.rows.map(({ status }) => status), ['Pending', 'Ok']);
    assert.equal(world.jira.ledger.length, 1);
    assert.equal(world.delivery.records.statistics.read().create.total, 1);
    await world.close();
  });

  it('sends creates that wait together in one call, and says of each what became of it', async () => {
    const world = await World.open();
    const good = await Promise.all([1, 2, 3, 4, 5, 6].map(() => world.accept()));
    const bad = await world.accept({ fields: { project: 'NET', issuetype: 'Task', description: 'no summary' } });
    await world.ended(7);
    for (const command of good) assert.equal(world.outcomeOf(command)?.status, 'Ok');
    assert.equal(world.outcomeOf(bad)?.status, 'Failed');
    assert.match(world.outcomeOf(bad)?.error ?? '', /You must specify a summary/);
    const { fields } = world.outcomes.find(({ row }) => row.id === bad.id) ?? {};
    assert.deepEqual(Object.keys(fields ?? {}), ['summary'], 'told by field, too');
    assert.ok(world.jira.requests.some(({ request }) => request.path.endsWith('/bulk')));
    assert.equal(new Set(world.outcomes.map(({ row }) => row.ticketKey)).size, 7, 'six keys, and none for the bad one');
    await world.close();
  });

  it('sends one by one where there is no bulk', async () => {
    const world = await World.open();
    world.jira.fault = (request) => (request.path.endsWith('/bulk') ? { answer: { status: 404, text: 'Not Found' } } : undefined);
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => world.accept()));
    await world.ended(8);
    assert.equal(world.jira.ledger.length, 8);
    assert.ok(world.outcomes.every(({ row }) => row.status === 'Ok'));
    await world.close();
  });

  it('sends those again, each on its own, that a refused bulk create does not name', async () => {
    const world = await World.open();
    const errors = [{ status: 400, elementErrors: { errorMessages: [], errors: { summary: 'Odd.' } }, failedElementNumber: 1 }];
    world.jira.fault = (request) => (request.path.endsWith('/bulk') ? { answer: { status: 400, json: { issues: [], errors } } } : undefined);
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => world.accept()));
    await world.ended(8);
    const bulks = world.jira.requests.filter(({ request }) => request.path.endsWith('/bulk')).length;
    assert.ok(bulks > 0);
    assert.deepEqual(world.outcomes.filter(({ row }) => row.status === 'Failed').map(({ row, code }) => `${code}: ${row.error}`), Array<string>(bulks).fill('JIRA_REJECTED: summary: Odd.'));
    assert.equal(world.jira.ledger.length, 8 - bulks);
    assert.equal(searchesIn(world), 0, 'nothing is in doubt');
    await world.close();
  });

  it('makes one ticket of a guid, however often it is asked for', async () => {
    const world = await World.open();
    const commands = await Promise.all([1, 2, 3].map(() => world.accept({ guid: 'same' })));
    await world.ended(3);
    const later = await world.accept({ guid: 'same' });
    await world.ended(4);
    assert.equal(world.jira.ledger.length, 1);
    assert.deepEqual([...commands, later].map((one) => world.outcomeOf(one)?.duplicate), [false, true, true, true]);
    assert.equal(world.outcomeOf(later)?.ticketKey, 'NET-1');
    assert.equal(world.delivery.records.statistics.read().create.total, 1);
    await world.close();
  });

  it('tries a guid again whose create was refused', async () => {
    const world = await World.open();
    await world.accept({ guid: 'same', fields: { project: 'NET' } });
    const second = await world.accept({ guid: 'same' });
    await world.ended(2);
    assert.equal(world.outcomeOf(second)?.status, 'Ok');
    assert.equal(world.outcomeOf(second)?.duplicate, false);
    await world.close();
  });

  it('lets an update wait behind its create, and keeps the order of one ticket', async () => {
    const world = await World.open();
    const create = await world.accept({ guid: 'g' });
    for (const summary of ['one', 'two', 'three']) await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary } });
    await world.ended(4);
    assert.equal(world.outcomes[0]?.row.id, create.id);
    assert.equal(world.jira.issues[0]?.fields['summary'], 'three');
    await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { summary: 'by key' } });
    await world.ended(5);
    assert.equal(world.jira.issues[0]?.fields['summary'], 'by key');
    assert.equal(world.delivery.records.statistics.read().update.total, 4);
    await world.close();
  });

  it('says the id of the ticket that an update names by its key, where a create of this connection has made it', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g' });
    await world.ended(1);
    world.jira.issues.push({ ...world.jira.issues[0], id: '999', key: 'NET-9' } as never);
    const [ours, steps, theirs] = [
      await world.accept({ guid: 'net-1', action: 'UPDATE', fields: { summary: 'x' } }),
      await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { comment: 'x' } }),
      await world.accept({ guid: 'NET-9', action: 'UPDATE', fields: { summary: 'x' } }),
    ];
    await world.ended(4);
    const ids = [ours, steps, theirs].map((command) => world.outcomeOf(command)).map((row) => [row?.status, row?.ticketKey, row?.ticketId]);
    assert.deepEqual(ids, [['Ok', 'NET-1', '10001'], ['Ok', 'NET-1', '10001'], ['Ok', 'NET-9', '']]);
    await world.close();
  });

  it('merges updates that wait for one ticket, each with its own row, and fails only the bad one', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g' });
    const bad = world.command({ guid: 'g', action: 'UPDATE', fields: { summary: 'bad' } });
    const good = world.command({ guid: 'g', action: 'UPDATE', fields: { description: 'good' } });
    const last = world.command({ guid: 'g', action: 'UPDATE', fields: { priority: 'High' } });
    await Promise.all([good, bad, last].map((one) => world.delivery.accept(one)));
    await world.ended(4);
    assert.equal(world.outcomeOf(bad)?.status, 'Failed');
    assert.equal(world.outcomeOf(good)?.status, 'Ok');
    assert.equal(world.outcomeOf(last)?.status, 'Ok');
    const fields = world.jira.issues[0]?.fields;
    assert.equal(fields?.['description'], 'good');
    assert.deepEqual(fields?.['priority'], { name: 'High' });
    await world.close();
  });

  it('finds the ticket of a guid that it has forgotten by its marker', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g' });
    await world.ended(1);
    await world.close();
    const elsewhere = await World.open({ client: world.jira, clock: world.clock });
    const update = await elsewhere.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'found' }, base: { project: 'NET' } });
    await elsewhere.ended(1);
    assert.equal(elsewhere.outcomeOf(update)?.ticketKey, 'NET-1');
    assert.equal(world.jira.issues[0]?.fields['summary'], 'found');
    await elsewhere.close();
  });

  it('looks once through what is there for all updates that were there before', async () => {
    for (const cloud of [true, false]) {
      const world = await World.open({ cloud });
      for (let i = 0; i < 300; i++) await world.accept({ guid: `g${i}` });
      await world.ended(300);
      await world.close();
      const elsewhere = await World.open({ client: world.jira, clock: world.clock });
      const before = searchesIn(world);
      await Promise.all(Array.from({ length: 200 }, (_, i) => elsewhere.accept({ guid: `nobody${i}`, action: 'UPDATE', fields: { summary: 'x' }, base: { project: 'NET' } })));
      await Promise.all(Array.from({ length: 20 }, (_, i) => elsewhere.accept({ guid: `g${i}`, action: 'UPDATE', fields: { summary: 'y' }, base: { project: 'NET' } })));
      await elsewhere.ended(220);
      assert.deepEqual(elsewhere.outcomes.map(({ row }) => row.status).sort(), [...Array<string>(200).fill('Failed'), ...Array<string>(20).fill('Ok')]);
      const together = searchesIn(world) - before;
      assert.ok(together <= 2 * 3, `${together} pages of search for 220 updates`);
      const late = await elsewhere.accept({ guid: 'late', action: 'UPDATE', fields: { summary: 'x' }, base: { project: 'NET' } });
      await elsewhere.ended(221);
      assert.equal(elsewhere.outcomeOf(late)?.status, 'Failed');
      assert.equal(searchesIn(world) - before, together + 3, 'another look for what came after it');
      await elsewhere.close();
    }
  });

  it('finds without a search what was seen on the way to another, and not by a label, of which nothing else is seen', async () => {
    for (const marker of ['property', 'label'] as const) {
      const world = await World.open({ settings: { marker } });
      for (const guid of ['oldest', 'middle', 'newest']) {
        await world.accept({ guid });
        await world.clock.pass(1_000);
      }
      await world.ended(3);
      await world.close();
      const elsewhere = await World.open({ client: world.jira, clock: world.clock, settings: { marker } });
      const before = searchesIn(world);
      for (const [number, guid] of ['middle', 'newest', 'oldest'].entries()) {
        await elsewhere.accept({ guid, action: 'UPDATE', fields: { summary: guid }, base: { project: 'NET' } });
        await elsewhere.ended(number + 1);
      }
      assert.deepEqual(world.jira.issues.map(({ fields }) => fields['summary']), ['oldest', 'middle', 'newest']);
      assert.equal(searchesIn(world) - before, marker === 'property' ? 2 : 3);
      await elsewhere.close();
    }
  });

  it('says that not all were looked through where the ticket may be behind them', async () => {
    const world = await World.open({ cloud: true });
    for (let i = 0; i < 1_001; i++) await world.accept({ guid: `g${i}` });
    await world.ended(1_001);
    await world.close();
    const elsewhere = await World.open({ client: world.jira, clock: world.clock });
    const update = await elsewhere.accept({ guid: 'g0', action: 'UPDATE', fields: { summary: 'x' }, base: { project: 'NET' } });
    await elsewhere.ended(1);
    assert.match(elsewhere.outcomeOf(update)?.error ?? '', /^No ticket is known for "g0": .*newest 1,000.* use the ticket's key\.$/);
    await elsewhere.close();
  });

  it('fails an update whose id leads nowhere, with that reason', async () => {
    const world = await World.open();
    const byGuid = await world.accept({ guid: 'nobody', action: 'UPDATE', fields: { summary: 'x' } });
    const byKey = await world.accept({ guid: 'NET-99', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(2);
    assert.deepEqual(world.outcomes.map(({ code }) => code), ['UNKNOWN_TICKET', 'UNKNOWN_TICKET']);
    assert.match(world.outcomeOf(byGuid)?.error ?? '', /nobody/);
    assert.match(world.outcomeOf(byKey)?.error ?? '', /Issue Does Not Exist/);
    await world.close();
  });

  it('refuses a value before it is sent', async () => {
    const world = await World.open();
    await world.accept({ fields: { project: 'NET', nosuchfield: 'x' } });
    await world.ended(1);
    assert.equal(world.outcomes[0]?.code, 'INVALID_FIELD');
    assert.equal(world.jira.ledger.length, 0);
    assert.equal(world.outcomes[0]?.row.attempts, 0);
    await world.close();
  });

  it('gives a request that cannot become a command its Failed row', async () => {
    const world = await World.open();
    await world.delivery.refuse({ ...world.command(), action: '', guid: '' }, 'INVALID_COMMAND', 'position 3: expected an action');
    assert.equal(world.outcomes[0]?.code, 'INVALID_COMMAND');
    assert.equal(world.delivery.records.log.list()[0]?.error, 'position 3: expected an action');
    await world.close();
  });

  it('refuses what is too much, and takes it again later', async () => {
    const world = await World.open({ settings: { queueMax: 2 } });
    world.jira.fault = () => ({ code: 'ECONNREFUSED', sent: false });
    for (let i = 0; i < 3; i++) await world.accept();
    assert.equal(world.outcomes[0]?.code, 'QUEUE_FULL');
    assert.equal(world.outcomes[0].row.error, '2 commands wait already, the most allowed. Send it again when Jira has taken some.');
    assert.equal(world.delivery.status().state, 'full');
    world.jira.fault = () => undefined;
    await world.ended(3);
    await world.accept();
    await world.ended(4);
    assert.equal(world.jira.ledger.length, 3);
    await world.close();
  });
});

describe('delivery through faults', () => {
  it('counts what is not on disk yet: a burst over the maximum is refused too', async () => {
    for (const [settings, most] of [[{ queueMax: 10 }, 10], [{ queueBytes: 3_500 }, 13]] as const) {
      const world = await World.open({ settings, fault: () => ({ code: 'ECONNREFUSED', sent: false }) });
      await Promise.all(Array.from({ length: 50 }, () => world.accept()));
      const { pending, state } = world.delivery.status();
      assert.ok(pending <= most && pending > 5, String(pending));
      assert.equal(state, 'full');
      assert.equal(world.outcomes.filter(({ code }) => code === 'QUEUE_FULL').length, 50 - pending);
      await world.close();
    }
  });

  it('waits out an hour without Jira, asks for it at most twice a minute, and loses nothing', async () => {
    const world = await World.open();
    world.jira.fault = () => ({ code: 'ECONNREFUSED', sent: false, takes: 1 });
    for (let i = 0; i < 60; i++) await world.accept();
    await world.clock.pass(60 * minute);
    assert.ok(world.jira.requests.length <= 120, `${world.jira.requests.length} requests`);
    assert.equal(world.delivery.status().state, 'waiting');
    world.jira.fault = () => undefined;
    await world.ended(60);
    assert.equal(world.jira.ledger.length, 60);
    assert.ok(world.outcomes.every(({ row }) => row.status === 'Ok'));
    await world.close();
  });

  const failures: Array<[string, Fault]> = [
    ['500', { answer: { status: 500 } }], ['502', { answer: { status: 502, text: '<html>' } }], ['501', { answer: { status: 501, text: 'nope' } }],
    ['a dropped connection', { code: 'ECONNRESET', sent: true }], ['silence', { code: 'TIMEOUT', sent: true, takes: 30_000 }],
  ];
  for (const [what, fault] of failures) {
    it(`serves a Jira that answers serverInfo alone with ${what}`, async () => {
      const world = await World.open();
      world.jira.fault = ({ path }) => (path.endsWith('/serverInfo') ? fault : undefined);
      const command = await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: 'x' } });
      await world.ended(1, minute);
      assert.deepEqual([world.outcomeOf(command)?.status, world.outcomeOf(command)?.attempts], ['Ok', 1]);
      await world.close();
    });

    it(`serves it also after an hour in which it was down, and while the create metadata fail as well (serverInfo: ${what})`, async () => {
      const world = await World.open();
      world.jira.fault = () => ({ answer: { status: 503, text: 'down' } });
      const command = await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: 'x' } });
      await world.clock.pass(60 * minute);
      const asked = world.jira.requests.length;
      assert.ok(asked <= 120, `${asked} requests`);
      world.jira.fault = ({ path }) => (path.endsWith('/serverInfo') ? fault : path.includes('createmeta') ? { answer: { status: 500 } } : undefined);
      await world.ended(1, 10 * minute);
      assert.equal(world.outcomeOf(command)?.status, 'Ok');
      await world.close();
    });
  }

  it('creates and updates tickets of what answers every question with 501', async () => {
    const world = await World.open();
    world.jira.fault = ({ method, path }) => (method === 'GET' || /search|bulk/.test(path) ? { answer: { status: 501, text: 'nope' } } : undefined);
    const created = await world.accept();
    const updated = await world.accept({ action: 'UPDATE', guid: created.guid, fields: { summary: 'y' } });
    const unknown = await world.accept({ action: 'UPDATE', guid: '00000000-0000-4000-9000-000000000001', fields: { summary: 'y' } });
    await world.ended(3, minute);
    const together = await Promise.all([world.accept(), world.accept()]);
    await world.ended(5, minute);
    assert.deepEqual([created, updated, unknown, ...together].map((command) => world.outcomeOf(command)?.status), ['Ok', 'Ok', 'Failed', 'Ok', 'Ok']);
    await world.close();
  });

  for (const [status, before] of [[500, 'everything'], [502, 'the metadata'], [504, 'everything']] as const) {
    it(`waits while ${before} is answered with ${status} before a command is read`, async () => {
      const world = await World.open();
      let failing = true;
      world.jira.fault = ({ method, path }) => (failing && method === 'GET' && (before === 'everything' || /createmeta|\/field$/.test(path)) ? { answer: { status, text: '<html>' } } : undefined);
      const command = await world.accept();
      await world.clock.pass(60_000);
      assert.equal(world.outcomeOf(command), undefined);
      failing = false;
      await world.ended(1);
      assert.deepEqual(world.outcomes.map(({ row }) => [row.status, row.attempts]), [['Ok', 1]]);
      await world.close();
    });
  }

  it('finds the ticket of a create whose answer was lost', async () => {
    const world = await World.open({ fault: first(1, isCreate, { commit: 0, code: 'ECONNRESET' }), indexLag: () => 100_000 });
    const command = await world.accept();
    await world.ended(1);
    assert.equal(world.outcomeOf(command)?.ticketKey, 'NET-1');
    assert.equal(world.jira.ledger.length, 1);
    await world.close();
  });

  it('finds it in Cloud, by label, and when Jira commits late', async () => {
    for (const options of [{ cloud: true }, { settings: { marker: 'label' as const } }]) {
      const world = await World.open({ ...options, fault: first(1, isCreate, { commit: 60_000, code: 'TIMEOUT', takes: 30_000 }), indexLag: () => 30_000 });
      const command = await world.accept();
      await world.ended(1);
      assert.equal(world.outcomeOf(command)?.ticketKey, 'NET-1');
      assert.equal(world.jira.ledger.length, 1);
      await world.close();
    }
  });

  it('says that it is unknown whether Jira created it, when it is', async () => {
    const world = await World.open({ fault: first(1, isCreate, { code: 'ECONNRESET' }) });
    const command = await world.accept();
    await world.ended(1);
    assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
    assert.match(world.outcomeOf(command)?.error ?? '', /unknown whether Jira created the ticket.*300 s/s);
    assert.ok(Date.parse(world.outcomeOf(command)?.finished ?? '') - Date.parse(command.time) >= 300_000);

    // The same guid again is looked for once more, and sent only then.
    await world.accept({ guid: command.guid });
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.status, 'Ok');
    assert.equal(world.outcomes[1]?.row.duplicate, false);
    await world.close();
  });

  it('finds a create behind thousands of others, and says where there are too many of them', async () => {
    for (const [others, found] of [[4_900, true], [5_000, false]] as const) {
      const world = await World.open({ cloud: true, settings: { settleWindow: 60_000, settlePolicy: 'resend' }, fault: first(1, isCreate, { code: 'ECONNRESET', commit: 0 }), indexLag: () => 30_000 });
      const command = await world.accept();
      await world.clock.until(() => world.jira.issues.length === 1);
      const created = world.clock.now();
      for (let n = 0; n < others; n++) world.jira.issues.push({ id: `o${n}`, key: `NET-${n + 2}`, created, project: 'NET', fields: {}, properties: {} });
      await world.ended(1);
      if (found) assert.equal(world.outcomeOf(command)?.ticketKey, 'NET-1');
      else assert.match(world.outcomeOf(command)?.error ?? '', /unknown whether Jira created the ticket: this user has created more tickets since than are looked through/);
      assert.equal(world.jira.ledger.length, 1);
      await world.close();
    }
  });

  it('finds with the next create of a guid what an earlier one made too late', async () => {
    const world = await World.open({ fault: first(1, isCreate, { code: 'ECONNRESET', commit: 600_000 }) });
    const command = await world.accept();
    await world.ended(1);
    assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
    await world.clock.pass(600_000);
    await world.accept({ guid: command.guid });
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.duplicate, true);
    assert.equal(world.jira.ledger.length, 1);
    await world.close();
  });

  it('sends it again where the connection says so', async () => {
    const world = await World.open({ settings: { settlePolicy: 'resend', settleWindow: 10_000 }, fault: first(1, isCreate, { code: 'ECONNRESET' }) });
    const command = await world.accept();
    await world.ended(1);
    assert.equal(world.outcomeOf(command)?.status, 'Ok');
    assert.equal(world.outcomeOf(command)?.attempts, 2);
    await world.close();
  });

  it('fails at the end of the window where Jira cannot be searched', async () => {
    const world = await World.open({ settings: { settleWindow: 60_000 } });
    const lose = first(1, isCreate, { code: 'ECONNRESET' });
    world.jira.fault = (request) => lose(request) ?? (request.path.includes('/search') ? { answer: { status: 403, json: { errorMessages: ['No search for you'], errors: {} } } } : undefined);
    await world.accept();
    await world.ended(1);
    assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
    assert.match(world.outcomes[0]?.row.error ?? '', /No search for you/);
    await world.close();
  });

  it('looks again for a create, and does not send it again, where the answers are garbled for a while', async () => {
    const garbled = first(2, ({ path }) => path.includes('/search'), { answer: { status: 201, text: '{"id":"1' } });
    const lose = first(1, isCreate, { commit: 0, answer: { status: 500 } });
    const world = await World.open({ fault: (request) => lose(request) ?? garbled(request) });
    await world.accept();
    await world.ended(1);
    assert.deepEqual([world.outcomes[0]?.row.status, world.jira.issues.length], ['Ok', 1]);
    await world.close();
  });

  it('does not send a create again because a search for it is refused', async () => {
    const lose = first(1, isCreate, { commit: 0, answer: { status: 500 } });
    const world = await World.open({ settings: { settlePolicy: 'resend' }, fault: (request) => lose(request) ?? (request.path.includes('/search') ? { answer: { status: 403, json: { errorMessages: ['No search for you'] } } } : undefined) });
    await world.accept();
    await world.ended(1);
    assert.deepEqual([world.outcomes[0]?.code, world.jira.issues.length], ['UNKNOWN_OUTCOME', 1]);
    await world.close();
  });

  it('asks no more often than Jira allows what it answers with something else', async () => {
    for (const json of [{}, { errorMessages: ['x'], errors: {} }, { issues: [{ id: '1' }], total: 1 }]) {
      const lose = first(1, isCreate, { code: 'ECONNRESET' });
      const world = await World.open({ settings: { giveUpAfter: 30 * minute }, fault: (request) => lose(request) ?? (request.path.includes('/search') ? { answer: { status: 200, json } } : undefined) });
      const lost = await world.accept();
      const update = await world.accept({ guid: 'unknown', action: 'UPDATE', fields: { summary: 'x' } });
      await world.ended(2, 32 * minute);
      assert.deepEqual([lost, update].map((one) => world.outcomes.find(({ row }) => row.id === one.id)?.code), ['UNKNOWN_OUTCOME', 'GAVE_UP']);
      assert.match(world.outcomeOf(update)?.error ?? '', /^Given up after 30 min .*search.* 200 OK/);
      assert.ok(searchesIn(world) < 200, `${searchesIn(world)} searches`);
      await world.close();
    }
  });

  it('sends again at the end of the window where Jira cannot be searched, but said that it failed, or the connection wants it', async () => {
    const refused = { answer: { status: 404, json: { errorMessages: ['No such resource'] } } };
    for (const [fault, settlePolicy, within] of [[{ answer: { status: 500 } }, 'fail', 20_000], [{ code: 'ECONNRESET' }, 'resend', 301_000]] as const) {
      const once = first(1, isCreate, fault);
      const world = await World.open({ settings: { settlePolicy }, fault: (request) => once(request) ?? (request.path.includes('/search') ? refused : undefined) });
      await world.accept();
      await world.ended(1, within);
      assert.deepEqual(world.outcomes.map(({ row }) => [row.status, row.attempts]), [['Ok', 2]]);
      await world.close();
    }
  });

  it('says of an id that leads nowhere that nothing marks its ticket, where that is so', async () => {
    const world = await World.open({ settings: { marker: 'none' } });
    const update = await world.accept({ guid: 'alarm 1', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(1);
    assert.match(world.outcomeOf(update)?.error ?? '', /no CREATE with this id has made one, and this connection marks none to be looked for\. Send/);
    await world.close();
  });

  it('says of an id that leads nowhere that Jira could not be searched for it', async () => {
    const world = await World.open({ fault: ({ path }) => (path.includes('/search') ? { answer: { status: 403, json: { errorMessages: ['No search for you'] } } } : undefined) });
    const update = await world.accept({ guid: 'alarm 1', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(1);
    assert.equal(world.outcomes[0]?.code, 'UNKNOWN_TICKET');
    assert.match(world.outcomeOf(update)?.error ?? '', /^No ticket is known for "alarm 1": no CREATE with this id has made one, and Jira cannot be searched for it: .*No search for you\. Send a CREATE first/);
    await world.close();
  });

  it('looks a create up, after Jira said that it failed, before it is sent again', async () => {
    for (const commit of [0, undefined]) {
      const world = await World.open({ fault: first(1, isCreate, { answer: { status: 500, json: { errorMessages: ['Internal server error'] } }, ...(commit === undefined ? {} : { commit }) }) });
      const command = await world.accept();
      await world.ended(1, 5 * minute);
      assert.equal(world.outcomeOf(command)?.status, 'Ok');
      assert.equal(world.jira.ledger.length, 1);
      await world.close();
    }
  });

  it('repeats an update whose answer was lost', async () => {
    const world = await World.open({ fault: first(2, isUpdate, { commit: 0, code: 'ECONNRESET' }) });
    await world.accept({ guid: 'g' });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.status, 'Ok');
    assert.equal(world.outcomes[1]?.row.attempts, 3);
    await world.close();
  });

  for (const [reason, scope] of [['jira-burst-based', 'create'], ['jira-quota-tenant-based', 'all'], ['', 'all']] as const) {
    it(`waits out Retry-After (${reason || 'no reason'}), for ${scope}`, async () => {
      const world = await World.open();
      await world.accept({ guid: 'g' });
      await world.ended(1);
      world.jira.fault = first(1, isCreate, { answer: { status: 429, headers: { 'retry-after': '30', ...(reason ? { 'ratelimit-reason': reason } : {}) } } });
      await world.accept();
      await world.clock.pass(1_000);
      const limitedAt = world.jira.requests.at(-1)?.at ?? 0;
      await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
      await world.clock.pass(5_000);
      assert.equal(world.outcomes.length, scope === 'all' ? 1 : 2);
      await world.ended(3);
      const next = world.jira.requests.filter(({ at, request }) => at > limitedAt && isCreate(request))[0];
      assert.ok((next?.at ?? 0) - limitedAt >= 30_000);
      await world.close();
    });
  }

  it('goes on once a pause is over, also where the millisecond turns while it looks', async () => {
    /** Time passes between two looks at it, and timers are early by parts of a millisecond, as Node's are. */
    class Turning extends VirtualClock {
      constructor(private readonly random: () => number) {
        super();
      }
      override now(): number {
        return super.now() + Math.round(this.random());
      }
      override after(ms: number, task: () => void): ReturnType<VirtualClock['after']> {
        return super.after(Math.floor(ms), task);
      }
    }
    for (let seed = 1; seed <= 40; seed++) {
      const world = await World.open({ clock: new Turning(seeded(seed)), seed, fault: first(1, isCreate, { answer: { status: 429, headers: { 'retry-after': '1' } } }) });
      await world.accept();
      await world.ended(1, 10_000);
      assert.equal(world.outcomes[0]?.row.status, 'Ok', `seed ${seed}`);
      await world.close();
    }
  });

  it('does not take for sent, after a restart, what a limit has stopped in time', async () => {
    const clock = new VirtualClock();
    const memory = memoryDisk();
    let syncTakes = 0;
    const slowly = (file: DiskFile): DiskFile => ({ ...file, sync: async () => (syncTakes > 0 ? delay(clock, syncTakes).then(() => file.sync()) : file.sync()) });
    const disk = { ...memory, open: async (path: string) => slowly(await memory.open(path)) };
    const world = await World.open({ clock, disk, fault: first(1, isCreate, { answer: { status: 429, headers: { 'retry-after': '30' } }, takes: 70 }) });
    syncTakes = 50;
    const sent = world.command();
    void world.delivery.accept(sent);
    await clock.until(() => world.jira.requests.some(({ request }) => isCreate(request)));
    // It is on disk after 50 ms, and noted as being sent after 100. The first is refused after 70.
    const stopped = world.command();
    void world.delivery.accept(stopped);
    await world.clock.pass(5_000);
    assert.equal(world.jira.requests.filter(({ request }) => isCreate(request)).length, 1);
    assert.deepEqual(world.delivery.records.log.list().map(({ status }) => status), ['Pending', 'Pending']);
    syncTakes = 0;
    await world.restart();
    await world.ended(2, 10 * minute);
    assert.deepEqual([world.outcomeOf(sent)?.status, world.outcomeOf(stopped)?.status, searchesIn(world)], ['Ok', 'Ok', 0]);
    await world.close();
  });

  for (const compactFrom of [undefined, 1]) {
    it(`sends again, also after a restart${compactFrom ? ' on a rewritten journal' : ''}, what Jira said that it failed`, async () => {
      const world = await World.open({ settings: { compactFrom }, fault: (request) => (isCreate(request) ? { answer: { status: 500, json: { errorMessages: ['Internal server error'] } } } : undefined) });
      const command = await world.accept();
      await world.clock.pass(compactFrom ? 61_000 : 3_000);
      const before = world.jira.requests.length;
      world.jira.fault = () => undefined;
      await world.restart();
      await world.ended(1, minute);
      assert.equal(world.outcomeOf(command)?.status, 'Ok', world.outcomeOf(command)?.error);
      assert.ok(world.jira.requests.length > before + 1, 'it was looked for before');
      await world.close();
    });
  }

  it('does not send again after a restart what was sent once more, and lost', async () => {
    const world = await World.open({ settings: { settleWindow: minute }, fault: first(1, isCreate, { answer: { status: 500 } }) });
    const command = await world.accept();
    const hangs = first(1, isCreate, { answer: { status: 500 } });
    world.jira.fault = (request) => hangs(request) ?? (isCreate(request) ? { code: 'TIMEOUT', takes: 10 * minute } : undefined);
    await world.clock.until(() => world.jira.requests.filter(({ request }) => isCreate(request)).length === 2);
    world.jira.fault = () => undefined;
    await world.restart();
    await world.ended(1, 5 * minute);
    assert.match(world.outcomeOf(command)?.error ?? '', /unknown whether/);
    await world.close();
  });

  it('keeps the order of one ticket, whatever waits under its guid', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g' });
    await world.ended(1);
    world.jira.fault = first(1, isUpdate, { answer: { status: 429, headers: { 'retry-after': '5', 'ratelimit-reason': 'jira-per-issue-on-write' } } });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'first' } });
    const again = world.accept({ guid: 'g' });
    const second = world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'second' } });
    await Promise.all([again, second]);
    await world.ended(4);
    assert.equal(world.jira.issues[0]?.fields['summary'], 'second');
    await world.close();
  });

  it('keeps the order of one ticket, however its key is written', async () => {
    const world = await World.open();
    await world.accept({ guid: 'alarm-1' });
    await world.accept({ guid: 'alarm-1', action: 'UPDATE', fields: { summary: 'of an id that looks like a key' } });
    await world.ended(2);
    assert.deepEqual(world.outcomes.map(({ row }) => row.ticketKey), ['NET-1', 'NET-1']);
    world.jira.fault = first(1, isUpdate, { answer: { status: 500 } });
    await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { summary: 'first' } });
    await world.accept({ guid: 'net-1', action: 'UPDATE', fields: { summary: 'second' } });
    await world.ended(4);
    assert.equal(world.jira.issues[0]?.fields['summary'], 'second');
    await world.close();
  });

  it('keeps the order of one ticket that turns out to be changed by its key at this moment', async () => {
    const before = await World.open();
    const { guid } = await before.accept();
    await before.ended(1);
    const { clock, jira } = before;
    const world = await World.open({ client: jira, clock }); // does not know the guid, and finds it by its marker
    let conflict = true;
    jira.fault = ({ method, body }) => {
      if (method !== 'PUT') return undefined;
      const { summary } = (body as { fields: Fields }).fields;
      if (summary === 'by key') return { takes: 300, commit: 0, answer: { status: 204 } };
      if (summary !== 'second' || !conflict) return undefined;
      conflict = false;
      return { takes: 5, answer: { status: 409 } };
    };
    const update = (id: string, summary: string): Promise<Command> => world.accept({ guid: id, action: 'UPDATE', fields: { summary } });
    await Promise.all([update('NET-1', 'by key'), update(guid, 'first')]);
    await clock.pass(5);
    await update(guid, 'second');
    await clock.pass(150);
    await update(guid, 'third');
    await world.ended(4);
    assert.equal(jira.issues[0]?.fields['summary'], 'third');
    await world.close();
  });

  it('changes the ticket that an id made, also where that looks like the key of another', async () => {
    const world = await World.open();
    await world.accept({ guid: 'NET-2' });
    await world.ended(1);
    await world.accept({ guid: 'g' });
    await world.ended(2);
    assert.deepEqual(world.outcomes.map(({ row }) => row.ticketKey), ['NET-1', 'NET-2']);
    world.jira.fault = () => ({ code: 'ECONNREFUSED', sent: false });
    await world.accept({ guid: 'NET-2', action: 'UPDATE', fields: { summary: 'of the first' } });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'of the second' } });
    await world.clock.pass(500);
    world.jira.fault = () => undefined;
    await world.ended(4);
    assert.deepEqual(world.jira.issues.map(({ fields }) => fields['summary']), ['of the first', 'of the second']);
    await world.close();
  });

  it('waits for one ticket where Jira limits only that', async () => {
    const world = await World.open();
    await world.accept({ guid: 'a' });
    await world.accept({ guid: 'b' });
    await world.ended(2);
    const limited = world.outcomes.find(({ row }) => row.guid === 'a')?.row.ticketKey ?? '';
    world.jira.fault = first(1, ({ path }) => path.endsWith(limited), { answer: { status: 429, headers: { 'retry-after': '30', 'ratelimit-reason': 'jira-per-issue-on-write' } } });
    await world.accept({ guid: 'a', action: 'UPDATE', fields: { summary: 'x' } });
    await world.clock.pass(1_000);
    await world.accept({ guid: 'b', action: 'UPDATE', fields: { summary: 'y' } });
    await world.clock.pass(5_000);
    assert.equal(world.outcomes.length, 3);
    await world.clock.pass(40_000);
    assert.equal(world.outcomes.length, 4);
    await world.close();
  });

  it('holds where the login is refused, tells a person at once, and loses nothing', async () => {
    const world = await World.open();
    world.jira.fault = () => ({ answer: { status: 401, text: 'Unauthorized' } });
    const automatic = await world.accept();
    const manual = await world.accept({ type: 'Manual' });
    await world.clock.pass(1_000);
    assert.equal(world.delivery.status().state, 'held');
    assert.equal(world.outcomeOf(manual)?.status, 'Failed');
    assert.equal(world.outcomes[0]?.code, 'AUTH');
    assert.equal(world.outcomeOf(automatic), undefined);
    await world.accept({ type: 'Manual' });
    assert.equal(world.outcomes[1]?.code, 'AUTH');
    const before = world.jira.requests.length;
    await world.clock.pass(60 * minute);
    assert.ok(world.jira.requests.length - before <= 12, 'the credentials are tried at most every five minutes');
    assert.ok(world.jira.requests.slice(before).every(({ request }) => request.path.endsWith('/myself')));
    world.jira.fault = () => undefined;
    await world.ended(3);
    assert.equal(world.outcomeOf(automatic)?.status, 'Ok');
    assert.equal(world.delivery.status().state, 'ok');
    await world.close();
  });

  it('goes on after a hold where an old server has no resource that tells who is logged in', async () => {
    const world = await World.open({ fault: () => ({ answer: { status: 401, text: 'Unauthorized' } }) });
    await world.accept();
    await world.clock.pass(1_000);
    assert.equal(world.delivery.status().state, 'held');
    world.jira.fault = ({ path }) => (path.endsWith('/myself') ? { answer: { status: 404, text: '<status><status-code>404</status-code></status>' } } : undefined);
    await world.ended(1);
    assert.equal(world.outcomes[0]?.row.status, 'Ok');
    await world.close();
  });

  it('says what to check where something else than Jira answers', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g' });
    await world.ended(1);
    world.jira.fault = (request) => {
      if (isCreate(request)) return { answer: { status: 302, headers: { location: 'https://sso.example.com' } } };
      return isUpdate(request) ? { answer: { status: 200, text: '<html>Log in</html>' } } : undefined;
    };
    await world.accept();
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(3);
    assert.deepEqual(world.outcomes.slice(1).map(({ code }) => code), ['CONFIG', 'CONFIG']);
    for (const { row } of world.outcomes.slice(1)) assert.match(row.error, /^(?:\[.*[^.]\. )?This is not Jira's REST API: check the connection's URL and Ticket Location\.$/);
    await world.close();
  });

  it('says where, and what the page says, where a login portal answers with success', async () => {
    const world = await World.open();
    const text = '<html><head><title>Sign in to Example</title></head></html>';
    world.jira.fault = (request) => (isCreate(request) ? { answer: { status: 200, text } } : undefined);
    await world.accept();
    await world.ended(1);
    assert.match(world.outcomes[0]?.row.error ?? '', /^\[POST\] "https:\/\/jira\.example\.com\/rest\/api\/latest\/issue": 200 OK: Sign in to Example\. This is not Jira/);
    await world.close();
  });

  it('gives up in time also what waits for a limit, and does not send it once more', async () => {
    const world = await World.open({ settings: { giveUpAfter: 2_200 }, fault: (request) => (isCreate(request) ? { answer: { status: 429, headers: { 'retry-after': '20' } } } : undefined) });
    const late = await world.accept();
    await world.ended(1, 4_000);
    assert.match(world.outcomeOf(late)?.error ?? '', /^Given up after 2 s and 1 attempt\. Last: .*429/);
    await world.clock.pass(minute);
    assert.equal(world.jira.requests.filter(({ request }) => isCreate(request)).length, 1);
    await world.close();
  });

  it('sends nothing whose time is over', async () => {
    const world = await World.open({ settings: { giveUpAfter: 10 * minute }, fault: (request) => (isCreate(request) ? { answer: { status: 429, headers: { 'retry-after': '600' } } } : undefined) });
    await world.accept();
    await world.ended(1, 12 * minute);
    assert.equal(world.outcomes[0]?.code, 'GAVE_UP');
    assert.equal(world.jira.requests.filter(({ request }) => isCreate(request)).length, 1);
    await world.close();
  });

  it('gives up after a while, with the whole story', async () => {
    const world = await World.open({ settings: { giveUpAfter: 60 * minute } });
    world.jira.fault = () => ({ code: 'ECONNREFUSED', sent: false });
    await world.accept();
    await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(2, 120 * minute);
    assert.deepEqual(world.outcomes.map(({ code }) => code), ['GAVE_UP', 'GAVE_UP']);
    assert.match(world.outcomes[0]?.row.error ?? '', /Given up after 1 h.*ECONNREFUSED/);
    await world.close();
  });
});

describe('Update Settings', () => {
  it('defer automatic updates over the maximum, say until when, and drop none', async () => {
    const world = await World.open({ settings: { updateMax: 2, updatePeriod: minute } });
    for (let i = 0; i < 5; i++) await world.accept({ guid: `g${i}` });
    await world.ended(5);
    const from = world.clock.now();
    for (let i = 0; i < 5; i++) await world.accept({ guid: `g${i}`, action: 'UPDATE', fields: { summary: 'x' } });
    await world.clock.pass(5_000);
    assert.equal(world.outcomes.length, 7);
    const status = world.delivery.status();
    assert.equal(status.state, 'deferred');
    assert.equal(status.deferred, 3);
    assert.ok(status.until > from + minute - 1_000 && status.until <= from + minute + 1_000);
    await world.accept({ guid: 'g4', type: 'Manual', action: 'UPDATE', fields: { description: 'a person asks' } });
    await world.clock.pass(1_000);
    assert.equal(world.outcomes.length, 9, 'a manual update goes at once, and takes along what waits before it');
    await world.ended(11);
    const sent = world.jira.requests.filter(({ request }) => isUpdate(request)).map(({ at }) => at);
    assert.ok((sent[3] as number) - (sent[0] as number) >= minute);
    await world.close();
  });

  it('count what travels without the first of those that waited together, which was refused before', async () => {
    const world = await World.open({ settings: { updateMax: 1, updatePeriod: 10 * minute } });
    for (const guid of ['g', 'h']) await world.accept({ guid });
    await world.ended(2);
    const update = (guid: string, summary: Fields[string]): Promise<Command> => world.accept({ guid, action: 'UPDATE', fields: { summary } });
    const [refused] = await Promise.all([update('g', { no: 'text' }), update('g', 'x')]);
    await world.ended(4);
    assert.equal(refused && world.outcomeOf(refused)?.status, 'Failed');
    await update('h', 'y');
    await world.clock.pass(9 * minute);
    assert.equal(world.jira.requests.filter(({ request }) => isUpdate(request)).length, 1);
    await world.close();
  });

  it('count a command with steps once, also one whose last step was tried again', async () => {
    const world = await World.open({ settings: { updateMax: 2, updatePeriod: 10 * minute } });
    await world.accept({ guid: 'g' });
    await world.ended(1);
    world.jira.fault = first(1, ({ path }) => path.endsWith('/comment'), { answer: { status: 503 } });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x', comment: 'y' } });
    await world.clock.pass(9 * minute);
    assert.equal(world.outcomes.length, 2);
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'z' } });
    await world.ended(3, 2_000);
    await world.close();
  });

  it('do not hold up the steps of a command that is under way', async () => {
    const world = await World.open({ settings: { updateMax: 1, updatePeriod: 10 * minute } });
    await world.accept({ guid: 'g' });
    await world.ended(1);
    world.jira.fault = first(1, ({ path }) => path.endsWith('/comment'), { answer: { status: 429, headers: { 'retry-after': '1' } } });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x', comment: 'y' } });
    await world.ended(2, minute);
    await world.close();
  });

  it('are kept through a restart', async () => {
    const world = await World.open({ settings: { updateMax: 1, updatePeriod: 10 * minute } });
    await world.accept({ guid: 'g' });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } });
    await world.ended(2);
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'y' } });
    await world.clock.pass(1_000);
    await world.restart();
    await world.clock.pass(5 * minute);
    assert.equal(world.outcomes.length, 2);
    await world.clock.pass(6 * minute);
    assert.equal(world.outcomes.length, 3);
    await world.close();
  });
});

describe('delivery after a restart', () => {
  it('goes on with what waits, and shows the same rows and counters', async () => {
    const world = await World.open();
    await world.accept({ guid: 'a' });
    await world.ended(1);
    world.jira.fault = () => ({ code: 'ECONNREFUSED', sent: false });
    await world.accept({ guid: 'b' });
    await world.accept({ guid: 'a', action: 'UPDATE', fields: { summary: 'x' } });
    await world.clock.pass(10 * minute);
    const rows = world.delivery.records.log.list();
    const counters = world.delivery.records.statistics.read();
    await world.restart();
    assert.deepEqual(world.delivery.records.log.list(), rows);
    assert.deepEqual(world.delivery.records.statistics.read(), counters);
    world.jira.fault = () => undefined;
    await world.ended(3, 10 * minute);
    assert.ok(world.outcomes.every(({ row }) => row.status === 'Ok'));
    assert.equal(world.jira.issues.length, 2);
    await world.close();
  });

  it('looks up a create that was on its way', async () => {
    const world = await World.open({ latency: () => 60_000 });
    const command = await world.accept();
    await world.clock.pass(100_000);
    assert.equal(world.outcomes.length, 0);
    await world.clock.pass(61_000 * 2);
    const hanging = await World.open({ fault: first(1, isCreate, { commit: 500, code: 'ECONNRESET', takes: 3_600_000 }) });
    const sent = await hanging.accept();
    await hanging.clock.pass(1_000);
    await hanging.restart();
    await hanging.ended(1);
    assert.equal(hanging.outcomeOf(sent)?.ticketKey, 'NET-1');
    assert.equal(hanging.jira.ledger.length, 1);
    assert.equal(command.action, 'CREATE');
    await hanging.close();
    await world.close();
  });

  it('knows that a create was not sent which still waited for its turn', async () => {
    for (let requestsMax = 1; requestsMax <= 6; requestsMax++) {
      const world = await World.open({ settings: { requestsMax, requestsPeriod: 10 * minute } });
      const command = await world.accept();
      await world.clock.pass(minute);
      if (world.outcomes.length === 0) {
        await world.restart();
        await world.ended(1, 3 * 60 * minute);
      }
      assert.equal(world.outcomeOf(command)?.status, 'Ok', `at most ${requestsMax} requests: ${world.outcomeOf(command)?.error ?? ''}`);
      assert.equal(world.outcomeOf(command)?.attempts, 1);
      await world.close();
    }
  });

  it('closes within two seconds, whatever hangs', async () => {
    const world = await World.open({ fault: () => ({ code: 'ECONNRESET', takes: 3_600_000 }) });
    for (let i = 0; i < 10; i++) await world.accept();
    const before = world.clock.now();
    await world.close();
    assert.ok(world.clock.now() - before <= 2_000);
  });

  it('compacts a journal that has grown, and nothing is different', async () => {
    const world = await World.open({ settings: { logMax: 50 } });
    const description = 'x'.repeat(60_000);
    for (let i = 0; i < 90; i++) {
      await world.accept({ guid: `g${i}`, fields: { project: 'NET', issuetype: 'Task', summary: `${i}`, description: description.slice(0, 30_000) } });
    }
    await world.ended(90);
    world.jira.fault = () => ({ code: 'ECONNREFUSED', sent: false });
    for (let i = 0; i < 90; i++) await world.accept({ guid: `w${i}`, fields: { project: 'NET', issuetype: 'Task', summary: `${i}`, description: description.slice(0, 30_000) } });
    const size = Buffer.byteLength(await world.disk.read('/journal.jsonl'));
    await world.clock.pass(2 * minute);
    const after = Buffer.byteLength(await world.disk.read('/journal.jsonl'));
    assert.ok(after < size * 0.7, `${size} → ${after}`);
    const rows = world.delivery.records.log.list();
    await world.restart();
    assert.deepEqual(world.delivery.records.log.list(), rows);
    world.jira.fault = () => undefined;
    await world.ended(180, 10 * minute);
    assert.equal(world.jira.issues.length, 180);
    await world.close();
  });
});

describe('delivery on a bad disk', () => {
  it('refuses a command that it cannot write down, and takes the next', async () => {
    let broken = false;
    const world = await World.open({ disk: faultyDisk((call) => (broken && call === 'write' ? 'ENOSPC' : undefined)) });
    broken = true;
    await world.accept();
    assert.equal(world.outcomes[0]?.code, 'JOURNAL');
    assert.match(world.outcomes[0]?.row.error ?? '', /ENOSPC/);
    assert.equal(world.delivery.status().state, 'journal');
    assert.equal(world.delivery.records.log.list()[0]?.status, 'Failed');
    broken = false;
    await world.accept();
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.status, 'Ok');
    await world.close();
  });

  it('keeps an outcome until the disk takes it', async () => {
    let broken = false;
    const world = await World.open({ disk: faultyDisk((call) => (broken && call === 'sync' ? 'EIO' : undefined)), latency: () => 1_000 });
    await world.accept();
    await world.clock.until(() => world.jira.ledger.length === 1);
    broken = true;
    await world.clock.pass(10_000);
    assert.equal(world.outcomes.length, 0);
    broken = false;
    await world.ended(1);
    assert.equal(world.outcomes[0]?.row.ticketKey, 'NET-1');
    assert.equal(world.jira.ledger.length, 1);
    await world.close();
  });

  it('sends nothing that it could not note first', async () => {
    let broken = false;
    const world = await World.open({ disk: faultyDisk((call) => (broken && call === 'write' ? 'EIO' : undefined)), latency: () => 1_000 });
    await world.accept();
    broken = true;
    await world.clock.pass(60_000);
    assert.equal(world.jira.ledger.length, 0);
    broken = false;
    await world.ended(1);
    assert.equal(world.jira.ledger.length, 1);
    await world.close();
  });

  it('does not open with a journal that another process has, or that cannot be read', async () => {
    const disk = memoryDisk();
    await disk.create('/journal.jsonl.lock', JSON.stringify({ pid: 1, host: 'here', start: '1' }));
    await assert.rejects(World.open({ disk }), { code: 'JOURNAL', message: /process 1 on here/ });
    await assert.rejects(World.open({ disk: faultyDisk((call) => (call === 'read' ? 'EIO' : undefined)) }), { code: 'JOURNAL', message: /EIO/ });
    await assert.rejects(World.open({ disk: faultyDisk((call) => (call === 'create' ? 'EACCES' : undefined)) }), { code: 'JOURNAL', message: /EACCES/ });
  });

  it('fails a command whose record the disk has damaged, and carries out the others', async () => {
    const world = await World.open({ settings: { bodiesInMemory: 0 }, fault: () => ({ code: 'ECONNREFUSED', sent: false }) });
    const [one, damaged, three] = [await world.accept(), await world.accept(), await world.accept()];
    const at = (await world.disk.read('/journal.jsonl')).indexOf(`alarm 2`);
    await (await world.disk.open('/journal.jsonl')).write(Buffer.from('X'), at);
    world.jira.fault = () => undefined;
    await world.ended(3, 10 * minute);
    assert.deepEqual([one, damaged, three].map((command) => world.outcomeOf(command)?.status), ['Ok', 'Failed', 'Ok']);
    assert.match(world.outcomeOf(damaged)?.error ?? '', /^Its record in the journal is damaged \(byte \d+\)/);
    assert.equal(world.outcomes.find(({ row }) => row.id === damaged.id)?.code, 'JOURNAL');
    assert.equal(world.jira.issues.length, 2);
    await world.close();
  });

  it('waits with what cannot be read, and with what comes after it for its ticket, but with nothing else', async () => {
    let unreadable = (_offset: number): boolean => false;
    const memory = memoryDisk();
    const failing = (file: DiskFile): DiskFile => ({ ...file, read: (into, offset) => (unreadable(offset) ? Promise.reject(new Error('EIO')) : file.read(into, offset)) });
    const world = await World.open({ settings: { bodiesInMemory: 0 }, disk: { ...memory, open: async (path) => failing(await memory.open(path)) }, fault: () => ({ code: 'ECONNREFUSED', sent: false }) });
    const start = (await world.disk.read('/journal.jsonl')).length;
    const [create, update, other] = [await world.accept({ guid: 'g' }), await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x' } }), await world.accept()];
    unreadable = (offset) => offset === start;
    world.jira.fault = () => undefined;
    await world.ended(1, 10 * minute);
    await world.clock.pass(2 * minute);
    assert.deepEqual(world.outcomes.map(({ row }) => row.id), [other.id]);
    assert.deepEqual(world.reports, ['The journal /journal.jsonl cannot be read: EIO. Check the disk\'s space and permissions; nothing was sent.']);
    assert.equal(await world.delivery.cancel(({ id }) => id === update.id), 1, 'to cancel needs no record');
    unreadable = () => false;
    await world.ended(3, 10 * minute);
    assert.equal(world.outcomeOf(create)?.status, 'Ok');
    await world.close();
  });

  it('says nothing of records that are still to be read when it closes', async () => {
    const clock = new VirtualClock();
    const memory = memoryDisk();
    let reading = 0;
    const slow = (file: DiskFile): DiskFile => ({
      ...file,
      async read(into, offset) {
        reading += Number(offset > 0);
        if (offset > 0) await delay(clock, 1_000);
        return file.read(into, offset);
      },
    });
    const world = await World.open({ clock, settings: { bodiesInMemory: 0 }, disk: { ...memory, open: async (path) => slow(await memory.open(path)) }, fault: () => ({ code: 'ECONNREFUSED', sent: false }) });
    for (let n = 0; n < 10; n++) await world.accept();
    await clock.pass(minute);
    const before = reading;
    await clock.until(() => reading > before);
    await world.close();
    await clock.pass(minute);
    assert.deepEqual(world.reports, []);
  });

  it('reports what a journal has lost', async () => {
    const world = await World.open();
    await world.accept();
    await world.ended(1);
    await world.close();
    const file = await world.disk.open('/journal.jsonl');
    await file.write(Buffer.from('X'), 30);
    await file.truncate((await file.size()) - 2);
    await world.start();
    assert.ok(world.reports.some((report) => /damaged/.test(report)));
    assert.ok(world.reports.some((report) => /cut off/.test(report)));
    await world.close();
  });
});

describe('housekeeping', () => {
  it('removes old rows every 24 hours, also after a long sleep', async () => {
    const world = await World.open({ settings: { logMaxAge: 2 * 86_400_000 } });
    await world.accept();
    await world.ended(1);
    await world.clock.pass(47 * 3_600_000);
    assert.equal(world.delivery.records.log.list().length, 1);
    await world.clock.pass(26 * 3_600_000);
    assert.equal(world.delivery.records.log.list().length, 0);
    await world.accept();
    await world.ended(2);
    world.clock.set(world.clock.now() + 9 * 86_400_000);
    await world.clock.pass(2 * minute);
    assert.equal(world.delivery.records.log.list().length, 0);
    await world.close();
  });

  it('turns the day at local midnight', async () => {
    const world = await World.open();
    await world.accept();
    await world.ended(1);
    await world.clock.pass(16 * 3_600_000);
    const { day, create } = world.delivery.records.statistics.read();
    assert.equal(day, '2026-11-24');
    assert.deepEqual(create, { total: 1, today: 0, yesterday: 1 });
    await world.close();
  });
});
