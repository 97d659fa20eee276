import { z } from 'zod';
import type { JiraAnswer, JiraPort, JiraRequest } from './http';
import { NoAnswer } from './http';
import { redacting } from './redact';
import { Remembered } from './remembered';
import { retryAfterMs } from './signs';
import type { TokenEndpoint } from './token-endpoint';
import { describe } from './words';

/** RFC 6749, 5.1: how long it lasts may be left out. */
const Granted = z.looseObject({
  access_token: z.string().regex(/^[\u0021-\u007e]+$/),
  token_type: z.string().regex(/^bearer$/i).default('bearer'),
  expires_in: z.coerce.number().positive().catch(300),
});

/** A token is renewed so long before its end, ms, or at nine tenths of a shorter life: it has to last for the request as well. */
const EARLY_MS = 60_000;
const LONGEST_MS = 86_400_000;
/** Jira would say of these that it is overloaded or being started; here they say so of the token's server. */
const PASSING = new Set([408, 425]);

/** There is no token to be had, and the answer that says so: to be settled as if Jira had given it to the request itself. */
export class TokenRefused extends Error {
  constructor(readonly answer: JiraAnswer) {
    super(answer.refusal ?? 'The token request was limited.');
    this.name = 'TokenRefused';
  }
}

/** The access token of a client (RFC 6749, 4.4): fetched when it is needed, by one request at a time, and kept while it lasts. */
export class AccessToken {
  private readonly kept: Remembered<string>;
  private latest: string | undefined;

  /** @param clock ms, monotonic */
  constructor(
    private readonly port: JiraPort,
    private readonly endpoint: TokenEndpoint,
    private readonly client: { id: string; secret: string },
    clock: { now(): number },
  ) {
    this.kept = new Remembered(clock, 1);
  }

  /**
   * The value of an Authorization header.
   *
   * @throws {TokenRefused} refused, or limited
   * @throws {NoAnswer} never `sent`: what waits for the token has not left
   */
  header(): Promise<string> {
    return this.kept.get('', async () => {
      const { access_token: token, expires_in: seconds } = await this.fetch();
      this.latest = `Bearer ${token}`;
      const ms = Math.min(seconds * 1_000, LONGEST_MS);
      return { value: this.latest, ttlMs: ms - Math.min(EARLY_MS, ms / 10) };
    });
  }

  /** Jira did not take this header: the next to ask gets another token. Of several that are told so, the first alone has it fetched. */
  refused(header: string): void {
    if (this.latest !== header) return;
    this.latest = undefined;
    this.kept.forget('');
  }

  private async fetch(): Promise<z.output<typeof Granted>> {
    const { id, secret } = this.client;
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret, ...(this.endpoint.scope === undefined ? {} : { scope: this.endpoint.scope }) };
    const request: JiraRequest = { method: 'POST', path: this.endpoint.path, form };
    const answer = await this.send(request);
    const granted = Granted.safeParse(answer.json);
    if (answer.status === 200 && granted.success) return granted.data;
    const words = redacting(this.port)(describe(request, answer, this.endpoint.address));
    if (answer.status === 429 || (answer.status === 503 && retryAfterMs(answer, 0) !== undefined)) throw new TokenRefused(answer);
    if (answer.status >= 500 || PASSING.has(answer.status)) throw new NoAnswer('TOKEN_REQUEST', false, words);
    throw new TokenRefused({
      status: 401,
      headers: {},
      json: { errorMessages: [words] },
      text: '',
      ms: answer.ms,
      refusal: `The token request was refused (${answer.status}): check the client ID, the client secret and the token URL of the connection`,
    });
  }

  /** Whether the token request has left or not: what it was for has not. */
  private async send(request: JiraRequest): Promise<JiraAnswer> {
    try {
      return await this.port.send(request);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      throw new NoAnswer(error.code === 'TOO_LARGE' ? 'TOKEN_REQUEST' : error.code, false, error.message);
    }
  }
}
