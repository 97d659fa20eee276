import type { Entry, Made } from '../records/entry';
import type { Guids } from '../records/guids';
import type { Row } from '../records/row';
import type { Command } from '../ticket/command';
import { normaliseIssueKey } from '../ticket/request-id';
import { hasSteps } from '../ticket/steps';
import type { Ledger } from './ledger';
import type { Position } from './journal-reader';
import type { Item } from './item';
import type { Lane } from './lanes';
import { isInDoubt } from './item';
import { Lanes } from './lanes';

/** The commands that are accepted and not ended: folded from the journal as the records are. */
export class Queue {
  readonly lanes = new Lanes();
  /** Only while the journal is read back: afterwards an item is found through its lane. */
  private readonly replayed = new Map<string, Item>();

  /** Commands that have failed, and whose bodies the journal still has: they can be retried while their rows are in the log. */
  private readonly failed = new Map<string, Item>();

  /** @param bodiesInMemory while fewer wait, their bodies stay in memory; beyond, they are read from the journal when their turn comes */
  constructor(
    private readonly guids: Guids,
    private readonly bodiesInMemory = 1_000,
  ) {}

  get size(): number {
    return this.lanes.size;
  }

  /** What the bodies of those that wait take in the journal. */
  get bytes(): number {
    return this.lanes.bytes;
  }

  /** Folds an entry that is read back. */
  replay(entry: Entry, position: Position): void {
    switch (entry.kind) {
      case 'command':
        if (!this.replayed.has(entry.command.id)) this.replayed.set(entry.command.id, this.add(entry.command, position));
        break;
      case 'sending':
        for (const id of entry.ids) this.progress(id, entry.at, 1);
        break;
      case 'progress':
        if (entry.made) this.replayMade(entry.id, entry.made);
        this.replayStep(entry.id, entry.done ?? 0, entry.warnings);
        this.progress(entry.id, entry.sentAt, entry.attempts);
        this.replayTimes(entry.id, entry);
        if (entry.resend) this.replayResend(entry.id, entry.answered ?? false);
        break;
      case 'resend':
        this.replayResend(entry.id, entry.answered);
        break;
      case 'made':
        this.replayMade(entry.id, entry.made);
        break;
      case 'step':
        this.replayStep(entry.id, entry.done, entry.warnings);
        break;
      case 'returned':
        for (const id of entry.ids) this.progress(id, 0, 0);
        break;
      case 'outcome':
        this.replayEnd(entry.outcome.row.id, entry.outcome.row.status === 'Failed', entry.outcome.row.ticketKey);
        break;
      case 'failed':
        for (const id of entry.ids) this.replayEnd(id, true);
        break;
      case 'clock':
        this.shift(entry.moved);
        break;
      case 'remove':
        this.forget(entry.ids);
        break;
      case 'retry':
        for (const item of this.retry(entry.ids, entry.at)) this.replayed.set(item.id, item);
        break;
      default: // the records' concern
    }
  }

  /**
   * The journal is read, and records of it are damaged. What the log shows to have ended has ended; whether the others were sent,
   * nobody knows for sure.
   *
   * @param until they are looked for until then, ms since 1970
   * @returns the rows of commands that wait no more, for theirs was the record
   */
  mistrust(rows: readonly Row[], until: number): Row[] {
    for (const { id, status } of rows) if (status !== 'Pending') this.replayEnd(id, status === 'Failed');
    for (const item of this.replayed.values()) item.mistrusted = until;
    return rows.filter(({ id, status }) => status === 'Pending' && !this.replayed.has(id));
  }

  /**
   * All is read back. A create that may have been sent and has no outcome is looked up; an update is safe to repeat.
   *
   * @param now ms since 1970. What comes later is of a clock that is behind at present: it counts from now, or it would wait for days too
   *   long once the clock is set
   */
  start(now: number): void {
    for (const item of this.failed.values()) notLater(item, now);
    for (const [, item] of this.lanes.all()) {
      notLater(item, now);
      if (item.action === 'UPDATE' || item.made) doubt(item);
      else if (item.sentAt > 0 || item.mistrusted !== undefined) item.next = 'look up';
    }
    this.lanes.requeue();
    this.replayed.clear();
  }

  add(command: Command, position: Position): Item {
    const asked = Date.parse(command.time);
    const item: Item = {
      id: command.id,
      guid: command.guid,
      action: command.action,
      automatic: command.type === 'Automatic',
      node: command.node,
      asked,
      since: asked,
      position,
      attempts: 0,
      sentAt: 0,
      next: 'send',
      failures: 0,
    };
    if (hasSteps(command.fields)) item.steps = true;
    if (this.lanes.size < this.bodiesInMemory) item.command = command;
    this.lanes.add(this.laneName(command), item);
    return item;
  }

  /** A create has its ticket, and goes on with its steps. */
  made(item: Item, made: Made): void {
    Object.assign(item, { made, next: 'send' });
    this.stepped(item, 0, made.warnings);
    this.lanes.join(item.lane as Lane, made.key);
  }

