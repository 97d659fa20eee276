import assert from 'node:assert/strict';
import type { Flavour } from '../../../src/lib/jira/flavour';
import { Labels } from '../../../src/lib/jira/labels';
import type { Json } from '../../../src/lib/ticket/json';
import { address, answer, cloud, dataCenter, stubPort } from './jira-stub';

const server6: Flavour = { ...dataCenter, suggestions: false };

function labels(flavour: Flavour, found: Json | undefined) {
  const port = stubPort(() => (found === undefined ? answer(400, { errorMessages: ['No'], errors: {} }) : answer(200, found)));
  return { port, of: new Labels(port, address, () => Promise.resolve(flavour), { now: () => 0 }) };
}

describe('labels to choose from', () => {
  it('are those that begin like this, asked for once', async () => {
    const { port, of } = labels(cloud, { results: [{ value: 'night', displayName: '<b>ni</b>ght' }, { value: 'nimble', displayName: '<b>ni</b>mble' }] });
    assert.deepEqual(await of.suggest('labels', 'ni'), ['night', 'nimble']);
    await of.suggest('labels', 'NI');
    assert.deepEqual(port.asked.map(({ method, path, query }) => [method, path.split('/').slice(3).join('/'), query]), [
      ['GET', 'jql/autocompletedata/suggestions', { fieldName: 'labels', fieldValue: 'ni' }],
    ]);
  });

  it('are those of a field of its own, by the name that queries have for it', async () => {
    const { port, of } = labels(dataCenter, { results: [] });
    assert.deepEqual(await of.suggest('customfield_10500', ''), []);
    assert.equal(port.asked[0]?.query?.['fieldName'], 'cf[10500]');
  });

  it('are what is meant, where it stands between quotation marks in a query', async () => {
    const { of } = labels(cloud, { results: [{ value: '"and"' }, { value: '"a\\"b\\\\c"' }, { value: '' }, {}, 'odd'] });
    assert.deepEqual(await of.suggest('labels', 'a'), ['and', 'a"b\\c']);
  });

  it('are twenty at most', async () => {
    const { of } = labels(cloud, { results: Array.from({ length: 30 }, (_, i) => ({ value: `l${i}` })) });
    assert.equal((await of.suggest('labels', 'l')).length, 20);
  });

  it('are none where Jira does not tell, and servers that have no such resource are not asked', async () => {
    assert.deepEqual(await labels(cloud, undefined).of.suggest('labels', 'x'), []);
    assert.deepEqual(await labels(cloud, { results: 'odd' }).of.suggest('labels', 'x'), []);
    const old = labels(server6, { results: [{ value: 'x' }] });
    assert.deepEqual(await old.of.suggest('labels', 'x'), []);
    assert.equal(old.port.asked.length, 0);
  });
});
