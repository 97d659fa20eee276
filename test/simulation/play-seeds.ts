import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { play } from './history';
import { judge } from './oracle';

/** What came of some histories. */
export interface Played {
  histories: number;
  commands: number;
  crashes: number;
  compactions: number;
  failures: string[];
}

/** Plays `count` histories from seed `from` on, every `step`th. @param show prints each history whose promise was broken */
export async function playSeeds(from: number, count: number, step: number, show = false): Promise<Played> {
  const played: Played = { histories: 0, commands: 0, crashes: 0, compactions: 0, failures: [] };
  for (let seed = from; seed < from + count; seed += step) {
    const history = await play(seed);
    played.histories += 1;
    played.commands += history.accepted.length;
    played.crashes += history.crashes;
    played.compactions += history.compactions;
    const broken = judge(history);
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

if (parentPort) void playShare(parentPort, workerData as { from: number; count: number; step: number });