  /** So many of its requests are carried out. @param warnings what there is to say of those */
  stepped(item: Item, done: number, warnings: string): void {
    Object.assign(item, { done, warnings, sentAt: 0, noted: undefined, failures: 0, resend: false });
    doubt(item);
  }

  /** The clock was moved by so many ms. */
  shift(ms: number): void {
    this.lanes.shift(ms);
    for (const item of this.failed.values()) shiftItem(item, ms);
    for (const [, item] of this.lanes.all()) shiftItem(item, ms);
  }

  /** Takes out what has ended. */
  end(item: Item, failed: boolean): void {
    this.lanes.remove(item);
    if (failed) this.failed.set(item.id, item);
  }

  canRetry(id: string): boolean {
    return this.failed.has(id);
  }

  /**
   * Puts failed commands back. A create with an unknown outcome is looked up first, for its guid says so; a step is looked for where it may
   * have been taken, and sent again where it is not there.
   */
  retry(ids: readonly string[], at: number): Item[] {
    const back: Item[] = [];
    for (const id of ids) {
      const item = this.failed.get(id);
      if (!item) continue;
      this.failed.delete(id);
      const lookFor = isInDoubt(item) && (item.action === 'UPDATE' || item.made !== undefined);
      Object.assign(item, { since: at, sentAt: lookFor ? item.sentAt : 0, noted: lookFor ? 'sent' : undefined, resend: lookFor, next: 'send', failures: 0, checked: false, alone: false, refreshed: false, taken: false });
      delete item.mistrusted;
      this.lanes.add(this.laneName(item), item);
      back.push(item);
    }
    return back;
  }

  /** Their rows are taken out of the log: they cannot be retried any more. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.failed.delete(id);
  }

  /** Forgets the failed commands that nobody can see any more. */
  forgetFailed(isSeen: (id: string) => boolean): void {
    for (const id of this.failed.keys()) if (!isSeen(id)) this.failed.delete(id);
  }

  failedItems(): Item[] {
    return [...this.failed.values()];
  }

  /** @returns undefined where its record is damaged @throws {TicketError} JOURNAL where it cannot be read now */
  async load(ledger: Ledger, item: Item): Promise<Command | undefined> {
    if (item.command) return item.command;
    const entry = await ledger.read(item.position);
    return entry?.kind === 'command' ? entry.command : undefined;
  }

  /** The ticket's key where it is known: an update by key, in any case, and one by guid are then in one lane. */
  private laneName({ action, guid, made }: Pick<Item, 'action' | 'guid' | 'made'>): string {
    if (action === 'CREATE') return made?.key ?? guid;
    const ticket = this.guids.get(guid);
    if (ticket && ticket.key !== '' && this.guids.isHere(ticket)) return ticket.key;
    // An id that looks like a key may be that of a create which waits.
    return this.lanes.has(guid) ? guid : (normaliseIssueKey(guid) ?? guid);
  }

  private replayEnd(id: string, failed: boolean, ticketKey?: string): void {
    const item = this.replayed.get(id);
    if (!item) return;
    const lane = item.lane as Lane;
    this.replayed.delete(id);
    this.end(item, failed);
    if (lane.items.length === 0) this.lanes.close(lane);
    else if (ticketKey) this.lanes.join(lane, ticketKey);
  }

  private replayMade(id: string, made: Made): void {
    const item = this.replayed.get(id);
    if (item) this.made(item, made);
  }

  private replayStep(id: string, done: number, warnings?: string): void {
    const item = this.replayed.get(id);
    if (item) Object.assign(item, { done, warnings: warnings ?? item.warnings, sentAt: 0, noted: undefined });
  }

  private replayTimes(id: string, { since, mistrusted }: { since?: number; mistrusted?: number }): void {
    const item = this.replayed.get(id);
    if (item) Object.assign(item, { since: since ?? item.since, mistrusted });
  }

  private replayResend(id: string, answered: boolean): void {
    const item = this.replayed.get(id);
    if (item) Object.assign(item, { noted: 'resend', resend: true, answered });
  }

  private progress(id: string, sentAt: number, attempts: number): void {
    const item = this.replayed.get(id);
    if (!item) return;
    Object.assign(item, { sentAt, noted: sentAt > 0 ? 'sent' : undefined, resend: false, answered: false });
    item.attempts += attempts;
  }
}

/** A step that may have been sent without our knowing is looked for, and sent where it is not there. */
function doubt(item: Item): void {
  if (item.mistrusted !== undefined && item.steps && item.sentAt === 0) Object.assign(item, { sentAt: item.since, resend: true });
}

function notLater(item: Item, now: number): void {
  item.since = Math.min(item.since, now);
  item.sentAt = Math.min(item.sentAt, now);
}

function shiftItem(item: Item, ms: number): void {
  item.since += ms;
  if (item.sentAt > 0) item.sentAt += ms;
  if (item.mistrusted !== undefined) item.mistrusted += ms;
}
