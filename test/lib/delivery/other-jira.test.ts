import assert from 'node:assert/strict';
import type { JiraPort, JiraRequest } from '../../../src/lib/jira/http';
import type { MarkerKind } from '../../../src/lib/jira/marker';
import type { Row } from '../../../src/lib/records/row';
import { VirtualClock } from '../../simulation/virtual-clock';
import type { Fault } from '../../simulation/virtual-jira';
import { VirtualJira } from '../../simulation/virtual-jira';
import { World } from '../../simulation/world';

/** A connection that can be led to another Jira, or to the same one by another name. */
async function connection(marker: MarkerKind = 'property', compactFrom?: number) {
  const clock = new VirtualClock();
  const first = new VirtualJira({ clock });
  const second = new VirtualJira({ clock });
  let jira: JiraPort = first;
  const client: JiraPort = { send: (request: JiraRequest) => jira.send(request) };
  const world = await World.open({ clock, client, settings: { marker, compactFrom } });
  const row = async (over: Parameters<World['accept']>[0]): Promise<Row | undefined> => {
    const command = await world.accept(over);
    await world.ended(world.outcomes.length + 1);
    return world.outcomeOf(command);
  };
  return {
    first,
    second,
    world,
    create: (guid: string) => row({ guid }),
    update: (guid: string) => row({ guid, action: 'UPDATE', fields: { summary: 'changed' } }),
    leadTo: async (next: VirtualJira, url: string): Promise<void> => {
      await world.close();
      jira = next;
      world.url = url;
      await world.start();
    },
  };
}

const elsewhere = 'https://other.example.com';

for (const marker of ['property', 'label', 'none'] as const) {
  describe(`a connection that leads to another Jira, with marker ${marker}`, () => {
    it('makes a ticket there of a guid that has one in the first', async () => {
      const { first, second, create, leadTo, world } = await connection(marker);
      await create('a');
      await leadTo(second, elsewhere);
      await create('somebody');
      const row = await create('a');
      assert.deepEqual([row?.status, row?.duplicate, row?.ticketKey], ['Ok', false, 'NET-2']);
      assert.deepEqual([first.ledger.length, second.ledger.length], [1, 2]);
      assert.equal((await create('a'))?.duplicate, true, 'and knows it from then on');
      await world.close();
    });

    it('changes no ticket there together with the one that has its key', async () => {
      const { second, create, leadTo, world } = await connection(marker);
      await create('a');
      await leadTo(second, elsewhere);
      await create('somebody');
      second.fault = () => ({ code: 'ECONNREFUSED', sent: false });
      const theirs = await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { summary: 'theirs' } });
      const ours = await world.accept({ guid: 'a', action: 'UPDATE', fields: { summary: 'ours' } });
      await world.clock.pass(500);
      second.fault = () => undefined;
      await world.ended(4);
      assert.deepEqual([theirs, ours].map((command) => world.outcomeOf(command)?.status), ['Ok', 'Failed']);
      assert.equal(second.issues[0]?.fields['summary'], 'theirs');
      await world.close();
    });

    it('changes no ticket there that has the key of one in the first', async () => {
      const { second, create, update, leadTo, world } = await connection(marker);
      await create('a');
      await leadTo(second, elsewhere);
      await create('somebody');
      const row = await update('a');
      assert.equal(row?.status, 'Failed');
      assert.match(row?.error ?? '', /NET-1, which a CREATE with this id has made, is of another Jira/);
      assert.deepEqual(second.ledger.map(({ action }) => action), ['create']);
      await world.close();
    });
  });
}

for (const marker of ['property', 'label'] as const) {
  describe(`a Jira that has another name now, with marker ${marker}`, () => {
    it('has the tickets that it had', async () => {
      const { first, create, update, leadTo, world } = await connection(marker);
      await create('a');
      await leadTo(first, elsewhere);
      assert.deepEqual([(await create('a'))?.duplicate, (await update('a'))?.status, first.ledger.map(({ action }) => action)], [true, 'Ok', ['create', 'update']]);
      assert.equal(first.ledger[1]?.key, 'NET-1');
      await world.close();
    });
  });
}

