import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { play } from './history';
import type { Played } from './play-seeds';
import { playSeeds } from './play-seeds';

/** How many histories, and from which seed on: `HISTORIES=1 SEED=42` plays one again, and prints it where it fails. */
const histories = Number(process.env['HISTORIES'] ?? 2_000);
const firstSeed = Number(process.env['SEED'] ?? 1);

/** What takes hours says after so many what has come of it so far. */
const told = 5_000;

function playInWorker(from: number, count: number, step: number, onPlayed: (played: Played) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'play-seeds.js'), { workerData: { from, count, step } });
    worker.on('message', onPlayed);
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}

function sumOf(all: readonly Played[]): Played {
  const sum = (of: (played: Played) => number): number => all.reduce((total, played) => total + of(played), 0);
  return {
    histories: sum(({ histories: count }) => count),
    commands: sum(({ commands }) => commands),
    crashes: sum(({ crashes }) => crashes),
    compactions: sum(({ compactions }) => compactions),
    worsened: sum(({ worsened }) => worsened),
    failures: all.flatMap((played) => played.failures),
  };
}

describe('simulated histories', function () {
  this.timeout(0);

  it(`${histories} days of storms, crashes and power cuts lose nothing and duplicate nothing in silence`, async () => {
    const begun = Date.now();
    const workers = Math.min(availableParallelism(), histories);
    let all = sumOf([]);
    const tell = (): void => console.log(`      ${all.histories} histories, ${all.commands} commands, ${all.crashes} crashes, ${all.compactions} compactions: ${all.failures.length} with broken promises (${Date.now() - begun} ms)`);
    const add = (played: Played): void => {
      all = sumOf([all, played]);
      // At once: a long run may never come to its end.
      for (const failure of played.failures) console.log(`      ${failure}`);
      if (all.histories % told === 0 && all.histories < histories) tell();
    };
    if (workers === 1) add(await playSeeds(firstSeed, histories, 1, { show: true }));
    else await Promise.all(Array.from({ length: workers }, (_, i) => playInWorker(firstSeed + i, histories - i, workers, add)));
    tell();
    assert.equal(all.histories, histories);
    assert.deepEqual(all.failures.slice(0, 10), []);
  });

  it('are the same each time they are played', async () => {
    assert.deepEqual((await play(3)).lines, (await play(3)).lines);
  });
});
