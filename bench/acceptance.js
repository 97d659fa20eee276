'use strict';

// Durable acceptance: 1,000 messages a second for a good minute, while a Jira in this process takes them, with the start, when nothing
// is compiled yet, and once the journal rewritten. Two latencies: from the moment at which the message was handed over, and from the
// moment at which it should have been, in which the event loop's delay is contained, so that a stalled process is not measured as a
// fast one. The same bytes at the same pace into a bare file, synced together with whatever waits, say what this machine's disk needs
// at the least.
//   node bench/acceptance.js <folder>

const fs = require('node:fs/promises');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { command, openConnection } = require('./connection');
const { quickJira } = require('./quick-jira');

const rate = 1_000;
/** The journal is rewritten at the end of the first minute. */
const seconds = 65;
const startSeconds = 5;
const bareSeconds = 20;

async function main(folder) {
  const bare = await measureBareFile(path.join(folder, 'bare'));
  let ended = 0;
  const { delivery, close } = await openConnection(path.join(folder, 'acceptance.jsonl'), 'http://jira.example.com', {
    client: quickJira(),
    onOutcome: () => (ended += 1),
  });
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const { handed, planned } = await feed(seconds, () => delivery.accept(command()));
  loop.disable();
  const delay = (share) => `${(loop.percentile(share) / 1e6).toFixed(1)} ms`;
  const start = startSeconds * rate;
  console.log(`${handed.length} messages at ${rate} a second, durable after: ${percentiles(handed)}`);
  console.log(`  the first ${startSeconds} s: ${percentiles(handed.slice(0, start))}; afterwards: ${percentiles(handed.slice(start))}`);
  console.log(`  counted from when they should have come: ${percentiles(planned)}`);
  console.log(`  ${ended} had their outcome meanwhile`);
  console.log(`  the same bytes into a bare file: ${percentiles(bare)}; p99 of the acceptance is ${(at(handed, 0.99) / at(bare, 0.99)).toFixed(1)} times that`);
  console.log(`  p99 of each second, which tells a machine that has others now and then: ${ofSeconds(handed)}; of the bare file: ${ofSeconds(bare)}`);
  console.log(`  event loop delay (of a 1 ms timer): p50 ${delay(50)}, p99 ${delay(99)}, max ${(loop.max / 1e6).toFixed(1)} ms`);
  await close();
}

/** Calls `accept` 1,000 times a second. @returns ms until each had resolved, in the order of the calls */
async function feed(duration, accept) {
  const handed = [];
  const planned = [];
  const accepting = [];
  const begun = performance.now();
  for (let sent = 0; sent < rate * duration; ) {
    const due = Math.min(rate * duration, Math.floor(((performance.now() - begun) * rate) / 1_000));
    for (; sent < due; sent += 1) {
      const should = begun + (sent * 1_000) / rate;
      const did = performance.now();
      const number = sent;
      const accepted = () => {
        const now = performance.now();
        handed[number] = now - did;
        planned[number] = now - should;
      };
      accepting.push(accept().then(accepted));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(accepting);
  return { handed, planned };
}

async function measureBareFile(file) {
  const bytes = Buffer.from(`${JSON.stringify(command())}\n`);
  const handle = await fs.open(file, 'w');
  let waiting = [];
  let working = false;
  const work = async () => {
    working = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await handle.write(Buffer.concat(group.map(() => bytes)));
      await handle.datasync();
      for (const resolve of group) resolve();
    }
    working = false;
  };
  const { handed } = await feed(bareSeconds, () => new Promise((resolve) => {
    waiting.push(resolve);
    if (!working) void work();
  }));
  await handle.close();
  return handed;
}

function at(latencies, share) {
  const sorted = Float64Array.from(latencies).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Of the p99 of each second: the quarters in which they lie. */
function ofSeconds(latencies) {
  const each = Array.from({ length: Math.floor(latencies.length / rate) }, (_, i) => at(latencies.slice(i * rate, (i + 1) * rate), 0.99));
  const words = (share) => `${at(each, share).toFixed(1)} ms`;
  return `a quarter within ${words(0.25)}, half within ${words(0.5)}, three quarters within ${words(0.75)}`;
}

function percentiles(latencies) {
  const words = (share) => `${at(latencies, share).toFixed(1)} ms`;
  return `p50 ${words(0.5)}, p99 ${words(0.99)}, max ${words(1)}`;
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
