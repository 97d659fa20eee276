import assert from 'node:assert/strict';
import { Exchange } from '../../../src/lib/delivery/exchange';
import { Gate } from '../../../src/lib/delivery/gate';
import type { Item } from '../../../src/lib/delivery/item';
import { Preparation } from '../../../src/lib/delivery/preparation';
import { Queue } from '../../../src/lib/delivery/queue';
import type { Result } from '../../../src/lib/delivery/result';
import type { StepsContext } from '../../../src/lib/delivery/steps';
import { sendSteps } from '../../../src/lib/delivery/steps';
import type { JiraRequest } from '../../../src/lib/jira/http';
import { Guids } from '../../../src/lib/records/guids';
import type { Response } from '../../../src/lib/records/responses';
import type { Command, Fields } from '../../../src/lib/ticket/command';
import type { Json } from '../../../src/lib/ticket/json';
import { unlimited } from './unlimited';
import { VirtualClock } from '../../simulation/virtual-clock';
import type { Fault } from '../../simulation/virtual-jira';
import { VirtualJira } from '../../simulation/virtual-jira';
import { address } from '../jira/jira-stub';

const second = 1_000;
const window = 60 * second;

/** An update with steps of a ticket that is there, and what its steps are given to work with. */
async function world(fields: Fields, { over = {}, context: more = {} }: { over?: Partial<Item>; context?: Partial<StepsContext> } = {}) {
  const clock = new VirtualClock();
  const jira = new VirtualJira({ clock, latency: () => 0 });
  const gate = new Gate(() => 0);
  const responses: Response[] = [];
  const exchange = new Exchange(jira, address, unlimited, gate, clock, (response) => responses.push(response));
  const preparation = new Preparation(jira, address, 'property', 'UTC', clock);
  const queue = new Queue(new Guids());
  const noted: number[] = [];
  const command: Command = { id: 'c', guid: 'NET-1', action: 'UPDATE', type: 'Automatic', fields, node: 'n', time: new Date(clock.now()).toISOString() };
  const item = Object.assign(queue.add(command, { offset: 0, length: 0 }), over);
  const context: StepsContext = {
    address, exchange, preparation, clock, random: () => 0.5, settleWindow: window, settlePolicy: 'fail', clockMoved: () => 0, issueOpenAt: () => 0,
    markSending: async (items) => items.forEach((one) => Object.assign(one, { attempts: one.attempts + 1, sentAt: clock.now() })),
    noteStep: async (one, done, warnings) => {
      noted.push(done);
      queue.stepped(one, done, warnings);
    },
    ...more,
  };
  async function run(): Promise<Result> {
    let result: Result | undefined;
    sendSteps({ id: '10001', key: 'NET-1' }, { item, command }, context).then((one) => (result = one), assert.fail);
    await clock.until(() => result !== undefined);
    return result as Result;
  }
  void jira.send({ method: 'POST', path: 'rest/api/latest/issue', body: { fields: { project: { key: 'NET' }, summary: 'alarm' } } });
  await clock.pass(second);
  jira.requests.length = 0;
  /** What was asked of Jira that changes something: path below the ticket, and body. */
  const changes = (): Array<[string, Json | undefined]> => jira.requests.flatMap(({ request: { method, path, body } }) => (method === 'GET' ? [] : [[path.split('/').at(-1) ?? '', body]]));
  return { clock, jira, gate, item, noted, responses, run, changes };
}

const isPost = (end: string) => ({ method, path }: JiraRequest): boolean => method === 'POST' && path.endsWith(end);
const isUpdate = ({ method }: JiraRequest): boolean => method === 'PUT';
const to = (matches: (request: JiraRequest) => boolean, fault: Fault) => (request: JiraRequest): Fault | undefined => (matches(request) ? fault : undefined);
const transitions = (...list: Json[]) => to(({ method, path }) => method === 'GET' && path.endsWith('/transitions'), { answer: { status: 200, json: { transitions: list } } });

