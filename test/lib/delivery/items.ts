import type { Item } from '../../../src/lib/delivery/item';

let ids = 0;
/** A create that waits. */
export function item(over: Partial<Item> = {}): Item {
  ids += 1;
  return { id: String(ids), guid: 'g', action: 'CREATE', automatic: false, node: 'n', asked: ids, since: ids, position: { offset: 0, length: 0 }, attempts: 0, sentAt: 0, next: 'send', failures: 0, ...over };
}
export const update = (over: Partial<Item> = {}): Item => item({ action: 'UPDATE', ...over });
