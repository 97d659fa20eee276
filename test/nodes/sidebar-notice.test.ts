import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import type { SinonFakeTimers } from 'sinon';
import { tellEditor } from '../../src/nodes/jira-config/change-notice';

describe('the notice to the editors', () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => clock.restore());

  function told() {
    const notices: Array<{ topic: string; data: unknown; retain: boolean }> = [];
    const listeners = new Set<() => void>();
    const on = (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };
    const RED = { comms: { publish: (topic: string, data: unknown, retain: boolean) => notices.push({ topic, data, retain }) } };
    const stop = tellEditor(RED as never, 'server', { onRecords: on, onStatus: on });
    const change = (): void => {
      for (const listener of listeners) listener();
    };
    return { notices, listeners, stop, change };
  }

  it('comes at once, and holds nothing', () => {
    const { notices, change } = told();
    change();
    clock.tick(1);
    assert.deepEqual(notices, [{ topic: 'jira-tickets/server', data: {}, retain: false }]);
  });

  it('comes at most four times a second while 1,000 changes do, and after the last of them', () => {
    const { notices, change } = told();
    for (let i = 0; i < 3_000; i++) {
      change();
      clock.tick(1);
    }
    assert.ok(notices.length >= 11 && notices.length <= 13, `${notices.length} notices in 3 s`);
    const before = notices.length;
    change();
    clock.tick(250);
    assert.equal(notices.length, before + 1);
    clock.tick(10_000);
    assert.equal(notices.length, before + 1, 'and none while nothing changes');
  });

  it('ends with the connection', () => {
    const { notices, listeners, stop, change } = told();
    change();
    stop();
    clock.tick(1_000);
    assert.deepEqual([notices.length, listeners.size], [0, 0]);
  });
});
