import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nearest } from '../../../src/lib/ticket/nearest';

const near = (text: string, ...candidates: string[]): string[] => nearest(text, candidates, (one) => [one], 3);

/** By the definition: of the edits that the last characters leave, the fewest. */
function edits(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restOfA, restOfB] = [a.slice(0, -1), b.slice(0, -1)];
  return a.at(-1) === b.at(-1) ? edits(restOfA, restOfB) : 1 + Math.min(edits(restOfA, restOfB), edits(restOfA, b), edits(a, restOfB));
}

describe('what a text may have been meant to be', () => {
  it('is what differs by a few edits, nearest first', () => {
    assert.deepEqual(near('Incidnet', 'Task', 'Accident', 'Incident', 'Incidents'), ['Incident', 'Incidents']);
    assert.deepEqual(near('', ''), ['']);
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 });
    fc.assert(fc.property(text, text, (a, b) => assert.equal(near(a, b).length, edits(a, b) <= Math.min(3, Math.ceil(a.length / 3)) ? 1 : 0)));
  });

  it('is found at once, however long they are', () => {
    const long = 'a'.repeat(200_000); // more than a function takes arguments
    assert.deepEqual(near(`${long}b`, 'a', `b${long}`, `${long}ccccc`, long), [long, `b${long}`]);
  });
});
