'use strict';

// Deploys, a thousand in a row: open, accept, close. Whatever is still open at the end has leaked.
//   node --expose-gc bench/cycles.js <folder>

const fs = require('node:fs');
const path = require('node:path');
const { command, downUrl, openConnection } = require('./connection');

const cycles = 1_000;

async function main(folder) {
  const journal = path.join(folder, 'cycles.jsonl');
  await cycle(journal);
  const before = await open();
  const begun = performance.now();
  for (let done = 0; done < cycles; done += 1) await cycle(journal);
  const seconds = (performance.now() - begun) / 1_000;
  const after = await open();
  const leaked = after.resources.length - before.resources.length;
  const files = after.files - before.files;
  const missed = leaked > 0 || files > 0 ? ' MISSED' : '';
  const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(1);
  const took = `${cycles} times open, accept, close in ${seconds.toFixed(1)} s`;
  console.log(`${took}: ${leaked} handles and ${files} files left open (target 0)${missed}`);
  console.log(`  heap ${mebibytes(before.heap)} → ${mebibytes(after.heap)} MiB; active: ${after.resources.join(', ') || 'nothing'}`);
  if (leaked > 0 || files > 0) process.exitCode = 1;
}

async function cycle(journal) {
  const { delivery, close } = await openConnection(journal, downUrl);
  await delivery.accept(command());
  await close();
}

/** What this process has open, once all that was closed is gone. */
async function open() {
  await new Promise((resolve) => setTimeout(resolve, 200));
  globalThis.gc();
  const files = process.platform === 'linux' ? fs.readdirSync('/proc/self/fd').length : 0;
  return { resources: process.getActiveResourcesInfo(), files, heap: process.memoryUsage().heapUsed };
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