describe('a command with steps, once its ticket is known', () => {
  it('ends with that, and each request but the last is noted as carried out: that is done with the outcome', async () => {
    const { run, noted, changes, responses } = await world({ summary: 'x', link: 'blocks NET-7', comment: 'y' });
    assert.deepEqual(await run(), { is: 'ok', ticket: { id: '10001', key: 'NET-1' }, warnings: '' });
    assert.deepEqual([noted, changes().map(([what]) => what)], [[1, 2], ['NET-1', 'issueLink', 'comment']]);
    assert.deepEqual(responses.filter(({ error }) => error !== ''), []);
  });

  for (const [what, warnings, wanted] of [['none', '', ''], ['some', 'no marker', 'no marker']] as const) {
    it(`ends with the warnings of its create, and not with an empty one: ${what}`, async () => {
      const { run } = await world({ summary: 'x', comment: 'y' }, { over: { made: { id: '10001', key: 'NET-1', url: '', warnings }, warnings } });
      assert.deepEqual(await run(), { is: 'ok', ticket: { id: '10001', key: 'NET-1' }, warnings: wanted });
    });
  }

  it('ends with the warnings of what was carried out before, where a later step has to be tried again', async () => {
    const { jira, clock, item, run } = await world({ summary: 'x'.repeat(300), comment: 'y' });
    let posts = 0;
    jira.fault = (request) => (isPost('/comment')(request) && (posts += 1) === 1 ? { answer: { status: 429, headers: { 'retry-after': '1' } } } : undefined);
    assert.equal((await run()).is, 'again');
    assert.deepEqual([item.done, item.warnings?.startsWith('summary: cut to 255 characters')], [1, true]);
    await clock.pass(2 * second);
    assert.deepEqual(await run(), { is: 'ok', ticket: { id: '10001', key: 'NET-1' }, warnings: item.warnings });
  });

  it('ends with all warnings of its fields', async () => {
    const { run } = await world({ summary: 'x'.repeat(300), customfield_20000: 'x'.repeat(40_000), comment: 'y' });
    const result = await run();
    assert.match(result.is === 'ok' ? result.warnings : '', /^summary: cut to 255 characters; .*; customfield_20000: cut to 32,767 characters$/);
  });

  it('that cannot be read fails with that alone', async () => {
    const { run } = await world({ link: 'NET 3' });
    assert.deepEqual(await run(), { is: 'failed', code: 'INVALID_FIELD', error: 'Field link: expected a link such as "blocks NET-3", got "NET 3".' });
  });
});

describe('the fields of a command with a transition', () => {
  const resolve = { id: '21', name: 'Resolve', to: { name: 'Resolved' }, fields: { resolution: { required: true, name: 'Resolution', schema: { type: 'resolution' } }, customfield_20003: { name: 'Text 03', schema: { type: 'string' } } } };
  const given = { summary: 'x', customfield_20003: 'cause', resolution: 'Done', transition: 'Resolve' };

  it('are set by that where they are on its screen', async () => {
    const { run, jira, changes } = await world(given);
    jira.fault = transitions(resolve);
    assert.equal((await run()).is, 'ok');
    assert.deepEqual(changes(), [
      ['NET-1', { fields: { summary: 'x' } }],
      ['transitions', { transition: { id: '21' }, fields: { customfield_20003: 'cause', resolution: { name: 'Done' } } }],
    ]);
  });

  it('are set all the same where the ticket is in that status already, but for the resolution', async () => {
    const { run, jira, changes } = await world({ ...given, transition: 'Open' });
    jira.fault = transitions(resolve);
    assert.equal((await run()).is, 'ok');
    assert.deepEqual(changes(), [['NET-1', { fields: { summary: 'x', customfield_20003: 'cause' } }]]);
  });

  it('make no request where none is left for it', async () => {
    const { run, jira, changes } = await world({ resolution: 'Done', transition: 'Resolve' });
    jira.fault = transitions(resolve);
    assert.equal((await run()).is, 'ok');
    assert.deepEqual(changes().map(([what]) => what), ['transitions']);
  });

  it('have the resolution among them where there is no transition', async () => {
    const { run, changes } = await world({ resolution: 'Done', comment: 'x' });
    assert.equal((await run()).is, 'ok');
    assert.deepEqual(changes()[0], ['NET-1', { fields: { resolution: { name: 'Done' } } }]);
  });
});

