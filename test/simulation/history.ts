import { parseAddress } from '../../src/lib/jira/address';
import type { JiraAnswer } from '../../src/lib/jira/http';
import type { Clock } from '../../src/lib/delivery/clock';
import { Delivery } from '../../src/lib/delivery/delivery';
import type { Outcome, Row } from '../../src/lib/records/row';
import type { Command } from '../../src/lib/ticket/command';
import { CrashDisk } from './crash-disk';
import type { Weather } from './hostile';
import { faultIn, randomWeather } from './hostile';
import { seeded } from './random';
import { VirtualClock } from './virtual-clock';
import { customFields, VirtualJira } from './virtual-jira';
import { settings, virtualLimiter } from './world';

/** The rows that a retry or a drop was asked for, one for each time, and as they were then. */
export interface Hands {
  retried: Row[];
  dropped: Row[];
}

export interface History {
  seed: number;
  /** What happened, a line each, for a person who looks into a failing seed. */
  lines: string[];
  /** Commands whose acceptance was told, in that order. */
  accepted: Command[];
  /** Outcomes as they were told. */
  told: Outcome[];
  /** Refused for the journal's sake while the disk was well. */
  groundless: Row[];
  /** What an operator asked for, whatever became of that. */
  hands: Hands;
  /** The log and the counters at the end. */
  rows: Row[];
  created: number;
  updated: number;
  jira: VirtualJira;
  crashes: number;
  /** How often a journal began to be rewritten. */
  compactions: number;
  /** How often the disk changed a byte, or the clock was set. */
  worsened: number;
  weather: Weather;
}

/** What most histories are spared. */
export interface Worse {
  /** The disk changes a byte of the journal now and then, while no process has it. */
  rots?: boolean;
  /** The clock is set now and then, by up to three days. */
  sets?: boolean;
}

const hour = 3_600_000;
const journal = '/journal.jsonl';

/** Update Settings. */
export const updateMax = 5;
export const updatePeriod = 60_000;

/**
 * One history of at least a day: commands at random moments, Jira in random weather, the process killed and the power cut now and then.
 * Everything follows from the seed, so that a history can be played again to the letter.
 *
 * @param worse what happens besides, which not all promises are made for
 */
