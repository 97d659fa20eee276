import assert from 'node:assert/strict';
import { decodeRecord } from '../../../src/lib/delivery/journal-record';
import type { JiraRequest } from '../../../src/lib/jira/http';
import type { Entry } from '../../../src/lib/records/entry';
import type { Command, Fields } from '../../../src/lib/ticket/command';
import { settings, World } from '../../simulation/world';

const minute = 60_000;
const path = '/journal.jsonl';
const down = () => ({ code: 'ECONNREFUSED', sent: false });
const create = (fields: Fields): { fields: Fields } => ({ fields: { project: 'NET', issuetype: 'Task', ...fields } });
const isCreate = ({ method, path: resource }: JiraRequest): boolean => method === 'POST' && /\/issue(\/bulk)?$/.test(resource);
const isComment = ({ method, path: resource }: JiraRequest): boolean => method === 'POST' && resource.endsWith('/comment');

type Name = 'ok' | 'commented' | 'rejected' | 'updated' | 'cancelled' | 'lost' | 'half' | 'waiting' | 'update of it' | 'update of ok';

/** How they end where nothing is damaged; the others as Ok. */
const ends: Partial<Record<Name, 'Failed'>> = { rejected: 'Failed', cancelled: 'Failed' };

/** A connection that has everything in its journal, closed. @param rewritten the journal once more before the last command came */
async function closedConnection(rewritten: boolean): Promise<{ world: World; commands: Record<Name, Command> }> {
  const world = await World.open({ indexLag: () => 4 * minute, settings: rewritten ? { compactFrom: 1 } : {} });
  const accept = (over: Partial<Command>): Promise<Command> => world.accept(over);
  const ok = await accept(create({ summary: 'ok' }));
  const commented = await accept(create({ summary: 'commented', comment: 'commented' }));
  const rejected = await accept(create({ summary: 'bad' }));
  await world.ended(3);
  const updated = await accept({ action: 'UPDATE', guid: ok.guid, fields: { customfield_20000: 'updated' } });
  await world.ended(4);
  world.jira.fault = down;
  const cancelled = await accept(create({ summary: 'cancelled' }));
  await world.clock.pass(1_000);
  await world.delivery.cancel(({ id }) => id === cancelled.id);
  // Jira takes what is sent, and does not say so.
  world.jira.fault = (request) => (isComment(request) ? { commit: 0 } : isCreate(request) ? undefined : down());
  const half = await accept(create({ summary: 'half', comment: 'half' }));
  await world.clock.until(() => world.jira.additions.ledger.some(({ what }) => what === 'half'));
  world.jira.fault = (request) => (isCreate(request) ? { commit: 0 } : down());
  const lost = await accept(create({ summary: 'lost' }));
  await world.clock.until(() => world.jira.madeBy(lost.id).length > 0);
  world.jira.fault = down;
  const waiting = await accept(create({ summary: 'waiting' }));
  const ofIt = await accept({ action: 'UPDATE', guid: waiting.guid, fields: { customfield_20001: 'of it' } });
  if (rewritten) await world.clock.pass(minute);
  const ofOk = await accept({ action: 'UPDATE', guid: ok.guid, fields: { customfield_20000: 'of ok' } });
  await world.close();
  return { world, commands: { ok, commented, rejected, updated, cancelled, lost, half, waiting, 'update of it': ofIt, 'update of ok': ofOk } };
}

interface RecordAt {
  entry: Entry;
  offset: number;
  length: number;
}

async function recordsOf(world: World): Promise<RecordAt[]> {
  const records: RecordAt[] = [];
  let offset = 0;
  for (const line of (await world.disk.read(path)).split('\n').slice(0, -1)) {
    records.push({ entry: decodeRecord(Buffer.from(line)) as Entry, offset, length: Buffer.byteLength(line) });
    offset += Buffer.byteLength(line) + 1;
  }
  return records;
}

/** In the middle of it: its checksum tells. */
async function damage(world: World, { offset, length }: RecordAt): Promise<void> {
  await (await world.disk.open(path)).write(Buffer.from('\u0007'), offset + (length >> 1));
}

/** Jira is well again, and all is waited for. @returns what is not as it was to be: `wrong` of all, `changed` of which command */
async function afterDamage(rewritten: boolean, number: number): Promise<{ entry: Entry; wrong: string[]; changed: Command[] }> {
  const { world, commands } = await closedConnection(rewritten);
  const record = (await recordsOf(world))[number] as RecordAt;
  const { entry, offset } = record;
  await damage(world, record);
  world.jira.fault = () => undefined;
  await world.start();
  const wrong: string[] = [];
  if (!world.reports.some((report) => report.includes(`damaged bytes at ${offset} `))) wrong.push('not reported');
  await world.clock.pass(30 * minute);
  const all = { ...commands, last: await world.accept(create({ summary: 'last' })) };
  await world.clock.pass(minute);

  const rowOf = new Map(world.delivery.records.log.list().map((row) => [row.id, row]));
  const changed: Command[] = [];
  for (const [name, command] of Object.entries(all)) {
    const row = rowOf.get(command.id);
    const should = ends[name as Name] ?? 'Ok';
    if (row?.status !== should) changed.push(command);
    if (row?.status === 'Pending') wrong.push(`${name} is Pending`);
    const made = world.jira.madeBy(command.id).length;
    const comments = world.jira.additions.ledger.filter(({ what }) => what === name).length;
    if (made > 1) wrong.push(`${name} was made ${made} times`);
    if (made > 0 && row?.status === 'Failed' && row.ticketKey === '' && !/unknown whether/.test(row.error)) wrong.push(`${name} was made, and failed`);
    if (made > 0 && should === 'Failed' && entry.kind !== 'outcome') wrong.push(`${name} was made after it had failed`);
    if (comments !== Number('comment' in command.fields)) wrong.push(`${name} has ${comments} comments`);
  }
  await world.close();
  return { entry, wrong, changed };
}

