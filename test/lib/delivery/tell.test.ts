import assert from 'node:assert/strict';
import type { Ledger } from '../../../src/lib/delivery/ledger';
import type { DeliveryEvents } from '../../../src/lib/delivery/options';
import { outcomeEntry, tellOutcomes } from '../../../src/lib/delivery/tell';
import type { Entry } from '../../../src/lib/records/entry';
import { Records } from '../../../src/lib/records/records';
import type { Outcome } from '../../../src/lib/records/row';
import { pendingRow } from '../../../src/lib/records/row';

function outcome(id: string, node = 'there'): Outcome {
  return { row: { ...pendingRow({ id, guid: id, action: 'CREATE', type: 'Manual', time: '' }), status: 'Ok' }, node, day: '' };
}

/** The node `there` hears. */
function world() {
  const told: string[] = [];
  const rows: string[] = [];
  const written: Entry[][] = [];
  const events = { hears: ({ node }) => node === 'there', onOutcome: ({ row }) => told.push(row.id), onRow: ({ id }) => rows.push(id) } as Partial<DeliveryEvents> as DeliveryEvents;
  const ledger = { records: new Records(10), insist: async (entries: Entry[]) => written.push(entries) > 0 } as Partial<Ledger> as Ledger;
  return { told, rows, written, events, ledger };
}

describe('an outcome', () => {
  it('is journalled with the word that nobody is there to hear it', () => {
    const { events } = world();
    for (const [node, word] of [['there', {}], ['gone', { untold: true }], ['', {}]] as const) {
      assert.deepEqual(outcomeEntry(events, outcome('a', node)), { kind: 'outcome', outcome: outcome('a', node), ...word });
    }
  });

  it('is told to its node, or journalled as untold where that has gone', async () => {
    const { told, rows, written, events, ledger } = world();
    await tellOutcomes(events, ledger, [outcome('a'), outcome('b', 'gone'), outcome('c', ''), outcome('d')]);
    assert.deepEqual([told, rows], [['a', 'c', 'd'], ['a', 'b', 'c', 'd']]);
    assert.deepEqual(written, [[{ kind: 'untold', outcome: outcome('b', 'gone') }]]);
  });

  it('makes no record where all are told', async () => {
    const { written, events, ledger } = world();
    await tellOutcomes(events, ledger, [outcome('a')]);
    assert.deepEqual(written, []);
  });

  it('that was journalled as untold waits for its node to be recovered, also where that came meanwhile', async () => {
    const { told, written, events, ledger } = world();
    ledger.records.untold.add(outcome('a'));
    await tellOutcomes(events, ledger, [outcome('a'), outcome('b')]);
    assert.deepEqual([told, written], [['b'], []]);
  });
});
