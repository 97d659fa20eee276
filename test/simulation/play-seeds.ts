import { parentPort, workerData } from 'node:worker_threads';
import { play } from './history';
import { judge } from './oracle';

/** What one worker found in its share of the histories. */
export interface Played {
  commands: number;
  crashes: number;
  failures: string[];
}

/** Plays `count` histories from seed `from` on, every `step`th. @param show prints each history whose promise was broken */
export async function playSeeds(from: number, count: number, step: number, show = false): Promise<Played> {
  const played: Played = { commands: 0, crashes: 0, failures: [] };
  for (let seed = from; seed < from + count; seed += step) {
    const history = await play(seed);
    played.commands += history.accepted.length;
    played.crashes += history.crashes;
    const broken = judge(history);
    if (broken.length === 0) continue;
    played.failures.push(`seed ${seed}: ${broken.join('; ')}`);
    if (show) console.log([JSON.stringify(history.weather), ...history.lines, ...broken].join('\n'));
  }
  return played;
}

if (parentPort) {
  const { from, count, step } = workerData as { from: number; count: number; step: number };
  const port = parentPort;
  void playSeeds(from, count, step).then((played) => port.postMessage(played));
}
