import { localDay } from '../records/local-day';
import { Records } from '../records/records';
import type { Row } from '../records/row';
import { ClockWatch } from './clock-watch';
import { concurrent, Dispatcher } from './dispatcher';
import { Exchange } from './exchange';
import { Ledger } from './ledger';
import type { Limiter } from './limiter';
import { Limits } from './limits';
import type { DeliveryOptions } from './options';
import { Preparation } from './preparation';
import { Queue } from './queue';

/** What a delivery is made of. */
export interface DeliveryParts {
  options: DeliveryOptions;
  /** The IANA name in use. */
  timezone: string;
  /** ms since 1970 → local day. */
  dayOf: (ms: number) => string;
  ledger: Ledger;
  queue: Queue;
  limits: Limits;
  limiter: Limiter;
  exchange: Exchange;
  preparation: Preparation;
  dispatcher: Dispatcher;
  /** Rows of commands of which a damaged journal has nothing else. */
  lost: Row[];
}

/** Takes the journal, reads it back, and puts together what works on it. @throws {TicketError} CONFIG, JOURNAL */
export async function assemble(given: DeliveryOptions): Promise<DeliveryParts> {
  const { settings, address, events } = given;
  const { timezone, day: dayOf } = localDay(settings.timezone);
  const records = new Records(settings.logMax);
  records.guids.here = address.base;
  const queue = new Queue(records.guids, settings.bodiesInMemory);
  const limits = new Limits(settings, given.ports.random, address.base);
  const { gate, window } = limits;
  const ledger = await Ledger.open(given, records, (entry, position) => {
    queue.replay(entry, position);
    limits.replay(entry);
  });
  const clock = new ClockWatch(given.ports.clock, (moved) => {
    // For the next start, which would give up what has not waited so long.
    ledger.append([{ kind: 'clock', moved }]).catch(() => events.onStatus());
  });
  const options = { ...given, ports: { ...given.ports, clock } };
  const { ports } = options;
  const lost = ledger.isDamaged ? queue.mistrust(records.log.list(), clock.now() + settings.settleWindow) : [];
  queue.start(clock.now());
  const sentBefore = limits.start(clock.now());
  const { requestsMax, requestsPeriod, timeout } = settings;
  const limiter = ports.limiter({ requestsMax, requestsPeriod, sentBefore, concurrent, expiration: timeout * 2 + 10_000 });
  clock.move(gate, window, queue, limiter);
  // For the next start, which would not wait for it.
  gate.onLimit = (pause) => void ledger.append([{ kind: 'pause', ...limits.of(pause) }]).catch(() => events.onStatus());
  const exchange = new Exchange(ports.client, address, limiter, gate, clock, (response) => {
    // A response is worth a line, but not a failure of its own: the ledger shows the disk's trouble.
    ledger.append([{ kind: 'response', response }], undefined, 'soon').then(() => events.onResponse(response), () => events.onStatus());
  });
  const preparation = new Preparation(exchange, address, settings.marker, timezone, clock);
  const dispatcher = new Dispatcher({ options, ledger, queue, gate, window, exchange, preparation, dayOf, clockMoved: () => clock.moved });
  return { options, timezone, dayOf, ledger, queue, limits, limiter, exchange, preparation, dispatcher, lost };
}
