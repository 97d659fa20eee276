import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import type { SinonFakeTimers } from 'sinon';
import type { DeliveryEvents } from '../../src/lib/delivery/options';
import { Connection } from '../../src/nodes/shared/connection';

describe('the context view of a connection that closes', () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers({ now: 1_000_000 });
  });
  afterEach(() => clock.restore());

  it('has what ended meanwhile, and is not written any more, as the next connection writes it then', async () => {
    const log = ['before'];
    const written: string[][] = [];
    const open = async (events: DeliveryEvents) => ({
      records: { log: { list: () => [...log] }, responses: { list: () => [] } },
      counters: () => ({}),
      async close() {
        log.push('while it closes');
        events.onRecords();
        await Promise.resolve();
      },
    });
    const connection = new Connection('server', open as never, { set: (_key, view) => void written.push((view as { log: string[] }).log) }, assert.fail);
    await clock.tickAsync(1_000);
    assert.deepEqual(written, [['before']]);
    await connection.close();
    await clock.tickAsync(60_000);
    assert.deepEqual(written.slice(1), [['while it closes', 'before']]);
  });
});
