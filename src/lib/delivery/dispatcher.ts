import type { Command } from '../ticket/command';
import { TicketError } from '../ticket/error';
import type { Timer } from './clock';
import { bulkMax } from './creates';
import type { Ending } from './endings';
import { endCommands, givenUp, heldBack } from './endings';
import type { Exchange } from './exchange';
import { TicketFinder } from './find-ticket';
import type { Gate, Scope } from './gate';
import type { Item } from './item';
import { takesPlace } from './item';
import type { Kind, Lane } from './lanes';
import { mergeable, takenTogether } from './lanes';
import type { Ledger } from './ledger';
import type { LoadContext } from './load';
import { load } from './load';
import { Notes } from './notes';
import type { DeliveryOptions } from './options';
import type { Preparation } from './preparation';
import type { Preview } from './preview';
import { previewOf } from './preview';
import type { Queue } from './queue';
import type { Result } from './result';
import { resultOfFault } from './result';
import { Sender } from './sender';
import type { StepsContext } from './steps';
import { goesOn } from './steps';
import type { Slot, UpdateWindow } from './update-window';

/** So many creates are looked up with one search. */
const lookUpMax = 500;

/** How many requests may be under way at a time. */
export const concurrent = 4;

const scopesOf: Record<Kind, Scope[]> = {
  'look up': ['all', 'search'],
  create: ['all', 'create'],
  update: ['all', 'update'],
  'automatic update': ['all', 'update'],
};

export interface DispatcherParts {
  options: DeliveryOptions;
  ledger: Ledger;
  queue: Queue;
  gate: Gate;
  window: UpdateWindow;
  exchange: Exchange;
  preparation: Preparation;
  dayOf: (ms: number) => string;
  clockMoved: () => number;
}

/** Takes what may go from the queue, has it sent or looked up, and brings each command to its outcome. */
export class Dispatcher {
  private running = 0;
  private stopped = false;
  private timer: Timer | undefined;
  private readonly notes: Notes;
  private readonly context: StepsContext;
  private readonly loading: LoadContext;
  private readonly tickets: TicketFinder;
  private readonly sender: Sender;

  constructor(private readonly parts: DispatcherParts) {
    const { options, ledger, queue, exchange, preparation, gate } = parts;
    const { clock, random } = options.ports;
    // One that closes cannot read its journal any more, and need not.
    this.loading = { queue, ledger, clock, random, report: (message) => void (this.stopped || options.events.report('error', message)) };
    this.notes = new Notes({ options, ledger, queue, redact: exchange.redact });
    this.context = {
      address: options.address,
      exchange,
      preparation,
      clock,
      random,
      settleWindow: options.settings.settleWindow,
      settlePolicy: options.settings.settlePolicy,
      clockMoved: parts.clockMoved,
      markSending: (items) => this.notes.sending(items),
      noteStep: (item, done, warnings) => this.notes.step(item, done, warnings),
      issueOpenAt: (key) => gate.pausedUntil([`issue:${key}`], clock.now()),
    };
    this.tickets = new TicketFinder(this.context, ledger.records.guids, options.settings.guidMaxAge);
    this.sender = new Sender(this.context, this.tickets, ledger.records.guids, (fault) => this.report(fault));
  }

  get busy(): boolean {
    return this.running > 0;
  }

  stop(): void {
    this.stopped = true;
    this.timer?.cancel();
  }

  /** What a command would send. @throws {TicketError} */
  preview(command: Command): Promise<Preview> {
    return previewOf(command, this.context, this.tickets);
  }

  /** Starts all that may go now, and wakes up when more may. Call it whenever something has changed. */
  dispatch(): void {
    if (this.stopped) return;
    const { queue, ledger, options } = this.parts;
    // One moment for both: what is closed a millisecond before it opens, and open a millisecond later, would have nobody to wake it.
    const now = options.ports.clock.now();
    if (ledger.trouble === '') {
      while (this.running < this.most) {
        const lane = queue.lanes.take(now, (kind) => this.closedUntil(kind, now) <= now);
        if (!lane) break;
        void this.run(lane, this.reserve(lane));
      }
    }
    this.sleep(now);
    options.events.onStatus();
  }

  /** A request with an automatic update in it takes a place in Update Settings, also where a manual one takes it along. */
  private reserve(lane: Lane): Slot | undefined {
    return mergeable(lane).some(takesPlace) ? this.parts.window.reserve() : undefined;
  }

  private closedUntil(kind: Kind, now: number): number {
    const gate = this.parts.gate.closedUntil(scopesOf[kind], now);
    return kind === 'automatic update' ? Math.max(gate, this.parts.window.closedUntil(now)) : gate;
  }

  /** In doubt whether Jira is there, one request at a time. */
  private get most(): number {
    return this.parts.gate.doubtful ? 1 : concurrent;
  }

