'use strict';

// How long parseAdvanced takes as its input grows: the time at each size, and its ratio to the time at half the size (2 is linear).
// The inputs are those that make a careless parser slow. Build first (npm run build); then: node bench/parser.js

const { parseAdvanced } = require('../dist/lib/ticket/advanced.js');

const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const head = `${guid}|CREATE|`;
const fillers = {
  'one long value': (size) => `${head}summary;${'x'.repeat(size)}`,
  'full of line breaks': (size) => `${head}summary;${'\n'.repeat(size)}x|`,
  'backslashes before |': (size) => `${head}summary;${'\\'.repeat(size)}|`,
  'backslashes before x': (size) => `${head}summary;${'\\'.repeat(size)}x|`,
  'escaped pipes': (size) => `${head}summary;${'\\|'.repeat(size / 2)}|`,
  'semicolons': (size) => `${head}summary;${';'.repeat(size)}|`,
  'empty segments': (size) => `${head}summary;x${'|'.repeat(size)}`,
  'many commands': (size) => `${head}summary;x|\n`.repeat(size / 60),
  'many broken commands': (size) => `${guid}|CREAT|summary;x|\n`.repeat(size / 55),
  'lines that are GUIDs': (size) => `${head}summary;x${`\n${guid}`.repeat(size / 37)}|`,
};
const sizes = [64, 128, 256, 512, 1023].map((kib) => kib * 1024);

for (const [name, fill] of Object.entries(fillers)) {
  const times = sizes.map((size) => best(fill(size)));
  const cells = times.map((time, index) => `${time.toFixed(2).padStart(7)} ms${index === 0 ? '' : ` (×${(time / times[index - 1]).toFixed(1)})`.padEnd(8)}`);
  console.log(`${name.padEnd(22)}${cells.join(' ')}`);
}

/** The shortest of several runs: what the parser takes when nothing else disturbs it. */
function best(input) {
  let shortest = Infinity;
  for (let run = 0; run < 7; run += 1) {
    const start = performance.now();
    parseAdvanced(input, { anyId: false });
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}