describe('a Jira of which it is not known whether it is another', () => {
  for (const [what, marker, bad] of [
    ['there is no site at present', 'property', { status: 404, json: { errorMessage: 'Site temporarily unavailable', errorCode: 'OTHER' } }],
    ['something in front of it answers', 'property', { status: 404 }],
    ['it does not let us read', 'label', { status: 403, json: { errorMessages: ['No'] } }],
    ['it has a failure', 'label', { status: 500 }],
  ] as Array<[string, MarkerKind, NonNullable<Fault['answer']>]>) {
    it(`makes no second ticket where ${what}`, async () => {
      const { first, create, leadTo, world } = await connection(marker);
      await create('a');
      await leadTo(first, elsewhere);
      first.fault = ({ method, path }) => (method === 'GET' && /issue\/10001(\/properties|$)/.test(path) ? { answer: bad } : undefined);
      const command = await world.accept({ guid: 'a' });
      await world.clock.pass(5_000);
      first.fault = () => undefined;
      await world.ended(2);
      const row = world.outcomeOf(command);
      assert.ok(row?.status === 'Failed' || row?.duplicate, JSON.stringify(row));
      assert.equal(first.ledger.length, 1);
      await world.close();
    });
  }

  it('has the tickets that are marked as they were before the marker was changed', async () => {
    const { first, create, leadTo, world } = await connection('label');
    await create('a');
    world.settings.marker = 'property';
    await leadTo(first, elsewhere);
    assert.equal((await create('a'))?.duplicate, true);
    await world.close();
  });

  it('is asked once for a guid', async () => {
    const { second, create, update, leadTo, world } = await connection();
    await create('a');
    await leadTo(second, elsewhere);
    await update('a');
    const asked = (): number => second.requests.filter(({ request }) => /issue\/10001/.test(request.path)).length;
    const once = asked();
    await update('a');
    assert.deepEqual([once > 0, asked()], [true, once]);
    await world.close();
  });
});

describe('a guid of another Jira', () => {
  it('keeps the order of its commands', async () => {
    const { second, create, leadTo, world } = await connection();
    await create('a');
    await leadTo(second, elsewhere);
    const commands = [await world.accept({ guid: 'a' }), await world.accept({ guid: 'a', action: 'UPDATE', fields: { summary: 'changed' } })];
    await world.ended(3);
    assert.deepEqual(commands.map((command) => world.outcomeOf(command)?.status), ['Ok', 'Ok']);
    await world.close();
  });

  it('is no key, though it looks like one', async () => {
    const { second, create, update, leadTo, world } = await connection();
    await create('NET-2');
    await leadTo(second, elsewhere);
    await create('somebody');
    await create('else');
    assert.equal((await update('NET-2'))?.status, 'Failed');
    assert.deepEqual(second.ledger.map(({ action }) => action), ['create', 'create']);
    await world.close();
  });
});

describe('a connection that leads back to its first Jira', () => {
  for (const [what, compactFrom] of [['', undefined], [', also once the journal is rewritten', 1]] as const) it(`knows the tickets of both${what}`, async () => {
    const { first, second, create, leadTo, world } = await connection('property', compactFrom);
    await create('a');
    await create('b');
    await leadTo(second, elsewhere);
    await create('b');
    if (compactFrom !== undefined) await world.clock.pass(120_000);
    await leadTo(first, 'https://jira.example.com');
    const asked = first.requests.length;
    assert.deepEqual([(await create('a'))?.duplicate, first.ledger.length], [true, 2]);
    assert.equal(first.requests.length, asked, 'without a question');
    assert.deepEqual([(await create('b'))?.duplicate, first.ledger.length], [false, 3]);
    await world.close();
  });
});

describe('a command with steps', () => {
  it('adds nothing to a ticket of another Jira than the one that it has made', async () => {
    const { first, second, leadTo, world } = await connection();
    first.fault = ({ path, method }) => (method === 'POST' && path.endsWith('/comment') ? { answer: { status: 503, headers: { 'retry-after': '600' } } } : undefined);
    const command = await world.accept({ guid: 'a', fields: { project: 'NET', issuetype: 'Task', summary: 'alarm', comment: 'x' } });
    await world.clock.until(() => first.ledger.length > 0 && first.requests.some(({ request }) => request.path.endsWith('/comment')));
    await leadTo(second, elsewhere);
    await world.ended(1);
    assert.match(world.outcomeOf(command)?.error ?? '', /NET-1 was created, but .* It is of another Jira/);
    assert.equal(second.requests.some(({ request }) => request.path.endsWith('/comment')), false);
    await world.close();
  });
});
