import assert from 'node:assert/strict';
import { alarmsOf } from '../../../src/lib/records/alarms';
import type { Row } from '../../../src/lib/records/row';
import { pendingRow } from '../../../src/lib/records/row';

function row(guid: string, time: string, over: Partial<Row> = {}): Row {
  return { ...pendingRow({ id: `${guid}/${time}`, guid, action: 'UPDATE', type: 'Automatic', time }), ...over };
}

describe('alarms', () => {
  it('gather the commands of each guid: its ticket, its latest command, and how many there were', () => {
    const alarms = alarmsOf([
      row('a', '1', { action: 'CREATE', status: 'Ok', ticketKey: 'NET-1', ticketUrl: 'http://jira/NET-1' }),
      row('b', '2', { action: 'CREATE' }),
      row('a', '3', { status: 'Failed', error: 'too late' }),
    ]);
    assert.deepEqual(alarms, [
      { guid: 'a', ticketKey: 'NET-1', ticketUrl: 'http://jira/NET-1', action: 'UPDATE', status: 'Failed', error: 'too late', commands: 2, first: '1', last: '3' },
      { guid: 'b', ticketKey: '', ticketUrl: '', action: 'CREATE', status: 'Pending', error: '', commands: 1, first: '2', last: '2' },
    ]);
  });

  it('have the ticket of the latest command that has one', () => {
    const [alarm] = alarmsOf([row('a', '1', { ticketKey: 'NET-1', ticketUrl: 'u1' }), row('a', '2', { ticketKey: 'NET-2', ticketUrl: 'u2' }), row('a', '3')]);
    assert.deepEqual([alarm?.ticketKey, alarm?.ticketUrl], ['NET-2', 'u2']);
  });

  it('are not made by what has no guid, or names a ticket by its key', () => {
    assert.deepEqual(alarmsOf([row('', '1'), row('NET-12', '2')]), []);
  });

  it('may have an id that looks like a key', () => {
    assert.equal(alarmsOf([row('NET-12', '1', { action: 'CREATE' }), row('NET-12', '2')])[0]?.commands, 2);
  });

  it('can be asked for one by one', () => {
    assert.deepEqual(alarmsOf([row('a', '1'), row('b', '2')], new Set(['b', 'gone'])).map(({ guid }) => guid), ['b']);
  });
});
