import assert from 'node:assert/strict';
import type { Exchange } from '../../../src/lib/delivery/exchange';
import { TicketFinder } from '../../../src/lib/delivery/find-ticket';
import { Preparation } from '../../../src/lib/delivery/preparation';
import type { JiraRequest } from '../../../src/lib/jira/http';
import type { MarkerKind } from '../../../src/lib/jira/marker';
import { MARKER_KEY, markerLabel } from '../../../src/lib/jira/marker';
import { UnexpectedAnswer } from '../../../src/lib/jira/unexpected-answer';
import { Guids } from '../../../src/lib/records/guids';
import type { Command, Place } from '../../../src/lib/ticket/command';
import { VirtualClock } from '../../simulation/virtual-clock';
import { VirtualJira } from '../../simulation/virtual-jira';
import { address } from '../jira/jira-stub';

const day = 86_400_000;
const elsewhere = { id: '9', key: 'OLD-9', used: 0, base: 'https://old.example.com' };

/** A connection to a Jira, and what it finds there. */
function world(marker: MarkerKind = 'property') {
  const clock = new VirtualClock();
  const jira = new VirtualJira({ clock, cloud: true });
  const guids = new Guids();
  guids.here = address.base;
  guids.moveTo(address.base);
  const moves = { ms: 0 };
  const context = {
    address, clock, exchange: jira as unknown as Exchange, preparation: new Preparation(jira, address, marker, 'UTC', clock),
    random: () => 0, settleWindow: 0, settlePolicy: 'fail' as const, clockMoved: () => moves.ms,
  };
  const finder = new TicketFinder(context, guids, 10 * day);
  const find = (guid: string, { base = { project: 'NET' }, since = clock.now() }: { base?: Place; since?: number } = {}): Promise<{ id: string; key: string }> => {
    const command: Command = { id: 'c', guid, action: 'UPDATE', type: 'Automatic', fields: {}, node: 'n', time: '', base };
    const found = finder.find(command, since);
    found.catch(() => {}); // whoever asked hears of it
    return found;
  };
  const keyOf = async (found: Promise<{ key: string }>): Promise<string> => {
    await clock.pass(1_000);
    return (await found).key;
  };
  const make = async (made: string[], project = 'NET'): Promise<void> => {
    for (const guid of made) {
      const fields = { project: { key: project }, summary: guid, ...(marker === 'label' ? { labels: [markerLabel(guid)] } : {}) };
      void jira.send({ method: 'POST', path: 'rest/api/latest/issue', body: { fields, properties: [{ key: MARKER_KEY, value: { guid, command: 'c' } }] } });
    }
    await clock.pass(1_000);
  };
  const searches = (): string[] => jira.requests.flatMap(({ request: { path, query, body } }) => (path.includes('/search') ? [String((query ?? (body as { jql?: string }))['jql'])] : []));
  const underWay = (): Promise<void> => clock.until(() => searches().length > 0);
  return { clock, jira, guids, moves, finder, find, keyOf, make, searches, underWay };
}

