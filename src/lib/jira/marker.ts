import { createHash } from 'node:crypto';
import type { JsonObject } from '../ticket/json';

/** How a ticket of ours is told from others: an issue property, a label, or not at all. */
export type MarkerKind = 'property' | 'label' | 'none';

/** The key of the issue property whose value is `{ guid, command }`. */
export const MARKER_KEY = 'node-red.jira-tickets';

/** What every Jira takes in a label and what needs no thought in JQL. */
const LABEL_SAFE = /^[A-Za-z0-9._-]{1,128}$/;

/** The label of a guid; ids that do not fit into one are hashed. */
export function markerLabel(guid: string): string {
  return `nr-${LABEL_SAFE.test(guid) ? guid : createHash('sha256').update(guid, 'utf8').digest('hex').slice(0, 32)}`;
}

/** What the body of a create carries: `properties` as it is, or a label to add to its labels. */
export function markerForCreate({ kind, guid, command }: { kind: MarkerKind; guid: string; command: string }): {
  properties?: JsonObject[];
  label?: string;
} {
  switch (kind) {
    case 'property':
      return { properties: [{ key: MARKER_KEY, value: { guid, command } }] };
    case 'label':
      return { label: markerLabel(guid) };
    case 'none':
      return {};
  }
}
