import { normaliseIssueKey } from '../ticket/request-id';
import type { Entry, PauseOf } from './entry';
import { Guids } from './guids';
import { Log } from './log';
import { Responses } from './responses';
import type { Outcome } from './row';
import { pendingRow } from './row';
import { Statistics } from './statistics';
import { Untold } from './untold';

/** Everything that is folded from the journal, so that log, statistics and guids cannot drift from each other. */
export class Records {
  readonly log: Log;
  readonly responses: Responses;
  readonly statistics = new Statistics();
  readonly guids = new Guids();
  readonly untold = new Untold();
  /** When the log was last pruned, ms since 1970. */
  prunedAt = 0;
  private keptWithRow = 0;

  /** @param max Maximum Entries, of the log and of the responses each */
  constructor(max: number) {
    this.log = new Log(max);
    this.responses = new Responses(max);
  }

  apply(entry: Entry): void {
    // One of the waiting ones may be damaged: the next that comes would be taken for it.
    if (entry.kind !== 'command' && entry.kind !== 'guid') this.keptWithRow = 0;
    switch (entry.kind) {
      case 'command':
        if (this.keptWithRow > 0) this.keptWithRow -= 1;
        else this.log.add(pendingRow(entry.command));
        break;
      case 'outcome':
        this.log.finish(entry.outcome);
        this.statistics.count(entry.outcome);
        this.remember(entry.outcome);
        if (entry.untold) this.untold.add(entry.outcome);
        break;
      case 'untold':
        this.untold.add(entry.outcome);
        break;
      case 'told':
        this.untold.remove(entry.ids);
        break;
      case 'jira':
        this.guids.moveTo(entry.base);
        break;
      case 'made':
        this.log.name(entry.id, entry.made);
        if (entry.guid !== '') this.guids.set(entry.guid, { id: entry.made.id, key: entry.made.key, used: entry.at });
        break;
      case 'response':
        this.responses.add(entry.response);
        break;
      case 'reset':
        this.statistics.reset(entry.scope, entry.counter, entry.day);
        break;
      case 'clear':
        if (entry.table === 'tickets') this.log.clear();
        else this.responses.clear();
        break;
      case 'retry':
        this.log.reopen(entry.ids);
        this.untold.remove(entry.ids);
        break;
      case 'remove':
        this.log.remove(entry.ids);
        break;
      case 'prune':
        this.prunedAt = entry.at;
        this.log.prune(entry.before);
        this.responses.prune(entry.before);
        this.guids.prune(entry.guidsBefore);
        this.untold.prune(entry.guidsBefore);
        break;
      case 'snapshot':
        this.keptWithRow = entry.kept;
        this.prunedAt = entry.prunedAt;
        this.statistics.restore(entry.counters, entry.days);
        this.guids.moveTo(entry.base ?? '');
        break;
      case 'row':
        this.log.add(entry.row);
        break;
      case 'guid':
        this.guids.set(entry.guid, entry.ticket);
        break;
      case 'sending':
      case 'clock':
      case 'returned':
      case 'resend':
      case 'progress':
      case 'step':
      case 'failed':
      case 'pause':
        break; // the delivery's concern
    }
  }

  /** What a compacted journal begins with, as of this moment. @param kept how many waiting commands follow */
  snapshot(kept: number, limits: { updateTimes: number[]; pauses: PauseOf[] }): Entry[] {
    const entries: Entry[] = [{ kind: 'snapshot', kept, counters: this.statistics.read(), days: this.statistics.kept(), prunedAt: this.prunedAt, base: this.guids.base, ...limits }];
    for (const [guid, ticket] of this.guids.entries()) entries.push({ kind: 'guid', guid, ticket });
    return entries;
  }

  /** What a compacted journal ends with, as of this moment. */
  tables(): Entry[] {
    const rows = this.log.list().map((row): Entry => ({ kind: 'row', row }));
    const responses = this.responses.list().map((response): Entry => ({ kind: 'response', response }));
    const untold = this.untold.list().map((outcome): Entry => ({ kind: 'untold', outcome }));
    return [...rows, ...responses, ...untold];
  }

  private remember(outcome: Outcome): void {
    const { row } = outcome;
    // An update may name its ticket by the key, in any case: remembered as an id, a create with that id would make no ticket.
    const isByKey = row.action === 'UPDATE' && normaliseIssueKey(row.guid) === row.ticketKey;
    if (row.guid === '' || isByKey) return;
    const used = Date.parse(row.finished);
    if (row.status === 'Ok') this.guids.set(row.guid, { id: row.ticketId, key: row.ticketKey, used });
    else if (outcome.code === 'UNKNOWN_OUTCOME' && row.action === 'CREATE' && row.ticketKey === '') this.guids.set(row.guid, { id: '', key: '', used });
  }
}
