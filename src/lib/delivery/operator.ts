import type { Row } from '../records/row';
import { pendingRow } from '../records/row';
import type { Ended } from './outcomes';
import { askedOf, cancelled } from './endings';
import type { Item } from './item';
import { isInDoubt } from './item';
import type { Ledger } from './ledger';
import type { DeliveryOptions } from './options';
import type { Queue } from './queue';

interface OperatorParts {
  options: DeliveryOptions;
  ledger: Ledger;
  queue: Queue;
  /** @returns how many had an end */
  endWaiting: (choose: (item: Item) => Ended | undefined) => Promise<number>;
}

/** What a person does to commands by hand, through jira-log or the sidebar. */
export class Operator {
  constructor(private readonly parts: OperatorParts) {}

  /** Sends Failed commands on their way again, with a new age. @returns how many @throws {TicketError} JOURNAL */
  async retry(choose: (row: Row) => boolean): Promise<number> {
    const { options, ledger, queue } = this.parts;
    const ids = this.failed(choose).filter((id) => queue.canRetry(id));
    if (ids.length === 0) return 0;
    const at = options.ports.clock.now();
    let back: Item[] = [];
    await ledger.append([{ kind: 'retry', ids, at }], () => {
      back = queue.retry(ids, at); // some may have been dropped in the same moment
    });
    for (const item of back) options.events.onRow(this.rowOf(item));
    return back.length;
  }

  /** Takes Failed rows out of the log. @returns how many @throws {TicketError} JOURNAL */
  async drop(choose: (row: Row) => boolean): Promise<number> {
    const ids = this.failed(choose);
    if (ids.length > 0) await this.parts.ledger.append([{ kind: 'remove', ids }], () => this.parts.queue.forget(ids));
    return ids.length;
  }

  /**
   * Ends Pending commands; those that are on their way to Jira at this moment are left alone, and so are those that may have made a ticket,
   * or added a comment or a file to one.
   *
   * @returns how many
   */
  cancel(choose: (row: Row) => boolean): Promise<number> {
    return this.parts.endWaiting((item) => (!isInDoubt(item) && choose(this.rowOf(item)) ? cancelled(item) : undefined));
  }

  /** The rows of all that waits, also of what Maximum Entries has dropped from the log. */
  pending(): Row[] {
    return Array.from(this.parts.queue.lanes.all(), ([, item]) => this.rowOf(item));
  }

  private failed(choose: (row: Row) => boolean): string[] {
    return this.parts.ledger.records.log.list().filter((row) => row.status === 'Failed' && choose(row)).map(({ id }) => id);
  }

  private rowOf(item: Item): Row {
    return this.parts.ledger.records.log.get(item.id) ?? { ...pendingRow(askedOf(item)), attempts: item.attempts };
  }
}
