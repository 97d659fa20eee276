import assert from 'node:assert/strict';
import { Paused } from '../../../src/lib/delivery/exchange';
import type { Haste } from '../../../src/lib/delivery/group-commit';
import type { Item } from '../../../src/lib/delivery/item';
import type { Ledger } from '../../../src/lib/delivery/ledger';
import { Notes } from '../../../src/lib/delivery/notes';
import type { DeliveryOptions } from '../../../src/lib/delivery/options';
import { Queue } from '../../../src/lib/delivery/queue';
import { parseAddress } from '../../../src/lib/jira/address';
import type { Entry } from '../../../src/lib/records/entry';
import { Guids } from '../../../src/lib/records/guids';
import { Records } from '../../../src/lib/records/records';
import type { Row } from '../../../src/lib/records/row';
import type { Command } from '../../../src/lib/ticket/command';
import { VirtualClock } from '../../simulation/virtual-clock';

const ticket = { id: '7', key: 'NET-7' };
const made = { ...ticket, url: 'https://jira.example.com/browse/NET-7', warnings: 'no ***' };

/** A ledger that writes once `disk` resolves: to false where the connection closes before. */
function world({ disk = async () => true, logMax = 100 }: { disk?: () => Promise<boolean>; logMax?: number } = {}) {
  const clock = new VirtualClock();
  const queue = new Queue(new Guids());
  const records = new Records(logMax);
  const written: Entry[][] = [];
  const rows: Row[] = [];
  const hastes: Array<string | undefined> = [];
  async function insist(entries: Entry[], then: () => void, haste?: Haste): Promise<boolean> {
    hastes.push(haste);
    if (!(await disk())) return false;
    written.push(entries);
    for (const entry of entries) records.apply(entry);
    then();
    return true;
  }
  const options = {
    address: parseAddress('https://jira.example.com', 'rest/api/latest/issue'),
    ports: { clock, client: {} },
    events: { onRow: (row: Row) => rows.push(row) },
  } as unknown as DeliveryOptions;
  const ledger = { records, append: insist, insist } as unknown as Ledger;
  const notes = new Notes({ options, ledger, queue, redact: (text) => text.replace('secret', '***') });
  const add = (id: string, action: Command['action'], over: Partial<Item> = {}, type: Command['type'] = 'Automatic'): Item => {
    const command: Command = { id, guid: `guid of ${id}`, action, type, fields: {}, node: 'n', time: '2026-11-23T08:00:00.000Z' };
    records.apply({ kind: 'command', command });
    return Object.assign(queue.add(command, { offset: 0, length: 0 }), over);
  };
  return { clock, written, hastes, rows, notes, add };
}

describe('the note that commands are about to be sent', () => {
  it('counts for each of them, once it is on disk', async () => {
    let write = (): void => {};
    const { clock, notes, add, written, hastes } = world({ disk: () => new Promise((resolve) => (write = () => resolve(true))) });
    const items = [add('a', 'CREATE'), add('b', 'CREATE', { attempts: 2 })];
    const at = clock.now();
    const noting = notes.sending(items);
    clock.set(at + 500);
    assert.deepEqual(items.map(({ attempts, sentAt, noted }) => [attempts, sentAt, noted]), [[0, 0, undefined], [2, 0, undefined]]);
    write();
    await noting;
    assert.deepEqual(items.map(({ attempts, sentAt, noted }) => [attempts, sentAt, noted]), [[1, at, 'sent'], [3, at, 'sent']]);
    assert.deepEqual([written, hastes], [[[{ kind: 'sending', ids: ['a', 'b'], at }]], ['soon']]);
  });

  it('says that it takes a place in Update Settings, which an automatic update does with its first request alone', async () => {
    type Sent = [action: Command['action'], type: Command['type'], over?: Partial<Item>];
    const cases: Array<[sent: Sent[], counted: boolean]> = [
      [[['UPDATE', 'Automatic']], true],
      [[['UPDATE', 'Manual'], ['UPDATE', 'Automatic']], true],
      [[['UPDATE', 'Manual']], false],
      [[['CREATE', 'Automatic']], false],
      [[['UPDATE', 'Automatic', { done: 0 }]], true],
      [[['UPDATE', 'Automatic', { done: 1 }]], false],
    ];
    for (const [sent, counted] of cases) {
      const { notes, add, written } = world();
      await notes.sending(sent.map(([action, type, over], n) => add(String(n), action, over, type)));
      assert.deepEqual(written.flat().map((entry) => 'automaticUpdate' in entry && entry.automaticUpdate), [counted], JSON.stringify(sent));
    }
  });
});

