import assert from 'node:assert/strict';
import { choicesOf } from '../../../src/lib/ticket/field-choices';

const field = { id: 'f', name: 'F', type: 'option' };

describe('what can be chosen for a field', () => {
  it('is what a person calls each allowed value, with the children of a cascading list behind their parent', () => {
    const allowedValues = [{ id: '1', value: 'Europe', children: [{ id: '2', value: 'Belgium' }] }, { id: '3', name: 'High' }, { id: '4' }, { self: 'x' }];
    assert.deepEqual(choicesOf({ ...field, allowedValues }, 10), ['Europe', 'Europe/Belgium', 'High', '4']);
    assert.deepEqual(choicesOf({ ...field, allowedValues }, 2), ['Europe', 'Europe/Belgium']);
    assert.deepEqual(choicesOf({ ...field, allowedValues }, 1), ['Europe']);
  });

  it('is a project by its key', () => {
    assert.deepEqual(choicesOf({ ...field, type: 'project', allowedValues: [{ id: '1', key: 'NET', name: 'Network' }, { id: '2', name: 'No key' }] }, 10), ['NET', 'No key']);
  });

  it('is nothing where Jira lists nothing', () => assert.deepEqual(choicesOf(field, 10), []));
});
