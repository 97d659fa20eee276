'use strict';

// What a long queue costs while Jira is down. In three processes on one journal, so that each begins with an empty heap:
//   node --expose-gc bench/backlog.js fill|restart|hang <folder>

const http = require('node:http');
const path = require('node:path');
const { concurrent } = require('../dist/lib/delivery/dispatcher.js');
const { command, downUrl, openConnection } = require('./connection');

const count = 100_000;

async function fill(journal) {
  const { delivery, close } = await openConnection(journal, downUrl);
  await acceptAll(delivery, 1_000); // what the first commands cause to be loaded and compiled is not the queue's
  const before = heap();
  const begun = performance.now();
  await acceptAll(delivery, count);
  const seconds = (performance.now() - begun) / 1_000;
  const grown = heap() - before;
  report(`${count} commands queued while Jira is down`, `${(grown / 2 ** 20).toFixed(1)} MiB of heap`, grown / 2 ** 20, 64);
  console.log(`  accepted at ${Math.round(count / seconds)} a second, ${delivery.status().pending} pending`);
  const closing = performance.now();
  await close();
  report(`close() with ${count} queued`, `${Math.round(performance.now() - closing)} ms`, performance.now() - closing, 2_000);
}

async function restart(journal) {
  const begun = performance.now();
  const { delivery, close } = await openConnection(journal, downUrl);
  const took = performance.now() - begun;
  report(`restart with ${delivery.status().pending} queued`, `${Math.round(took)} ms`, took, 2_000);
  await close();
}

async function hang(journal) {
  let hanging = 0;
  let hangs = () => {};
  const hung = new Promise((resolve) => (hangs = resolve));
  // What creates need to know is answered; the creates themselves hang, as many as may be under way at a time.
  const server = http.createServer(({ method }, response) => {
    if (method === 'GET') {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"errorMessages":["Not here"]}');
      return;
    }
    hanging += 1;
    if (hanging === concurrent) hangs();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { delivery, close } = await openConnection(journal, `http://127.0.0.1:${server.address().port}`);
  await hung;
  const begun = performance.now();
  await close();
  const took = performance.now() - begun;
  const what = `close() with ${delivery.status().pending} queued and ${hanging} hanging sockets`;
  report(what, `${Math.round(took)} ms`, took, 2_000);
  server.closeAllConnections();
  server.close();
}

async function acceptAll(delivery, many) {
  const together = 500;
  for (let done = 0; done < many; done += together) {
    await Promise.all(Array.from({ length: together }, () => delivery.accept(command())));
  }
}

function heap() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function report(what, figure, value, most) {
  console.log(`${what}: ${figure} (target ≤ ${most})${value > most ? ' MISSED' : ''}`);
  if (value > most) process.exitCode = 1;
}

const [mode, folder] = process.argv.slice(2);
const modes = { fill, restart, hang };
modes[mode](path.join(folder, 'backlog.jsonl')).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
