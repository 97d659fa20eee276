import assert from 'node:assert/strict';
import type { Received } from './flow';
import { Flow, rows } from './flow';

const guid = '11111111-1111-4111-8111-111111111111';
const rowOf = (message: Received | undefined): Record<string, unknown> => (message?.payload ?? {}) as Record<string, unknown>;

interface Issue {
  fields: Record<string, unknown> & { comment: { comments: Array<{ body: unknown }> } };
}

async function issueOf(row: Record<string, unknown>): Promise<Issue['fields']> {
  const url = new URL(String(row['ticketUrl']));
  const answer = await fetch(`${url.origin}/rest/api/2/issue/${String(row['ticketKey'])}?fields=*all`);
  return ((await answer.json()) as Issue).fields;
}

const textsOf = ({ comment }: Issue['fields']): unknown[] => comment.comments.map(({ body }) => body);
const nameOf = (value: unknown): unknown => (value as { name?: string; displayName?: string } | null)?.displayName ?? (value as { name?: string } | null)?.name;

describe('more of a ticket', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('comes with a jira-create: people by name, a comment, a file, watchers and a transition', async () => {
    const attachment = { mode: 'include', field: 'attachment', value: 'file', type: 'msg' };
    flow = await Flow.start({}, { nodes: [{ id: 'create', z: 'tab', type: 'jira-create', server: 'server', fields: [...rows, attachment], wires: [['out']] }] });
    flow.send('create', { payload: 'first', guid });
    await flow.until(() => flow.out.length === 1);
    const fields = { assignee: 'Ann Smith', comment: 'Seen.', watcher: 'John Doe, bpeeters@example.com', link: `blocks ${String(rowOf(flow.out[0])['ticketKey'])}`, transition: 'Done', resolution: 'Done' };
    flow.send('create', { payload: 'second', fields, file: { filename: 'log.txt', content: Buffer.from('link down') } });
    await flow.until(() => flow.out.length === 2 || flow.caught.length > 0);
    assert.deepEqual(flow.caught.map((message) => rowOf(message)['error']), []);
    const issue = await issueOf(rowOf(flow.out[1]));
    assert.deepEqual([nameOf(issue['assignee']), textsOf(issue), nameOf(issue['status']), nameOf(issue['resolution'])], ['Ann Smith', ['Seen.'], 'Done', 'Done']);
    assert.equal((issue['watches'] as { watchCount: number }).watchCount, 2);
    assert.deepEqual((issue['attachment'] as Array<{ filename: string; size: number }>).map(({ filename, size }) => [filename, size]), [['log.txt', 9]]);
    assert.equal((issue['issuelinks'] as object[]).length, 1);
  });

  it('comes with a jira-advanced, as fields of the string', async () => {
    flow = await Flow.start();
    flow.send('advanced', { payload: `${guid}|CREATE|project;NET|issuetype;Task|summary;down|comment;It is down.|watcher;John Doe|` });
    await flow.until(() => flow.out.length === 1);
    flow.send('advanced', { payload: `${guid}|UPDATE|transition;Start Progress|comment;On its way|assignee;Bart Peeters|` });
    await flow.until(() => flow.out.length === 2 || flow.caught.length > 0);
    assert.deepEqual(flow.caught.map((message) => rowOf(message)['error']), []);
    const issue = await issueOf(rowOf(flow.out[1]));
    assert.deepEqual([nameOf(issue['status']), nameOf(issue['assignee']), textsOf(issue)], ['In Progress', 'Bart Peeters', ['It is down.', 'On its way']]);
  });

  it('fails before anything is sent where a person is several, and names them', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'one', fields: { assignee: 'Clara Meier' } });
    await flow.until(() => flow.caught.length === 1);
    assert.match(String(rowOf(flow.caught[0])['error']), /Field assignee: "Clara Meier" may be several: "Clara Meier" \(.*\), "Clara Meier" \(/);
    assert.equal(rowOf(flow.caught[0])['ticketKey'], '');
  });

  it('names the ticket where a step fails after it was made', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'one', fields: { transition: 'Explode' } });
    await flow.until(() => flow.caught.length === 1);
    const row = rowOf(flow.caught[0]);
    assert.match(String(row['error']), /^(NET-\d+) was created, but not all that was asked for is done: Field transition: \1 is "To Do" and has no transition "Explode"/);
    assert.match(String(row['ticketKey']), /^NET-\d+$/);
    assert.match(String(row['ticketUrl']), /\/browse\/NET-\d+$/);
  });

  it('refuses a Buffer that is not an attachment, and an attachment that is no file', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'one', fields: { description: Buffer.from('x') } });
    flow.send('create', { payload: 'one', fields: { attachment: 'just text' } });
    await flow.until(() => flow.caught.length === 2);
    assert.match(String(rowOf(flow.caught[0])['error']), /msg\.fields\.description: .*a Buffer \(turn it into text\)/);
    assert.match(String(rowOf(flow.caught[1])['error']), /attachment: expected a Buffer/);
  });
});
