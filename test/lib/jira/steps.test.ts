import assert from 'node:assert/strict';
import { LinkTypes } from '../../../src/lib/jira/link-types';
import { People } from '../../../src/lib/jira/people';
import { attachmentRequest } from '../../../src/lib/jira/steps/attachment';
import { hasComment } from '../../../src/lib/jira/steps/comment';
import { linkRequest } from '../../../src/lib/jira/steps/link';
import type { StepContext } from '../../../src/lib/jira/steps/step-context';
import { already } from '../../../src/lib/jira/steps/step-context';
import { findTransition, transitionRequest } from '../../../src/lib/jira/steps/transition';
import type { JiraAnswer } from '../../../src/lib/jira/http';
import type { Json, JsonObject } from '../../../src/lib/ticket/json';
import { address, answer, dataCenter, stubPort } from './jira-stub';

/** NET-1 in a Jira that gives these answers, by the end of the path. */
function contextOf(answers: Record<string, JiraAnswer | Json>, more: Partial<StepContext> = {}): StepContext {
  const port = stubPort(({ path }) => {
    const [, given] = Object.entries(answers).find(([end]) => path.endsWith(end)) ?? [];
    if (given === undefined) return answer(404, { errorMessages: ['Issue Does Not Exist'], errors: {} });
    return typeof given === 'object' && given !== null && 'headers' in given ? (given as JiraAnswer) : answer(200, given);
  });
  const clock = { now: () => 0 };
  return {
    port,
    address,
    flavour: dataCenter,
    people: new People(port, address, () => Promise.resolve(dataCenter), clock),
    linkTypes: new LinkTypes(port, address, clock),
    key: 'NET-1',
    marker: { guid: 'g', command: 'c' },
    repeated: false,
    warnings: new Set(),
    richText: (text) => text,
    fieldsOf: () => Promise.resolve({}),
    ...more,
  };
}

const inStatus = (name: string): JsonObject => ({ fields: { status: { name } } });
const transitions = (...list: Array<[id: string, name: string, to: string, fields?: JsonObject]>): Json => ({ transitions: list.map(([id, name, to, fields = {}]) => ({ id, name, to: { name: to }, fields })) });

describe('the transition of a command', () => {
  const answers = { '/transitions': transitions(['11', 'Start Progress', 'In Progress'], ['51', 'Escalate', 'Open'], ['31', 'Done', 'Closed'], ['41', 'Close', 'Done']), 'issue/NET-1': inStatus('Open') };
  const idOf = async (name: string, context: StepContext): Promise<string> => {
    const found = await findTransition(name, context);
    return found === already ? already : found.id;
  };

  for (const [name, id] of [['Start Progress', '11'], [' start progress ', '11'], ['in progress', '11'], ['11', '11'], ['Done', '31'], ['Open', already]] as const) {
    it(`"${name}" is ${id}`, async () => assert.equal(await idOf(name, contextOf(answers)), id));
  }

  it('that leads back to the status it begins in is carried out, but not a second time where it may have been', async () => {
    assert.equal(await idOf('Escalate', contextOf(answers)), '51');
    assert.equal(await idOf('Escalate', contextOf(answers, { repeated: true })), already);
  });

  it('that is there no more was carried out, where it may have been', async () => {
    const done = { '/transitions': transitions(['21', 'Reopen', 'Open']), 'issue/NET-1': inStatus('Closed') };
    assert.equal(await idOf('Close', contextOf(done, { repeated: true })), already);
    await assert.rejects(findTransition('Close', contextOf(done)), { code: 'JIRA_REJECTED', message: /NET-1 is "Closed" and has no transition "Close" for this user\. It has "Reopen" \(to "Open"\)\./ });
  });

  it('of a ticket that is not there says so', async () => {
    await assert.rejects(findTransition('Done', contextOf({})), { code: 'UNKNOWN_TICKET', message: /404 Not Found: Issue Does Not Exist/ });
  });

  it('goes with what its screen has of the command, and says what it requires besides', async () => {
    const screen = { resolution: { name: 'Resolution', required: true }, customfield_1: { name: 'Cause', required: true }, customfield_2: { name: 'Team', required: true, hasDefaultValue: true } };
    const found = await findTransition('Done', contextOf({ '/transitions': transitions(['31', 'Done', 'Closed', screen]), 'issue/NET-1': inStatus('Open') }));
    assert.ok(found !== already);
    const about = (given: JsonObject) => contextOf({}, { fieldsOf: () => Promise.resolve(given) });
    assert.deepEqual((await transitionRequest(found, about({ resolution: { name: 'Done' }, customfield_1: 'x' }))).body, {
      transition: { id: '31' },
      fields: { resolution: { name: 'Done' }, customfield_1: 'x' },
    });
    await assert.rejects(transitionRequest(found, about({})), { code: 'INVALID_FIELD', message: /"Done" requires Resolution \(resolution\), Cause \(customfield_1\)\. Add them to the command\./ });
  });
});

