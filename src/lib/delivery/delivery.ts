import type { Entry } from '../records/entry';
import { localDay } from '../records/local-day';
import { Records } from '../records/records';
import type { Outcome, Row } from '../records/row';
import { pendingRow } from '../records/row';
import type { Counters } from '../records/statistics';
import type { Command } from '../ticket/command';
import type { ErrorCode } from '../ticket/error';
import type { Timer } from './clock';
import { delay } from './clock';
import { ClockWatch } from './clock-watch';
import { Directory } from './directory';
import { concurrent, Dispatcher } from './dispatcher';
import { endLost, endWaiting, givenUp, heldBack } from './endings';
import { Exchange } from './exchange';
import type { Kept } from './kept';
import { kept } from './kept';
import type { Item } from './lanes';
import { Ledger } from './ledger';
import type { Limiter } from './limiter';
import { Limits } from './limits';
import { Operator } from './operator';
import type { DeliveryOptions } from './options';
import type { Asked, Ended } from './outcomes';
import { outcomeOf } from './outcomes';
import { Preparation } from './preparation';
import type { Preview } from './preview';
import { Queue } from './queue';
import { Recovery } from './recovery';
import { settle } from './settle';
import { outcomeEntry, tellOutcomes } from './tell';

/** A closing connection waits this long (ms) for answers under way; what is left is settled at the next start. */
const closeWait = 1_500;

/** How often (ms) refused credentials are tried again: more often would lock the account. */
const probeEvery = 5 * 60_000;

const minute = 60_000;
const day = 24 * 60 * minute;

export type DeliveryState = 'ok' | 'deferred' | 'waiting' | 'held' | 'full' | 'journal';

export interface DeliveryStatus {
  state: DeliveryState;
  /** Commands without an outcome. */
  pending: number;
  /** Automatic updates that wait for Update Settings. */
  deferred: number;
  /** ms since 1970: when what waits goes on; 0 where nobody knows. */
  until: number;
  reason: string;
}

/**
 * Delivers the commands of one connection: accepted once they are in the journal, sent in the order of each ticket,
 * ended by exactly one outcome.
 */
export class Delivery {
  private probing: Timer | undefined;
  private house: Timer | undefined;
  private closing = false;
  private readonly operator: Operator;
  private readonly recovery: Recovery;
  /** Commands on their way to the disk. */
  private readonly arriving = new Set<Command>();

  private constructor(
    private readonly options: DeliveryOptions,
    readonly records: Records,
    /** The IANA name in use. */
    readonly timezone: string,
    private readonly dayOf: (ms: number) => string,
    private readonly ledger: Ledger,
    private readonly queue: Queue,
    private readonly limits: Limits,
    private readonly limiter: Limiter,
    private readonly exchange: Exchange,
    private readonly dispatcher: Dispatcher,
    /** What can be looked up in this Jira. */
    readonly directory: Directory,
  ) {
    this.operator = new Operator({ options, ledger, queue, endWaiting: (choose) => this.endWaiting(choose) });
    this.recovery = new Recovery(options.events, ledger);
  }

  /** Takes the journal, reads it back, and goes on with what waits. @throws {TicketError} CONFIG, JOURNAL */
  static async open(given: DeliveryOptions): Promise<Delivery> {
    const { settings, address, events } = given;
    const { timezone, day: dayOf } = localDay(settings.timezone);
    const records = new Records(settings.logMax);
    records.guids.here = address.base;
    const queue = new Queue(records.guids, settings.bodiesInMemory);
    const limits = new Limits(settings, given.ports.random, address.base);
    const { gate, window } = limits;
    const ledger = await Ledger.open(given, records, (entry, position) => {
      queue.replay(entry, position);
      limits.replay(entry);
    });
    const clock = new ClockWatch(given.ports.clock, (moved) => {
      // For the next start, which would give up what has not waited so long.
      ledger.append([{ kind: 'clock', moved }]).catch(() => events.onStatus());
    });
    const options = { ...given, ports: { ...given.ports, clock } };
    const { ports } = options;
    const lost = ledger.isDamaged ? queue.mistrust(records.log.list(), clock.now() + settings.settleWindow) : [];
    queue.start(clock.now());
    const sentBefore = limits.start(clock.now());
    const { requestsMax, requestsPeriod, timeout } = settings;
    const limiter = ports.limiter({ requestsMax, requestsPeriod, sentBefore, concurrent, expiration: timeout * 2 + 10_000 });
    clock.move(gate, window, queue, limiter);
    const exchange = new Exchange(ports.client, address, limiter, gate, clock, (response) => {
      // A response is worth a line, but not a failure of its own: the ledger shows the disk's trouble.
      ledger.append([{ kind: 'response', response }]).then(() => events.onResponse(response), () => events.onStatus());
    });
    const preparation = new Preparation(exchange, address, settings.marker, timezone, clock);
    const dispatcher = new Dispatcher({ options, ledger, queue, gate, window, exchange, preparation, dayOf, clockMoved: () => clock.moved });
    const delivery = new Delivery(options, records, timezone, dayOf, ledger, queue, limits, limiter, exchange, dispatcher, new Directory(preparation));
    gate.onHold = () => delivery.hold();
    // For the next start, which would not wait for it.
    gate.onLimit = (pause) => void ledger.append([{ kind: 'pause', ...limits.of(pause) }]).catch(() => events.onStatus());
    await delivery.keepHouse();
    endLost({ options, ledger, queue, dayOf }, lost).catch(() => events.onStatus());
    dispatcher.dispatch();
    return delivery;
  }

