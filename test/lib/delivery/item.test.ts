import assert from 'node:assert/strict';
import { isInDoubt, takesPlace } from '../../../src/lib/delivery/item';
import { item, update } from './items';

describe('a command is in doubt', () => {
  const sent = { sentAt: 5, made: { id: '7', key: 'NET-7', url: 'u', warnings: '' } };

  it('where Jira may have made its ticket, or carried out a step of it that it would carry out twice', () => {
    assert.equal(isInDoubt(item({ sentAt: 5 })), true);
    assert.equal(isInDoubt(item({ sentAt: 5, steps: true })), true);
    assert.equal(isInDoubt(item({ ...sent, steps: true })), true, 'a restart has forgotten what was sent');
    assert.equal(isInDoubt(item({ ...sent, steps: true, repeatable: false })), true);
    assert.equal(isInDoubt(update({ sentAt: 5, steps: true })), true);
    assert.equal(isInDoubt(item({ mistrusted: 9 })), true, 'the journal is damaged');
  });

  it('and not where it surely was not carried out, or does no harm twice', () => {
    assert.equal(isInDoubt(item()), false);
    assert.equal(isInDoubt(item({ steps: true })), false);
    assert.equal(isInDoubt(item({ ...sent, sentAt: 0, steps: true, mistrusted: 9 })), false, 'its step was refused, say');
    assert.equal(isInDoubt(update({ mistrusted: 9 })), false);
    assert.equal(isInDoubt(item(sent)), false);
    assert.equal(isInDoubt(item({ ...sent, steps: true, repeatable: true })), false);
    assert.equal(isInDoubt(update({ sentAt: 5 })), false);
    assert.equal(isInDoubt(update({ sentAt: 5, steps: true, repeatable: true })), false);
  });
});

describe('a place in Update Settings', () => {
  it('is taken by an automatic update, once for all its steps', () => {
    assert.equal(takesPlace(update({ automatic: true })), true);
    assert.equal(takesPlace(update({ automatic: true, steps: true, done: 0 })), true);
    assert.equal(takesPlace(update({ automatic: true, steps: true, done: 1 })), false);
    assert.equal(takesPlace(update()), false, 'a person is looking');
    assert.equal(takesPlace(item({ automatic: true })), false);
  });
});