describe('the ticket of an update', () => {
  it('is the one that a CREATE has made, without a question', async () => {
    const { find, guids, jira } = world();
    guids.set('g', { id: '7', key: 'NET-7', used: 0 });
    assert.deepEqual(await find('g'), { id: '7', key: 'NET-7' });
    assert.equal(jira.requests.length, 0);
  });

  it('is the one with its key, of which nothing else is known', async () => {
    const { find, jira } = world();
    assert.deepEqual(await find('net-7'), { id: '', key: 'NET-7' });
    assert.equal(jira.requests.length, 0);
  });

  for (const [what, base, wanted] of [['its project', { project: 'NET' }, /^project = "NET" AND created/], ['all projects where it names none', {}, /^created/]] as const) {
    it(`is looked for by its marker in ${what}, as far back as guids are remembered`, async () => {
      const { find, keyOf, make, searches } = world();
      await make(['g']);
      assert.equal(await keyOf(find('g', { base })), 'NET-1');
      const [jql = '', ...more] = searches();
      assert.deepEqual([wanted.test(jql), /created >= "-(\d+)m"/.exec(jql)?.[1], more], [true, String(10 * 24 * 60 + 2), []], jql);
    });
  }

  it('is looked for where it is not known whether a CREATE has made one, also where its id looks like the key of another', async () => {
    const { find, keyOf, make, guids } = world();
    guids.set('NET-7', { id: '', key: '', used: 0 });
    await make(['NET-7']);
    assert.equal(await keyOf(find('NET-7')), 'NET-1');
  });

  for (const [what, ticket, made] of [
    ['that nobody knows', undefined, 'no CREATE with this id has made one,'],
    ['of which it is unknown whether it was made', { id: '', key: '', used: 0 }, 'no CREATE with this id has made one,'],
    ['that is of another Jira', elsewhere, 'OLD-9, which a CREATE with this id has made, is of another Jira than this connection\'s,'],
  ] as const) {
    it(`${what} is none, and the failure says so`, async () => {
      const { find, keyOf, guids } = world();
      if (ticket) guids.set('g', ticket);
      const message = `No ticket is known for "g": ${made} and Jira has none with its marker. Send a CREATE first, or use the ticket's key.`;
      await assert.rejects(keyOf(find('g')), { code: 'UNKNOWN_TICKET', message });
    });
  }

  it('is none where this connection marks none, and the failure says so', async () => {
    const { find, keyOf } = world('none');
    await assert.rejects(keyOf(find('g')), { code: 'UNKNOWN_TICKET', message: /has made one, and this connection marks none to be looked for\. Send a CREATE/ });
  });

  it('is none where Jira refuses to be searched, and the failure has its words', async () => {
    const { find, keyOf, jira } = world();
    jira.fault = ({ path }) => (path.includes('/search') ? { answer: { status: 400, json: { errorMessages: ['No search for you.'] } } } : undefined);
    await assert.rejects(keyOf(find('g')), { code: 'UNKNOWN_TICKET', message: /has made one, and Jira cannot be searched for it: .*No search for you\. Send a CREATE/ });
  });

  it('is not known where Jira cannot be searched now', async () => {
    const { find, keyOf, jira } = world();
    jira.fault = ({ path }) => (path.includes('/search') ? { answer: { status: 500, json: { errorMessages: ['Too many cooks.'] } } } : undefined);
    await assert.rejects(keyOf(find('g')), UnexpectedAnswer);
  });

  it('is none also where it may be behind more tickets than are looked through, and the failure says so', async () => {
    const { find, keyOf, make } = world();
    await make(Array.from({ length: 1_001 }, (_, n) => String(n)));
    const message = 'No ticket is known for "0": no CREATE with this id has made one, and none of the newest 1,000 tickets of this user has its marker; older ones are not looked through. Send a CREATE first, or use the ticket\'s key.';
    await assert.rejects(keyOf(find('0')), { code: 'UNKNOWN_TICKET', message });
  });
});

describe('the ticket of a guid that was made at another address', () => {
  it('is asked for once', async () => {
    const { finder, keyOf, guids, jira } = world();
    guids.set('g', elsewhere);
    const known = async (): Promise<string | undefined> => keyOf(finder.known('g').then((ticket) => ticket ?? { key: 'none' }));
    assert.equal(await known(), 'none');
    const once = jira.requests.length;
    assert.ok(once > 0);
    assert.equal(await known(), 'none');
    assert.equal(jira.requests.length, once);
  });

  it('is not asked for where tickets have no marker to tell by', async () => {
    const { finder, clock, guids, jira } = world('none');
    guids.set('g', elsewhere);
    const known = finder.known('g');
    await clock.pass(1_000);
    assert.equal(await known, undefined);
    assert.deepEqual(jira.requests.filter(({ request }) => request.path.includes('/issue/')), []);
  });
});

describe('a command with steps that has made its ticket', () => {
  const made = { id: '9', key: 'OLD-9' };

  it('goes on where its guid is forgotten, or leads to another ticket by now', async () => {
    const { finder, guids, jira } = world();
    assert.equal(await finder.stillThere('g', made), made);
    guids.set('g', { ...elsewhere, key: 'OLD-10' });
    assert.equal(await finder.stillThere('g', made), made);
    assert.equal(jira.requests.length, 0);
  });

  it('fails where that is of another Jira', async () => {
    const { finder, clock, guids } = world('none');
    guids.set('g', elsewhere);
    const still = assert.rejects(finder.stillThere('g', made), { code: 'UNKNOWN_TICKET', message: 'It is of another Jira than this connection\'s.' });
    await clock.pass(1_000);
    await still;
  });
});

