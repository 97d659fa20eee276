import assert from 'node:assert/strict';
import { processIdentity } from '../../src/nodes/jira-config/process-identity';

const { pid, start, isAlive } = { ...processIdentity, isAlive: (one: number, started: string) => processIdentity.isAlive(one, started) };

describe('a process that has a lock', () => {
  it('is alive while it runs', () => assert.equal(isAlive(pid, start), true));
  it('is alive where its start is not known, and a process has its pid', () => assert.equal(isAlive(process.ppid, 'a-lock-of-before'), true));
  it('is dead where nothing has its pid', () => assert.equal(isAlive(2 ** 22 + 1, start), false));

  if (process.platform === 'linux') {
    const [boot, space, ticks] = start.split(' ');
    it('is dead where another process has its pid', () => assert.equal(isAlive(1, start), false));
    it('is dead since the machine started anew', () => assert.equal(isAlive(pid, `before ${space} ${ticks}`), false));
    it('cannot be seen where its pids are not ours', () => assert.equal(isAlive(pid, `${boot} pid:[1] 1`), undefined));
  }
});
