import assert from 'node:assert/strict';
import type { JiraRequest } from '../../../src/lib/jira/http';
import type { Fields } from '../../../src/lib/ticket/command';
import { NoAnswer } from '../../../src/lib/jira/http';
import { VirtualClock } from '../../simulation/virtual-clock';
import { answer, stubPort } from '../jira/jira-stub';
import type { Fault } from '../../simulation/virtual-jira';
import { World } from '../../simulation/world';

const second = 1_000;
const ofKind = (world: World, kind: string): string[] => world.jira.additions.ledger.filter((line) => line.kind === kind).map(({ key, what }) => `${key} ${what}`);
const create = (more: Fields): Fields => ({ project: 'NET', issuetype: 'Task', summary: 'alarm', ...more });
const isPost = (end: string) => ({ method, path }: JiraRequest): boolean => method === 'POST' && path.endsWith(end);

function once(matches: (request: JiraRequest) => boolean, fault: Fault): (request: JiraRequest) => Fault | undefined {
  let left = 1;
  return (request) => (matches(request) && left-- > 0 ? fault : undefined);
}

const everything: Fields = { comment: 'It is down.', link: 'blocks NET-7', watcher: 'jdoe, asmith', transition: 'Resolve', resolution: 'Done', attachment: { filename: 'a.txt', content: 'four' } };

