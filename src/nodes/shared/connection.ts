import { contextKey } from '../../lib/records/context-view';
import type { ContextStore, ContextView } from '../../lib/records/context-view';
import type { Response } from '../../lib/records/responses';
import type { Outcome, Row } from '../../lib/records/row';
import { pendingRow } from '../../lib/records/row';
import type { Delivery, DeliveryStatus } from '../../lib/delivery/delivery';
import type { DeliveryEvents } from '../../lib/delivery/options';
import type { Asked } from '../../lib/delivery/outcomes';
import type { Command } from '../../lib/ticket/command';
import type { ErrorCode } from '../../lib/ticket/error';
import { TicketError } from '../../lib/ticket/error';

/** However much happens, statuses and the context view are renewed at most once in so many ms … */
const renewEvery = 50;

/** … and with a log of many thousand rows less often: so many times as long as it takes. */
const renewShare = 20;

/** A journal that cannot be opened is tried again so often, ms. */
const retryEvery = 10_000;

/** A node that has just been made sends into flows of which Node-RED is still making the rest, and drops what nobody is there to take, ms. */
const recoverAfter = 200;

/** What a dialog sends has a node of its own, which hears of it and is never there again. */
export const dialogNode = (id: string): string => `dialog-${id}`;

const isDialog = (node: string): boolean => node.startsWith(dialogNode(''));

type Listener<T> = (value: T) => void;

/** A node that outcomes are told to. */
interface Taker {
  take: Listener<Outcome>;
  /** Whether it has the message that this command came with. */
  expects: (id: string) => boolean;
  /** Resolves once what has come to it is handed over, within a second. */
  handedOver: () => Promise<void>;
  /** When it came, ms of the process. */
  since: number;
}

/** One jira-config at work: what the other nodes talk to. */
export class Connection {
  /** Why it cannot deliver; undefined while it can, or may soon. */
  trouble: TicketError | undefined;
  private delivery: Delivery | undefined;
  /** The present attempt to open it. */
  private opening: Promise<Delivery | undefined>;
  private readonly events: DeliveryEvents;
  private closing = false;
  private closed = false;
  private retrying: NodeJS.Timeout | undefined;
  private readonly recovering = new Set<NodeJS.Timeout>();
  private readonly takers = new Map<string, Taker>();
  private readonly rowListeners = new Set<Listener<Row>>();
  private readonly responseListeners = new Set<Listener<Response>>();
  private readonly recordListeners = new Set<() => void>();
  private readonly statusListeners = new Set<() => void>();
  private stale = { records: false, status: false };
  private renewing: NodeJS.Timeout | undefined;
  private renewedAt = -Infinity;
  private renewalTook = 0;
  /** Told once, not at every change. */
  private storeTrouble = '';

  /**
   * @param open makes the delivery; where it rejects, every command fails with that error
   * @param store where the view for function nodes and dashboards goes
   */
  constructor(
    private readonly id: string,
    private readonly open: (events: DeliveryEvents) => Promise<Delivery>,
    private readonly store: ContextStore,
    private readonly report: (level: 'warn' | 'error', message: string) => void,
  ) {
    this.events = {
      hears: (outcome) => this.hears(outcome),
      onOutcome: (outcome) => this.guard(() => this.takers.get(outcome.node)?.take(outcome)),
      onRow: (row) => this.tell(this.rowListeners, row),
      onResponse: (response) => this.tell(this.responseListeners, response),
      onRecords: () => this.renew('records'),
      onStatus: () => this.renew('status'),
      report,
    };
    // Not at once: the nodes that this one names may be made after it.
    this.opening = Promise.resolve().then(() => this.tryOpen());
  }

  /** A disk that is full, or a journal that another process has, may be better later; a wrong setting is mended by a deploy. */
  private async tryOpen(): Promise<Delivery | undefined> {
    try {
      const delivery = await this.open(this.events);
      this.delivery = delivery;
      this.trouble = undefined;
      this.renew('records');
      for (const node of this.takers.keys()) this.recoverSoon(node);
      return delivery;
    } catch (error) {
      const trouble = error instanceof TicketError ? error : new TicketError('CONFIG', `The connection cannot be opened: ${(error as Error).message}`);
      if (trouble.message !== this.trouble?.message && !this.closing) this.report('error', trouble.message);
      this.trouble = trouble;
      if (trouble.code === 'JOURNAL' && !this.closing) {
        this.retrying = setTimeout(() => {
          this.opening = this.tryOpen();
        }, retryEvery);
      }
      return undefined;
    } finally {
      this.renew('status');
    }
  }

