import assert from 'node:assert/strict';
import type { ProcessIdentity } from '../../../src/lib/delivery/journal-lock';
import { JournalLock } from '../../../src/lib/delivery/journal-lock';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import type { Disk } from '../../../src/lib/delivery/disk';
import { faultyDisk } from '../../simulation/faulty-disk';
import { VirtualClock } from '../../simulation/virtual-clock';

const alive = new Set<number>();
const identity = (pid: number, over: Partial<ProcessIdentity> = {}): ProcessIdentity => ({ pid, host: 'a', start: `s${pid}`, isAlive: (one) => alive.has(one), ...over });

describe('the lock of a journal', () => {
  let clock: VirtualClock;
  const reports: string[] = [];
  const take = (disk: Disk, me: ProcessIdentity, signal?: AbortSignal): Promise<JournalLock> => JournalLock.take(disk, '/j', me, clock, { report: (message) => void reports.push(message), signal });
  beforeEach(() => {
    clock = new VirtualClock();
    alive.clear();
  });

  it('is refused to a second process, which is told who has it', async () => {
    const disk = memoryDisk();
    alive.add(7);
    await take(disk, identity(7));
    await assert.rejects(take(disk, identity(8)), { code: 'JOURNAL', message: /process 7 on a.*a user directory of its own.*remove \/j\.lock/ });
  });

  it('is free again once it is let go', async () => {
    const disk = memoryDisk();
    alive.add(7);
    const lock = await take(disk, identity(7));
    await lock.release();
    await clock.pass(120_000);
    await take(disk, identity(8));
  });

  /** What renames a file waits until it is let go on. */
  function heldUp(): { disk: Disk; goOn: () => void } {
    const base = memoryDisk();
    let goOn = (): void => {};
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    return { disk: { ...base, rename: (from, to) => gate.then(() => base.rename(from, to)) }, goOn };
  }

  it('is free for the next deploy though it was let go while its holder was showing itself', async () => {
    const { disk, goOn } = heldUp();
    const lock = await take(disk, identity(7));
    await clock.pass(30_000);
    const released = lock.release();
    goOn();
    await released;
    await take(disk, identity(7));
  });

  it('is let go in time where the disk hangs, and free once it does no more', async () => {
    const { disk, goOn } = heldUp();
    const lock = await take(disk, identity(7));
    await clock.pass(30_000);
    let done = false;
    void lock.release().then(() => (done = true));
    await clock.pass(300);
    assert.equal(done, true);
    await assert.rejects(take(disk, identity(7)), { code: 'JOURNAL' });
    goOn();
    await clock.pass(120_000);
    await take(disk, identity(7));
  });

  it('is taken over from a process that has died', async () => {
    const disk = memoryDisk();
    await take(disk, identity(7));
    await take(disk, identity(8));
  });

  it('is taken over from an earlier process with the same pid, as in a container', async () => {
    const disk = memoryDisk();
    await take(disk, identity(1));
    await assert.rejects(take(disk, identity(1)), { code: 'JOURNAL' }, 'the same process has it twice');
    await take(disk, identity(1, { start: 'later' }));
  });

  it('is respected while its holder on another host shows that it lives', async () => {
    const disk = memoryDisk();
    await take(disk, identity(7, { host: 'b' }));
    const refused = assert.rejects(take(disk, identity(8)), { code: 'JOURNAL', message: /on b/ });
    await clock.pass(60_000);
    await refused;
  });

  it('is not waited for by a connection that closes, and the wait is told before', async () => {
    const disk = memoryDisk();
    await take(disk, identity(7, { host: 'b' }));
    reports.length = 0;
    const abort = new AbortController();
    const refused = assert.rejects(take(disk, identity(8), abort.signal), { code: 'JOURNAL', message: 'The connection closes.' });
    await clock.pass(1_500);
    assert.match(reports.join('\n'), /^The lock \/j\.lock is of process 7 on b, .* wait up to 75 s/);
    abort.abort();
    await clock.pass(1_000);
    await refused;
  });

  it('is taken over from another process that has the pid of its holder', async () => {
    const disk = memoryDisk();
    await take(disk, identity(7));
    await take(disk, identity(8, { isAlive: (pid, start) => pid === 7 && start === 'another' }));
  });

  it('is taken over from a holder on another host that shows itself no more', async () => {
    const disk = memoryDisk();
    await disk.create('/j.lock', JSON.stringify({ pid: 7, host: 'b', start: 'x' }));
    let taken = false;
    void take(disk, identity(8)).then(() => (taken = true));
    await clock.pass(74_000);
    assert.equal(taken, false);
    await clock.pass(1_000);
    assert.equal(taken, true);
  });

  it('is not taken for the clock\'s sake, which is set while its holder is being watched', async () => {
    const disk = memoryDisk();
    await take(disk, identity(7, { host: 'b' }));
    const refused = assert.rejects(take(disk, identity(8)), { code: 'JOURNAL' });
    await clock.pass(5_000);
    clock.set(clock.now() + 3_600_000);
    await clock.pass(60_000);
    await refused;
  });

  it('is respected where somebody else takes it over while its holder is being watched', async () => {
    const disk = memoryDisk();
    await disk.create('/j.lock', JSON.stringify({ pid: 7, host: 'b', start: 'x' }));
    const refused = assert.rejects(take(disk, identity(8)), { code: 'JOURNAL' });
    await clock.pass(5_000);
    await disk.remove('/j.lock');
    await disk.create('/j.lock', JSON.stringify({ pid: 7, host: 'c', start: 'y' }));
    await clock.pass(2_000);
    await refused;
  });

  it('is taken when it is let go while its holder is being watched', async () => {
    const disk = memoryDisk();
    const lock = await take(disk, identity(7, { host: 'b' }));
    let taken = false;
    void take(disk, identity(8)).then(() => (taken = true));
    await clock.pass(5_000);
    await lock.release();
    await clock.pass(2_000);
    assert.equal(taken, true);
  });

  it('does not mind a disk that cannot be written for a while', async () => {
    let broken = false;
    const touched = new Set<string>();
    const disk = faultyDisk((call, path) => {
      touched.add(path);
      return broken && call === 'create' ? 'ENOSPC' : undefined;
    });
    await take(disk, identity(7));
    const before = await disk.read('/j.lock');
    broken = true;
    await clock.pass(60_000);
    broken = false;
    assert.equal(await disk.read('/j.lock'), before);
    await clock.pass(60_000);
    const { beat } = JSON.parse(await disk.read('/j.lock')) as { beat: number };
    assert.ok(beat > (JSON.parse(before) as { beat: number }).beat);
    assert.deepEqual([...touched], ['/j.lock', '/j.lock.new']);
  });

  for (const text of ['', '{"pid":', '{}', '{"host":"a","start":"s"}', '{"pid":1,"start":"s"}', '{"pid":1,"host":"a"}']) {
    it(`is taken over where it is half written: ${text || 'empty'}`, async () => {
      const disk = memoryDisk();
      await disk.create('/j.lock', text);
      await take(disk, identity(8, { isAlive: () => true }));
    });
  }

  it('gives up where others take it again and again', async () => {
    let attempts = 0;
    const create = (): Promise<void> => {
      attempts += 1;
      return Promise.reject(Object.assign(new Error('there'), { code: 'EEXIST' }));
    };
    await assert.rejects(take({ ...memoryDisk(), create }, identity(8)), { code: 'JOURNAL', message: /another process/ });
    assert.equal(attempts, 3);
  });

  it('passes on what is wrong with the disk', async () => {
    await assert.rejects(take(faultyDisk((call) => (call === 'create' ? 'EROFS' : undefined)), identity(8)), { code: 'EROFS' });
  });
});