  /** Accepts a command: it is Pending once it is on disk. Whatever becomes of it, exactly one outcome is told. */
  async accept(command: Command): Promise<void> {
    const { events, ports } = this.options;
    ports.clock.now(); // where it was set, that is noted before this command, which knows the new time
    if (this.isFull()) {
      const mebibytes = Math.round((this.queue.bytes + this.ledger.unwritten) / 2 ** 20);
      return this.refuse(command, 'QUEUE_FULL', `${this.queue.size + this.arriving.size} commands (${mebibytes} MiB) wait already, the most allowed. Send it again when Jira has taken some.`);
    }
    if (this.limits.gate.held !== undefined && command.type === 'Manual') return this.refuse(command, 'AUTH', this.limits.gate.held);
    this.arriving.add(command);
    try {
      await this.ledger.append([{ kind: 'command', command }], ([position]) => {
        this.arriving.delete(command);
        if (position) this.queue.add(command, position);
      });
    } catch (error) {
      this.arriving.delete(command);
      return this.refuse(command, 'JOURNAL', (error as Error).message);
    }
    events.onRow(pendingRow(command));
    this.dispatcher.dispatch();
  }

  /** Ends what was asked for before it is accepted: it is never sent, and has a Failed row like any other. */
  async refuse(asked: Asked, code: ErrorCode, error: string): Promise<void> {
    const now = this.options.ports.clock.now();
    const outcome: Outcome = { ...outcomeOf(asked, { is: 'failed', code, error }, 0, this.options, now, this.dayOf(now)), refused: true };
    const entry = outcomeEntry(this.options.events, outcome);
    try {
      await this.ledger.append([entry]);
    } catch {
      this.records.apply(entry); // the disk is full, say: it is shown all the same
      this.options.events.onRecords();
    }
    await tellOutcomes(this.options.events, this.ledger, [outcome]);
  }

  /** This node is there: what ended when it was not is told to it, once. */
  recover(node: string): Promise<void> {
    return this.recovery.recover(node);
  }

  /** What a command would send, without its being accepted. @throws {TicketError} as sending it would */
  preview(command: Command): Promise<Preview> {
    return this.dispatcher.preview(command);
  }

  /** Does something to the records by hand. @throws {TicketError} JOURNAL */
  record(entry: Entry): Promise<void> {
    return this.ledger.append([entry]);
  }

  /** @see Operator.retry */
  async retry(choose: (row: Row) => boolean): Promise<number> {
    const count = await this.operator.retry(choose);
    await this.endHeldBack();
    return count;
  }

  /** @see Operator.drop */
  drop(choose: (row: Row) => boolean): Promise<number> {
    return this.operator.drop(choose);
  }

  /** @see Operator.cancel */
  cancel(choose: (row: Row) => boolean): Promise<number> {
    return this.operator.cancel(choose);
  }

  /** @see Operator.pending */
  pending(): Row[] {
    return this.operator.pending();
  }

  /** Where people open this Jira: http or https, without a slash at its end; '' where nobody knows. */
  get site(): string {
    return this.options.address.site();
  }

  /** The connection's local day. */
  today(): string {
    return this.dayOf(this.options.ports.clock.now());
  }

  /** The counters at this moment, and the time zone (IANA) whose midnight turns them. */
  counters(): Counters & { timezone: string } {
    this.records.statistics.advance(this.today());
    return { ...this.records.statistics.read(), timezone: this.timezone };
  }

