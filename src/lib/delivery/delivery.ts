import type { Entry } from '../records/entry';
import type { Records } from '../records/records';
import type { Outcome, Row } from '../records/row';
import { pendingRow } from '../records/row';
import type { Counters } from '../records/statistics';
import type { Command } from '../ticket/command';
import type { ErrorCode } from '../ticket/error';
import type { DeliveryParts } from './assembly';
import { assemble } from './assembly';
import { delay } from './clock';
import { Directory } from './directory';
import { endLost, endWaiting, givenUp, heldBack } from './endings';
import { Housekeeping } from './housekeeping';
import type { Kept } from './kept';
import { kept } from './kept';
import type { Item } from './item';
import { LoginHold } from './login-hold';
import { Operator } from './operator';
import type { DeliveryOptions } from './options';
import type { Asked, Ended } from './outcomes';
import { outcomeOf } from './outcomes';
import type { Preview } from './preview';
import { Recovery } from './recovery';
import { outcomeEntry, tellOutcomes } from './tell';

/** A closing connection waits this long (ms) for answers under way; what is left is settled at the next start. */
const closeWait = 1_500;

const day = 24 * 3_600_000;

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
  /** What can be looked up in this Jira. */
  readonly directory: Directory;
  private readonly operator: Operator;
  private readonly recovery: Recovery;
  private readonly hold: LoginHold;
  private readonly house: Housekeeping;
  /** Commands on their way to the disk. */
  private readonly arriving = new Set<Command>();

  private constructor(private readonly parts: DeliveryParts) {
    const { options, ledger, limits, exchange, dispatcher, preparation } = parts;
    const { events, ports } = options;
    this.directory = new Directory(preparation);
    this.operator = new Operator({ ...parts, endWaiting: (choose) => this.endWaiting(choose) });
    this.recovery = new Recovery(events, ledger);
    this.hold = new LoginHold({ gate: limits.gate, exchange, events, clock: ports.clock, onHeld: () => this.endHeldBack(), onReleased: () => dispatcher.dispatch() });
    this.house = new Housekeeping({ clock: ports.clock, events, redact: exchange.redact, giveUpAfter: options.settings.giveUpAfter }, [
      () => this.turnDay(),
      () => this.pruneDaily(),
      () => this.endWaiting((item) => givenUp(item, options) ?? heldBack(item, limits.gate.held)),
      () => ledger.putBack(() => this.kept()),
      () => ledger.compactIfGrown(parts.queue.bytes, () => this.kept()),
    ], () => this.recovery.late());
  }

  get records(): Records {
    return this.parts.ledger.records;
  }

  /** The IANA name in use. */
  get timezone(): string {
    return this.parts.timezone;
  }

  /** Takes the journal, reads it back, and goes on with what waits. @throws {TicketError} CONFIG, JOURNAL */
  static async open(given: DeliveryOptions): Promise<Delivery> {
    const delivery = new Delivery(await assemble(given));
    const { parts } = delivery;
    await delivery.house.keep();
    endLost(parts, parts.lost).catch(() => parts.options.events.onStatus());
    parts.dispatcher.dispatch();
    return delivery;
  }

  /** Accepts a command: it is Pending once it is on disk. Whatever becomes of it, exactly one outcome is told. */
  async accept(command: Command): Promise<void> {
    const { dispatcher, ledger, limits, options, queue } = this.parts;
    const { events, ports } = options;
    ports.clock.now(); // where it was set, that is noted before this command, which knows the new time
    if (this.isFull()) {
      const mebibytes = Math.round((queue.bytes + ledger.unwritten) / 2 ** 20);
      return this.refuse(command, 'QUEUE_FULL', `${queue.size + this.arriving.size} commands${mebibytes > 0 ? ` (${mebibytes} MiB)` : ''} wait already, the most allowed. Send it again when Jira has taken some.`);
    }
    if (limits.gate.held !== undefined && command.type === 'Manual') return this.refuse(command, 'AUTH', limits.gate.held);
    this.arriving.add(command);
    try {
      await ledger.append([{ kind: 'command', command }], ([position]) => {
        this.arriving.delete(command);
        if (position) queue.add(command, position);
      });
    } catch (error) {
      this.arriving.delete(command);
      return this.refuse(command, 'JOURNAL', (error as Error).message);
    }
    events.onRow(pendingRow(command));
    dispatcher.dispatch();
  }

  /** Ends what was asked for before it is accepted: it is never sent, and has a Failed row like any other. */
  async refuse(asked: Asked, code: ErrorCode, error: string): Promise<void> {
    const { dayOf, ledger, options } = this.parts;
    const { events, ports } = options;
    const now = ports.clock.now();
    const outcome: Outcome = { ...outcomeOf(asked, { is: 'failed', code, error }, 0, options, now, dayOf(now)), refused: true };
    const entry = outcomeEntry(events, outcome);
    try {
      await ledger.append([entry]);
    } catch {
      this.records.apply(entry); // the disk is full, say: it is shown all the same
      events.onRecords();
    }
    await tellOutcomes(events, ledger, [outcome]);
  }

  /** This node is there: what ended when it was not is told to it, once. */
  recover(node: string): Promise<void> {
    return this.recovery.recover(node);
  }

  /** What a command would send, without its being accepted. @throws {TicketError} as sending it would */
  preview(command: Command): Promise<Preview> {
    return this.parts.dispatcher.preview(command);
  }

  /** Does something to the records by hand. @throws {TicketError} JOURNAL */
  record(entry: Entry): Promise<void> {
    return this.parts.ledger.append([entry]);
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
    return this.parts.options.address.site();
  }

  /** The connection's local day. */
  today(): string {
    return this.parts.dayOf(this.parts.options.ports.clock.now());
  }

  /** The counters at this moment, and the time zone (IANA) whose midnight turns them. */
  counters(): Counters & { timezone: string } {
    this.records.statistics.advance(this.today());
    return { ...this.records.statistics.read(), timezone: this.timezone };
  }

  /** Removes the rows and forgets the guids that are old enough. */
  async prune(): Promise<void> {
    const { settings, ports } = this.parts.options;
    const now = ports.clock.now();
    const before = settings.logMaxAge === undefined ? '' : new Date(now - settings.logMaxAge).toISOString();
    await this.record({ kind: 'prune', at: now, before, guidsBefore: now - settings.guidMaxAge });
  }

  status(): DeliveryStatus {
    const { ledger, limits, options, queue } = this.parts;
    const { gate, window } = limits;
    const now = options.ports.clock.now();
    const pending = queue.size;
    const status = { pending, deferred: 0, until: 0, reason: '' };
    if (ledger.trouble !== '') return { ...status, state: 'journal', reason: ledger.trouble };
    if (gate.held !== undefined) return { ...status, state: 'held', reason: gate.held };
    if (this.isFull()) return { ...status, state: 'full' };
    const paused = gate.closedUntil(['all'], now);
    if (paused > now && pending > 0) return { ...status, state: 'waiting', until: paused };
    const opens = window.closedUntil(now);
    const deferred = opens > now ? queue.lanes.waiting('automatic update') : 0;
    if (deferred > 0) return { ...status, state: 'deferred', deferred, until: opens };
    return { ...status, state: 'ok' };
  }

  /** A burst counts before it is on disk. */
  private isFull(): boolean {
    const { ledger, options, queue } = this.parts;
    const { queueMax, queueBytes } = options.settings;
    return queue.size + this.arriving.size >= queueMax || queue.bytes + ledger.unwritten >= queueBytes;
  }

  /** Nothing is lost: what has no outcome yet is in the journal. Takes at most about {@link closeWait} ms. */
  async close(): Promise<void> {
    const { dispatcher, limiter, ledger, options } = this.parts;
    dispatcher.stop();
    this.house.stop();
    this.hold.stop();
    const { clock } = options.ports;
    const deadline = clock.steady() + closeWait;
    while (dispatcher.busy && clock.steady() < deadline) await delay(clock, 10);
    limiter.stop();
    await ledger.putBack(() => this.kept());
    await ledger.close();
  }

  private turnDay(): void {
    if (this.records.statistics.advance(this.today())) this.parts.options.events.onRecords();
  }

  private async pruneDaily(): Promise<void> {
    const since = this.parts.options.ports.clock.now() - this.records.prunedAt;
    if (since >= day || since < 0) await this.prune();
  }

  /** What a rewritten journal has of the commands. */
  private kept(): Kept {
    return kept(this.parts.queue, this.records.log, this.parts.limits.kept(this.parts.options.ports.clock.now()));
  }

  /** What waits behind them goes on, also where its moment came while their end was written. */
  private async endWaiting(choose: (item: Item) => Ended | undefined): Promise<number> {
    try {
      return await endWaiting(this.parts, choose);
    } finally {
      this.parts.dispatcher.dispatch();
    }
  }

  private endHeldBack(): Promise<number> {
    return this.endWaiting((item) => heldBack(item, this.parts.limits.gate.held));
  }
}