describe('one damaged record in the journal of a connection', () => {
  for (const rewritten of [false, true]) {
    it(`changes nothing but what it was about, and makes nothing twice${rewritten ? ', also where the journal was rewritten' : ''}`, async () => {
      const { world, commands } = await closedConnection(rewritten);
      const kinds = new Map<string, number>();
      for (const number of (await recordsOf(world)).keys()) {
        const { entry, wrong, changed } = await afterDamage(rewritten, number);
        const text = JSON.stringify(entry);
        // An UPDATE needs its guid's ticket, and that its CREATE makes one.
        const isAbout = ({ id, guid, action }: Command): boolean => [id, ...(action === 'UPDATE' ? [guid] : []), ...(guid === commands.waiting.guid ? [commands.waiting.id] : [])].some((one) => text.includes(one));
        assert.deepEqual(wrong, [], text);
        assert.deepEqual(changed.filter((command) => !isAbout(command)).map(({ fields }) => fields), [], text);
        kinds.set(entry.kind, (kinds.get(entry.kind) ?? 0) + 1);
      }
      console.log(`      ${Array.from(kinds, ([kind, count]) => `${count} ${kind}`).join(', ')}: damaged one at a time`);
    });
  }

  it('ends a command that is lost with it as Failed, where its row is there', async () => {
    const { world, commands } = await closedConnection(true);
    for (const { entry, offset } of await recordsOf(world)) {
      if (entry.kind === 'command' && entry.command.id !== commands['update of ok'].id) await (await world.disk.open(path)).write(Buffer.from('X'), offset + 20);
    }
    await world.start();
    await world.clock.settle();
    const rows = new Map(world.delivery.records.log.list().map((row) => [row.id, row]));
    const errorOf = (name: Name): string | undefined => rows.get(commands[name].id)?.error;
    const story = 'Its record in the journal is damaged: what it asked for is not known any more.';
    assert.equal(errorOf('lost'), `It is unknown whether Jira created the ticket. ${story}`);
    assert.equal(errorOf('half'), `NET-3 was created, but not all that was asked for is done: It is unknown whether Jira carried out what was sent last. ${story}`);
    assert.equal(rows.get(commands.half.id)?.ticketKey, 'NET-3');
    const told = world.outcomes.find(({ row }) => row.id === commands.lost.id);
    assert.deepEqual([told?.code, told?.node, told?.row.status], ['UNKNOWN_OUTCOME', '', 'Failed']);
    assert.equal(await world.delivery.retry(({ id }) => id === commands.lost.id), 0, 'nobody knows what to send');
    assert.match(world.reports[0] ?? '', /lost\. It began: [\da-f]{8} \{"kind":"coXmand","command":\{"id":"00000000-0000-4000-8000-000000000003","guid":"00000000-0001-4000-8000-000000000003$/);
    await world.restart();
    await world.clock.settle();
    assert.equal(world.outcomes.filter(({ row }) => row.id === commands.lost.id).length, 1, 'it is told once');
    await world.close();
  });
  it('has what waits looked for as long as what was surely sent, and then sent', async () => {
    const { world, commands } = await closedConnection(false);
    await damage(world, (await recordsOf(world))[0] as RecordAt);
    world.jira.fault = () => undefined;
    await world.start();
    await world.clock.pass(settings.settleWindow - 1_000);
    assert.equal(world.outcomeOf(commands.waiting), undefined);
    await world.clock.pass(10_000);
    assert.equal(world.outcomeOf(commands.waiting)?.status, 'Ok');
    const early = world.jira.requests.filter(({ request }) => request.path.includes('/search')).length;
    assert.ok(early < 40, `${early} searches`);
    await world.close();
  });

  it('has it looked for also where the journal was rewritten, and Node-RED stopped, before it was found', async () => {
    const { world, commands } = await closedConnection(true);
    const records = await recordsOf(world);
    await damage(world, records.find(({ entry }) => entry.kind === 'progress' && entry.id === commands.lost.id) as RecordAt);
    await world.start();
    await world.clock.pass(2 * minute);
    await world.restart();
    assert.equal(world.reports.filter((report) => /damaged/.test(report)).length, 1, 'it was rewritten');
    world.jira.fault = () => undefined;
    await world.clock.pass(30 * minute);
    assert.equal(world.jira.madeBy(commands.lost.id).length, 1);
    assert.equal(world.outcomeOf(commands.lost)?.status, 'Ok');
    await world.close();
  });

  it('fails what it cannot look for, and says why', async () => {
    const { world, commands } = await closedConnection(false);
    await damage(world, (await recordsOf(world))[0] as RecordAt);
    world.jira.fault = ({ path: resource }) => (resource.includes('/search') ? { answer: { status: 400, json: { errorMessages: ['No searches here.'] } } } : undefined);
    await world.start();
    await world.clock.pass(minute);
    const row = world.outcomeOf(commands.waiting);
    assert.match(row?.error ?? '', /^It may have been sent already, for the journal is damaged, and Jira cannot be searched: .*No searches here\./);
    assert.equal(world.jira.madeBy(commands.waiting.id).length, 0);
    await world.close();
  });
});
