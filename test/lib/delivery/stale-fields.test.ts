import assert from 'node:assert/strict';
import type { JiraPort, JiraRequest } from '../../../src/lib/jira/http';
import { NoAnswer } from '../../../src/lib/jira/http';
import type { Json } from '../../../src/lib/ticket/json';
import { answer, stubPort } from '../jira/jira-stub';
import { VirtualClock } from '../../simulation/virtual-clock';
import { answerOf, VirtualJira } from '../../simulation/virtual-jira';
import { World } from '../../simulation/world';

/** A Jira whose field `Severity` has another id each time that an administrator makes it anew. */
class ChangingJira implements JiraPort {
  id = 'customfield_30001';
  /** So often the list of fields does not come in time. */
  late = 0;
  readonly asked: JiraRequest[] = [];

  constructor(private readonly jira: VirtualJira) {}

  async send(request: JiraRequest) {
    this.asked.push(request);
    if (/\/field$|\/createmeta/.test(request.path) && this.late-- > 0) throw new NoAnswer('TIMEOUT', true, 'there was no whole answer within 30 s');
    if (request.path.endsWith('/field')) return answerOf(200, this.fields());
    if (request.method === 'POST' && JSON.stringify(request.body).includes('"Severity"')) return answerOf(400, { errorMessages: ['This is wrong.'], errors: {} });
    const wrong = /customfield_\d+/.exec(JSON.stringify(request.body ?? ''))?.[0];
    if (wrong !== undefined && wrong !== this.id) {
      const reason = `Field '${wrong}' cannot be set. It is not on the appropriate screen, or unknown.`;
      return answerOf(400, { errorMessages: [], errors: { [wrong]: reason } });
    }
    return this.jira.send(request);
  }

  private fields(): Json {
    const system = ['project', 'issuetype', 'summary'].map((id) => ({ id, name: id, schema: { type: id === 'summary' ? 'string' : id, system: id } }));
    return [...system, ...(this.id === '' ? [] : [{ id: this.id, name: 'Severity', schema: { type: 'string', custom: 'x:y' } }])];
  }
}

async function worldOf() {
  const clock = new VirtualClock();
  const jira = new VirtualJira({ clock });
  const client = new ChangingJira(jira);
  return { client, jira, world: await World.open({ clock, client }) };
}

const severe = { project: 'NET', issuetype: 'Task', summary: 'alarm', Severity: 'high' };

