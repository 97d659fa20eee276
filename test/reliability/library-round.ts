import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../../src/lib/records/row';
import type { Counters } from '../../src/lib/records/statistics';
import type { Sandbox } from '../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../src/lib/sandbox/sandbox';
import { seeded } from '../simulation/random';
import { canary, formsIn, placesIn } from './canaries';
import type { Told } from './kill-oracle';
import { isUnknown, judgeKills } from './kill-oracle';
import type { Line, Task } from './library-child';
import { runChild } from './library-child';
import { calm, oneOf, trouble } from './library-faults';

/** What a round came to. */
export interface Verdict {
  seed: number;
  kills: number;
  commands: number;
  tickets: number;
  /** Rows that say that it is unknown whether Jira created the ticket. */
  unknown: number;
  /** In words. */
  broken: string[];
  /** Where the connection's password was found, in any form. */
  places: string[];
  /** What the library complained of, but for what a kill explains. */
  complaints: string[];
  /** How many requests something went wrong with, on demand. */
  faults: number;
}

/** When a process is killed: what it does, after which of its lines, and how much later at most, ms. */
const moments: ReadonlyArray<{ task: Task; after: 'opening' | 'ready' | 'writing'; within: number }> = [
  { task: 'storm', after: 'opening', within: 25 },
  { task: 'storm', after: 'ready', within: 100 },
  { task: 'storm', after: 'writing', within: 30 },
  { task: 'storm', after: 'writing', within: 100 },
  { task: 'deliver', after: 'writing', within: 30 },
];

/** A process that has nothing to write, or may not yet, is not waited for longer, ms. */
const patience = 500;

/**
 * One journal, one Jira: a storm with so many kills, then everything is delivered, then it is judged. The seed decides what goes
 * wrong and when the kills are due; what they hit is up to the machine. With an even seed, Jira's index is too late from the middle
 * on, so that creates have to be given up as unknown.
 */
export async function playRound(seed: number, kills: number): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'jira-kill-'));
  const sandbox = await startSandbox({ maxTickets: 1_000_000, users: { [canary.username]: canary.password } });
  try {
    const round = new Round(sandbox, folder, seeded(seed));
    const late = seed % 2 === 0;
    for (let kill = 0; kill < kills; kill++) await round.kill(late && kill >= kills / 2);
    await round.drain();
    return { seed, kills, ...(await round.judge(!late)) };
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class Round {
  private readonly accepted: string[] = [];
  private readonly told: Told[] = [];
  private readonly complaints: string[] = [];
  private readonly places = new Set<string>();
  private rows: Row[] = [];
  private counters: Counters | undefined;
  private faults = 0;
  private requestsSeen = 0;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly folder: string,
    private readonly random: () => number,
  ) {}

  async kill(late: boolean): Promise<void> {
    trouble(this.sandbox, late, this.random);
    const { task, after, within } = oneOf(moments, this.random);
    const later = this.random() * within;
    await this.run(task, (line, kill) => {
      if (line[after]) setTimeout(kill, later);
      else if (line['ready']) setTimeout(kill, patience);
    });
  }

  async drain(): Promise<void> {
    calm(this.sandbox);
    await this.run('drain', ({ rows, counters }) => {
      if (!rows) return;
      this.rows = rows as Row[];
      this.counters = counters as Counters;
    });
  }

  async judge(inTime: boolean): Promise<Omit<Verdict, 'seed' | 'kills'>> {
    const { accepted, told, rows, counters, complaints, faults } = this;
    const tickets = this.sandbox.jira.tickets();
    for (const place of await placesIn(this.folder, canary)) this.places.add(place);
    return {
      commands: rows.length,
      tickets: tickets.length,
      unknown: rows.filter(isUnknown).length,
      broken: judgeKills({ accepted, told, rows, tickets, created: counters?.create.total, updated: counters?.update.total, inTime }),
      places: [...this.places],
      complaints,
      faults,
    };
  }

  private async run(task: Task, onLine: (line: Line, kill: () => void) => void): Promise<void> {
    const { output, errors } = await runChild(join(this.folder, 'journal.jsonl'), this.sandbox.url, task, (line, kill) => {
      this.hear(line);
      onLine(line, kill);
    });
    if (errors !== '') this.complaints.push(errors);
    for (const form of formsIn(`${output}\n${errors}`, canary)) this.places.add(`output: ${form}`);
    this.faults += this.sandbox.jira.requests.filter(({ number, fault }) => fault !== undefined && number > this.requestsSeen).length;
    this.requestsSeen = this.sandbox.jira.requests.at(-1)?.number ?? 0;
  }

  private hear({ accepted, told, failed, report }: Line): void {
    if (typeof accepted === 'string') this.accepted.push(accepted);
    if (told) this.told.push(told as Told);
    // A record that a kill cut off had not been acknowledged.
    const complaint = failed ?? report;
    if (complaint !== undefined && !String(complaint).includes('cut off by a crash')) this.complaints.push(String(complaint));
  }
}
