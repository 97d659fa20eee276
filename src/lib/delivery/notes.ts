import type { Entry, Made } from '../records/entry';
import { Paused } from './exchange';
import type { Item } from './item';
import { takesPlace } from './item';
import type { Ledger } from './ledger';
import type { DeliveryOptions } from './options';
import { namesOf } from './outcomes';
import type { Queue } from './queue';

interface NoteParts {
  options: DeliveryOptions;
  ledger: Ledger;
  queue: Queue;
  /** Blanks the connection's secrets. */
  redact: (text: string) => string;
}

/** What the journal says of commands on their way, so that a restart knows how far they have come. */
export class Notes {
  constructor(private readonly parts: NoteParts) {}

  async sending(items: Item[]): Promise<void> {
    const { ledger, options } = this.parts;
    const at = options.ports.clock.now();
    const counts = items.some(takesPlace) ? { automaticUpdate: true as const } : {};
    await ledger.append([{ kind: 'sending', ids: items.map(({ id }) => id), at, ...counts }], () => {
      for (const item of items) {
        item.attempts += 1;
        item.sentAt = at;
        item.noted = 'sent';
      }
    }, 'soon');
  }

  async made(item: Item, { ticket, warnings }: { ticket: { id: string; key: string }; warnings: string }): Promise<void> {
    const { ledger, options, queue, redact } = this.parts;
    const made: Made = { ...namesOf(ticket, options), warnings: redact(warnings) };
    const entry: Entry = { kind: 'made', id: item.id, guid: item.guid, at: options.ports.clock.now(), made };
    if (!(await ledger.insist([entry], () => queue.made(item, made)))) return;
    const row = ledger.records.log.get(item.id);
    if (row) options.events.onRow(row);
  }

  /** @param warnings what there is to say of all that is done, '; ' between */
  async step(item: Item, done: number, warnings: string): Promise<void> {
    const { ledger, queue, redact } = this.parts;
    const told = redact(warnings);
    const entry: Entry = { kind: 'step', id: item.id, done, ...(told === '' ? {} : { warnings: told }) };
    const noted = await ledger.insist([entry], () => queue.stepped(item, done, told));
    if (!noted) throw new Paused(Infinity); // the connection closes
  }

  /** A create that surely was not carried out must not be taken for an unknown one after a restart. @param items without an end */
  async returned(items: Item[]): Promise<void> {
    const returned = items.filter((item) => (item.action === 'CREATE' || item.steps) && item.noted && item.sentAt === 0);
    if (returned.length === 0) return;
    await this.parts.ledger.append([{ kind: 'returned', ids: returned.map(({ id }) => id) }], () => {
      for (const item of returned) item.noted = undefined;
    });
  }

  /** What Jira said that it failed is sent again once it is looked for in vain, also after a restart. @param items without an end */
  async resend(items: Item[]): Promise<void> {
    const refused = items.filter((item) => item.resend && item.sentAt > 0 && item.noted !== 'resend');
    if (refused.length === 0) return;
    await this.parts.ledger.append(refused.map(({ id, answered = false }): Entry => ({ kind: 'resend', id, answered })), () => {
      for (const item of refused) item.noted = 'resend';
    });
  }
}
