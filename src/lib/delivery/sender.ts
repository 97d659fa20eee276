import type { Guids } from '../records/guids';
import { TicketError } from '../ticket/error';
import { sendCreates } from './creates';
import type { TicketFinder } from './find-ticket';
import type { Item } from './item';
import type { Loaded } from './load';
import { lookUpCreates } from './look-ups';
import type { Result } from './result';
import { resultOfError, resultOfFault } from './result';
import type { StepsContext } from './steps';
import { sendSteps } from './steps';
import { sendUpdates } from './updates';

/** Sends what travels together by the request that it needs, and says what became of each. */
export class Sender {
  constructor(
    private readonly context: StepsContext,
    private readonly tickets: TicketFinder,
    private readonly guids: Guids,
    private readonly report: (fault: unknown) => void,
  ) {}

  /**
   * A fault of our own ends one command at the most, and holds up no others.
   *
   * @param loaded one command, creates or look-ups that travel together, or updates of one ticket
   * @throws {TicketError} JOURNAL where it cannot be noted that they are sent: they were not
   */
  async send(loaded: Loaded[]): Promise<Map<Item, Result>> {
    try {
      return await this.sendBy(loaded);
    } catch (error) {
      if (error instanceof TicketError) throw error;
      this.report(error);
      return new Map(loaded.map(({ item }) => [item, resultOfFault(error, item, loaded.length === 1, this.context)]));
    }
  }

  private async sendBy(loaded: Loaded[]): Promise<Map<Item, Result>> {
    const [first] = loaded;
    if (!first) return new Map();
    const head = first.item;
    if (head.next === 'look up') return lookUpCreates(loaded, this.context);
    if (head.action === 'CREATE' && !head.made) return this.sendNewCreates(loaded);
    try {
      const ticket = head.made ? await this.tickets.stillThere(head.guid, head.made) : await this.tickets.find(first.command, head.since);
      if (head.steps) return new Map([[head, await sendSteps({ id: ticket.id, key: ticket.key }, first, this.context)]]);
      return await sendUpdates(ticket, await this.leadingTo(ticket.key, first, loaded), this.context);
    } catch (error) {
      // One lane can have its ticket's key and its guid: what fails for the first need not for the others.
      return new Map([[first.item, resultOfError(error, head, this.context.clock.now(), this.context.random)]]);
    }
  }

  /** The updates that travel with the first: a guid can look like the key of another's ticket, or have made one of another Jira. */
  private async leadingTo(key: string, first: Loaded, loaded: Loaded[]): Promise<Loaded[]> {
    for (const [number, { item, command }] of loaded.entries()) {
      if (item.guid === first.item.guid) continue;
      const ticket = await this.tickets.find(command, item.since).catch(() => undefined); // it fails in its turn
      if (ticket?.key !== key) return loaded.slice(0, number);
    }
    return loaded;
  }

  /** A guid that has made its ticket makes no second one. */
  private async sendNewCreates(loaded: Loaded[]): Promise<Map<Item, Result>> {
    const results = new Map<Item, Result>();
    const fresh: Loaded[] = [];
    await Promise.all(
      loaded.map(async (one) => {
        const earlier = this.guids.get(one.item.guid);
        const result = earlier && (await this.resultOfEarlier(earlier, one.item));
        if (result) results.set(one.item, result);
        else fresh.push(one);
      }),
    );
    for (const [item, result] of await sendCreates(fresh, this.context)) results.set(item, result);
    return results;
  }

  /** @returns undefined: the earlier create with this guid does not keep this one from being sent */
  private async resultOfEarlier({ key }: { key: string }, item: Item): Promise<Result | undefined> {
    if (key === '') {
      if (item.checked) return undefined;
      item.checked = true;
      item.next = 'look up';
      return { is: 'again', at: 0 };
    }
    try {
      const ticket = await this.tickets.known(item.guid);
      if (!ticket) return undefined;
      await this.context.preparation.site();
      return { is: 'ok', ticket, warnings: '', duplicate: true };
    } catch (error) {
      return resultOfError(error, item, this.context.clock.now(), this.context.random);
    }
  }
}
