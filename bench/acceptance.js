'use strict';

// Durable acceptance: 1,000 messages a second for 10 s, while a Jira in this process takes them. A message's latency counts from
// the moment at which it should have come, so that a stalled process is not measured as a fast one.
//   node bench/acceptance.js <folder>

const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { command, openConnection } = require('./connection');

const rate = 1_000;
const seconds = 10;

async function main(folder) {
  let ended = 0;
  const { delivery, close } = await openConnection(path.join(folder, 'acceptance.jsonl'), 'http://jira.example.com', {
    client: quickJira(),
    onOutcome: () => (ended += 1),
  });
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const latencies = [];
  const accepting = [];
  loop.enable();
  const begun = performance.now();
  for (let sent = 0; sent < rate * seconds; ) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - begun) * rate) / 1_000));
    for (; sent < due; sent += 1) {
      const planned = begun + (sent * 1_000) / rate;
      accepting.push(delivery.accept(command()).then(() => latencies.push(performance.now() - planned)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(accepting);
  loop.disable();
  latencies.sort((a, b) => a - b);
  const at = (share) => `${latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))].toFixed(1)} ms`;
  const delay = (share) => `${(loop.percentile(share) / 1e6).toFixed(1)} ms`;
  console.log(`${latencies.length} messages at ${rate} a second, durable: p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`);
  console.log(`  ${ended} had their outcome meanwhile`);
  console.log(`  event loop delay (of a 1 ms timer): p50 ${delay(50)}, p99 ${delay(99)}, max ${(loop.max / 1e6).toFixed(1)} ms`);
  await close();
}

/** Answers after 20 ms, and makes every ticket. */
function quickJira() {
  let tickets = 0;
  const ticket = () => {
    tickets += 1;
    return { id: String(tickets), key: `NET-${tickets}` };
  };
  const answer = (status, json) => ({ status, headers: {}, json, text: '', ms: 20 });
  return {
    async send({ method, path: resource, body }) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (resource.endsWith('/serverInfo')) return answer(200, { version: '10.3.0', versionNumbers: [10, 3, 0] });
      if (resource.endsWith('/bulk')) return answer(201, { issues: body.issueUpdates.map(ticket), errors: [] });
      return method === 'POST' ? answer(201, ticket()) : answer(404, { errorMessages: ['Not here'] });
    },
    close() {},
  };
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