describe('the link of a command', () => {
  const types = { issueLinkTypes: [{ name: 'Blocks', inward: 'is blocked by', outward: 'blocks' }] };
  const linked = { fields: { issuelinks: [{ type: types.issueLinkTypes[0] as Json, outwardIssue: { key: 'NET-3' } }] } };

  for (const [phrase, other, ends] of [['blocks', 'NET-2', ['NET-1', 'NET-2']], ['is blocked by', 'NET-3', ['NET-3', 'NET-1']]] as const) {
    it(`"${phrase} ${other}" leads from ${ends[0]} to ${ends[1]}`, async () => {
      const request = await linkRequest(phrase, other, contextOf({ issueLinkType: types, 'issue/NET-1': linked }));
      assert.ok(request !== already);
      assert.deepEqual(request.body, { type: { name: 'Blocks' }, inwardIssue: { key: ends[0] }, outwardIssue: { key: ends[1] } });
    });
  }

  it('is not made twice', async () => assert.equal(await linkRequest('blocks', 'NET-3', contextOf({ issueLinkType: types, 'issue/NET-1': linked })), already));
  it('leads to another ticket', async () => {
    await assert.rejects(linkRequest('blocks', 'NET-1', contextOf({ issueLinkType: types, 'issue/NET-1': linked })), { code: 'INVALID_FIELD', message: /"NET-1" is the ticket itself/ });
  });
});

describe('the comment of a command, which may be there', () => {
  const since = Date.parse('2026-11-23T12:00:00Z');
  const comment = (id: number, more: JsonObject = {}): JsonObject => ({ id: String(id), body: 'It is down.', created: '2026-11-23T12:01:00.000+0000', ...more });
  const list = (...comments: JsonObject[]): Json => ({ startAt: 0, maxResults: 50, total: comments.length, comments });
  const marked = (command: string): JsonObject => ({ key: 'node-red.jira-tickets', value: { guid: 'g', command } });
  const asked = ({ port }: StepContext): string[] => (port as ReturnType<typeof stubPort>).asked.flatMap(({ path }) => /comment\/(\d+)/.exec(path)?.[1] ?? []);

  it('is known by the properties that the list gives', async () => {
    const context = contextOf({ '/comment': list(comment(1, { properties: [] }), comment(2, { properties: [marked('c')] })) });
    assert.equal(await hasComment('x', since, context), true);
    const others = contextOf({ '/comment': list(comment(1, { properties: [] }), comment(2, { properties: [marked('another')] })) });
    assert.equal(await hasComment('x', since, others), false);
    assert.deepEqual([...asked(context), ...asked(others)], []);
  });

  it('is asked for its property where the list gives none, unless it is older, and the newest first', async () => {
    const old = comment(1, { created: '2026-11-23T11:00:00.000+0000' });
    const context = contextOf({ '/comment': list(old, comment(2), comment(3), comment(4)), '3/properties/node-red.jira-tickets': marked('c') });
    assert.equal(await hasComment('x', since, context), true);
    assert.deepEqual(asked(context), ['4', '3']);
    const another = contextOf({ '/comment': list(old, comment(2)), '/properties/node-red.jira-tickets': marked('another') });
    assert.equal(await hasComment('It is down.', since, another), false);
    assert.deepEqual(asked(another), ['2']);
  });

  it('is not asked for by an id that leads elsewhere', async () => {
    const context = contextOf({ '/comment': list(comment(1, { id: '..' }), comment(2, { id: '\ud800' })) });
    assert.equal(await hasComment('x', since, context), false);
    assert.deepEqual((context.port as ReturnType<typeof stubPort>).asked.map(({ path }) => path), ['rest/api/latest/issue/NET-1/comment']);
  });

  it('is not asked for among more than a few', async () => {
    const context = contextOf({ '/comment': list(...Array.from({ length: 50 }, (_, number) => comment(number))) });
    assert.equal(await hasComment('x', since, context), false);
    assert.equal(asked(context).length, 20);
  });

  it('is not taken for missing while Jira fails', async () => {
    const context = contextOf({ '/comment': list(comment(1)), '/properties/node-red.jira-tickets': answer(500) });
    await assert.rejects(hasComment('x', since, context), { name: 'UnexpectedAnswer' });
  });
});

describe('the file of a command', () => {
  it('is sent with the word for an upload that this Jira wants', () => {
    const file = { filename: 'a.txt', contentType: 'text/plain', base64: 'Zm91cg==' };
    const request = attachmentRequest(file, contextOf({}, { flavour: { ...dataCenter, uploadToken: 'nocheck' } }));
    assert.deepEqual([request.path, request.uploadToken], ['rest/api/latest/issue/NET-1/attachments', 'nocheck']);
  });
});
