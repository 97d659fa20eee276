import assert from 'node:assert/strict';
import { Remembered } from '../../../src/lib/jira/remembered';

describe('what is remembered', () => {
  const clock = { time: 1_000, now: () => clock.time };
  let loads = 0;
  const load = async () => ({ value: (loads += 1), ttlMs: 100 });
  beforeEach(() => {
    clock.time = 1_000;
    loads = 0;
  });

  it('is loaded once for all who ask at once, and until its time is over', async () => {
    const memory = new Remembered<number>(clock);
    assert.deepEqual(await Promise.all([memory.get('a', load), memory.get('a', load)]), [1, 1]);
    clock.time += 99;
    assert.equal(await memory.get('a', load), 1);
    clock.time += 1;
    assert.equal(await memory.get('a', load), 2);
  });

  it('is not kept for longer by a clock that was put back', async () => {
    const memory = new Remembered<number>(clock);
    await memory.get('a', load);
    clock.time -= 1;
    assert.equal(await memory.get('a', load), 2);
  });

  it('is no failure', async () => {
    const memory = new Remembered<number>(clock);
    await assert.rejects(memory.get('a', () => Promise.reject(new Error('down'))));
    assert.equal(await memory.get('a', load), 1);
  });

  it('is loaded anew when it was forgotten, also while it is being loaded', async () => {
    const memory = new Remembered<number>(clock);
    let fail: (error: Error) => void = () => undefined;
    const stale = memory.get('a', () => new Promise((_resolve, reject) => (fail = reject)));
    memory.forget('a');
    const fresh = memory.get('a', load);
    fail(new Error('down'));
    await assert.rejects(stale);
    assert.equal(await fresh, 1);
    assert.equal(await memory.get('a', load), 1);
  });

  it('is kept where it was asked for after what made it stale', async () => {
    const memory = new Remembered<number>(clock);
    await memory.get('a', load);
    memory.forget('a', 999);
    assert.equal(await memory.get('a', load), 1);
    memory.forget('a', 1_000);
    memory.forget('b', 1_000);
    assert.equal(await memory.get('a', load), 2);
  });

  it('is bounded: the oldest goes first', async () => {
    const memory = new Remembered<number>(clock, 2);
    for (const key of ['a', 'b', 'c']) await memory.get(key, load);
    assert.equal(await memory.get('b', load), 2);
    assert.equal(await memory.get('a', load), 4);
  });
});
