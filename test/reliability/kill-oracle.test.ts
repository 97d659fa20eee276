import assert from 'node:assert/strict';
import { pendingRow } from '../../src/lib/records/row';
import type { Row } from '../../src/lib/records/row';
import type { Aftermath, Told } from './kill-oracle';
import { isUnknown, judgeKills } from './kill-oracle';

const created = row('c1', 'g1', 'CREATE', { status: 'Ok', ticketKey: 'NET-1' });
const updated = row('u1', 'g1', 'UPDATE', { status: 'Ok', ticketKey: 'NET-1' });
const repeated = row('c2', 'g1', 'CREATE', { status: 'Ok', ticketKey: 'NET-1', duplicate: true });
const refused = row('c3', 'g3', 'CREATE', { status: 'Failed', error: 'POST: 400 Bad Request' });
const unknown = row('c4', 'g4', 'CREATE', { status: 'Failed', error: 'It is unknown whether Jira created the ticket: …' });
const ticket1 = ticket('NET-1', 'g1', 'c1');

/** A storm after which everything is as it was promised. */
const kept: Aftermath = {
  accepted: ['c1', 'u1', 'c2', 'c3', 'c4'],
  told: [created, updated, repeated, refused, unknown],
  rows: [created, updated, repeated, refused, unknown],
  tickets: [ticket1],
  created: 1,
  updated: 1,
};

describe('the judge of the kills', () => {
  it('finds nothing where every promise was kept', () => assert.deepEqual(judgeKills(kept), []));

  it('takes a ticket of an unknown row as told, and another one of that guid after it', () => {
    const warned = ticket('NET-4', 'g4', 'c4');
    assert.ok(isUnknown(unknown));
    assert.deepEqual(judgeKills({ ...kept, tickets: [ticket1, warned] }), []);
    const second = row('c5', 'g4', 'CREATE', { status: 'Ok', ticketKey: 'NET-5' });
    assert.deepEqual(judgeKills({ ...kept, rows: [...kept.rows, second], tickets: [ticket1, warned, ticket('NET-5', 'g4', 'c5')], created: 2 }), []);
  });

  it('does not mind an outcome that the kill kept from being told', () => assert.deepEqual(judgeKills({ ...kept, told: [] }), []));

  const breaches: Array<[what: string, after: Partial<Aftermath>, broken: string[]]> = [
    ['an accepted command that is lost', { accepted: [...kept.accepted, 'gone'] }, ['gone: accepted, and lost']],
    ['an accepted command that never ends', { rows: [...kept.rows, row('p', 'g9', 'CREATE', {})], accepted: ['p'] }, ['p: accepted, and Pending']],
    ['a command with two rows', { rows: [...kept.rows, refused] }, ['a command has two rows']],
    ['a command that made two tickets', { tickets: [ticket1, ticket('NET-2', 'g1', 'c1')] }, ['c1: made NET-1, NET-2', 'g1: silently duplicated as NET-1, NET-2']],
    [
      'an unknown command that made two tickets',
      { tickets: [ticket1, ticket('NET-4', 'g4', 'c4'), ticket('NET-5', 'g4', 'c4')] },
      ['c4: made NET-4, NET-5'],
    ],
    ['a duplicate that made a ticket of its own', { tickets: [ticket1, ticket('NET-2', 'g1', 'c2')] }, ['g1: silently duplicated as NET-1, NET-2']],
    [
      'a third ticket of a guid that has one unknown row',
      { tickets: [ticket('NET-4', 'g4', 'c4'), ticket1, ticket('NET-2', 'g1', 'c2')], rows: [...kept.rows, row('c6', 'g1', 'CREATE', { status: 'Failed', error: 'unknown whether' })] },
      ['g1: silently duplicated as NET-1, NET-2'],
    ],
    ['a failure that made a ticket all the same', { tickets: [ticket1, ticket('NET-3', 'g3', 'c3')] }, ['c3: Failed with "POST: 400 Bad Request", but NET-3 exists']],
    ['a look-up that did not see what was there', { tickets: [ticket1, ticket('NET-4', 'g4', 'c4')], inTime: true }, ['c4: unknown, but NET-4 was there to be found']],
    ['a ticket of nobody', { tickets: [ticket1, ticket('NET-9', 'g9', 'c9')] }, ['NET-9: made by c9, of which nothing is known']],
    ['an Ok without a ticket', { tickets: [], rows: [created], told: [], accepted: [], updated: 0 }, ['c1: Ok with NET-1, which was not made for it']],
    ['an Ok with somebody else\'s ticket', { tickets: [ticket('NET-1', 'g2', 'c1')], rows: [created], told: [], accepted: [], updated: 0 }, ['c1: Ok with NET-1, which was not made for it']],
    [
      'a duplicate that says it is the first',
      { rows: [created, updated, { ...repeated, duplicate: false }, refused, unknown], told: [], created: 2 },
      ['c2: Ok with NET-1, which was made by c1, and duplicate is false'],
    ],
    ['an outcome that is told twice', { told: [created, created] }, ['c1: told twice, Ok NET-1']],
    [
      'an outcome that changes',
      { told: [{ ...created, status: 'Failed', ticketKey: '', error: 'no' }, created] },
      ['c1: told as Failed no, and is Ok NET-1', 'c1: told twice, Failed no and then Ok NET-1'],
    ],
    ['an outcome that was told and forgotten', { told: [{ ...created, id: 'gone' } satisfies Told] }, ['gone: told as Ok NET-1, and is lost']],
    ['a create that was counted twice', { created: 2 }, ['counted 2 created and 1 updated, the rows have 1 and 1']],
    ['an update that was not counted', { updated: 0 }, ['counted 1 created and 0 updated, the rows have 1 and 1']],
    ['counters that were never told', { created: undefined, updated: undefined }, ['counted undefined created and undefined updated, the rows have 1 and 1']],
  ];
  for (const [what, after, broken] of breaches) {
    it(`finds ${what}`, () => assert.deepEqual(judgeKills({ ...kept, ...after }), broken));
  }
});

function row(id: string, guid: string, action: 'CREATE' | 'UPDATE', ended: Partial<Row>): Row {
  return { ...pendingRow({ id, guid, action, type: 'Automatic', time: '2026-11-23T12:00:00.000Z' }), ...ended };
}

function ticket(key: string, guid: string, command: string): Aftermath['tickets'][number] {
  return { key, properties: { 'node-red.jira-tickets': { guid, command } } };
}
