import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import type { History, Worse } from './history';
import { play } from './history';
import { judge } from './oracle';

/** What came of some histories. */
export interface Played {
  histories: number;
  commands: number;
  crashes: number;
  compactions: number;
  worsened: number;
  failures: string[];
}

export interface How {
  worse?: Worse;
  /** @returns the promises that were broken, of those that hold then */
  judged?: (history: History) => string[];
  /** Prints each history whose promise was broken. */
  show?: boolean;
}

/** Plays `count` histories from seed `from` on, every `step`th. */
export async function playSeeds(from: number, count: number, step: number, { worse = {}, judged = judge, show = false }: How = {}): Promise<Played> {
  const played: Played = { histories: 0, commands: 0, crashes: 0, compactions: 0, worsened: 0, failures: [] };
  for (let seed = from; seed < from + count; seed += step) {
    const history = await play(seed, 24, worse);
    played.histories += 1;
    played.commands += history.accepted.length;
    played.crashes += history.crashes;
    played.compactions += history.compactions;
    played.worsened += history.worsened;
    const broken = judged(history);
    if (broken.length === 0) continue;
    played.failures.push(`seed ${seed}: ${broken.join('; ')}`);
    if (show) console.log([JSON.stringify(history.weather), ...history.lines, ...broken].join('\n'));
  }
  return played;
}

/** A worker tells what it has found each time it has played so many. */
const portion = 100;

async function playShare(port: MessagePort, { from, count, step }: { from: number; count: number; step: number }): Promise<void> {
  for (let done = 0; done < count; done += portion * step) port.postMessage(await playSeeds(from + done, Math.min(portion * step, count - done), step));
}

if (parentPort) {
  // A fifth of the time would go into stacks that nobody reads: a seed that fails is played again, with them.
  Error.stackTraceLimit = 0;
  void playShare(parentPort, workerData as { from: number; count: number; step: number });
}
