import assert from 'node:assert/strict';
import { JournalLock } from '../../../src/lib/delivery/journal-lock';
import type { ProcessIdentity } from '../../../src/lib/delivery/lock-holder';
import { memoryDisk } from '../../../src/lib/delivery/memory-disk';
import type { Disk } from '../../../src/lib/delivery/disk';
import { faultyDisk } from '../../simulation/faulty-disk';
import { seeded } from '../../simulation/random';
import { VirtualClock } from '../../simulation/virtual-clock';

const alive = new Set<number>();
const identity = (pid: number, over: Partial<ProcessIdentity> = {}): ProcessIdentity => ({ pid, host: 'a', start: `s${pid}`, isAlive: (one) => alive.has(one), ...over });

describe('the lock of a journal', () => {
  let clock: VirtualClock;
  const reports: string[] = [];
  const take = (disk: Disk, me: ProcessIdentity, signal?: AbortSignal): Promise<JournalLock> => JournalLock.take(disk, '/j', me, clock, { report: (level, message) => void reports.push(`${level}: ${message}`), signal });
  beforeEach(() => {
    clock = new VirtualClock();
    alive.clear();
    reports.length = 0;
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
    const abort = new AbortController();
    const refused = assert.rejects(take(disk, identity(8), abort.signal), { code: 'JOURNAL', message: 'The connection closes.' });
    await clock.pass(1_500);
    assert.match(reports.join('\n'), /^warn: The lock \/j\.lock is of process 7 on b, .* wait up to 75 s/);
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
      const taking = take(disk, identity(8, { isAlive: () => true }));
      await clock.pass(1_000);
      await taking;
    });
  }

  it('is told once to a holder whose lock another has, and is left to that one', async () => {
    const disk = memoryDisk();
    const lock = await take(disk, identity(7));
    // As where a machine slept, or somebody removed the file.
    await disk.remove('/j.lock');
    await take(disk, identity(8, { host: 'b' }));
    const before = await disk.read('/j.lock');
    await clock.pass(29_000);
    assert.deepEqual(reports, []);
    await clock.pass(200_000);
    assert.equal(reports.length, 1);
    assert.match(reports.join(''), /^error: The journal \/j is in use by process 8 on b too, .* \/j\.lock: .*Tickets may be made twice\. Stop one/);
    assert.match(await disk.read('/j.lock'), /"pid":8,"host":"b"/);
    assert.notEqual(await disk.read('/j.lock'), before, 'the other shows itself');
    await lock.release();
    assert.match(await disk.read('/j.lock'), /"pid":8/);
  });

  for (const over of [{ pid: 8 }, { host: 'b' }, { start: 'later' }]) {
    it(`is another's that differs by ${JSON.stringify(over)}`, async () => {
      const disk = memoryDisk();
      await take(disk, identity(7));
      await disk.remove('/j.lock');
      await disk.create('/j.lock', JSON.stringify({ pid: 7, host: 'a', start: 's7', beat: 0, ...over }));
      await clock.pass(30_000);
      assert.equal(reports.length, 1);
    });
  }

  it('shows twice a minute that its holder lives', async () => {
    const disk = memoryDisk();
    await take(disk, identity(7));
    await clock.pass(120_000);
    assert.equal((JSON.parse(await disk.read('/j.lock')) as { beat: number }).beat, 4);
  });

  it('is put back where somebody removed it', async () => {
    const disk = memoryDisk();
    await take(disk, identity(7));
    await disk.remove('/j.lock');
    await clock.pass(30_000);
    assert.match(await disk.read('/j.lock'), /"pid":7/);
  });

  it('is let go though it cannot be read', async () => {
    let broken = false;
    const disk = faultyDisk((call) => (broken && call === 'read file' ? 'EIO' : undefined));
    const lock = await take(disk, identity(7));
    broken = true;
    await lock.release();
    broken = false;
    await assert.rejects(disk.read('/j.lock'), { code: 'ENOENT' });
  });

  it('is not taken where it cannot be read', async () => {
    const disk = faultyDisk((call) => (call === 'read file' ? 'EACCES' : undefined));
    await disk.create('/j.lock', '');
    await assert.rejects(take(disk, identity(8)), { code: 'EACCES' });
    assert.equal(await disk.remove('/j.lock'), undefined);
    await take(disk, identity(8));
  });

  it('leaves nothing behind where it cannot be taken over, and is taken over later', async () => {
    let broken = true;
    const disk = faultyDisk((call) => (broken && call === 'rename' ? 'EPERM' : undefined));
    await take(disk, identity(7));
    await assert.rejects(take(disk, identity(8)), { code: 'EPERM' });
    broken = false;
    await take(disk, identity(8));
    await assert.rejects(disk.read('/j.lock.next'), { code: 'ENOENT' });
  });

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

  /** Each call waits for its turn, and a file is there before it is written. */
  function inTurns(disk: Disk, turn: () => Promise<void>): Disk {
    return {
      ...disk,
      async create(path, text) {
        await turn();
        await disk.create(path, '');
        const file = await disk.open(path);
        await turn();
        await file.write(Buffer.from(text), 0);
      },
      read: (path) => turn().then(() => disk.read(path)),
      rename: (from, to) => turn().then(() => disk.rename(from, to)),
      remove: (path) => turn().then(() => disk.remove(path)),
    };
  }

  const dead = JSON.stringify({ pid: 7, host: 'a', start: 's7', beat: 3 });
  const found: Array<[string, Record<string, string>]> = [
    ['no lock', {}],
    ['the lock of a dead process', { '/j.lock': dead }],
    ['a lock that is half written', { '/j.lock': '' }],
    ['what a process left that died while taking over', { '/j.lock': dead, '/j.lock.next': dead.replaceAll('7', '6') }],
    ['what a process left that lost its power while taking over', { '/j.lock': dead, '/j.lock.next': '' }],
  ];
  for (const [what, files] of found) {
    it(`is had by one of three that find ${what} at the same time, whoever is faster`, async () => {
      for (let seed = 1; seed <= 300; seed += 1) {
        const random = seeded(seed);
        const disk = memoryDisk();
        for (const [path, text] of Object.entries(files)) await disk.create(path, text);
        const turns: Array<() => void> = [];
        const ends: string[] = [];
        for (const pid of [1, 2, 3]) {
          alive.add(pid);
          void take(inTurns(disk, () => new Promise((resolve) => turns.push(resolve))), identity(pid)).then(
            () => ends.push(`${pid} has it`),
            (error: Error) => ends.push((error as NodeJS.ErrnoException).code ?? error.message),
          );
        }
        while (ends.length < 3) {
          if (turns.length === 0) await clock.pass(1_000);
          turns.splice(Math.floor(random() * turns.length), 1)[0]?.();
          await clock.settle();
        }
        const having = ends.filter((end) => end.endsWith('has it'));
        assert.deepEqual([having.length, ends.filter((end) => end === 'JOURNAL').length], [1, 2], `seed ${seed}: ${ends.join(', ')}`);
        assert.match(await disk.read('/j.lock'), new RegExp(`"pid":${having[0]?.[0]}`));
        await assert.rejects(disk.read('/j.lock.next'), { code: 'ENOENT' });
      }
    });
  }

  it('is taken over from a process that died while taking it over, wherever that was', async () => {
    for (let steps = 0; ; steps += 1) {
      const disk = memoryDisk();
      await disk.create('/j.lock', dead);
      let left = steps;
      let isThrough = false;
      void take(inTurns(disk, () => (left-- > 0 ? Promise.resolve() : new Promise(() => {}))), identity(6)).then(() => (isThrough = true));
      await clock.settle();
      if (isThrough) break;
      const taking = take(disk, identity(8));
      await clock.pass(2_000);
      await taking;
      await assert.rejects(disk.read('/j.lock.next'), { code: 'ENOENT' }, `${steps} steps`);
    }
  });
});
