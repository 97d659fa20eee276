import type { Address } from '../jira/address';
import type { JiraAnswer, JiraPort, JiraRequest } from '../jira/http';
import { NoAnswer } from '../jira/http';
import type { Redact } from '../jira/redact';
import { redacting } from '../jira/redact';
import { requestUrl } from '../jira/request-url';
import { loginFailed, mayBePermission, rateLimitScope, retryAfterMs } from '../jira/signs';
import { describe } from '../jira/words';
import type { Response } from '../records/responses';
import { TicketError } from '../ticket/error';
import type { Clock } from './clock';
import type { Gate, Scope } from './gate';
import type { Limiter } from './limiter';
import type { Operation } from './settle';
import { settle } from './settle';

/** The gate closed while the request waited for its turn: it was not sent. */
export class Paused extends NoAnswer {
  /** @param until when it may be sent, ms; Infinity: nobody knows */
  constructor(readonly until: number) {
    super('PAUSED', false, 'Paused: the request was not sent.');
    this.name = 'Paused';
  }
}

export interface Purpose {
  operation: Operation;
  /** What must be open for it, besides everything. */
  scopes: readonly Scope[];
  /** Ids of the log rows it is for. */
  rows: readonly string[];
  /** Done when its turn has come, right before it is sent: what is noted of a request that still waits would be untrue after a crash. */
  before?: () => Promise<void>;
  /** Worth a question, not a hold: it can be refused although the credentials are good. */
  advisory?: boolean;
}

/** The turn of a request in the limiter. */
interface Turn {
  is: 'to come' | 'here' | 'used' | 'over';
  /** To be called right before it is sent. */
  leave: () => void;
}

const reading: Purpose = { operation: 'read', scopes: ['read'], rows: [] };

/**
 * Every request of a connection passes here: gate, limiter, client, and back: what the answer says of rate limits,
 * outages and logins goes to the gate, a line of it to the responses log.
 */
export class Exchange implements JiraPort {
  /** Jira has taken the credentials, and not refused them since. */
  private accepted = false;
  /** Blanks the connection's secrets out of what is shown or stored. */
  readonly redact: Redact;

  constructor(
    private readonly client: JiraPort,
    private readonly address: Address,
    private readonly limiter: Limiter,
    private readonly gate: Gate,
    private readonly clock: Clock,
    private readonly onResponse: (response: Response) => void,
  ) {
    this.redact = redacting(client);
  }

  /** @throws {NoAnswer} @throws {TicketError} CONFIG as {@link exchange} */
  async send(request: JiraRequest): Promise<JiraAnswer> {
    const scopes: Scope[] = request.path.includes('/search') ? ['search'] : ['read'];
    const result = await this.exchange(request, { ...reading, scopes, advisory: request.path.endsWith('/serverInfo') });
    if (result instanceof NoAnswer) throw result;
    return result;
  }

  /**
   * @returns the answer, or why there is none ({@link Paused}: it was not even tried)
   * @throws {TicketError} CONFIG where the path leads elsewhere: nothing was noted, and it is no outage
   */
  async exchange(request: JiraRequest, purpose: Purpose): Promise<JiraAnswer | NoAnswer> {
    requestUrl(this.address, request); // or else it would be refused as late as by the client, noted as sent
    const scopes: Scope[] = ['all', ...purpose.scopes];
    const closed = (): number => this.gate.closedUntil(scopes, this.clock.now());
    const result = await this.inTurn(async (turn) => {
      if (closed() > this.clock.now()) return new Paused(closed());
      await purpose.before?.();
      // It took a moment, in which another request may have been limited.
      if (turn.is === 'over' || closed() > this.clock.now()) return new Paused(closed());
      turn.leave();
      return this.pass(request, purpose);
    });
    return this.isUnclear(request, result) ? this.cleared(request, result) : result;
  }

  /** Asks who we are, past a held gate: whether the credentials work again. */
  probe(): Promise<JiraAnswer | NoAnswer> {
    return this.inTurn((turn) => {
      turn.leave();
      return this.pass({ method: 'GET', path: `${this.address.apiPath}/myself` }, reading);
    });
  }

