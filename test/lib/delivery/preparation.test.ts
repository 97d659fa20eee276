import assert from 'node:assert/strict';
import type { Command } from '../../../src/lib/ticket/command';
import { Preparation } from '../../../src/lib/delivery/preparation';
import { address, answer, stubPort } from '../jira/jira-stub';
import { VirtualClock } from '../../simulation/virtual-clock';

describe('which Jira it is', () => {
  it('is guessed while serverInfo is hidden, asked again a minute later, and then known for good', async () => {
    const clock = new VirtualClock();
    const answers = [answer(403), answer(200, { version: '5.2.11' })];
    const port = stubPort(() => answers.shift() ?? answer(500));
    const preparation = new Preparation(port, address, 'property', 'UTC', clock);
    assert.equal((await preparation.flavour()).guessed, true);
    assert.equal(await preparation.markerKind(), 'property');
    await clock.pass(60_000);
    assert.deepEqual((await preparation.flavour()).version, [5, 2, 11]);
    await clock.pass(86_400_000);
    assert.equal(await preparation.markerKind(), 'label');
    assert.equal(port.asked.length, 2);
  });
});

describe('what goes with a transition', () => {
  const fields = [
    { fieldId: 'summary', name: 'Summary', schema: { type: 'string', system: 'summary' } },
    { fieldId: 'customfield_1', name: 'Cause', schema: { type: 'option' } },
  ];
  const port = stubPort(({ path }) => {
    if (path.endsWith('/serverInfo')) return answer(200, { version: '10.3.0' });
    if (path.endsWith('/issuetypes')) return answer(200, { values: [{ id: '1', name: 'Task' }], isLast: true });
    if (path.endsWith('/issuetypes/1')) return answer(200, { values: fields.slice(0, 1), isLast: true });
    return answer(200, [...fields, { fieldId: 'resolution', name: 'Resolution', schema: { type: 'resolution' } }]);
  });
  const command = (action: Command['action'], given: Command['fields']): Command => ({ id: 'c', guid: 'g', action, type: 'Manual', node: 'n', time: '', fields: given });
  const about = async (action: Command['action'], given: Command['fields'], screen: Parameters<Awaited<ReturnType<Preparation['stepContext']>>['fieldsOf']>[0]) => {
    const preparation = new Preparation(port, address, 'none', 'UTC', new VirtualClock());
    return (await preparation.stepContext(command(action, given), 'NET-1', false)).fieldsOf(screen);
  };
  const resolutions = { resolution: { name: 'Resolution', schema: { type: 'resolution' }, allowedValues: [{ id: '1', name: 'Fixed' }, { id: '2', name: "Won't Fix" }] } };
  const base = { project: 'NET', issuetype: 'Task', summary: 'x' };

  it('is read by what its screen says of it', async () => {
    assert.deepEqual(await about('CREATE', { ...base, resolution: 'fixed' }, resolutions), { resolution: { name: 'Fixed' } });
    assert.deepEqual(await about('UPDATE', { summary: 'x', resolution: '2' }, resolutions), { resolution: { name: "Won't Fix" } });
    await assert.rejects(about('UPDATE', { resolution: 'Fixd' }, resolutions), { code: 'INVALID_FIELD', message: 'Field Resolution (resolution): "Fixd" is not one of its values. Did you mean "Fixed"?' });
  });

  it('is all that nothing else has sent, so that Jira says what is wrong with it', async () => {
    assert.deepEqual(await about('CREATE', { ...base, Cause: 'x', resolution: 'Done' }, {}), { customfield_1: { value: 'x' }, resolution: { name: 'Done' } });
    assert.deepEqual(await about('UPDATE', { Cause: 'x', resolution: 'Done' }, {}), { resolution: { name: 'Done' } });
  });
});

describe('a field of a command that its ticket table has under another name', () => {
  const fields = [
    { fieldId: 'summary', name: 'Summary', schema: { type: 'string', system: 'summary' } },
    { fieldId: 'customfield_1', name: 'Cause', schema: { type: 'option' }, allowedValues: [{ value: 'Fire' }, { value: 'Water' }] },
    { fieldId: 'reporter', name: 'Reporter', schema: { type: 'user', system: 'reporter' } },
  ];
  const port = stubPort(({ path, query }) => {
    if (path.endsWith('/serverInfo')) return answer(200, { version: '10.3.0' });
    if (path.endsWith('/issuetypes')) return answer(200, { values: [{ id: '1', name: 'Task' }], isLast: true });
    if (path.endsWith('/issuetypes/1')) return answer(200, { values: fields, isLast: true });
    if (path.endsWith('/user/search')) return answer(200, [{ name: String(query?.['username']), displayName: '' }]);
    return answer(200, fields);
  });
  const screen = { customfield_1: { name: 'Cause', schema: { type: 'option' } } };
  const preparation = (): Preparation => new Preparation(port, address, 'none', 'UTC', new VirtualClock());
  const command = (more: Partial<Command>): Command => ({
    id: 'c', guid: 'g', action: 'CREATE', type: 'Automatic', node: 'n', time: '',
    fields: { project: 'NET', issuetype: 'Task', summary: 'x', Cause: 'Fire', customfield_1: 'Water', transition: 'Done' },
    ...more,
  });

  it('is the command\'s in a create, an update and a transition', async () => {
    const fromTable = ['project', 'issuetype', 'Cause'];
    const create = await preparation().create(command({ fromTable }));
    assert.deepEqual((create.body['fields'] as Record<string, unknown>)['customfield_1'], { value: 'Water' });
    const update = await preparation().update(command({ action: 'UPDATE', fields: { Cause: 'Fire', customfield_1: 'Water' }, fromTable: ['Cause'] }), 'NET-1');
    assert.deepEqual(update.body['fields'], { customfield_1: { value: 'Water' } });
    const about = await preparation().stepContext(command({ fromTable }), 'NET-1', false);
    assert.deepEqual(await about.fieldsOf(screen), { customfield_1: { value: 'Water' } });
  });

  it('is refused in a command of an older journal, which does not say what is the table\'s', async () => {
    await assert.rejects(preparation().create(command({})), { code: 'INVALID_FIELD', message: /named twice: as "Cause" and as "customfield_1"/ });
  });
});

describe('a label for a marker', () => {
  for (const [what, fields, wanted] of [
    ['is added where labels are on the create screen', { summary: { name: 'Summary', schema: { type: 'string' } }, labels: { name: 'Labels', schema: { type: 'array', items: 'string' } } }, ['nr-g']],
    ['is left out where they are not, with a warning', { summary: { name: 'Summary', schema: { type: 'string' } } }, undefined],
    ['is added where nobody knows', {}, ['nr-g']],
  ] as const) {
    it(what, async () => {
      const port = stubPort(({ path }) => {
        if (path.endsWith('/serverInfo')) return answer(200, { version: '5.2.11' });
        return path.endsWith('/createmeta') ? answer(200, { projects: [{ key: 'NET', issuetypes: [{ id: '1', name: 'Task', fields }] }] }) : answer(404, {});
      });
      const preparation = new Preparation(port, address, 'property', 'UTC', new VirtualClock());
      const { body, warnings } = await preparation.create({ id: 'c', guid: 'g', action: 'CREATE', type: 'Manual', node: 'n', time: '', fields: { project: 'NET', issuetype: 'Task', summary: 'x' } });
      assert.deepEqual((body['fields'] as { labels?: unknown }).labels, wanted);
      assert.deepEqual(warnings, wanted === undefined ? ['the ticket has no marker, for labels are not on its create screen'] : []);
    });
  }
});
