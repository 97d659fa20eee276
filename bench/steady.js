'use strict';

// A connection under a steady load: 1,000 messages a second for an hour, about a hundred tickets. The heap after a collection is
// read once a minute; its slope is fitted to all minutes but the first five, in which the log fills.
//   node --expose-gc bench/steady.js <folder> [minutes]

const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { command, openConnection } = require('./connection');
const { quickJira } = require('./quick-jira');

const rate = 1_000;
const ticketCount = 100;
const warmUp = 5;

async function main(folder, minutes) {
  const ends = { ok: 0, failed: 0 };
  const { delivery, close } = await openConnection(path.join(folder, 'steady.jsonl'), 'http://jira.example.com', {
    client: quickJira(),
    onOutcome: ({ row }) => (row.status === 'Ok' ? (ends.ok += 1) : (ends.failed += 1)),
  });
  const tickets = Array.from({ length: ticketCount }, command);
  await Promise.all(tickets.map((ticket) => delivery.accept(ticket)));

  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const heaps = [];
  const begun = performance.now();
  let sent = ticketCount;
  for (let minute = 1; minute <= minutes; minute += 1) {
    while (performance.now() - begun < minute * 60_000) {
      const due = ticketCount + Math.floor(((performance.now() - begun) * rate) / 1_000);
      for (; sent < due; sent += 1) void delivery.accept(next(tickets, sent));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    global.gc();
    const heap = process.memoryUsage().heapUsed / 2 ** 20;
    heaps.push(heap);
    console.log(`minute ${minute}: heap ${heap.toFixed(2)} MiB, ${delivery.status().pending} wait, ${process.getActiveResourcesInfo().length} handles`);
  }
  while (delivery.status().pending > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  loop.disable();
  await close();

  const slope = slopeOf(heaps.slice(warmUp));
  console.log(`${sent} messages in ${minutes} min: ${ends.ok} ok, ${ends.failed} failed, ${sent - ends.ok - ends.failed} without an outcome`);
  console.log(`heap slope after ${warmUp} min: ${slope.toFixed(3)} MiB a minute; event loop delay (of a 5 ms timer): p99 ${(loop.percentile(99) / 1e6).toFixed(1)} ms`);
  if (ends.ok !== sent) process.exitCode = 1;
}

/** An update of one of the tickets, or, one in ten, its create once more. */
function next(tickets, number) {
  const { guid, fields } = tickets[number % tickets.length];
  const repeated = { ...command(), guid };
  return number % 10 === 0 ? { ...repeated, fields } : { ...repeated, action: 'UPDATE', fields: { description: `Message ${number}` } };
}

/** Least squares, over the index. */
function slopeOf(values) {
  const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const middle = (values.length - 1) / 2;
  const average = mean(values);
  const over = values.reduce((sum, value, i) => sum + (i - middle) * (value - average), 0);
  const under = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return over / under;
}

main(process.argv[2], Number(process.argv[3] ?? 60)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
