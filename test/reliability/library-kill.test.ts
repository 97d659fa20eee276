import assert from 'node:assert/strict';
import type { Verdict } from './library-round';
import { playRound } from './library-round';

const kills = Number(process.env['KILLS'] ?? 200);
/** Given to play the one round again that failed. */
const seed = process.env['SEED'];
/** So many rounds at once: while a process of one starts, those of the others work. */
const lanes = 3;
/** What takes hours says after so many rounds what has come of it so far. */
const told = 10;
/** A journal that grew for ever would be read back at every start. */
const mostKillsARound = 100;

describe('kill -9 of the process that delivers', function () {
  this.timeout(0);

  it(`${kills} times in a storm loses nothing and duplicates nothing`, async () => {
    const begun = Date.now();
    const verdicts: Verdict[] = [];
    const sum = (count: (verdict: Verdict) => number): number => verdicts.reduce((total, verdict) => total + count(verdict), 0);
    const tell = (): void =>
      console.log(
        `      ${sum((one) => one.kills)} kills, ${sum((one) => one.faults)} faults, ${sum((one) => one.commands)} commands, ${sum((one) => one.tickets)} tickets, ` +
          `${sum((one) => one.unknown)} unknown rows: ${sum((one) => one.broken.length)} broken promises, ` +
          `${sum((one) => one.places.length)} places with credentials (${Math.round((Date.now() - begun) / 1_000)} s)`,
      );
    const sizes = sizesOf(kills);
    await playRounds(sizes, (verdict) => {
      verdicts.push(verdict);
      const { seed: its, kills: size, broken, places, complaints } = verdict;
      const what = [...broken, ...places, ...complaints].slice(0, 10);
      if (what.length > 0) console.log(`      SEED=${its} KILLS=${size}:\n        ${what.join('\n        ')}`);
      if (verdicts.length % told === 0 && verdicts.length < sizes.length) tell();
    });
    tell();
    assert.deepEqual(verdicts.flatMap(({ broken }) => broken).slice(0, 10), []);
    assert.deepEqual(verdicts.flatMap(({ places }) => places), []);
    assert.deepEqual(verdicts.flatMap(({ complaints }) => complaints).slice(0, 10), []);
    assert.ok(sum((one) => one.commands) > kills && sum((one) => one.faults) > 0, 'it was a storm');
  });
});

/** Rounds of about the same size, at least one for each lane. */
function sizesOf(all: number): number[] {
  if (seed !== undefined) return [all];
  const rounds = Math.min(all, Math.max(lanes, Math.ceil(all / mostKillsARound)));
  return Array.from({ length: rounds }, (_, round) => Math.floor((all * (round + 1)) / rounds) - Math.floor((all * round) / rounds));
}

async function playRounds(sizes: readonly number[], onVerdict: (verdict: Verdict) => void): Promise<void> {
  const waiting = sizes.map((size, round) => ({ size, seed: Number(seed ?? 1) + round }));
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) onVerdict(await playRound(next.seed, next.size));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
