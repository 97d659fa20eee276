import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Heap } from '../../../src/lib/delivery/heap';

describe('a heap', () => {
  it('gives back what was put in, the smallest first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 100 }), (numbers) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const number of numbers) heap.push(number);
        const sorted = numbers.toSorted((a, b) => a - b);
        for (const number of sorted) {
          assert.equal(heap.top, number);
          assert.equal(heap.pop(), number);
        }
        assert.deepEqual([heap.top, heap.pop()], [undefined, undefined]);
      }),
    );
  });

  it('takes more while it gives back', () => {
    const heap = new Heap<number>((a, b) => a < b);
    for (const number of [5, 3, 8]) heap.push(number);
    assert.equal(heap.pop(), 3);
    for (const number of [1, 7]) heap.push(number);
    assert.deepEqual([heap.pop(), heap.pop(), heap.pop(), heap.pop(), heap.pop()], [1, 5, 7, 8, undefined]);
  });
});
