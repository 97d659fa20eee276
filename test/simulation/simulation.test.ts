import assert from 'node:assert/strict';
import { play } from './history';
import { judge } from './oracle';

/** How many histories, and from which seed on: `HISTORIES=1 SEED=42` plays one again. */
const histories = Number(process.env['HISTORIES'] ?? 2_000);
const firstSeed = Number(process.env['SEED'] ?? 1);

describe('simulated histories', function () {
  this.timeout(0);

  it(`${histories} days of storms, crashes and power cuts lose nothing and duplicate nothing in silence`, async () => {
    const failures: string[] = [];
    let commands = 0;
    let crashes = 0;
    const begun = Date.now();
    for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
      const history = await play(seed);
      commands += history.accepted.length;
      crashes += history.crashes;
      const broken = judge(history);
      if (broken.length === 0) continue;
      failures.push(`seed ${seed}: ${broken.join('; ')}`);
      if (histories === 1) console.log([JSON.stringify(history.weather), ...history.lines, ...broken].join('\n'));
    }
    console.log(`      ${histories} histories, ${commands} commands, ${crashes} crashes: ${failures.length} with broken promises (${Date.now() - begun} ms)`);
    assert.deepEqual(failures.slice(0, 10), []);
  });

  it('are the same each time they are played', async () => {
    assert.deepEqual((await play(3)).lines, (await play(3)).lines);
  });
});
