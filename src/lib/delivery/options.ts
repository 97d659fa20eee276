import type { Address } from '../jira/address';
import type { JiraPort } from '../jira/http';
import type { MarkerKind } from '../jira/marker';
import type { Response } from '../records/responses';
import type { Outcome, Row } from '../records/row';
import type { Random } from './backoff';
import type { Clock } from './clock';
import type { Disk } from './disk';
import type { ProcessIdentity } from './lock-holder';
import type { Limiter, LimiterOptions } from './limiter';

/** How one connection delivers. Times in ms; what is undefined has no limit. */
export interface DeliverySettings {
  /** At most so many requests of any kind in any `requestsPeriod`. */
  requestsMax?: number | undefined;
  requestsPeriod: number;
  /** Update Settings: at most so many automatic updates in any `updatePeriod`. */
  updateMax?: number | undefined;
  updatePeriod: number;
  /** Maximum Entries, of the log and of the responses each. */
  logMax: number;
  /** Remove Entries Older Than. */
  logMaxAge?: number | undefined;
  /** How long a guid's ticket is remembered after its last use. */
  guidMaxAge: number;
  /** IANA name; '' is the machine's. */
  timezone: string;
  settleWindow: number;
  settlePolicy: 'fail' | 'resend';
  giveUpAfter: number;
  marker: MarkerKind;
  /** The longest that one request may take. */
  timeout: number;
  /** The most commands that may wait; one more is refused. */
  queueMax: number;
  /** The most bytes that the commands that wait may take in the journal; one more is refused. */
  queueBytes: number;
  /** While fewer commands wait, what they ask for stays in memory; undefined: 1,000. Beyond, it is read from the journal when their turn comes. */
  bodiesInMemory?: number | undefined;
  /** The journal is rewritten from so many bytes on; undefined: 4 MiB. */
  compactFrom?: number | undefined;
}

/** What happens, told to whoever listens. */
export interface DeliveryEvents {
  /** Whether its node is there to hear an outcome; otherwise it is kept until {@link Delivery.recover} is called for that node. */
  hears(outcome: Pick<Outcome, 'node' | 'row'>): boolean;
  /** A command has ended, or was refused. */
  onOutcome(outcome: Outcome): void;
  /** A row of the log is new, or has changed. */
  onRow(row: Row): void;
  /** Jira has answered, or did not. */
  onResponse(response: Response): void;
  /** Log, responses or counters are not what they were. */
  onRecords(): void;
  onStatus(): void;
  /** Something that a person should read in Node-RED's log. */
  report(level: 'warn' | 'error', message: string): void;
}

/** The world outside, as arguments: a test has another one. */
export interface DeliveryPorts {
  client: JiraPort;
  clock: Clock;
  random: Random;
  disk: Disk;
  /** Bottleneck, but where a test has a clock of its own. */
  limiter: (options: LimiterOptions) => Limiter;
  identity: ProcessIdentity;
}

export interface DeliveryOptions {
  settings: DeliverySettings;
  address: Address;
  /** The journal's file. */
  path: string;
  ports: DeliveryPorts;
  events: DeliveryEvents;
  /** The connection closes, perhaps before it is open. */
  signal?: AbortSignal | undefined;
}
