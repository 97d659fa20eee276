import assert from 'node:assert/strict';
import { parseAddress } from '../../../src/lib/jira/address';
import { authorizationHeader, secretsOf } from '../../../src/lib/jira/authorization';
import { testConnection } from '../../../src/lib/jira/connection-test';
import type { JiraAnswer, JiraRequest } from '../../../src/lib/jira/http';
import { redactor } from '../../../src/lib/jira/redact';
import type { Json } from '../../../src/lib/ticket/json';
import { canary, formsIn } from '../../reliability/canaries';
import { VirtualClock } from '../../simulation/virtual-clock';
import { World } from '../../simulation/world';
import { answer } from '../jira/jira-stub';

const { password } = canary;
const header = authorizationHeader({ auth: 'basic', ...canary }) ?? '';
const echo = `${password} ${header} ${encodeURIComponent(password)} ${Buffer.from(password).toString('base64')}`;
const field = (id: string, name: string, type: string, more: Record<string, Json> = {}): Json => ({ id, fieldId: id, name, schema: { type }, ...more });

/** A Jira that puts the login into whatever it says. */
function echoing(request: JiraRequest): JiraAnswer {
  const { method, path } = request;
  const end = path.replace(/^rest\/api\/latest\//, '');
  if (end === 'serverInfo') return answer(200, { version: '10.3.0', deploymentType: 'Server', serverTitle: echo, baseUrl: `https://host/${encodeURIComponent(password)}` });
  if (end === 'issue/createmeta/NET/issuetypes') return answer(200, { values: [{ id: '1', name: 'Task' }, { id: '2', name: echo }], isLast: true });
  if (end === 'issue/createmeta/NET/issuetypes/1') {
    const allowedValues = [{ id: '1', name: 'High' }, { id: '2', name: echo }, { id: '3', name: 'Low', children: [{ id: '4', name: echo }, { id: '5', name: 'Lower' }] }];
    return answer(200, { values: [field('summary', 'Summary', 'string'), field('priority', 'Priority', 'priority', { allowedValues }), field('customfield_1', `${'x'.repeat(30)}${password}`, 'string')], isLast: true });
  }
  if (end === 'field') return answer(200, [field('summary', 'Summary', 'string'), field('assignee', 'Assignee', 'user'), field('customfield_2', echo, 'string')]);
  if (end === 'project') return answer(200, [{ key: 'NET', name: echo }, { key: echo, name: 'x' }]);
  if (end === 'user') return answer(404, { errorMessages: [echo] });
  if (end === 'user/search') return answer(200, [{ name: 'ann', displayName: `Ann ${echo}`, emailAddress: echo }, { name: echo, displayName: 'Ann' }]);
  if (end.startsWith('jql/')) return answer(200, { results: [{ value: 'night' }, { value: `"${password}"` }] });
  if (end === 'issueLinkType') return answer(200, { issueLinkTypes: [{ name: echo, inward: echo, outward: echo }] });
  if (end.endsWith('/transitions')) return answer(200, { transitions: [{ id: '1', name: echo, to: { name: echo } }] });
  if (method === 'POST' && end === 'issue') {
    const { summary } = ((request.body as Record<string, Json>)['fields'] ?? {}) as Record<string, Json>;
    if (summary === 'with a strange key') return answer(201, { id: echo, key: password });
    if (summary === 'redirected') return answer(302, undefined, { location: `/login/${encodeURIComponent(password)}` });
    return answer(400, { errorMessages: [echo], errors: { [password]: echo, summary: `${'x'.repeat(880)}${password}` } });
  }
  return answer(400, { errorMessages: [echo] });
}

/** Everything that leaves a delivery: told, kept or shown. */
async function everythingTold(redact?: (text: string) => string): Promise<Record<string, string>> {
  const clock = new VirtualClock();
  const client = { send: async (request: JiraRequest) => echoing(request), ...(redact === undefined ? {} : { redact }) };
  const world = await World.open({ clock, client });
  const create = { project: 'NET', issuetype: 'Task', summary: 'x' };
  const commands = [
    { fields: create },
    { fields: { ...create, summary: 'with a strange key' } },
    { fields: { ...create, summary: 'redirected' } },
    { fields: { ...create, priority: 'Hihg' } },
    { fields: { ...create, ['x'.repeat(31)]: 'y' } },
    { fields: { ...create, assignee: 'Ann' } },
    { fields: { ...create, link: 'nothing NET-1' } },
    { action: 'UPDATE' as const, guid: 'NET-1', fields: { summary: 'x' } },
    { action: 'UPDATE' as const, guid: 'NET-2', fields: { transition: 'Done' } },
  ];
  for (const one of commands) await world.accept(one);
  await world.ended(commands.length);
  const { directory, records } = world.delivery;
  const shown: unknown[] = [];
  for (const question of [
    () => directory.fields('NET', 'Task'), () => directory.projects(), () => directory.issueTypes('NET'), () => directory.people('ann', ''), () => directory.labels('labels', ''),
    () => world.delivery.preview(world.command({ fields: { ...create, priority: 'Hihg' } })), () => world.delivery.preview(world.command({ fields: { ...create, assignee: 'Ann' } })),
  ]) {
    let done = false;
    void question().then((found) => shown.push(found), (error: Error) => shown.push(error.message, error.stack)).finally(() => (done = true));
    await clock.until(() => done);
  }
  await world.close();
  return {
    outcomes: JSON.stringify(world.outcomes),
    rows: JSON.stringify([...world.rows, ...records.log.list()]),
    responses: JSON.stringify(records.responses.list()),
    reports: world.reports.join(),
    shown: JSON.stringify(shown),
    journal: await world.disk.read('/journal.jsonl'),
  };
}

/** Half of a password would do for whoever looks for it. */
const leaksIn = (text: string): string[] => [...formsIn(text, canary), ...(text.includes(password.slice(0, 6)) ? ['a half'] : [])];

describe('the credentials of a connection', () => {
  it('are in nothing that is told, kept or shown, whatever Jira says', async () => {
    const told = await everythingTold(redactor(secretsOf(header)));
    for (const [what, text] of Object.entries(told)) assert.deepEqual(leaksIn(text), [], `${what}: ${text}`);
    assert.match(told['outcomes'] ?? '', /\*\*\*/);
    assert.match(told['shown'] ?? '', /"Lower"/);
  });

  it('would be in all of it otherwise', async () => {
    const told = await everythingTold();
    for (const what of ['outcomes', 'rows', 'responses', 'shown', 'journal']) assert.notDeepEqual(leaksIn(told[what] ?? ''), [], what);
  });

  it('leave what Jira says as it is where it is used, also where a password is a common word', async () => {
    const redact = redactor(['admin', 'jira']);
    const asked: JiraRequest[] = [];
    const send = async (request: JiraRequest): Promise<JiraAnswer> => {
      asked.push(request);
      if (request.path.endsWith('/serverInfo')) return answer(200, { version: '9.12.2', deploymentType: 'Server' });
      if (request.path.endsWith('/field')) return answer(200, [field('assignee', 'Assignee', 'user'), field('customfield_1', 'Admin note of jira', 'string')]);
      if (request.path.endsWith('/user')) return answer(200, { name: 'admin', displayName: 'The admin' });
      if (request.method === 'PUT') return answer(204);
      return answer(404, { errorMessages: ['no'] });
    };
    const world = await World.open({ client: { send, redact } });
    const command = await world.accept({ action: 'UPDATE', guid: 'NET-1', fields: { assignee: 'admin', 'Admin note of jira': 'jira' } });
    await world.ended(1);
    assert.equal(world.outcomeOf(command)?.status, 'Ok', world.outcomeOf(command)?.error);
    assert.deepEqual(asked.find(({ method }) => method === 'PUT')?.body, { fields: { assignee: { name: 'admin' }, customfield_1: 'jira' } });
    await world.close();
  });

  it('are in no report of a connection test', async () => {
    const elsewhere = () => ({ send: async (request: JiraRequest) => echoing(request), close: () => {} });
    const options = { auth: 'basic' as const, proxied: false, elsewhere, now: () => 0 };
    const address = () => parseAddress('https://jira.example.com', '');
    const send = async (request: JiraRequest) => (request.path.endsWith('/myself') ? answer(200, { displayName: echo }) : echoing(request));
    const report = await testConnection({ send, redact: redactor(secretsOf(header)) }, address(), options);
    assert.deepEqual(leaksIn(JSON.stringify(report)), [], JSON.stringify(report));
    assert.notDeepEqual(leaksIn(JSON.stringify(await testConnection({ send }, address(), options))), []);
  });
});
