import type { Made } from '../records/entry';
import type { Action, Command } from '../ticket/command';
import type { Position } from './journal-reader';
import type { Lane } from './lanes';

/** A command that waits, is being sent, or is looked up. There may be 100,000 of them: small, its body in the journal. */
export interface Item {
  readonly id: string;
  readonly guid: string;
  readonly action: Action;
  readonly automatic: boolean;
  /** Id of the Node-RED node that took it. */
  readonly node: string;
  /** When it was asked for, ms since 1970. */
  readonly asked: number;
  /** Since when it waits: as asked, or later where it was sent on its way again by hand, or as the clock was moved. */
  since: number;
  readonly position: Position;
  /** Where it waits: not always where it was put, for lanes join. */
  lane?: Lane;
  /** Its body, while few wait. */
  command?: Command;
  attempts: number;
  /** When it was last sent without a known end; 0: it was surely not carried out. */
  sentAt: number;
  /** What the journal says of it: that it was sent, or that it is sent again once it is looked for in vain; nothing where it surely was not carried out. */
  noted?: 'sent' | 'resend' | undefined;
  /** `look up`: find out in Jira whether it was carried out before it goes on. */
  next: 'send' | 'look up';
  /** After a look-up that finds nothing: send again, or what the connection's policy says. */
  resend?: boolean;
  /** Jira itself said that it failed: if it made the ticket all the same, it did so before. A gateway's 502 says nothing of that. */
  answered?: boolean;
  /** It asks for more than its fields, and goes alone. */
  steps?: true;
  /** A CREATE that has its ticket. */
  made?: Made;
  /** The ticket of an UPDATE with steps, once it is found. */
  ticket?: { id: string; key: string };
  /** How many of its requests are carried out, where it has steps. */
  done?: number;
  /** What there is to say of those, '; ' between. */
  warnings?: string;
  /** What was sent last would do no harm twice. A restart forgets it. */
  repeatable?: boolean;
  /** Records of the journal are damaged, and it may have been sent without our knowing: it is looked for until then, ms since 1970. */
  mistrusted?: number | undefined;
  /** Not together with others: a merged or bulk request with it was refused. */
  alone?: boolean;
  /** An earlier create with this guid had an unknown outcome, and it was looked for. */
  checked?: boolean;
  /** What is known of its fields was read anew for it. */
  refreshed?: boolean;
  /** Somebody is about to bring it to its end: nobody else does. */
  taken?: boolean;
  /** Failures in a row, for its backoff. */
  failures: number;
  /** What happened last, in words, for the error of a command that is given up. */
  story?: string;
}

/** Whether Jira may have carried out, without our knowing, what it would carry out twice: a create, or the step of a command. */
export function isInDoubt({ action, made, steps, sentAt, mistrusted, repeatable }: Item): boolean {
  if (action === 'CREATE' && !made) return sentAt > 0 || mistrusted !== undefined;
  return steps === true && sentAt > 0 && repeatable !== true;
}

/** Whether it takes a place in Update Settings. A command with steps takes one, however many requests it needs. */
export function takesPlace({ action, automatic, done = 0 }: Item): boolean {
  return action === 'UPDATE' && automatic && done === 0;
}
