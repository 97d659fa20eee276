import assert from 'node:assert/strict';
import { markerForCreate, markerLabel } from '../../../src/lib/jira/marker';

const GUID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

describe('the marker of a create', () => {
  it('is an issue property', () => {
    assert.deepEqual(markerForCreate({ kind: 'property', guid: GUID, command: 'c1' }), {
      properties: [{ key: 'node-red.jira-tickets', value: { guid: GUID, command: 'c1' } }],
    });
  });
  it('is a label', () => assert.deepEqual(markerForCreate({ kind: 'label', guid: GUID, command: 'c1' }), { label: `nr-${GUID}` }));
  it('is nothing', () => assert.deepEqual(markerForCreate({ kind: 'none', guid: GUID, command: 'c1' }), {}));

  for (const guid of ['alarm 7', 'a"b', 'ü', 'x'.repeat(129)]) {
    it(`is hashed for ${JSON.stringify(guid.slice(0, 10))}`, () => {
      assert.match(markerLabel(guid), /^nr-[0-9a-f]{32}$/);
      assert.notEqual(markerLabel(guid), markerLabel(`${guid}!`));
    });
  }
});
