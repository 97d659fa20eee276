import type { Command } from '../ticket/command';
import type { Outcome, Row } from './row';
import type { Counters, CounterKind, DayCount, Scope } from './statistics';
import type { Response } from './responses';
import type { Ticket } from './guids';

/** The ticket of a CREATE that has not ended. */
export interface Made {
  id: string;
  key: string;
  url: string;
  warnings: string;
}

/** Jira said at `at` ms that it limits requests of this scope: none goes before `until` ms. */
export interface Pause {
  scope: string;
  at: number;
  until: number;
  /** How often in a row. */
  strikes: number;
}

/** Of which Jira: where the connection leads to another one now, it is nothing to that. */
export type PauseOf = Pause & { base: string };

/** What the journal holds, in the order in which it happened. Everything else is folded from it. */
export type Entry =
  /** Accepted: Pending from here on. */
  | { kind: 'command'; command: Command }
  /** About to be sent, at `at` ms. A CREATE that ends here has an unknown outcome and is looked up. */
  | { kind: 'sending'; ids: string[]; at: number; automaticUpdate?: true }
  /** A CREATE has its ticket, at `at` ms, and goes on with what it asks for besides. */
  | { kind: 'made'; id: string; guid: string; at: number; made: Made }
  /** So many of the requests of a command with steps are carried out, and what there is to say of them. */
  | { kind: 'step'; id: string; done: number; warnings?: string }
  /** Jira, or (not `answered`) something in front of it, said that it failed: once it is looked for in vain, it is sent again. */
  | { kind: 'resend'; id: string; answered: boolean }
  /** Jira surely did not carry it out: it may be sent again. */
  | { kind: 'returned'; ids: string[] }
  /** untold: its node is not there to hear it, for a deploy, say: the one that follows hears it. */
  | { kind: 'outcome'; outcome: Outcome; untold?: true }
  /** The tickets of what follows are of this Jira: the connection may lead to another one than before. */
  | { kind: 'jira'; base: string }
  /** Its node has gone meanwhile. */
  | { kind: 'untold'; outcome: Outcome }
  /** Now it has. */
  | { kind: 'told'; ids: string[] }
  | { kind: 'response'; response: Response }
  | ({ kind: 'pause' } & PauseOf)
  | { kind: 'reset'; scope: Scope; counter: CounterKind; day: string }
  | { kind: 'clear'; table: 'tickets' | 'responses' }
  /** Failed commands go on their way again, by hand, at `at` ms. */
  | { kind: 'retry'; ids: string[]; at: number }
  /** The clock was moved by so many ms, or the machine slept: since then what waits has waited for so much less. */
  | { kind: 'clock'; moved: number }
  /** Failed rows are taken out of the log by hand. */
  | { kind: 'remove'; ids: string[] }
  /** Rows that were asked for before `before`, and have ended, are removed, guids not used since `guidsBefore` forgotten; it ran at `at` (ms). */
  | { kind: 'prune'; at: number; before: string; guidsBefore: number }
  /** First of a compacted journal: the next `kept` commands are waiting ones whose rows follow by themselves. The first versions kept no `days`, no `pauses` and no `base`. */
  | { kind: 'snapshot'; kept: number; counters: Counters; days?: DayCount[]; prunedAt: number; updateTimes: number[]; pauses?: PauseOf[]; base?: string }
  /** In a compacted journal: how far a waiting command had come, and since when (ms) it waits where that is not when it was asked for, and until when it is mistrusted. */
  | { kind: 'progress'; id: string; attempts: number; sentAt: number; since?: number; mistrusted?: number; made?: Made; done?: number; warnings?: string; resend?: boolean; answered?: boolean }
  /** In a compacted journal: these have failed, and their bodies are kept for a retry. */
  | { kind: 'failed'; ids: string[] }
  | { kind: 'row'; row: Row }
  | { kind: 'guid'; guid: string; ticket: Ticket };