  /** Removes the rows and forgets the guids that are old enough. */
  async prune(): Promise<void> {
    const { settings, ports } = this.options;
    const now = ports.clock.now();
    const before = settings.logMaxAge === undefined ? '' : new Date(now - settings.logMaxAge).toISOString();
    await this.record({ kind: 'prune', at: now, before, guidsBefore: now - settings.guidMaxAge });
  }

  status(): DeliveryStatus {
    const now = this.options.ports.clock.now();
    const pending = this.queue.size;
    const status = { pending, deferred: 0, until: 0, reason: '' };
    if (this.ledger.trouble !== '') return { ...status, state: 'journal', reason: this.ledger.trouble };
    if (this.limits.gate.held !== undefined) return { ...status, state: 'held', reason: this.limits.gate.held };
    if (this.isFull()) return { ...status, state: 'full' };
    const paused = this.limits.gate.closedUntil(['all'], now);
    if (paused > now && pending > 0) return { ...status, state: 'waiting', until: paused };
    const opens = this.limits.window.closedUntil(now);
    const deferred = opens > now ? this.queue.lanes.waiting('automatic update') : 0;
    if (deferred > 0) return { ...status, state: 'deferred', deferred, until: opens };
    return { ...status, state: 'ok' };
  }

  /** A burst counts before it is on disk. */
  private isFull(): boolean {
    const { queueMax, queueBytes } = this.options.settings;
    return this.queue.size + this.arriving.size >= queueMax || this.queue.bytes + this.ledger.unwritten >= queueBytes;
  }

  /** Nothing is lost: what has no outcome yet is in the journal. Takes at most about {@link closeWait} ms. */
  async close(): Promise<void> {
    this.closing = true;
    this.dispatcher.stop();
    this.house?.cancel();
    this.probing?.cancel();
    const { clock } = this.options.ports;
    const deadline = clock.steady() + closeWait;
    while (this.dispatcher.busy && clock.steady() < deadline) await delay(clock, 10);
    this.limiter.stop();
    await this.ledger.putBack(() => this.kept());
    await this.ledger.close();
  }

  /** Every minute, and not at a computed moment: a machine that slept, or whose clock was set, is right a minute later. */
  private async keepHouse(): Promise<void> {
    const { clock } = this.options.ports;
    if (this.records.statistics.advance(this.today())) this.options.events.onRecords();
    try {
      const since = clock.now() - this.records.prunedAt;
      if (since >= day || since < 0) await this.prune();
      await this.endWaiting((item) => givenUp(item, this.options) ?? heldBack(item, this.limits.gate.held));
      await this.ledger.putBack(() => this.kept());
      await this.ledger.compactIfGrown(this.queue.bytes, () => this.kept());
    } catch {
      this.options.events.onStatus(); // the ledger's trouble; it is tried again in a minute
    }
    if (this.closing) return;
    this.house = clock.after(minute, () => {
      this.recovery.late();
      void this.keepHouse();
    });
  }

  /** What a rewritten journal has of the commands. */
  private kept(): Kept {
    return kept(this.queue, this.records.log, this.limits.kept(this.options.ports.clock.now()));
  }

  /** What waits behind them goes on, also where its moment came while their end was written. */
  private async endWaiting(choose: (item: Item) => Ended | undefined): Promise<number> {
    const { options, ledger, queue, dayOf } = this;
    try {
      return await endWaiting({ options, ledger, queue, dayOf }, choose);
    } finally {
      this.dispatcher.dispatch();
    }
  }

  /** The credentials were refused: automatic commands wait, a person who is looking is told at once. */
  private hold(): void {
    const { events, ports } = this.options;
    const reason = this.limits.gate.held ?? '';
    events.report('warn', `Held: ${reason}. Automatic commands wait; the credentials are tried again every five minutes.`);
    events.onStatus();
    this.endHeldBack().catch(() => events.onStatus());
    this.probing?.cancel();
    this.probing = ports.clock.after(probeEvery, () => void this.probe());
  }

  private endHeldBack(): Promise<number> {
    return this.endWaiting((item) => heldBack(item, this.limits.gate.held));
  }

  private async probe(): Promise<void> {
    const result = await this.exchange.probe();
    if (this.closing) return;
    const { verdict, down } = settle(result, 'read');
    // An old server has no `myself`: what it answers instead is no refusal of the credentials.
    if (verdict !== 'hold' && verdict !== 'wait' && !down) {
      this.limits.gate.release();
      this.dispatcher.dispatch();
    } else this.probing = this.options.ports.clock.after(probeEvery, () => void this.probe());
  }
}
