import assert from 'node:assert/strict';
import { play } from './history';
import { judgeTickets } from './oracle';

/** How many of them, and from which seed on: `CLOCK_SETS=1 SEED=42` plays one again, and prints it where it fails. */
const histories = Number(process.env['CLOCK_SETS'] ?? 40);
const firstSeed = Number(process.env['SEED'] ?? 1);

describe('simulated histories by a clock that is set', function () {
  this.timeout(0);

  it(`${histories} of them lose nothing and duplicate nothing in silence`, async () => {
    let commands = 0;
    let sets = 0;
    const broken: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + histories; seed += 1) {
      const history = await play(seed, 24, { sets: true });
      commands += history.accepted.length;
      sets += history.clockSets;
      const wrong = judgeTickets(history);
      if (wrong.length > 0) broken.push(`seed ${seed}: ${wrong.join('; ')}`);
      if (wrong.length > 0 && histories === 1) console.log([JSON.stringify(history.weather), ...history.lines].join('\n'));
    }
    console.log(`      ${histories} histories, ${commands} commands, ${sets} times that the clock was set: ${broken.length} with broken promises`);
    assert.deepEqual(broken, []);
  });
});
