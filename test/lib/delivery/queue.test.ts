import assert from 'node:assert/strict';
import { Queue } from '../../../src/lib/delivery/queue';
import type { Entry } from '../../../src/lib/records/entry';
import { Guids } from '../../../src/lib/records/guids';
import { pendingRow } from '../../../src/lib/records/row';
import type { Command } from '../../../src/lib/ticket/command';

const position = { offset: 0, length: 100 };
const command = (id: string, action: Command['action'], guid: string): Command => ({ id, guid, action, type: 'Automatic', fields: {}, node: 'n', time: '2026-11-23T10:00:00.000Z' });
const ended = (one: Command, ticketKey: string): Entry => ({ kind: 'outcome', outcome: { row: { ...pendingRow(one), status: 'Ok', ticketKey }, node: 'n', day: '' } });

function replayed(...entries: Entry[]): Queue {
  const queue = new Queue(new Guids());
  for (const entry of entries) queue.replay(entry, { ...position });
  queue.start();
  return queue;
}

describe('the queue, read back', () => {
  it('has what has no outcome', () => {
    const [a, b] = [command('a', 'CREATE', 'g'), command('b', 'UPDATE', 'g')];
    const queue = replayed({ kind: 'command', command: a }, { kind: 'command', command: b }, ended(a, 'NET-1'));
    assert.deepEqual([...queue.lanes.all()].map(([, { id }]) => id), ['b']);
    assert.equal(queue.bytes, 100);
  });

  it('takes out also what has moved to the lane of its ticket', () => {
    const create = command('a', 'CREATE', 'g');
    const byGuid = command('b', 'UPDATE', 'g');
    const byKey = command('c', 'UPDATE', 'NET-1');
    const commands = [create, byKey, byGuid].map((one): Entry => ({ kind: 'command', command: one }));
    const queue = replayed(...commands, ended(create, 'NET-1'), ended(byKey, 'NET-1'), ended(byGuid, 'NET-1'));
    assert.equal(queue.size, 0);
    assert.deepEqual([...queue.lanes.all()], []);
  });

  it('looks up the creates that were on their way, and those alone', () => {
    const [sent, back, update] = [command('a', 'CREATE', 'g1'), command('b', 'CREATE', 'g2'), command('c', 'UPDATE', 'NET-9')];
    const queue = replayed(
      ...[sent, back, update].map((one): Entry => ({ kind: 'command', command: one })),
      { kind: 'sending', ids: ['a', 'b', 'c', 'nobody'], at: 5 },
      { kind: 'returned', ids: ['b', 'nobody'] },
    );
    assert.deepEqual([...queue.lanes.all()].map(([, { id, next, attempts }]) => [id, next, attempts]), [['a', 'look up', 1], ['b', 'send', 1], ['c', 'send', 1]]);
  });

  it('does not count a command twice', () => {
    const a = command('a', 'CREATE', 'g');
    assert.equal(replayed({ kind: 'command', command: a }, { kind: 'command', command: a }).size, 1);
  });

  it('forgets failed commands that nobody sees', () => {
    const a = command('a', 'CREATE', 'g');
    const queue = replayed({ kind: 'command', command: a }, { kind: 'failed', ids: ['a', 'nobody'] });
    assert.equal(queue.canRetry('a'), true);
    queue.forgetFailed(() => false);
    assert.equal(queue.canRetry('a'), false);
    assert.deepEqual(queue.retry(['a'], 1), []);
  });
});