  private sleep(now: number): void {
    this.timer?.cancel();
    if (this.running >= this.most) return; // whatever ends first goes on
    const { queue, ledger, options } = this.parts;
    const { clock } = options.ports;
    let wakeAt = queue.lanes.nextWake();
    for (const kind of Object.keys(scopesOf) as Kind[]) {
      const closed = this.closedUntil(kind, now);
      if (closed > now && queue.lanes.hasReady(kind)) wakeAt = Math.min(wakeAt, closed);
    }
    if (ledger.trouble !== '') wakeAt = now + 1_000;
    // The disk is tried again by whatever is accepted or sent next.
    if (wakeAt < Infinity) this.timer = clock.after(wakeAt - now, () => this.awake());
  }

  private awake(): void {
    this.parts.ledger.trouble = '';
    this.dispatch();
  }

  private async run(first: Lane, slot: Slot | undefined): Promise<void> {
    this.running += 1;
    const lanes = [first, ...this.companions(first)];
    const going = takenTogether(lanes);
    const before = Array.from(going.keys(), (item) => ({ item, attempts: item.attempts }));
    for (const { item } of before) item.taken = true;
    let wakeAt = new Map<Lane, number>();
    try {
      wakeAt = await this.work(going);
    } catch (error) {
      // The disk failed before anything was sent, or a fault of our own afterwards: nothing is lost, it is tried again later.
      const later = this.context.clock.now() + 5_000;
      for (const lane of lanes) wakeAt.set(lane, later);
      if (!(error instanceof TicketError)) {
        this.report(error);
        for (const item of going.keys()) resultOfFault(error, item, false, this.context);
      }
    } finally {
      if (slot && before.some(({ item, attempts }) => item.attempts > attempts)) this.parts.window.sent(slot, this.parts.options.ports.clock.now());
      else if (slot) this.parts.window.cancel(slot);
      for (const item of going.keys()) item.taken = false;
      for (const lane of lanes) this.parts.queue.lanes.release(lane, wakeAt.get(lane));
      this.running -= 1;
      this.dispatch();
    }
  }

  /** Other lanes that travel in the same request. */
  private companions(first: Lane): Lane[] {
    const { lanes } = this.parts.queue;
    const head = first.items[0] as Item;
    const kind = head.next === 'look up' ? 'look up' : head.action === 'CREATE' && !head.alone && !head.made ? 'create' : undefined;
    const companions: Lane[] = [];
    if (!kind) return companions;
    const most = kind === 'look up' ? lookUpMax : bulkMax;
    while (companions.length < most - 1) {
      const lane = lanes.takeOf(kind);
      if (!lane) break;
      if (kind === 'create' && (lane.items[0] as Item).alone) {
        lanes.release(lane);
        break;
      }
      companions.push(lane);
    }
    return companions;
  }

  /**
   * @param going and the lanes they are in; those that have an end are taken out
   * @returns when the lanes that are not to go on at once may go on
   */
  private async work(going: Map<Item, Lane>): Promise<Map<Lane, number>> {
    const results = new Map<Item, Result>();
    for (const item of going.keys()) {
      const end = givenUp(item, this.parts.options);
      if (end) results.set(item, end);
    }
    const loaded = await load(Array.from(going.keys()).filter((item) => !results.has(item)), results, this.loading);
    for (const [item, result] of await this.sender.send(loaded)) results.set(item, result);
    const wakeAt = new Map<Lane, number>();
    const ended: Array<Ending & { lane: Lane }> = [];
    for (const [item, lane] of going) {
      const result = results.get(item) ?? { is: 'again', at: 0 };
      if (result.is === 'ok' && goesOn(item, result)) {
        await this.notes.made(item, result);
        continue;
      }
      const end = result.is === 'again' ? (givenUp(item, this.parts.options) ?? heldBack(item, this.parts.gate.held)) : result;
      if (end?.is === 'failed' && end.cause) this.report(end.cause);
      if (end) ended.push({ item, ended: end, lane });
      else if (result.is === 'again') wakeAt.set(lane, Math.max(wakeAt.get(lane) ?? 0, result.at));
    }
    await this.end(ended, going);
    const left = loaded.map(({ item }) => item).filter((item) => !ended.some((one) => one.item === item));
    await this.notes.returned(left);
    await this.notes.resend(left);
    return wakeAt;
  }

  private report(fault: unknown): void {
    const { exchange, options } = this.parts;
    options.events.report('error', exchange.redact(`Unexpected error in the delivery: ${(fault as Error).stack ?? String(fault)}`));
  }

  private async end(ended: Array<Ending & { lane: Lane }>, going: Map<Item, Lane>): Promise<void> {
    const { queue } = this.parts;
    await endCommands(this.parts, ended, () => {
      for (const { item, lane, ended: end } of ended) {
        going.delete(item); // it may be retried, and on its way again, before all is told
        queue.end(item, end.is === 'failed');
        if (end.is === 'ok') queue.lanes.join(lane, end.ticket.key);
      }
    }, 'soon');
  }
}
