'use strict';

const path = require('node:path');

/*
 * A mutant is told by its file, the line it changes, and the line as changed: line numbers move with every edit.
 * docs/mutants.md lists so those that change nothing anybody could notice.
 */

/** @typedef {{ file: string, code: string, change: string }} Mutant */

/**
 * What the report of a run says, beside the list of mutants that are known to change nothing.
 *
 * @param {{ files: Record<string, { source: string, mutants: object[] }> }} report Stryker's json
 * @param {Mutant[]} equivalent
 */
function judge(report, equivalent) {
  const listed = new Set(equivalent.map(keyOf));
  return Object.entries(report.files).map(([name, { source, mutants }]) => {
    const file = name.split(path.sep).join('/');
    const inOrder = mutants.toSorted(({ location: { start: a } }, { location: { start: b } }) => a.line - b.line || a.column - b.column);
    const of = (...statuses) => inOrder.filter(({ status }) => statuses.includes(status)).map((mutant) => described(file, source, mutant));
    const [killed, timedOut, unnoticed] = [of('Killed'), of('Timeout'), of('Survived', 'NoCoverage')];
    // A time-out under load says nothing against the list; and where several mutants look alike, one of them may survive.
    const mayBeListed = new Set([...unnoticed, ...timedOut].map(keyOf));
    return {
      file,
      killed: killed.length,
      timedOut: timedOut.length,
      equivalent: unnoticed.filter((mutant) => listed.has(keyOf(mutant))).length,
      survived: unnoticed.filter((mutant) => !listed.has(keyOf(mutant))),
      wrong: equivalent.filter((mutant) => mutant.file === file && !mayBeListed.has(keyOf(mutant))),
    };
  });
}

/** @returns {Mutant} */
function described(file, source, { location: { start, end }, replacement }) {
  const lines = source.split(/\r?\n/);
  const [first, last] = [lines[start.line - 1], lines[end.line - 1]];
  return {
    file,
    code: oneLine(first) + (start.line === end.line ? '' : ' …'),
    change: oneLine(first.slice(0, start.column - 1) + replacement + last.slice(end.column - 1)),
  };
}

function oneLine(text) {
  return text.trim().replace(/\s+/g, ' ');
}

function keyOf({ file, code, change }) {
  return JSON.stringify([file, code, change]);
}

/** The tables of docs/mutants.md: under a heading that names a file, rows of code, change and reason. @returns {Mutant[]} */
function readList(markdown) {
  const list = [];
  let file = '';
  for (const line of markdown.split(/\r?\n/)) {
    file = /^#+ `?(src\/[^`\s]+)/.exec(line)?.[1] ?? file;
    const [, code, change, reason] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (!line.startsWith('| `')) continue;
    if (!reason) throw new Error(`docs/mutants.md: a row of ${file} gives no reason: ${line}`);
    list.push({ file, code: uncoded(code), change: uncoded(change) });
  }
  return list;
}

/** A row as it stands in docs/mutants.md, but for its reason. */
function row({ code, change }) {
  return `| ${coded(code)} | ${coded(change)} | |`;
}

function coded(code) {
  const fence = code.includes('`') ? '``' : '`';
  const blank = fence.length > 1 ? ' ' : '';
  return fence + blank + code.replaceAll('|', '\\|') + blank + fence;
}

function uncoded(cell) {
  return cell.replace(/^(`+)(.*)\1$/, '$2').trim().replaceAll('\\|', '|');
}

module.exports = { judge, readList, row };