describe('a request of a command with steps', () => {
  for (const scope of ['update', 'issue:NET-1'] as const) {
    it(`waits while Jira limits ${scope}, and that is no failure`, async () => {
      for (const fields of [{ summary: 'x', comment: 'y' }, { comment: 'y' }]) {
        const { clock, gate, run, item, changes } = await world(fields);
        const until = clock.now() + 5 * second;
        gate.resume({ scope, at: clock.now(), until, strikes: 1 });
        assert.deepEqual(await run(), { is: 'again', at: until });
        assert.deepEqual([changes(), item.failures, item.attempts], [[], 0, 0]);
      }
    });
  }

  it('with a field that has another id by now is sent again with that', async () => {
    let id = 'customfield_1';
    const { run, jira, changes } = await world({ Cause: 'x', comment: 'y' });
    jira.fault = ({ path, body }) => {
      if (path.endsWith('/field')) return { answer: { status: 200, json: [{ id, name: 'Cause', schema: { type: 'string', custom: 'x:y' } }] } };
      if (!JSON.stringify(body ?? '').includes('customfield_1')) return undefined;
      id = 'customfield_2';
      return { answer: { status: 400, json: { errors: { customfield_1: 'Field \'customfield_1\' cannot be set. It is not on the appropriate screen, or unknown.' } } } };
    };
    assert.deepEqual(await run(), { is: 'again', at: 0 });
    assert.equal((await run()).is, 'ok');
    assert.deepEqual(changes().slice(0, 2), [['NET-1', { fields: { customfield_1: 'x' } }], ['NET-1', { fields: { customfield_2: 'x' } }]]);
  });

  it('has no fields read anew where it is the ticket that is not there', async () => {
    const { run, jira, item } = await world({ summary: 'x', comment: 'y' });
    jira.fault = to(isUpdate, { answer: { status: 404, json: { errorMessages: ['Issue Does Not Exist'], errors: {} } } });
    const result = await run();
    assert.deepEqual([result.is === 'failed' && result.code, item.refreshed], ['UNKNOWN_TICKET', undefined]);
  });

  for (const [what, fault, doubt] of [
    ['lost', { code: 'ECONNRESET' }, { answered: false, resend: false }],
    ['a 500', { answer: { status: 500 } }, { answered: true, resend: true }],
    ['a 408', { answer: { status: 408 } }, { answered: true, resend: true }],
    ['a gateway\'s 502', { answer: { status: 502 } }, { answered: false, resend: true }],
    ['a gateway\'s 504', { answer: { status: 504 } }, { answered: true, resend: false }],
    ['a 409', { answer: { status: 409, json: {} } }, undefined],
    ['a 425', { answer: { status: 425, json: {} } }, undefined],
    ['none, for it was never sent', { code: 'ECONNREFUSED', sent: false }, undefined],
  ] as Array<[string, Fault, Pick<Item, 'answered' | 'resend'> | undefined]>) {
    it(`that adds a comment is ${doubt ? '' : 'not '}in doubt where the answer is ${what}`, async () => {
      const { clock, run, jira, item } = await world({ comment: 'x' });
      jira.fault = to(isPost('/comment'), fault);
      assert.deepEqual(await run(), { is: 'again', at: clock.now() + 500 });
      assert.equal(item.sentAt > 0, doubt !== undefined);
      if (doubt) assert.deepEqual({ answered: item.answered, resend: item.resend }, doubt);
    });
  }
});