describe('the steps of a command', () => {
  it('follow its create, each once, and the transition comes last', async () => {
    const world = await World.open();
    const command = await world.accept({ fields: create(everything) });
    await world.ended(1);
    assert.deepEqual(world.outcomeOf(command)?.error, '');
    assert.deepEqual(
      world.jira.additions.ledger.map(({ kind, what }) => `${kind} ${what}`),
      ['link NET-7', 'watcher jdoe', 'watcher asmith', 'attachment a.txt', 'comment It is down.', 'transition Resolved'],
    );
    assert.equal(world.jira.ledger.length, 1, 'one ticket');
    assert.ok(!('resolution' in (world.jira.ledger[0]?.fields ?? {})), 'the resolution goes with the transition');
    const transition = world.jira.requests.find(({ request }) => isPost('/transitions')(request))?.request;
    assert.deepEqual(transition?.body, { transition: { id: '21' }, fields: { resolution: { name: 'Done' } } });
    assert.equal(world.delivery.records.statistics.read().create.total, 1);
    await world.close();
  });

  for (const marker of ['property', 'label'] as const) {
    it(`are done by a retry of a create whose ticket is found after all, with a ${marker}`, async () => {
      let lag = 3_600 * second;
      const world = await World.open({ settings: { marker, settleWindow: 30 * second }, indexLag: () => lag, fault: once(isPost('/issue'), { commit: 0, code: 'ECONNRESET' }) });
      const command = await world.accept({ fields: create({ comment: 'It is down.' }) });
      await world.ended(1);
      assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
      lag = 0;
      await world.clock.pass(3_600 * second);
      await world.delivery.retry(() => true);
      await world.ended(2);
      const row = world.outcomes[1]?.row;
      assert.deepEqual([row?.id, row?.status, row?.duplicate, world.jira.ledger.length], [command.id, 'Ok', false, 1]);
      assert.deepEqual(ofKind(world, 'comment'), ['NET-1 It is down.']);
      await world.close();
    });
  }

  it('name the ticket in the row while they are on their way', async () => {
    const world = await World.open();
    await world.accept({ fields: create({ comment: 'x' }) });
    await world.ended(1);
    assert.deepEqual(world.rows.map(({ status, ticketKey }) => `${status} ${ticketKey}`), ['Pending ', 'Pending NET-1', 'Ok NET-1']);
    await world.close();
  });

  it('say what was repaired in a comment, once', async () => {
    for (const lost of [false, true]) {
      let left = lost ? 1 : 0;
      const world = await World.open({ fault: (request) => (isPost('/comment')(request) && left-- > 0 ? { code: 'ECONNRESET' } : undefined), settings: { settlePolicy: 'resend', settleWindow: 1_000 } });
      await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { comment: 'x'.repeat(40_000) } });
      await world.ended(1, 60_000);
      const { status = '', warnings = '' } = world.outcomes[0]?.row ?? {};
      assert.match(`${status}: ${warnings}`, /^Ok: [^;]*comment[^;]*32,767[^;]*$/i);
      await world.close();
    }
  });

  for (const compactFrom of [undefined, 1]) {
    it(`say after a restart${compactFrom ? ' on a rewritten journal' : ''} what was repaired in the fields that were sent before`, async () => {
      const world = await World.open({ settings: { compactFrom }, fault: (request) => (isPost('/comment')(request) ? { answer: { status: 503 } } : undefined) });
      const made = await world.accept({ guid: 'g', fields: create({}) });
      await world.ended(1);
      await world.accept({ guid: 'g', action: 'UPDATE', fields: { summary: 'x'.repeat(300), comment: 'y' } });
      await world.clock.pass(compactFrom ? 61 * second : 5 * second);
      await world.restart();
      world.jira.fault = () => undefined;
      await world.ended(2, 600 * second);
      assert.match(world.outcomes[1]?.row.warnings ?? '', /^summary: cut to 255/);
      assert.equal(world.outcomeOf(made)?.warnings, '');
      await world.close();
    });
  }

  it('follow the fields of an update, which goes alone and in its order', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g', fields: create({}) });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { description: 'one' } });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { description: 'two', comment: 'second' } });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { comment: 'third' } });
    await world.ended(4);
    assert.deepEqual(ofKind(world, 'comment'), ['NET-1 second', 'NET-1 third']);
    assert.deepEqual(world.jira.ledger.filter(({ action }) => action === 'update').map(({ fields }) => fields['description']), ['one', 'two']);
    await world.close();
  });

  it('are not repeated for a CREATE whose guid has its ticket', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g', fields: create({ comment: 'x' }) });
    const again = await world.accept({ guid: 'g', fields: create({ comment: 'x' }) });
    await world.ended(2);
    assert.equal(world.outcomeOf(again)?.duplicate, true);
    assert.equal(ofKind(world, 'comment').length, 1);
    await world.close();
  });

  for (const [what, fault] of [
    ['was lost, and Jira had it', { code: 'ECONNRESET', commit: 0 }],
    ['was lost, and Jira had it half a minute later', { code: 'TIMEOUT', commit: 30 * second }],
    ['was a 504, and Jira had it', { answer: { status: 504 }, commit: second }],
    ['was a 500, and Jira did not have it', { answer: { status: 500, json: {} } }],
    ['was a 429', { answer: { status: 429, headers: { 'retry-after': '5' } } }],
    ['was never asked for', { code: 'ECONNREFUSED', sent: false }],
  ] as Array<[string, Fault]>) {
    for (const [step, end] of [['comment', '/comment'], ['attachment', '/attachments'], ['link', '/issueLink'], ['transition', '/transitions']] as const) {
      it(`end with one ${step} where the answer to it ${what}`, async () => {
        const world = await World.open({ fault: once(isPost(end), fault) });
        const command = await world.accept({ fields: create(everything) });
        await world.ended(1);
        assert.equal(world.outcomeOf(command)?.status, 'Ok', world.outcomeOf(command)?.error);
        assert.equal(ofKind(world, step).length, 1);
        assert.equal(world.jira.ledger.length, 1);
        await world.close();
      });
    }
  }

  it('say that it is unknown where a comment never shows, and do not add a second one', async () => {
    const world = await World.open({ fault: once(isPost('/comment'), { code: 'ECONNRESET' }), settings: { settleWindow: 60 * second } });
    const command = await world.accept({ fields: create({ comment: 'x' }) });
    await world.ended(1);
    const row = world.outcomeOf(command);
    assert.deepEqual([row?.status, row?.ticketKey], ['Failed', 'NET-1']);
    assert.match(row?.error ?? '', /NET-1 was created, but not all that was asked for is done: .*unknown whether Jira took the comment/);
    assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
    assert.equal(world.jira.requests.filter(({ request }) => isPost('/comment')(request)).length, 1);
    await world.close();
  });

  it('that may have been taken are settled before a manual command ends, also while the credentials are refused', async () => {
    const lost: Fault = { code: 'TIMEOUT', commit: 60 * second };
    const isComment = isPost('/comment');
    const world = await World.open({ fault: once(isComment, lost) });
    const command = await world.accept({ type: 'Manual', fields: create({ comment: 'x' }) });
    await world.clock.until(() => world.jira.requests.some(({ request }) => isComment(request)));
    world.jira.fault = () => ({ answer: { status: 401 } });
    await world.clock.pass(120 * second);
    assert.equal(world.delivery.status().state, 'held');
    assert.equal(world.outcomeOf(command), undefined, 'it waits');
    assert.equal(await world.delivery.cancel(() => true), 0);
    world.jira.fault = () => undefined;
    await world.ended(1);
    assert.equal(world.outcomeOf(command)?.status, 'Ok', world.outcomeOf(command)?.error);
    assert.equal(ofKind(world, 'comment').length, 1);
    await world.close();
  });

  it('that may have been taken are said to be, where the command is given up', async () => {
    for (const action of ['CREATE', 'UPDATE'] as const) {
      const world = await World.open({ settings: { giveUpAfter: 60 * second } });
      await world.accept({ guid: 'g', fields: create({}) });
      await world.ended(1);
      world.jira.fault = once(isPost('/comment'), { code: 'ECONNRESET' });
      await world.accept({ guid: action === 'CREATE' ? 'h' : 'g', action, fields: action === 'CREATE' ? create({ comment: 'x' }) : { comment: 'x' } });
      await world.ended(2, 200 * second);
      assert.equal(world.outcomes[1]?.code, 'UNKNOWN_OUTCOME');
      assert.match(world.outcomes[1]?.row.error ?? '', /It is unknown whether Jira carried out what was sent last\. Given up after/);
      await world.close();
    }
  });

  it('that can be repeated do not keep a command from being cancelled, or from failing while the credentials are refused', async () => {
    const broken: Fault = { answer: { status: 500, json: {} } };
    for (const [path, fields] of [['/transitions', { transition: 'Start' }], ['/issueLink', { link: 'blocks NET-7' }], ['/NET-1', { summary: 'x', comment: 'x' }]] as Array<[string, Fields]>) {
      for (const end of ['cancel', 'hold']) {
        const world = await World.open();
        await world.accept({ guid: 'g', fields: create({}) });
        await world.ended(1);
        const isIt = ({ method, path: to }: JiraRequest): boolean => method !== 'GET' && to.endsWith(path);
        world.jira.fault = (request) => (isIt(request) ? broken : undefined);
        await world.accept({ type: 'Manual', guid: 'g', action: 'UPDATE', fields });
        await world.clock.until(() => world.jira.requests.some(({ request }) => isIt(request)));
        await world.clock.pass(second / 10);
        world.jira.fault = () => ({ answer: { status: 401 } });
        if (end === 'cancel') assert.equal(await world.delivery.cancel(() => true), 1, path);
        await world.ended(2);
        assert.equal(world.outcomes[1]?.code, end === 'cancel' ? 'CANCELLED' : 'AUTH', path);
        await world.close();
      }
    }
  });

  it('that may have been taken are looked for by a retry, and done once where they are not there', async () => {
    for (const [commit, looks] of [[200 * second, 'found'], [undefined, 'sent again']] as const) {
      for (const restarted of [false, true]) {
        const world = await World.open({ fault: once(isPost('/comment'), { code: 'ECONNRESET', ...(commit === undefined ? {} : { commit }) }), settings: { settleWindow: 60 * second } });
        await world.accept({ fields: create({ comment: 'x' }) });
        await world.ended(1);
        assert.equal(world.outcomes[0]?.code, 'UNKNOWN_OUTCOME');
        await world.clock.pass(300 * second);
        if (restarted) await world.restart();
        assert.equal(await world.delivery.retry(() => true), 1);
        await world.ended(2);
        assert.equal(world.outcomes[1]?.row.status, 'Ok', world.outcomes[1]?.row.error);
        assert.equal(ofKind(world, 'comment').length, 1);
        assert.equal(world.jira.requests.filter(({ request }) => isPost('/comment')(request)).length, looks === 'found' ? 1 : 2, looks);
        await world.close();
      }
    }
  });

  it('that Jira refused are sent again by a retry at once', async () => {
    const world = await World.open({ fault: once(isPost('/comment'), { answer: { status: 400, json: { errorMessages: ['No.'] } } }) });
    await world.accept({ fields: create({ comment: 'x' }) });
    await world.ended(1);
    await world.delivery.retry(() => true);
    await world.ended(2, second);
    assert.equal(world.outcomes[1]?.row.status, 'Ok', world.outcomes[1]?.row.error);
    await world.close();
  });

  it('go on after a restart with what is not done', async () => {
    const world = await World.open({ fault: (request) => (isPost('/transitions')(request) ? { answer: { status: 503 } } : undefined) });
    await world.accept({ guid: 'g', fields: create(everything) });
    await world.clock.until(() => ofKind(world, 'comment').length > 0);
    await world.clock.pass(5 * second);
    await world.restart();
    world.jira.fault = () => undefined;
    await world.ended(1, 600 * second);
    assert.deepEqual(world.outcomes[0]?.row.status, 'Ok', world.outcomes[0]?.row.error);
    assert.deepEqual([ofKind(world, 'comment').length, ofKind(world, 'transition').length, world.jira.ledger.length], [1, 1, 1]);
    await world.close();
  });

  it('that fail name the ticket, which is remembered; a retry does the rest', async () => {
    const refused: Fault = { answer: { status: 400, json: { errorMessages: ['No comments today.'], errors: {} } } };
    const world = await World.open({ fault: once(isPost('/comment'), refused) });
    const command = await world.accept({ guid: 'g', fields: create({ comment: 'x', watcher: 'jdoe' }) });
    await world.ended(1);
    const row = world.outcomeOf(command);
    assert.match(row?.error ?? '', /NET-1 was created.*comment of NET-1 failed.*No comments today/);
    assert.deepEqual([row?.status, row?.ticketKey, world.delivery.records.guids.get('g')?.key], ['Failed', 'NET-1', 'NET-1']);
    assert.equal(world.delivery.records.statistics.read().create.total, 0);
    await world.restart();
    assert.equal(await world.delivery.retry(() => true), 1);
    await world.ended(2);
    assert.equal(world.outcomes[1]?.row.status, 'Ok', world.outcomes[1]?.row.error);
    assert.deepEqual([ofKind(world, 'comment').length, ofKind(world, 'watcher').length, world.jira.ledger.length], [1, 1, 1]);
    await world.close();
  });

  it('that cannot be read, or lead nowhere, fail before there is a ticket', async () => {
    const world = await World.open();
    const bad: Array<[Fields, RegExp]> = [
      [{ link: 'NET 3' }, /link: expected a link such as "blocks NET-3"/],
      [{ link: 'block NET-3' }, /this Jira has no link "block"\. It has "blocks"/],
      [{ attachment: 'text' }, /attachment: expected a Buffer/],
      [{ watcher: { name: 'x' } }, /watcher: expected a user/],
    ];
    for (const [more] of bad) await world.accept({ fields: create(more) });
    await world.ended(bad.length);
    bad.forEach(([, words], index) => assert.match(world.outcomes.find(({ row }) => row.id.endsWith(String(index + 1)))?.row.error ?? '', words));
    assert.equal(world.jira.ledger.length, 0);
    await world.close();
  });

  it('say which fields a transition requires, and which transitions there are', async () => {
    const world = await World.open();
    await world.accept({ fields: create({ transition: 'resolved' }) });
    await world.accept({ fields: create({ transition: 'Explode' }) });
    await world.ended(2);
    const errors = world.outcomes.map(({ row }) => row.error).sort();
    assert.match(errors[0] ?? '', /"Resolve" requires Resolution \(resolution\)|has no transition "Explode"/);
    assert.ok(errors.some((error) => /is "Open" and has no transition "Explode" for this user\. It has "Start" \(to "In Progress"\), "Resolve" \(to "Resolved"\)/.test(error)), errors.join('\n'));
    assert.ok(errors.some((error) => /requires Resolution \(resolution\)\. Add it to the command/.test(error)), errors.join('\n'));
    await world.close();
  });

  for (const required of [true, false]) {
    it(`give a transition its comment where its screen ${required ? 'requires' : 'only has'} one`, async () => {
      const posted: JiraRequest[] = [];
      let status = 'Open';
      const client = stubPort((request) => {
        const { path, method } = request;
        if (path.endsWith('/serverInfo')) return answer(200, { version: '10.3.0' });
        if (method === 'POST') posted.push(request);
        if (method === 'POST' && path.endsWith('/transitions')) {
          // The first answer is lost, though it is carried out.
          const first = status === 'Open';
          status = 'Closed';
          if (first) throw new NoAnswer('ECONNRESET', true, 'the connection was reset');
        }
        if (method === 'POST') return path.endsWith('/transitions') ? answer(204) : answer(201, { id: '7' });
        if (path.endsWith('/transitions')) return answer(200, { transitions: status === 'Open' ? [{ id: '5', name: 'Close', to: { name: 'Closed' }, fields: { comment: { name: 'Comment', required } } }] : [] });
        if (path.endsWith('issue/NET-1')) return answer(200, { id: '1', key: 'NET-1', fields: { status: { name: status } } });
        return answer(404, {});
      });
      const world = await World.open({ clock: new VirtualClock(), client });
      await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { comment: 'Mended.', transition: 'Close' } });
      await world.ended(1);
      assert.deepEqual(world.outcomes.map(({ row }) => row.error), ['']);
      const alone = { transition: { id: '5' } };
      const bodies = posted.map(({ path, body }) => (path.endsWith('/comment') ? 'comment' : body));
      assert.deepEqual(bodies, required ? [{ ...alone, update: { comment: [{ add: { body: 'Mended.' } }] } }] : ['comment', alone]);
      await world.close();
    });
  }

  it('add a comment that was to go with a transition which somebody else has carried out', async () => {
    const posted: string[] = [];
    let status = 'Open';
    const client = stubPort(({ path, method }) => {
      if (path.endsWith('/serverInfo')) return answer(200, { version: '10.3.0' });
      if (method === 'POST') posted.push(path.split('/').at(-1) ?? '');
      if (method === 'POST' && path.endsWith('/transitions')) {
        status = 'Closed';
        return answer(429, undefined, { 'retry-after': '5' });
      }
      if (method === 'POST') return answer(201, { id: '7' });
      if (path.endsWith('/transitions')) return answer(200, { transitions: status === 'Open' ? [{ id: '5', name: 'Close', to: { name: 'Closed' }, fields: { comment: { name: 'Comment', required: true } } }] : [] });
      if (path.endsWith('/comment')) return answer(200, { comments: [], total: 0 });
      if (path.endsWith('issue/NET-1')) return answer(200, { id: '1', key: 'NET-1', fields: { status: { name: status } } });
      return answer(404, {});
    });
    const world = await World.open({ clock: new VirtualClock(), client });
    await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { comment: 'Mended.', transition: 'Closed' } });
    await world.ended(1);
    assert.deepEqual([world.outcomes.map(({ row }) => row.error), posted], [[''], ['transitions', 'comment']]);
    await world.close();
  });

  it('find a watcher as they find an assignee, where the user may not browse users', async () => {
    const client = stubPort(({ path, method, query = {} }) => {
      if (path.endsWith('/serverInfo')) return answer(200, { version: '1001.0.0', deploymentType: 'Cloud' });
      if (path.endsWith('/user/search')) return answer(200, []);
      if (path.endsWith('/assignable/search')) return answer(200, query['project'] === 'NET' ? [{ accountId: '5b10a2844c20165700ede21g', displayName: 'Jane Roe', active: true }] : []);
      if (method === 'POST') return path.endsWith('/watchers') ? answer(204) : answer(201, { id: '1', key: 'NET-1' });
      return answer(404, {});
    });
    const world = await World.open({ clock: new VirtualClock(), client });
    await world.accept({ fields: create({ watcher: 'Jane Roe' }) });
    await world.ended(1);
    assert.deepEqual(world.outcomes.map(({ row }) => row.error), ['']);
    assert.equal(client.asked.find(isPost('/watchers'))?.body, '5b10a2844c20165700ede21g');
    await world.close();
  });

  it('leave a ticket alone that is in the status already', async () => {
    const world = await World.open();
    await world.accept({ guid: 'g', fields: create({ transition: 'Start' }) });
    await world.accept({ guid: 'g', action: 'UPDATE', fields: { transition: 'In Progress', description: 'x' } });
    await world.ended(2);
    assert.deepEqual(world.outcomes.map(({ row }) => row.error), ['', '']);
    assert.equal(ofKind(world, 'transition').length, 1);
    await world.close();
  });

  for (const [what, fields, code, words, refusal] of [
    ['a watcher whom nobody knows', { watcher: 'nobody' }, 'JIRA_REJECTED', /The watcher of NET-1 failed\..*The user "nobody" does not exist/],
    ['a link to a ticket that is not there', { link: 'blocks XYZ-1' }, 'JIRA_REJECTED', /The link of NET-1 failed/],
    ['a transition of a ticket that is not there', { transition: 'Start' }, 'UNKNOWN_TICKET', /The transition of NET-1 failed/],
    ['a watcher whom we may not add', { watcher: 'jdoe' }, 'JIRA_REJECTED', /The watcher of NET-1 failed\..*You may not/, { status: 401, headers: { 'x-seraph-loginreason': 'OK' }, json: { errorMessages: ['You may not.'] } }],
    ['a link that we may not make, where Jira tells nothing of the login', { link: 'blocks NET-2' }, 'JIRA_REJECTED', /The link of NET-1 failed\..*You may not/, { status: 401, json: { errorMessages: ['You may not.'] } }],
    ['a comment on a ticket that is not there', { comment: 'x' }, 'UNKNOWN_TICKET', /The comment of NET-1 failed/],
  ] as Array<[string, Fields, string, RegExp, Fault['answer']?]>) {
    it(`fail as what they are: ${what}`, async () => {
      const gone = { status: 404, json: { errorMessages: ['The user "nobody" does not exist.'], errors: {} } };
      const world = await World.open({ fault: ({ path }) => (/\/(watchers|issueLink|transitions|comment)$/.test(path) ? { answer: refusal ?? gone } : undefined) });
      await world.accept({ guid: 'NET-1', action: 'UPDATE', fields });
      await world.ended(1);
      assert.equal(world.outcomes[0]?.code, code);
      assert.match(world.outcomes[0]?.row.error ?? '', words);
      assert.equal(world.delivery.status().state, 'ok', 'nothing is held');
      await world.close();
    });
  }
});
