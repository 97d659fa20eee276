import assert from 'node:assert/strict';
import type { ProcessIdentity } from '../../../src/lib/delivery/journal-lock';
import { lockJournal } from '../../../src/lib/delivery/journal-lock';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import { faultyDisk } from '../../simulation/faulty-disk';

const alive = new Set<number>();
const process = (pid: number, over: Partial<ProcessIdentity> = {}): ProcessIdentity => ({ pid, host: 'a', start: `s${pid}`, isAlive: (one) => alive.has(one), ...over });

describe('the lock of a journal', () => {
  beforeEach(() => alive.clear());

  it('is refused to a second process, which is told who has it', async () => {
    const disk = memoryDisk();
    alive.add(7);
    await lockJournal(disk, '/j', process(7));
    await assert.rejects(lockJournal(disk, '/j', process(8)), { code: 'JOURNAL', message: /process 7 on a.*\/j\.lock/s });
  });

  it('is free again once it is let go', async () => {
    const disk = memoryDisk();
    alive.add(7);
    const unlock = await lockJournal(disk, '/j', process(7));
    await unlock();
    await lockJournal(disk, '/j', process(8));
  });

  it('is taken over from a process that has died', async () => {
    const disk = memoryDisk();
    await lockJournal(disk, '/j', process(7));
    await lockJournal(disk, '/j', process(8));
  });

  it('is taken over from an earlier process with the same pid, as in a container', async () => {
    const disk = memoryDisk();
    await lockJournal(disk, '/j', process(1));
    await assert.rejects(lockJournal(disk, '/j', process(1)), { code: 'JOURNAL' }, 'the same process has it twice');
    await lockJournal(disk, '/j', process(1, { start: 'later' }));
  });

  it('is respected where its process cannot be seen', async () => {
    const disk = memoryDisk();
    await lockJournal(disk, '/j', process(7, { host: 'b' }));
    await assert.rejects(lockJournal(disk, '/j', process(8)), { code: 'JOURNAL', message: /on b/ });
  });

  for (const text of ['', '{"pid":', '{}', '{"pid":1,"host":2,"start":3}']) {
    it(`is taken over where it is half written: ${text || 'empty'}`, async () => {
      const disk = memoryDisk();
      await disk.create('/j.lock', text);
      await lockJournal(disk, '/j', process(8));
    });
  }

  it('gives up where others take it again and again', async () => {
    const disk = { ...memoryDisk(), create: () => Promise.reject(Object.assign(new Error(), { code: 'EEXIST' })) };
    await assert.rejects(lockJournal(disk, '/j', process(8)), { code: 'JOURNAL', message: /another process/ });
  });

  it('passes on what is wrong with the disk', async () => {
    await assert.rejects(lockJournal(faultyDisk((call) => (call === 'create' ? 'EROFS' : undefined)), '/j', process(8)), { code: 'EROFS' });
  });
});