describe('a comment or a file that may have been added', () => {
  const story = 'No answer.';
  const attachment = { filename: 'a.txt', content: 'four' };

  /** @param ago how long ago it was sent, ms */
  async function inDoubt(ago: number, fields: Fields = { comment: 'x' }, over: Partial<Item> = { story }, context: Partial<StepsContext> = {}) {
    const here = await world(fields, { over: { failures: 1, ...over }, context });
    here.item.sentAt = here.clock.now() - ago;
    return here;
  }

  it('is looked for again after a pause, and at the end of the window', async () => {
    for (const [left, pause] of [[window, second], [window / 2, second], [200, 200], [1, 1]] as const) {
      const { clock, run, changes, item } = await inDoubt(window - left);
      assert.deepEqual(await run(), { is: 'again', at: clock.now() + pause });
      assert.deepEqual([changes(), item.failures, item.story], [[], 2, story]);
    }
  });

  it('is unknown once it was looked for in vain at the end of the window', async () => {
    for (const [what, fields] of [['comment', { comment: 'x' }], ['attachment', { attachment }]] as Array<[string, Fields]>) {
      const { run, changes } = await inDoubt(window, fields);
      const error = `The ${what} of NET-1 failed. It is unknown whether Jira took the ${what}: it was not there within 60 s. No answer. Look in Jira before sending it again.`;
      assert.deepEqual(await run(), { is: 'failed', code: 'UNKNOWN_OUTCOME', error });
      assert.deepEqual(changes(), []);
    }
  });

  it('is unknown also where a restart has forgotten what there was instead of an answer', async () => {
    const { clock, run } = await inDoubt(window - 1, { comment: 'x' }, {});
    assert.equal((await run()).is, 'again');
    await clock.pass(1);
    const result = await run();
    assert.match(result.is === 'failed' ? result.error : '', /within 60 s\. Node-RED stopped before Jira had answered\. Look in Jira/);
  });

  for (const [what, over, context] of [
    ['where Jira said that it failed', { story, resend: true }, {}],
    ['where the connection says so', { story }, { settlePolicy: 'resend' }],
  ] as Array<[string, Partial<Item>, Partial<StepsContext>]>) {
    it(`is added once more after that ${what}`, async () => {
      const { run, changes, item } = await inDoubt(window, { comment: 'x' }, over, context);
      assert.equal((await run()).is, 'ok');
      assert.deepEqual([changes().map(([path]) => path), item.failures], [['comment'], 0]);
    });
  }

  it('is done where it is there', async () => {
    const { run, jira, changes } = await inDoubt(1, { attachment });
    void jira.send({ method: 'POST', path: 'rest/api/latest/issue/NET-1/attachments', file: { filename: 'a.txt', base64: 'Zm91cg==', contentType: '' } });
    assert.equal((await run()).is, 'ok');
    assert.equal(changes().length, 1);
  });
});

describe('a comment beside a transition', () => {
  const close = { id: '5', name: 'Close', to: { name: 'Closed' }, fields: { comment: { name: 'Comment', required: true } } };

  it('is added by itself where the ticket is in that status already', async () => {
    const { run, jira, changes } = await world({ comment: 'x', transition: 'Open' });
    jira.fault = transitions(close);
    assert.equal((await run()).is, 'ok');
    assert.deepEqual(changes().map(([what]) => what), ['comment']);
  });

  it('is added where there is no such transition, which fails in its turn', async () => {
    const { run, jira, changes } = await world({ comment: 'x', transition: 'Explode' });
    jira.fault = transitions(close);
    const error = 'Field transition: NET-1 is "Open" and has no transition "Explode" for this user. It has "Close" (to "Closed").';
    assert.deepEqual(await run(), { is: 'failed', code: 'JIRA_REJECTED', error });
    assert.deepEqual(changes().map(([what]) => what), ['comment']);
  });

  it('waits where Jira does not say now whether it has to go along', async () => {
    const { clock, run, jira, changes } = await world({ comment: 'x', transition: 'Close' });
    jira.fault = to(({ path }) => path.endsWith('/transitions'), { code: 'ECONNRESET' });
    assert.deepEqual(await run(), { is: 'again', at: clock.now() + 500 });
    assert.deepEqual(changes(), []);
  });
});

describe('the failure of a command with steps', () => {
  it('says which step it is of, but for fields, which say it themselves', async () => {
    for (const [fields, path, words] of [
      [{ summary: 'x', comment: 'y' }, '/NET-1', /^\[PUT\] .* No\.$/],
      [{ summary: 'x', comment: 'y' }, '/comment', /^The comment of NET-1 failed\. \[POST\] .* No\.$/],
      [{ watcher: 'jdoe' }, '/watchers', /^The watcher of NET-1 failed\. \[POST\] .* No\.$/],
    ] as Array<[Fields, string, RegExp]>) {
      const { run, jira } = await world(fields);
      jira.fault = to((request) => request.method !== 'GET' && request.path.endsWith(path), { answer: { status: 400, json: { errorMessages: ['No.'] } } });
      const result = await run();
      assert.match(result.is === 'failed' ? result.error : result.is, words);
    }
  });
});
