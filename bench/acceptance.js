'use strict';

// Durable acceptance: 1,000 messages a second for 10 s, while a Jira in this process takes them. Two latencies: from the moment
// at which the message was handed over, and from the moment at which it should have been, in which the event loop's delay is
// contained, so that a stalled process is not measured as a fast one.
//   node bench/acceptance.js <folder>

const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { command, openConnection } = require('./connection');
const { quickJira } = require('./quick-jira');

const rate = 1_000;
const seconds = 10;

async function main(folder) {
  let ended = 0;
  const { delivery, close } = await openConnection(path.join(folder, 'acceptance.jsonl'), 'http://jira.example.com', {
    client: quickJira(),
    onOutcome: () => (ended += 1),
  });
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const latencies = { handed: [], planned: [] };
  const accepting = [];
  loop.enable();
  const begun = performance.now();
  for (let sent = 0; sent < rate * seconds; ) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - begun) * rate) / 1_000));
    for (; sent < due; sent += 1) {
      const planned = begun + (sent * 1_000) / rate;
      const handed = performance.now();
      const accepted = () => {
        const now = performance.now();
        latencies.handed.push(now - handed);
        latencies.planned.push(now - planned);
      };
      accepting.push(delivery.accept(command()).then(accepted));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(accepting);
  loop.disable();
  const delay = (share) => `${(loop.percentile(share) / 1e6).toFixed(1)} ms`;
  console.log(`${accepting.length} messages at ${rate} a second, durable after: ${percentiles(latencies.handed)}`);
  console.log(`  counted from when they should have come: ${percentiles(latencies.planned)}`);
  console.log(`  ${ended} had their outcome meanwhile`);
  console.log(`  event loop delay (of a 1 ms timer): p50 ${delay(50)}, p99 ${delay(99)}, max ${(loop.max / 1e6).toFixed(1)} ms`);
  await close();
}

function percentiles(latencies) {
  latencies.sort((a, b) => a - b);
  const at = (share) => `${latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))].toFixed(1)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`;
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
