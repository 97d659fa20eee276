import assert from 'node:assert/strict';
import { errorOf, Flow, rowOf, rows } from './flow';

describe('the button on a jira-create', () => {
  let flow: Flow;
  afterEach(() => flow.stop());

  it('sends its table, and the outcome leaves the node', async () => {
    const table = [...rows.slice(0, 2), { mode: 'include', field: 'summary', value: 'by hand', type: 'str' }];
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: table }], adminApi: true });
    assert.equal(await flow.post('/jira-create/create/execute'), 200);
    await flow.until(() => flow.out.length === 1);
    assert.deepEqual([rowOf(flow.out[0])['status'], rowOf(flow.out[0])['type']], ['Ok', 'Manual']);
  });

  it('tells a failure to the Catch node, with the row', async () => {
    flow = await Flow.start({}, { nodes: [{ id: 'create', fields: rows.slice(0, 2) }], adminApi: true });
    assert.equal(await flow.post('/jira-create/create/execute'), 200);
    await flow.until(() => flow.caught.length === 1);
    assert.equal(errorOf(flow).code, 'JIRA_REJECTED');
    assert.equal(rowOf(flow.caught[0])['status'], 'Failed');
  });

  it('is nowhere else', async () => {
    flow = await Flow.start({}, { adminApi: true });
    assert.equal(await flow.post('/jira-create/advanced/execute'), 404);
    assert.equal(await flow.post('/jira-create/nobody/execute'), 404);
  });
});
