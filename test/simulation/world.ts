import { parseAddress } from '../../src/lib/jira/address';
import type { JiraPort } from '../../src/lib/jira/http';
import { Delivery } from '../../src/lib/delivery/delivery';
import type { Disk } from '../../src/lib/delivery/disk';
import type { Limiter, LimiterOptions } from '../../src/lib/delivery/limiter';
import { memoryDisk } from '../../src/lib/delivery/memory-disk';
import type { DeliverySettings } from '../../src/lib/delivery/options';
import type { Outcome, Row } from '../../src/lib/records/row';
import type { Command, Fields } from '../../src/lib/ticket/command';
import { seeded } from './random';
import { VirtualClock } from './virtual-clock';
import type { VirtualJiraOptions } from './virtual-jira';
import { VirtualJira } from './virtual-jira';

export const settings: DeliverySettings = {
  requestsPeriod: 1_000,
  updatePeriod: 1_000,
  logMax: 1_000,
  guidMaxAge: 90 * 86_400_000,
  timezone: 'Europe/Brussels',
  settleWindow: 300_000,
  settlePolicy: 'fail',
  giveUpAfter: 24 * 3_600_000,
  marker: 'property',
  timeout: 30_000,
  queueMax: 200_000,
  queueBytes: 512 * 2 ** 20,
};

/** As Bottleneck, but in virtual time: so many at once, so many a period. */
export function virtualLimiter(clock: VirtualClock): (options: LimiterOptions) => Limiter {
  return ({ concurrent, requestsMax = Infinity, requestsPeriod, sentBefore = [] }) => {
    const waiting: Array<() => void> = [];
    let running = 0;
    let free = requestsMax - sentBefore.length;
    const next = (): void => {
      while (running < concurrent && free > 0 && waiting.length > 0) {
        running += 1;
        free -= 1;
        waiting.shift()?.();
      }
    };
    const freeAfter = (ms: number): void => {
      clock.after(ms, () => {
        free += 1;
        next();
      });
    };
    for (const ago of sentBefore) freeAfter(requestsPeriod - ago);
    return {
      schedule: (job) =>
        new Promise((resolve, reject) => {
          waiting.push(() => {
            let left = false;
            job(() => {
              left = true;
              freeAfter(requestsPeriod);
            })
              .then(resolve, reject)
              .finally(() => {
                running -= 1;
                if (!left) free += 1;
                next();
              });
          });
          next();
        }),
      shift: () => {},
      stop: () => {
        waiting.length = 0;
      },
    };
  };
}

export interface WorldOptions extends Partial<Omit<VirtualJiraOptions, 'clock'>> {
  seed?: number;
  disk?: Disk;
  settings?: Partial<DeliverySettings>;
  client?: JiraPort;
  clock?: VirtualClock;
}

/** A delivery with all that is around it made up: clock, disk, randomness and Jira. */
export class World {
  readonly clock: VirtualClock;
  readonly jira: VirtualJira;
  readonly random: () => number;
  readonly disk: Disk;
  readonly outcomes: Outcome[] = [];
  /** Whether the nodes are there to hear outcomes. */
  hears = true;
  /** Where the next start leads. */
  url = 'https://jira.example.com';
  /** Those of the next start. */
  readonly settings: DeliverySettings;
  readonly rows: Row[] = [];
  /** Does something in the moment in which a row changes. */
  onRow: (row: Row) => void = () => {};
  readonly reports: string[] = [];
  delivery!: Delivery;
  private ids = 0;
  private starts = 0;

  constructor(private readonly options: WorldOptions = {}) {
    this.settings = { ...settings, ...options.settings };
    this.clock = options.clock ?? new VirtualClock();
    this.random = seeded(options.seed ?? 1);
    this.disk = options.disk ?? memoryDisk();
    this.jira = new VirtualJira({ ...options, clock: this.clock });
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    await world.start();
    return world;
  }

  async start(): Promise<void> {
    this.starts += 1;
    this.delivery = await Delivery.open({
      settings: this.settings,
      address: parseAddress(this.url, 'rest/api/latest/issue'),
      path: '/journal.jsonl',
      ports: {
        client: this.options.client ?? this.jira,
        clock: this.clock,
        random: this.random,
        disk: this.disk,
        limiter: virtualLimiter(this.clock),
        identity: { pid: 1, host: 'here', start: String(this.starts), isAlive: () => false },
      },
      events: {
        hears: () => this.hears,
        onOutcome: (outcome) => this.outcomes.push(outcome),
        onRow: (row) => {
          this.rows.push(row);
          this.onRow(row);
        },
        onResponse: () => {},
        onRecords: () => {},
        onStatus: () => {},
        report: (_level, message) => this.reports.push(message),
      },
    });
  }

  async close(): Promise<void> {
    const closed = this.delivery.close();
    let done = false;
    void closed.then(() => (done = true));
    await this.clock.until(() => done, 5_000);
  }

  async restart(): Promise<void> {
    await this.close();
    await this.start();
  }

  command(over: Partial<Command> & { fields?: Fields } = {}): Command {
    this.ids += 1;
    const id = `00000000-0000-4000-8000-${String(this.ids).padStart(12, '0')}`;
    return {
      id,
      guid: id.replace('0000-4', '0001-4'),
      action: 'CREATE',
      type: 'Automatic',
      fields: { project: 'NET', issuetype: 'Task', summary: `alarm ${this.ids}` },
      node: 'node1',
      time: new Date(this.clock.now()).toISOString(),
      ...over,
    };
  }

  /** Accepts, and waits until it is on disk. */
  async accept(over: Partial<Command> = {}): Promise<Command> {
    const command = this.command(over);
    await this.delivery.accept(command);
    return command;
  }

  /** Passes time until so many outcomes are known. */
  async ended(count: number, most?: number): Promise<void> {
    await this.clock.until(() => this.outcomes.length >= count, most);
  }

  outcomeOf(command: Command): Outcome['row'] | undefined {
    return this.outcomes.find(({ row }) => row.id === command.id)?.row;
  }
}
