import assert from 'node:assert/strict';
import { Guids } from '../../../src/lib/records/guids';

const here = 'https://jira.example.com';
const elsewhere = 'https://other.example.com';

/** @param leads where the connection leads now */
function guids(leads = here): Guids {
  const made = new Guids();
  made.here = leads;
  made.moveTo(here);
  made.set('a', { id: '1', key: 'NET-1', used: 1 });
  return made;
}

describe('the id of a ticket that is known by its key', () => {
  it('is that of the ticket which a guid leads to, also of one that was made since', () => {
    const known = guids();
    assert.equal(known.idOf('NET-1'), '1');
    assert.equal(known.idOf('NET-2'), '');
    known.set('b', { id: '2', key: 'NET-2', used: 2 });
    known.set('c', { id: '', key: '', used: 2 });
    assert.deepEqual(['NET-1', 'NET-2', ''].map((key) => known.idOf(key)), ['1', '2', '']);
  });

  it('is never that of another Jira, which may have a ticket with the same key', () => {
    const known = guids();
    assert.equal(known.idOf('NET-1'), '1');
    known.moveTo(elsewhere);
    known.set('b', { id: '77', key: 'NET-7', used: 2 });
    assert.deepEqual(['NET-1', 'NET-7'].map((key) => known.idOf(key)), ['1', '']);
    assert.equal(guids(elsewhere).idOf('NET-1'), '');
  });

  it('is forgotten with its guid', () => {
    const known = guids();
    assert.equal(known.idOf('NET-1'), '1');
    known.prune(2);
    assert.equal(known.idOf('NET-1'), '');
  });
});