  /**
   * The outcomes of the commands that this node took, also of those from before a restart.
   *
   * @param expects whether it has the message that this command came with
   * @param handedOver resolves once what has come to it is handed over, within a second
   */
  listen(node: string, take: Listener<Outcome>, expects: (id: string) => boolean = () => true, handedOver: () => Promise<void> = () => Promise.resolve()): () => void {
    const taker = { take, expects, handedOver, since: performance.now() };
    this.takers.set(node, taker);
    if (this.delivery) this.recoverSoon(node);
    return () => {
      if (this.takers.get(node) === taker) this.takers.delete(node);
    };
  }

  private hears({ node, row }: Pick<Outcome, 'node' | 'row'>): boolean {
    const taker = this.takers.get(node);
    if (!taker) return isDialog(node);
    return taker.expects(row.id) || performance.now() - taker.since >= recoverAfter;
  }

  onRow(listener: Listener<Row>): () => void {
    return subscribe(this.rowListeners, listener);
  }

  onResponse(listener: Listener<Response>): () => void {
    return subscribe(this.responseListeners, listener);
  }

  onRecords(listener: () => void): () => void {
    return subscribe(this.recordListeners, listener);
  }

  onStatus(listener: () => void): () => void {
    return subscribe(this.statusListeners, listener);
  }

  /** Never rejects: whatever happens, the taker hears of exactly one outcome. */
  async accept(command: Command): Promise<void> {
    await this.withDelivery(command, (delivery) => delivery.accept(command));
  }

  /** A request that cannot become a command: it has a Failed row, and is never sent. */
  async refuse(asked: Asked, code: ErrorCode, error: string): Promise<void> {
    await this.withDelivery(asked, (delivery) => delivery.refuse(asked, code, error));
  }

  /** @throws {TicketError} where the connection cannot deliver */
  async ready(): Promise<Delivery> {
    const delivery = this.trouble ? undefined : await this.opening;
    if (delivery) return delivery;
    throw this.trouble ?? new TicketError('CONFIG', 'The connection cannot be opened.');
  }

  status(): DeliveryStatus | undefined {
    return this.delivery?.status();
  }

  /** What is handed to it now is heard of by nobody. */
  get isClosed(): boolean {
    return this.closed;
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(Array.from(this.takers.values(), (taker) => taker.handedOver()));
    this.closed = true;
    clearTimeout(this.renewing);
    clearTimeout(this.retrying);
    for (const timer of this.recovering) clearTimeout(timer);
    const delivery = await this.opening;
    if (!delivery) return;
    await delivery.close();
    this.publish(delivery);
  }

  private async withDelivery(asked: Asked, act: (delivery: Delivery) => Promise<void>): Promise<void> {
    let delivery: Delivery;
    try {
      delivery = await this.ready();
    } catch (error) {
      const { code, message } = error as TicketError;
      const row = { ...pendingRow(asked), status: 'Failed' as const, error: message, finished: new Date().toISOString() };
      this.takers.get(asked.node)?.take({ row, code, node: asked.node, day: '', refused: true });
      return;
    }
    await act(delivery);
  }

  /** A node hears what ended when it, or the one that it follows, was not there. */
  private recoverSoon(node: string): void {
    const timer = setTimeout(() => {
      this.recovering.delete(timer);
      if (this.takers.has(node)) void this.delivery?.recover(node);
    }, recoverAfter + 20); // a timer may be early
    this.recovering.add(timer);
  }

  /** Not once it is closed: the view is the next connection's then, and {@link close} writes what still ends here. */
  private renew(what: 'records' | 'status'): void {
    if (this.closed) return;
    this.stale[what] = true;
    const wait = Math.max(0, this.renewedAt + Math.max(renewEvery, this.renewalTook * renewShare) - performance.now());
    this.renewing ??= setTimeout(() => {
      this.renewing = undefined;
      this.renewedAt = performance.now();
      const { records, status } = this.stale;
      this.stale = { records: false, status: false };
      if (records && this.delivery) {
        this.publish(this.delivery);
        for (const listener of this.recordListeners) this.guard(listener);
      }
      if (status) for (const listener of this.statusListeners) this.guard(listener);
      this.renewalTook = performance.now() - this.renewedAt;
    }, wait);
  }

  private publish(delivery: Delivery): void {
    const { records } = delivery;
    const view: ContextView = {
      log: records.log.list().reverse(),
      responses: records.responses.list().reverse(),
      stats: delivery.counters(),
    };
    try {
      this.store.set(contextKey(this.id), view);
      this.storeTrouble = '';
    } catch (error) {
      const trouble = `The context store cannot be written: ${(error as Error).message}`;
      if (trouble !== this.storeTrouble) this.report('warn', trouble);
      this.storeTrouble = trouble;
    }
  }

  private tell<T>(listeners: Set<Listener<T>>, value: T): void {
    for (const listener of listeners) this.guard(() => listener(value));
  }

  /** A listener's fault must not stop a delivery. */
  private guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.report('error', (error as Error).message);
    }
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
