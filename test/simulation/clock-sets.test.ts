import assert from 'node:assert/strict';
import { judgeTickets } from './oracle';
import { playSeeds } from './play-seeds';

/** How many of them, and from which seed on: `CLOCK_SETS=1 SEED=42` plays one again, and prints it where it fails. */
const histories = Number(process.env['CLOCK_SETS'] ?? 20);
const firstSeed = Number(process.env['SEED'] ?? 1);

describe('simulated histories by a clock that is set', function () {
  this.timeout(0);

  it(`${histories} of them lose nothing and duplicate nothing in silence`, async () => {
    const { commands, worsened, failures } = await playSeeds(firstSeed, histories, 1, { worse: { sets: true }, judged: judgeTickets, show: histories === 1 });
    console.log(`      ${histories} histories, ${commands} commands, ${worsened} times that the clock was set: ${failures.length} with broken promises`);
    assert.ok(worsened > 0 || histories < 10);
    assert.deepEqual(failures, []);
  });
});