export async function play(seed: number, hours = 24, { rots = false, sets = false }: Worse = {}): Promise<History> {
  const random = seeded(seed);
  const clock = new VirtualClock();
  const start = clock.steady();
  const disk = new CrashDisk(clock, random);
  const weather = randomWeather(random, start, hours);
  const lines: string[] = [];
  const say = (text: string): void => {
    lines.push(`${((clock.steady() - start) / 1_000).toFixed(3)} s ${text}`);
  };
  let calm = false;
  const jira = new VirtualJira({ clock, indexLag: () => random() * weather.indexLag, latency: () => 10 + random() * 200, cloud: random() < 0.5 });
  jira.fault = (request) => {
    const fault = calm ? undefined : faultIn(weather, random, clock.steady(), request);
    say(`${request.method} ${request.path} → ${fault ? JSON.stringify(fault) : 'ok'}`);
    return fault;
  };

  const echoed = `echoed${seed}`;
  let echoes = 0;
  const echo = (): void => {
    if (echoes === 0) return;
    echoes -= 1;
    clock.after(random() * 10, () => accept(next(echoed)));
  };

  const accepted: Command[] = [];
  const told: Outcome[] = [];
  /** Ids of rows that were Pending. */
  const pending = new Set<string>();
  let processes = 0;
  let crashes = 0;
  let compactions = 0;
  let worsened = 0;
  /** A crash is due that came up by itself, and not by the plan. */
  let doomed = false;
  const bodiesInMemory = random() < 0.5 ? 0 : undefined;
  const compactFrom = random() < 0.7 ? 1_000 + random() * 20_000 : undefined;
  /** The moments (ms) between which the disk fails, if it does. */
  let badDisk: [number, number] = [Infinity, Infinity];
  const groundless: Row[] = [];
  const toldLater = new Set<string>();
  const label = random() < 0.3;

  /** Until then the nodes are being deployed, and hear nothing. */
  let deafUntil = 0;

  const startProcess = async (): Promise<{ delivery: Delivery; kill: () => void }> => {
    processes += 1;
    const number = processes;
    let dead = false;
    const alive = (): boolean => !dead;
    const processDisk = disk.forProcess(alive);
    const processClock: Clock = { now: () => clock.now(), steady: () => clock.steady(), after: (ms, task) => clock.after(ms, () => alive() && task()) };
    const opening = Delivery.open({
      settings: { ...settings, logMax: 100_000, updateMax, updatePeriod, marker: label ? 'label' : 'property', giveUpAfter: 30 * hour, bodiesInMemory, compactFrom },
      address: parseAddress('https://jira.example.com', ''),
      path: journal,
      ports: {
        client: {
          send: (request) =>
            new Promise((resolve, reject) => {
              const answered = (answer: JiraAnswer): void => {
                if (!alive()) return;
                resolve(answer);
                if (request.method !== 'GET') echo();
              };
              jira.send(request).then(answered, (error: unknown) => alive() && reject(error as Error));
            }),
        },
        clock: processClock,
        random,
        disk: {
          ...processDisk,
          open: (path) => {
            if (path.endsWith('.jsonl.new')) whileCompacting(() => alive() && isOpen);
            return processDisk.open(path);
          },
        },
        limiter: virtualLimiter(clock),
        identity: { pid: 1, host: 'here', start: String(number), isAlive: () => false },
      },
      events: {
        hears: ({ row }) => {
          const isThere = clock.steady() >= deafUntil;
          if (!isThere) toldLater.add(row.id);
          return isThere;
        },
        onOutcome: (outcome) => {
          told.push(outcome);
          if (outcome.code === 'JOURNAL' && !toldLater.has(outcome.row.id) && !(clock.steady() >= badDisk[0] && clock.steady() <= badDisk[1])) groundless.push(outcome.row);
          say(`outcome ${outcome.row.id} ${outcome.row.action} ${outcome.row.status} ${outcome.row.ticketKey} ${outcome.row.error}`);
        },
        onResponse: () => {},
        onRow: (row) => {
          if (row.status !== 'Pending') return;
          pending.add(row.id);
          say(`accepted ${row.id} ${row.action} ${row.guid}`);
        },
        onRecords: () => {},
        onStatus: () => {},
        report: (_level, message) => say(`report: ${message}`),
      },
    });
    let isOpen = false;
    let delivery: Delivery | undefined;
    let failure: Error | undefined;
    opening.then((opened) => (delivery = opened), (error: unknown) => (failure = error as Error));
    await clock.until(() => delivery !== undefined || failure !== undefined);
    if (delivery) {
      isOpen = true;
      return { delivery, kill: () => (dead = true) };
    }
    // As the node does: the disk may be better later.
    say(`cannot open: ${failure?.message ?? ''}`);
    dead = true;
    await clock.pass(10_000);
    return startProcess();
  };

  const rot = (): void => {
    if (!rots || random() < 0.3 || !disk.rot(journal)) return;
    worsened += 1;
    say('a byte of the journal has changed');
  };

  let running = await startProcess();
  const crash = async (powerCut: boolean): Promise<void> => {
    say(powerCut ? 'power cut' : 'kill -9');
    crashes += 1;
    running.kill();
    if (powerCut) disk.crash();
    rot();
    running = await startProcess();
    deploy();
  };
  const restart = async (): Promise<void> => {
    say('restart');
    deafUntil = Infinity;
    const closing = running.delivery.close();
    let closed = false;
    void closing.then(() => (closed = true));
    await clock.until(() => closed, 60_000);
    running.kill();
    rot();
    running = await startProcess();
    deploy();
  };
  /** The nodes are made anew, and are there a moment later. */
  const deploy = (): void => {
    say('deploy');
    deafUntil = clock.steady() + random() * 2_000;
    const { delivery } = running;
    clock.after(deafUntil - clock.steady(), () => void (delivery === running.delivery && delivery.recover('n')));
  };

  const guids: string[] = [];
  let ids = 0;
  const next = (echoing?: string): Command => {
    ids += 1;
    const id = `c${ids}`;
    const update = echoing === undefined ? guids.length > 0 && random() < 0.4 : guids.includes(echoing);
    const again = guids.length > 0 && random() < 0.1;
    const guid = echoing ?? (update || again ? guids[Math.floor(random() * guids.length)] : undefined) ?? `g${ids}`;
    if (!guids.includes(guid)) guids.push(guid);
    const base = { project: 'NET', issuetype: 'Task' };
    const common = { id, guid, type: random() < 0.2 ? ('Manual' as const) : ('Automatic' as const), node: 'n', time: new Date(clock.now()).toISOString() };
    const steps = random() < 0.25 ? { ...(random() < 0.7 ? { comment: id } : {}), ...(random() < 0.3 ? { link: 'blocks NET-1' } : {}), ...(random() < 0.3 ? { transition: 'Start' } : {}) } : {};
    if (update) return { ...common, action: 'UPDATE', fields: { [customFields[Math.floor(random() * customFields.length)] as string]: id, ...steps }, base };
    return { ...common, action: 'CREATE', fields: { ...base, summary: random() < 0.03 ? 'bad' : id, ...steps } };
  };
  const accept = (command: Command): void => {
    const { delivery } = running;
    void delivery.accept(command).then(() => {
      // Only what was Pending is owed an outcome; of what is refused the nodes may hear later.
      if (pending.has(command.id)) accepted.push(command);
    });
  };

  /** Commands come while the journal is rewritten, and crashes, which a plan would hardly ever meet. */
  const whileCompacting = (isRunning: () => boolean): void => {
    compactions += 1;
    say('compaction');
    const soon = (share: number, act: () => void): void => {
      if (random() < share) clock.after(random() * 30, () => isRunning() && !calm && act());
    };
    for (let n = 0; n < 3; n += 1) soon(0.3, () => accept(next()));
    soon(0.2, () => (doomed = true));
  };
  const passTo = async (moment: number): Promise<void> => {
    while (clock.steady() < moment) {
      let there = false;
      clock.after(moment - clock.steady(), () => (there = true));
      await clock.until(() => there || doomed, moment - clock.steady());
      if (!doomed) continue;
      doomed = false;
      await crash(random() < 0.6);
    }
  };

  const hands: Hands = { retried: [], dropped: [] };
  const some = (kept: Row[]) => (row: Row): boolean => {
    if (random() < 0.3) return false;
    kept.push(row);
    return true;
  };
  const operate = (): void => {
    const { delivery } = running;
    const luck = random();
    say(luck < 0.6 ? 'retry' : luck < 0.8 ? 'cancel' : 'drop');
    const asked = luck < 0.6 ? delivery.retry(some(hands.retried)) : luck < 0.8 ? delivery.cancel(some([])) : delivery.drop(some(hands.dropped));
    // The disk may refuse it.
    asked.catch((error: unknown) => say(`refused: ${(error as Error).message}`));
  };

  const setClock = (): void => {
    worsened += 1;
    const ms = Math.round((random() < 0.5 ? -1 : 1) * random() ** 3 * 72 * hour);
    say(`the clock is set by ${ms} ms`);
    clock.set(clock.now() + ms);
  };

  const end = start + hours * hour;
  const plan: Array<{ at: number; act: () => Promise<void> | void }> = [];
  const bursts = 3 + Math.floor(random() * 12);
  for (let i = 0; i < bursts; i++) {
    const at = start + random() * (hours - 1) * hour;
    const count = 1 + Math.floor(random() * random() * 30);
    for (let n = 0; n < count; n++) plan.push({ at: at + n * random() * 2_000, act: () => accept(next()) });
  }
  if (random() < 0.3) {
    // A flow that answers each change in Jira with the next: its command meets the outcome of the one before on the disk.
    const at = start + random() * (hours - 1) * hour;
    plan.push({ at, act: () => accept(next(echoed)) });
    plan.push({ at, act: () => void (echoes = 40) });
  }
  for (let i = Math.floor(random() * 5); i > 0; i--) {
    const burst = plan[Math.floor(random() * plan.length)];
    const at = random() < 0.7 && burst ? burst.at + random() * 20_000 : start + random() * hours * hour;
    plan.push({ at, act: () => (random() < 0.7 ? crash(random() < 0.6) : restart()) });
  }
  if (random() < 0.4) {
    for (let i = 1 + Math.floor(random() * 4); i > 0; i--) plan.push({ at: start + random() * hours * hour, act: operate });
  }
  if (random() < 0.5) {
    for (let i = 1 + Math.floor(random() * 4); i > 0; i--) {
      const burst = plan[Math.floor(random() * plan.length)];
      plan.push({ at: (burst?.at ?? start) + random() * 5_000, act: deploy });
    }
  }
  if (random() < 0.3) {
    const at = start + random() * hours * hour;
    const until = at + random() * hour;
    const fail = (): void => {
      badDisk = [clock.steady(), Infinity];
      disk.fault = (call) => (call === 'write' ? 'ENOSPC' : call === 'sync' || random() < 0.3 ? 'EIO' : undefined);
    };
    const mend = (): void => {
      badDisk[1] = clock.steady() + 1_000;
      disk.fault = () => undefined;
    };
    plan.push({ at, act: fail }, { at: until, act: mend });
  }
  if (sets) {
    for (let i = 1 + Math.floor(random() * 4); i > 0; i--) {
      const burst = plan[Math.floor(random() * plan.length)];
      plan.push({ at: (burst?.at ?? start) + random() * 20_000, act: setClock });
    }
  }
  plan.sort((a, b) => a.at - b.at);
  for (const { at, act } of plan) {
    await passTo(at);
    await act();
  }
  disk.fault = () => undefined;
  await passTo(end);
  calm = true;
  await clock.pass(8 * hour);

  const { log, statistics } = running.delivery.records;
  const counters = statistics.read();
  running.kill();
  return { seed, lines, accepted, told, groundless, hands, rows: log.list(), created: counters.create.total, updated: counters.update.total, jira, crashes, compactions, worsened, weather };
}
