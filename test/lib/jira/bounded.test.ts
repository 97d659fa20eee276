import assert from 'node:assert/strict';
import { Bounded } from '../../../src/lib/jira/bounded';

describe('a bounded map', () => {
  function filled(...keys: string[]): Bounded<string, number> {
    const map = new Bounded<string, number>(2);
    keys.forEach((key, i) => map.set(key, i));
    return map;
  }
  const kept = (map: Bounded<string, number>) => ['a', 'b', 'c'].map((key) => map.get(key));

  it('forgets what was set the longest ago', () => {
    assert.deepEqual(kept(filled('a', 'b')), [0, 1, undefined]);
    assert.deepEqual(kept(filled('a', 'b', 'c')), [undefined, 1, 2]);
  });

  it('takes what is set again for new', () => {
    assert.deepEqual(kept(filled('a', 'b', 'a')), [2, 1, undefined]);
    assert.deepEqual(kept(filled('a', 'b', 'a', 'c')), [2, undefined, 3]);
  });

  it('has room again for what was deleted', () => {
    const map = filled('a', 'b');
    map.delete('a');
    map.set('c', 2);
    assert.deepEqual(kept(map), [undefined, 1, 2]);
  });
});
