import type { Outcome } from '../records/row';
import type { Ledger } from './ledger';
import type { DeliveryEvents } from './options';
import { tellNodes } from './tell';

/** Tells nodes what ended when they were not there, once. */
export class Recovery {
  /** Ids of outcomes that are about to be told. */
  private readonly telling = new Set<string>();

  constructor(
    private readonly events: DeliveryEvents,
    private readonly ledger: Ledger,
  ) {}

  /** This node is there. */
  async recover(node: string): Promise<void> {
    const outcomes = this.untold().filter((outcome) => outcome.node === node && !this.telling.has(outcome.row.id));
    if (outcomes.length === 0) return;
    const ids = outcomes.map(({ row }) => row.id);
    for (const id of ids) this.telling.add(id);
    const isNoted = await this.ledger.insist([{ kind: 'told', ids }], () => ids.forEach((id) => this.telling.delete(id)));
    if (isNoted) await tellNodes(this.events, this.ledger, outcomes);
  }

  /** A record may have reached the disk after its node was there again. */
  late(): void {
    const late = this.untold().filter((outcome) => this.events.hears(outcome));
    for (const node of new Set(late.map((outcome) => outcome.node))) void this.recover(node);
  }

  private untold(): Outcome[] {
    return this.ledger.records.untold.list();
  }
}
