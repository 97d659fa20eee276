import { join } from 'node:path';

/** A Node-RED, and the Node that runs it. */
export interface Pair {
  title: string;
  node: string;
  /** Node-RED's red.js. */
  nodeRed: string;
  /** Why it cannot run on this machine; '' if it can. */
  skipped: string;
}

const checkout = process.cwd();
const five = join(checkout, 'test', 'e2e', 'node-red-5', 'node_modules');
const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';

export const pairs: readonly Pair[] = [
  {
    title: `Node-RED 4.1 on Node ${process.versions.node}`,
    node: process.execPath,
    nodeRed: join(checkout, 'node_modules', 'node-red', 'red.js'),
    skipped: '',
  },
  {
    title: 'Node-RED 5 on Node 24',
    node: join(five, 'n24', 'bin', 'node'),
    nodeRed: join(five, 'node-red', 'red.js'),
    skipped: isLinuxX64 ? '' : `its Node 24 is one for Linux on x64, and this is ${process.platform} on ${process.arch}`,
  },
];

/** Describes the same tests for every pair. One that cannot run here is skipped in so many words, and fails in CI. */
export function describeOnEachPair(subject: string, tests: (pair: Pair) => void, on: readonly Pair[] = pairs): void {
  for (const pair of on) {
    describe(`${subject} (${pair.title})`, () => {
      if (pair.skipped === '') tests(pair);
      else if (process.env['CI'] !== 'true') it.skip(`skipped: ${pair.skipped}`);
      else it('runs in CI', () => Promise.reject(new Error(`${pair.title} must not be skipped in CI, but ${pair.skipped}.`)));
    });
  }
}