describe('a look for the ticket of an update', () => {
  const nobody = { code: 'UNKNOWN_TICKET' };
  const lost = ({ path }: JiraRequest) => (path.includes('/search') ? { code: 'ECONNRESET' } : undefined);

  it('serves all that were asked for by the moment it begins', async () => {
    const { find, keyOf, searches } = world();
    await assert.rejects(keyOf(find('before')), nobody);
    const looks = [find('a'), find('b')];
    for (const look of looks) await assert.rejects(keyOf(look), nobody);
    assert.equal(searches().length, 2);
  });

  it('serves later ones too, with what it has seen on its way', async () => {
    const { find, keyOf, make, searches } = world();
    await make(['older', 'newer']);
    assert.equal(await keyOf(find('older')), 'NET-1');
    assert.equal(await keyOf(find('newer')), 'NET-2');
    assert.equal(searches().length, 1);
  });

  it('ends where it finds its own, and another goes on from there', async () => {
    const { find, keyOf, make, searches } = world();
    await make(['older', 'newer']);
    const looks = [find('newer'), find('older')];
    assert.deepEqual([await keyOf(looks[0] as Promise<{ key: string }>), await keyOf(looks[1] as Promise<{ key: string }>)], ['NET-2', 'NET-1']);
    assert.equal(searches().length, 2);
  });

  it('sees one project alone', async () => {
    const { find, keyOf, make } = world();
    await make(['g'], 'ABC');
    const looks = [find('nobody'), find('g', { base: { project: 'ABC' } })];
    assert.equal(await keyOf(looks[1] as Promise<{ key: string }>), 'ABC-1');
    await assert.rejects(looks[0] as Promise<unknown>, nobody);
  });

  it('by a label sees one guid alone', async () => {
    const { find, keyOf, make } = world('label');
    await make(['g']);
    const looks = [find('nobody'), find('g')];
    assert.equal(await keyOf(looks[1] as Promise<{ key: string }>), 'NET-1');
    await assert.rejects(looks[0] as Promise<unknown>, nobody);
  });

  it('that began too early is waited for, and another one then serves all that waited', async () => {
    const { underWay, clock, find, keyOf, searches } = world();
    const looks = [find('a')];
    await underWay();
    for (const guid of ['b', 'c']) {
      await clock.pass(1);
      looks.push(find(guid));
    }
    for (const look of looks) await assert.rejects(keyOf(look), nobody);
    assert.equal(searches().length, 2);
  });

  it('does not serve what was asked for before the clock was moved, which may have been later', async () => {
    const { find, keyOf, moves, searches, clock } = world();
    const since = clock.now();
    await assert.rejects(keyOf(find('a')), nobody);
    moves.ms = 5_000;
    await assert.rejects(keyOf(find('b', { since })), nobody);
    assert.equal(searches().length, 2);
    await assert.rejects(keyOf(find('c', { since })), nobody);
    assert.equal(searches().length, 2);
  });

  it('that fails is made anew by what waits for it', async () => {
    const { underWay, clock, jira, find, keyOf, make } = world();
    await make(['g']);
    jira.fault = lost;
    const looks = [find('g')];
    await underWay();
    jira.fault = () => undefined;
    await clock.pass(1);
    looks.push(find('g'));
    assert.equal(await keyOf(looks[1] as Promise<{ key: string }>), 'NET-1');
    await assert.rejects(looks[0] as Promise<unknown>, { code: 'ECONNRESET' });
  });

  it('that fails is made anew when its own update is tried again', async () => {
    const { jira, clock, find, keyOf, make } = world();
    await make(['g']);
    const since = clock.now();
    jira.fault = lost;
    await assert.rejects(keyOf(find('g', { since })), { code: 'ECONNRESET' });
    jira.fault = () => undefined;
    assert.equal(await keyOf(find('g', { since })), 'NET-1');
  });
});