describe('what is known of fields', () => {
  it('is read anew where Jira says that a field is unknown, and the command goes once more', async () => {
    const { world, client, jira } = await worldOf();
    await world.accept({ guid: 'a', fields: severe });
    await world.ended(1);
    client.id = 'customfield_30002';
    await world.accept({ guid: 'b', fields: severe });
    await world.ended(2);
    await world.accept({ guid: 'a', action: 'UPDATE', fields: { Severity: 'low' } });
    await world.ended(3);
    assert.deepEqual(world.outcomes.map(({ row }) => row.error), ['', '', '']);
    assert.equal(jira.ledger[1]?.fields['customfield_30002'], 'high');
    client.id = 'customfield_30003';
    await world.accept({ guid: 'a', action: 'UPDATE', fields: { Severity: 'none' } });
    await world.ended(4);
    assert.equal(jira.ledger.at(-1)?.fields['customfield_30003'], 'none');
    client.id = 'customfield_30004';
    await world.accept({ guid: 'a', action: 'UPDATE', fields: { Severity: 'more', comment: 'x' } });
    await world.ended(5);
    assert.equal(world.outcomes[4]?.row.error, '');
    assert.equal(jira.ledger.at(-1)?.fields['customfield_30004'], 'more', 'with steps too');
    await world.close();
  });

  it('is read anew once for a command that stays wrong, which fails with Jira\'s words', async () => {
    const { world, client } = await worldOf();
    await world.accept({ fields: { ...severe, Severity: 'x', customfield_1: 'y' } });
    await world.ended(1);
    client.asked.length = 0;
    await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: 'bad' } });
    await world.ended(2);
    assert.equal(client.asked.filter(({ path }) => path.endsWith('/field')).length, 0, 'a bad value says nothing of the fields');
    await world.close();
  });

  it('is read anew once for all that travelled together', async () => {
    const { world, client } = await worldOf();
    await world.accept({ fields: severe });
    await world.ended(1);
    client.id = 'customfield_30002';
    client.asked.length = 0;
    for (let number = 0; number < 20; number += 1) await world.accept({ fields: severe });
    await world.ended(21);
    assert.deepEqual(world.outcomes.filter(({ row }) => row.status === 'Failed').map(({ row }) => row.error), []);
    assert.equal(client.asked.filter(({ path }) => path.endsWith('/field')).length, 1);
    await world.close();
  });

  it('that did not come in time is read anew where Jira refuses what was sent without it', async () => {
    const { world, client, jira } = await worldOf();
    client.late = 2;
    await world.accept({ fields: severe });
    await world.ended(1);
    assert.deepEqual(world.outcomes.map(({ row }) => row.error), ['']);
    assert.equal(jira.ledger[0]?.fields['customfield_30001'], 'high');
    await world.close();
  });

  it('is done without where it never comes in time', async () => {
    const { world, client, jira } = await worldOf();
    client.late = Infinity;
    await world.accept({ fields: { project: 'NET', issuetype: 'Task', summary: 'alarm', labels: 'a, b' } });
    await world.ended(1);
    assert.deepEqual(world.outcomes.map(({ row }) => row.error), ['']);
    assert.deepEqual(jira.ledger[0]?.fields['labels'], ['a', 'b']);
    await world.close();
  });

  it('tells which field is meant where the one that was known is gone', async () => {
    const { world, client } = await worldOf();
    await world.accept({ fields: severe });
    await world.ended(1);
    client.id = '';
    await world.accept({ fields: severe });
    await world.ended(2);
    assert.match(world.outcomes[1]?.row.error ?? '', /Field "Severity" is not known to this Jira/);
    assert.equal(world.outcomes[1]?.code, 'INVALID_FIELD');
    await world.close();
  });

  for (const [given, sent, error] of [
    ['majr', ['majr'], /"majr" is not one of its values\. Did you mean "Major"\?/],
    ['MAJOR', ['MAJOR', 'Major'], /^$/],
    ['Major', ['Major'], /^$/],
  ] as const) {
    it(`of an update that names no type is asked for where Jira refuses it: ${given}`, async () => {
      const bodies: string[] = [];
      const client = stubPort(({ path, method, body }) => {
        if (path.endsWith('/serverInfo')) return answer(200, { version: '10.3.0' });
        if (path.endsWith('/editmeta')) return answer(200, { fields: { customfield_1: { name: 'Severity', schema: { type: 'option' }, allowedValues: [{ value: 'Major' }] } } });
        if (path.endsWith('/field')) return answer(200, [{ id: 'customfield_1', name: 'Severity', schema: { type: 'option' } }]);
        if (method !== 'PUT') return answer(404, {});
        const value = (body as { fields: { customfield_1: { value: string } } }).fields.customfield_1.value;
        bodies.push(value);
        return value === 'Major' ? answer(204) : answer(400, { errorMessages: [], errors: { customfield_1: "Option value 'x' is not known." } });
      });
      const world = await World.open({ clock: new VirtualClock(), client });
      await world.accept({ guid: 'NET-1', action: 'UPDATE', fields: { Severity: given } });
      await world.ended(1);
      assert.deepEqual(bodies, sent);
      assert.match(world.outcomes[0]?.row.error ?? '', error);
      assert.equal(client.asked.filter(({ path }) => path.endsWith('/editmeta')).length, given === 'Major' ? 0 : 1);
      await world.close();
    });
  }

  describe('with names in several languages', () => {
    /** A server that lists its priorities in the user's language, and takes only their own names. */
    async function worldOfLanguages() {
      const client = stubPort(({ path, method, body }) => {
        if (path.endsWith('/serverInfo')) return answer(200, { version: '9.12.0' });
        if (path.endsWith('/issuetypes')) return answer(200, { values: [{ id: '3', name: 'Aufgabe' }], total: 1 });
        if (path.endsWith('/issuetypes/3')) return answer(200, { values: screen, total: screen.length });
        if (path.endsWith('/field')) return answer(200, screen);
        if (method !== 'POST' && method !== 'PUT') return answer(404, {});
        const { fields } = body as { fields: Record<string, { id?: string }> };
        const refused = ['issuetype', 'priority'].filter((id) => fields[id] && !('id' in fields[id]));
        if (refused.length > 0) return answer(400, { errorMessages: [], errors: Object.fromEntries(refused.map((id) => [id, 'Der Name ist falsch.'])) });
        return method === 'POST' ? answer(201, { id: '1', key: 'NET-1' }) : answer(204);
      });
      return { client, world: await World.open({ clock: new VirtualClock(), client }) };
    }

    const field = (id: string, type: string, allowedValues?: Json): Json => ({ fieldId: id, id, name: id, schema: { type, system: id }, ...(allowedValues === undefined ? {} : { allowedValues }) });
    const screen = [
      field('project', 'project'),
      field('summary', 'string'),
      field('issuetype', 'issuetype', [{ id: '3', name: 'Aufgabe' }]),
      field('priority', 'priority', [{ id: '1', name: 'Schwer' }]),
    ];
    const german = { project: 'NET', issuetype: 'Aufgabe', summary: 'alarm', priority: 'Schwer' };

    it('sends ids once a name was refused, and to begin with from then on', async () => {
      const { client, world } = await worldOfLanguages();
      await world.accept({ guid: 'a', fields: german });
      await world.ended(1);
      await world.accept({ guid: 'b', fields: german });
      await world.ended(2);
      await world.accept({ guid: 'NET-1', action: 'UPDATE', base: { project: 'NET', issuetype: 'Aufgabe' }, fields: { priority: 'Schwer' } });
      await world.ended(3);
      assert.deepEqual(world.outcomes.map(({ row }) => row.error), ['', '', '']);
      const sent = client.asked.filter(({ method }) => method !== 'GET').map(({ body }) => (body as { fields: Record<string, Json> }).fields['priority']);
      assert.deepEqual(sent, [{ name: 'Schwer' }, { id: '1' }, { id: '1' }, { id: '1' }]);
      await world.close();
    });
  });
});
