import assert from 'node:assert/strict';
import { Fifo } from '../../../src/lib/delivery/fifo';

describe('a queue', () => {
  it('gives back in order, however many', () => {
    const fifo = new Fifo<number>();
    for (let i = 0; i < 5_000; i++) fifo.push(i);
    for (let i = 0; i < 4_000; i++) assert.equal(fifo.shift(), i);
    assert.equal([...fifo].length, 1_000);
    for (let i = 5_000; i < 6_000; i++) fifo.push(i);
    assert.deepEqual([...fifo], Array.from({ length: 2_000 }, (_, i) => 4_000 + i));
    for (let i = 4_000; i < 6_000; i++) assert.equal(fifo.shift(), i);
    assert.equal(fifo.shift(), undefined);
    assert.deepEqual([...fifo], []);
  });
});