describe('the note that a create has its ticket', () => {
  it('names it in the row, and blanks the secrets in what Jira warned of', async () => {
    const { clock, notes, add, written, rows } = world();
    const item = add('a', 'CREATE');
    await notes.made(item, { ticket, warnings: 'no secret' });
    assert.deepEqual(written, [[{ kind: 'made', id: 'a', guid: 'guid of a', at: clock.now(), made }]]);
    assert.deepEqual(item.made, made);
    assert.deepEqual(rows.map(({ id, ticketKey }) => [id, ticketKey]), [['a', 'NET-7']]);
  });

  it('tells no row where Maximum Entries has dropped it', async () => {
    const { notes, add, rows } = world({ logMax: 1 });
    const item = add('a', 'CREATE');
    add('b', 'CREATE');
    await notes.made(item, { ticket, warnings: '' });
    assert.deepEqual([item.made?.key, rows], ['NET-7', []]);
  });

  it('changes nothing where the connection closes before it is on disk', async () => {
    const { notes, add, rows } = world({ disk: async () => false });
    const item = add('a', 'CREATE');
    await notes.made(item, { ticket, warnings: '' });
    assert.deepEqual([item.made, rows], [undefined, []]);
  });
});

describe('the note that a step is carried out', () => {
  it('lets the next one be sent', async () => {
    const { notes, add, written } = world();
    const item = add('a', 'UPDATE', { steps: true, sentAt: 1 });
    await notes.step(item, 2, '');
    assert.deepEqual(written, [[{ kind: 'step', id: 'a', done: 2 }]]);
    assert.deepEqual([item.done, item.sentAt, item.warnings], [2, 0, '']);
  });

  it('keeps what there is to say of it, without a secret', async () => {
    const { notes, add, written } = world();
    const item = add('a', 'UPDATE', { steps: true, sentAt: 1 });
    await notes.step(item, 1, 'no secret');
    assert.deepEqual(written, [[{ kind: 'step', id: 'a', done: 1, warnings: 'no ***' }]]);
    assert.equal(item.warnings, 'no ***');
  });

  it('lets nothing be sent any more where the connection closes before it is on disk', async () => {
    const { notes, add } = world({ disk: async () => false });
    const item = add('a', 'UPDATE', { steps: true });
    await assert.rejects(notes.step(item, 1, ''), (error) => error instanceof Paused && error.until === Infinity);
    assert.equal(item.done, undefined);
  });
});

describe('the note that commands were surely not carried out', () => {
  it('is of those that a restart would look for, for the journal says that they were sent', async () => {
    const { notes, add, written } = world();
    const items = [
      add('create', 'CREATE', { noted: 'sent' }),
      add('steps', 'UPDATE', { noted: 'sent', steps: true }),
      add('looked for in vain', 'CREATE', { noted: 'resend' }),
      add('update', 'UPDATE', { noted: 'sent' }),
      add('not sent', 'CREATE'),
      add('in doubt', 'CREATE', { noted: 'sent', sentAt: 1 }),
    ];
    await notes.returned(items);
    assert.deepEqual(written, [[{ kind: 'returned', ids: ['create', 'steps', 'looked for in vain'] }]]);
    assert.deepEqual(items.map(({ noted }) => noted), [undefined, undefined, undefined, 'sent', undefined, 'sent']);
  });

  it('is written once', async () => {
    const { notes, add, written } = world();
    const items = [add('a', 'CREATE', { noted: 'sent' })];
    for (let n = 0; n < 2; n++) await notes.returned(items);
    assert.equal(written.length, 1);
  });
});

describe('the note that commands are sent again once they are looked for in vain', () => {
  it('is of those that may be there though Jira said that it failed, and says whether that was Jira itself', async () => {
    const { notes, add, written } = world();
    const items = [
      add('answered', 'CREATE', { resend: true, sentAt: 1, noted: 'sent', answered: true }),
      add('gateway', 'CREATE', { resend: true, sentAt: 1, noted: 'sent' }),
      add('lost', 'CREATE', { resend: false, sentAt: 1, noted: 'sent' }),
      add('not sent', 'CREATE', { resend: true, sentAt: 0 }),
      add('noted', 'CREATE', { resend: true, sentAt: 1, noted: 'resend' }),
    ];
    await notes.resend(items);
    assert.deepEqual(written, [[{ kind: 'resend', id: 'answered', answered: true }, { kind: 'resend', id: 'gateway', answered: false }]]);
    assert.deepEqual(items.map(({ noted }) => noted), ['resend', 'resend', 'sent', undefined, 'resend']);
  });

  it('is written once', async () => {
    const { notes, add, written } = world();
    const items = [add('a', 'CREATE', { resend: true, sentAt: 1, noted: 'sent' })];
    for (let n = 0; n < 2; n++) await notes.resend(items);
    assert.equal(written.length, 1);
  });
});
