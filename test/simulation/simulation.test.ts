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

function playInWorker(from: number, count: number, step: number): Promise<Played> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'play-seeds.js'), { workerData: { from, count, step } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

describe('simulated histories', function () {
  this.timeout(0);

  it(`${histories} days of storms, crashes and power cuts lose nothing and duplicate nothing in silence`, async () => {
    const begun = Date.now();
    const workers = Math.min(availableParallelism(), histories);
    const shares =
      workers === 1
        ? [await playSeeds(firstSeed, histories, 1, true)]
        : await Promise.all(Array.from({ length: workers }, (_, i) => playInWorker(firstSeed + i, histories - i, workers)));
    const sum = (of: (played: Played) => number): number => shares.reduce((total, played) => total + of(played), 0);
    const failures = shares.flatMap((played) => played.failures);
    console.log(
      `      ${histories} histories, ${sum((played) => played.commands)} commands, ${sum((played) => played.crashes)} crashes: ` +
        `${failures.length} with broken promises (${Date.now() - begun} ms)`,
    );
    assert.deepEqual(failures.slice(0, 10), []);
  });

  it('are the same each time they are played', async () => {
    assert.deepEqual((await play(3)).lines, (await play(3)).lines);
  });
});