  /** @throws {TicketError} JOURNAL where the job cannot be noted: nothing was sent */
  private async inTurn(job: (turn: Turn) => Promise<JiraAnswer | NoAnswer>): Promise<JiraAnswer | NoAnswer> {
    const turn: Turn = { is: 'to come', leave: () => {} };
    try {
      return await this.limiter.schedule((leave) => {
        turn.is = 'here';
        turn.leave = () => {
          turn.is = 'used';
          leave();
        };
        return job(turn);
      });
    } catch (error) {
      if (error instanceof TicketError) throw error;
      const { is } = turn;
      turn.is = 'over';
      if (is === 'to come') return new NoAnswer('CLOSED', false, 'The connection was closed before it was the turn of the request.');
      // The limiter has given a job up that took too long, a disk that hangs, say. It must not go on behind our back.
      return new NoAnswer('EXPIRED', is === 'used', 'The request took too long, and was given up.');
    }
  }

  /** A 401 of which it is not said whether it is about the login, which was good before. */
  private isUnclear(request: JiraRequest, result: JiraAnswer | NoAnswer): result is JiraAnswer {
    return this.accepted && !(result instanceof NoAnswer) && mayBePermission(request, result);
  }

  /** Whoever is not let in here either has a login that is refused. Where Jira does not say that now, the request is sent again later. */
  private async cleared(request: JiraRequest, answer: JiraAnswer): Promise<JiraAnswer | NoAnswer> {
    const { verdict } = settle(await this.probe(), 'read');
    if (verdict === 'hold') return answer;
    if (verdict === 'wait' || verdict === 'retry') return new NoAnswer('LOGIN_UNCLEAR', false, describe(request, answer, this.address));
    // As a Jira says it itself that tells of its logins.
    return { ...answer, headers: { ...answer.headers, 'x-seraph-loginreason': 'OK' } };
  }

  private async pass(request: JiraRequest, purpose: Purpose): Promise<JiraAnswer | NoAnswer> {
    const time = new Date(this.clock.now()).toISOString();
    const begun = this.clock.steady();
    const result = await this.trySend(request);
    this.judge(request, result, purpose);
    this.onResponse({
      time,
      method: request.method,
      path: this.redact(request.path),
      status: result instanceof NoAnswer ? 0 : result.status,
      ms: Math.round(this.clock.steady() - begun),
      rows: purpose.rows.join(' '),
      error: this.redact(this.tell(request, result, purpose.operation)),
    });
    return result;
  }

  /** The story of a result in a line, as Jira tells it; '' for what is carried out, of which there is nothing to tell. */
  tell(request: JiraRequest, result: JiraAnswer | NoAnswer, operation: Operation): string {
    if (result instanceof NoAnswer) return result.message;
    return settle(result, operation).verdict === 'ok' ? '' : describe(request, result, this.address);
  }

  private async trySend(request: JiraRequest): Promise<JiraAnswer | NoAnswer> {
    try {
      return await this.client.send(request);
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      // A fault of our own must not look like one of Jira's, and may have struck after sending.
      return new NoAnswer('INTERNAL', true, `Unexpected error while sending: ${(error as Error).name}.`);
    }
  }

  private judge(request: JiraRequest, result: JiraAnswer | NoAnswer, { operation, scopes, advisory = false }: Purpose): void {
    const now = this.clock.now();
    const { verdict, down } = settle(result, operation);
    if (down) this.gate.failed(now);
    else this.gate.answered(verdict === 'wait' ? [] : ['all', ...scopes], now);
    if (result instanceof NoAnswer) return;
    if (this.isUnclear(request, result)) return; // asked about, once it is known what it was
    // Something in front of Jira may hide serverInfo from everybody. Until other requests have shown that, a refusal is taken at its word.
    if (verdict === 'hold' && !(advisory && this.accepted)) this.gate.hold(loginFailed(result)?.reason ?? 'the login was refused');
    if (!advisory && (verdict === 'ok' || verdict === 'hold')) this.accepted = verdict === 'ok';
    if (verdict === 'wait') this.gate.limited(limitedScope(result, scopes), retryAfterMs(result, now), now);
  }
}

function limitedScope(answer: JiraAnswer, scopes: readonly Scope[]): Scope {
  const named = rateLimitScope(answer);
  if (named === 'endpoint') return scopes.find((scope) => !scope.startsWith('issue:')) ?? 'all';
  if (named === 'issue') return scopes.find((scope) => scope.startsWith('issue:')) ?? 'all';
  return 'all';
}
