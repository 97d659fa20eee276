import assert from 'node:assert/strict';
import { errorOf, Flow, rowOf } from './flow';

const guid = '123e4567-e89b-42d3-a456-426614174000';

describe('a dry run', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  async function logged(): Promise<unknown[]> {
    return (await flow.ask('log')) as unknown[];
  }

  it('shows the request of a jira-create, and neither sends nor logs it', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'Link down', topic: 'kept', guid, dryRun: true, fields: { priority: 'high', assignee: 'Ann Smith', comment: 'Seen.', link: 'blocks NET-1' } });
    await flow.until(() => flow.out.length === 1 || flow.caught.length > 0);
    const [message] = flow.out;
    const shown = rowOf(message);
    assert.equal(message?.['topic'], 'kept');
    assert.match(String(shown['url']), /^http:\/\/127\.0\.0\.1:\d+\/rest\/api\/latest\/issue$/);
    const { fields } = shown['body'] as { fields: Record<string, unknown> };
    assert.deepEqual(fields['priority'], { name: 'High' });
    assert.ok((fields['assignee'] as { accountId: string }).accountId.includes(':'));
    assert.deepEqual([shown['dryRun'], shown['method'], shown['action'], shown['guid'], shown['warnings']], [true, 'POST', 'CREATE', guid, '']);
    assert.deepEqual(shown['steps'], [{ link: { phrase: 'blocks', key: 'NET-1' } }, { comment: 'Seen.' }]);
    assert.deepEqual(await logged(), []);
  });

  it('shows what each command of a string would send', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'one', guid });
    await flow.until(() => flow.out.length === 1);
    flow.send('advanced', { dryRun: true, payload: `${guid}|UPDATE|priority;Low|\n${guid}|CREATE|summary;again|\n${guid}|UPDATE|nothing;x|` });
    await flow.until(() => flow.out.length === 3 && flow.caught.length === 1);
    const [, update, create] = flow.out.map(rowOf);
    assert.match(String(update?.['url']), /\/issue\/NET-\d+$/);
    assert.deepEqual([update?.['method'], update?.['body']], ['PUT', { fields: { priority: { name: 'Low' } } }]);
    assert.match(String(create?.['warnings']), /this id has made NET-\d+: nothing would be sent/);
    assert.deepEqual([update?.['duplicateOf'], create?.['duplicateOf']], ['', flow.out.map(rowOf)[0]?.['ticketKey']]);
    assert.equal(errorOf(flow).code, 'INVALID_FIELD');
    assert.equal((await logged()).length, 1);
  });

  it('fails as sending would', async () => {
    flow = await Flow.start();
    flow.send('create', { payload: 'one', dryRun: true, fields: { priority: 'Sky-high' } });
    flow.send('create', { dryRun: true, action: 'UPDATE', guid: 'nobody', fields: { summary: 'x' } });
    await flow.until(() => flow.caught.length === 2);
    assert.deepEqual([errorOf(flow).code, errorOf(flow, 1).code], ['INVALID_FIELD', 'UNKNOWN_TICKET']);
    assert.deepEqual(await logged(), []);
  });
});
