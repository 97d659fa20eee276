import type { Address } from './address';
import { Doubt } from './doubt';
import type { Flavour } from './flavour';
import { flavourByUrl, readFlavour } from './flavour';
import type { JiraPort } from './http';
import { NoAnswer } from './http';
import { redacting } from './redact';
import type { Loaded } from './remembered';
import { Remembered } from './remembered';
import { isFailure } from './signs';
import type { UnexpectedAnswer } from './unexpected-answer';

/** A Jira that did not say which one it is may say so later, ms. */
const guessLasts = 60_000;
/** To ask again for what takes until the time-out would hold up commands every minute, ms. */
const silenceLasts = 600_000;

/** Which Jira this is: asked until it tells, and then known for good. */
export class KnownFlavour {
  private readonly known: Remembered<Flavour>;
  private readonly doubt: Doubt;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    clock: { now(): number },
  ) {
    this.known = new Remembered(clock);
    this.doubt = new Doubt(port, address, { others: ['field'], mayBeAlone: isServerFailure });
  }

  /**
   * Where serverInfo alone fails, or is not answered, the URL has to do for a while, as where it is refused.
   *
   * @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now
   */
  get(): Promise<Flavour> {
    return this.known.get('', () => this.doubt.ask(
      () => this.load(),
      (failure) => ({ value: flavourByUrl(this.address), ttlMs: failure instanceof NoAnswer ? silenceLasts : guessLasts }),
    ));
  }

  private async load(): Promise<Loaded<Flavour>> {
    const value = await readFlavour(this.port, this.address);
    this.address.learnSite(redacting(this.port)(value.site));
    return { value, ttlMs: value.guessed ? guessLasts : Infinity };
  }
}

/** Whatever has an answer of its own for one resource, a gateway say, may have any failure for it. */
function isServerFailure(failure: NoAnswer | UnexpectedAnswer): boolean {
  return failure instanceof NoAnswer ? failure.sent : isFailure(failure.answer);
}
