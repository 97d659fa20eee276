import { setTimeout as pause } from 'node:timers/promises';

const every = 50;

/**
 * Asks again and again until there is an answer.
 *
 * @param what is waited for, for the error
 * @param ask answers undefined, or throws, while it is not there
 * @param within ms
 * @throws where there is none in time, with what was last in the way
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined, within = 30_000): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    let obstacle: unknown = 'not yet';
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      obstacle = error;
    }
    if (Date.now() > deadline) throw new Error(`${what}: not within ${within} ms.`, { cause: obstacle });
    await pause(every);
  }
}

/**
 * Waits until nothing remains, as long as it gets less.
 *
 * @param what remains, for the error
 * @param within ms without any progress
 * @throws where it has not become less for so long
 */
export async function untilNone(what: string, remaining: () => Promise<number>, within = 60_000): Promise<void> {
  for (let least = Infinity; least > 0; ) {
    least = await until(`Fewer than ${least} ${what}`, async () => {
      const count = await remaining();
      return count < least ? count : undefined;
    }, within);
  }
}
