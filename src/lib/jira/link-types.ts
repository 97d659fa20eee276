import { z } from 'zod';
import { TicketError } from '../ticket/error';
import { excerpt } from '../ticket/excerpt';
import { nearest } from '../ticket/nearest';
import type { Address } from './address';
import { ask, isOk } from './ask';
import type { JiraPort } from './http';
import { Remembered } from './remembered';

const LinkType = z.looseObject({ name: z.string(), inward: z.string().catch(''), outward: z.string().catch('') });
const Answer = z.looseObject({ issueLinkTypes: z.array(LinkType) });
type LinkType = z.infer<typeof LinkType>;

const tenMinutes = 600_000;

/** A link type, and whether the ticket that is linked from has its outward phrase. */
export interface FoundLinkType {
  name: string;
  outward: boolean;
}

/** The kinds of links that this Jira has, kept for ten minutes. */
export class LinkTypes {
  private readonly known: Remembered<LinkType[] | undefined>;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    clock: { now(): number },
  ) {
    this.known = new Remembered(clock);
  }

  /**
   * By phrase (`blocks`, `is blocked by`) or by name (`Blocks`), without case; '' is `relates to`. A Jira that does not tell its
   * types is asked for the name as it is.
   *
   * @throws {TicketError} INVALID_FIELD with the nearest ones @throws {NoAnswer} @throws {UnexpectedAnswer}
   */
  async find(phrase: string): Promise<FoundLinkType> {
    const types = await this.all();
    const wanted = phrase.trim().toLowerCase() || 'relates to';
    const same = (text: string): boolean => text.trim().toLowerCase() === wanted;
    if (types === undefined) return { name: phrase.trim() || 'Relates', outward: true };
    const outward = types.find((type) => same(type.outward)) ?? types.find((type) => same(type.name));
    if (outward) return { name: outward.name, outward: true };
    const inward = types.find((type) => same(type.inward));
    if (inward) return { name: inward.name, outward: false };
    const phrases = types.flatMap((type) => [type.outward, type.inward]);
    const near = nearest(wanted, phrases, (one) => [one], 3).map((one) => excerpt(one)).join(', ');
    const known = near === '' ? phrases.slice(0, 8).map((one) => excerpt(one)).join(', ') : near;
    throw new TicketError('INVALID_FIELD', `Field link: this Jira has no link ${excerpt(phrase)}. It has ${known}.`);
  }

  /** undefined where issue linking is switched off, or not to be seen. */
  private all(): Promise<LinkType[] | undefined> {
    return this.known.get('', async () => {
      const answer = await ask(this.port, this.address, { method: 'GET', path: `${this.address.apiPath}/issueLinkType` });
      const types = Answer.safeParse(isOk(answer) ? answer.json : undefined).data?.issueLinkTypes;
      return { value: types, ttlMs: types === undefined ? 60_000 : tenMinutes };
    });
  }
}
