import { z } from 'zod';
import { TicketError } from '../ticket/error';
import { excerpt } from '../ticket/excerpt';
import { nearest } from '../ticket/nearest';
import type { Address } from './address';
import { askFor } from './ask';
import { Doubt } from './doubt';
import type { JiraPort } from './http';
import { Remembered } from './remembered';

const LinkType = z.looseObject({ name: z.string(), inward: z.string().catch(''), outward: z.string().catch('') });
const Answer = z.looseObject({ issueLinkTypes: z.array(LinkType) });
type LinkType = z.infer<typeof LinkType>;

/** What every Jira has when it is new. */
const usual: LinkType[] = [
  { name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  { name: 'Cloners', inward: 'is cloned by', outward: 'clones' },
  { name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
  { name: 'Relates', inward: 'relates to', outward: 'relates to' },
];

const tenMinutes = 600_000;

/** A link type, and whether the ticket that is linked from has its outward phrase. */
export interface FoundLinkType {
  name: string;
  outward: boolean;
}

/** The kinds of links that this Jira has, kept for ten minutes. */
export class LinkTypes {
  private readonly known: Remembered<LinkType[] | undefined>;
  private readonly doubt: Doubt;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    clock: { now(): number },
  ) {
    this.known = new Remembered(clock);
    this.doubt = new Doubt(port, address);
  }

  /**
   * By phrase (`blocks`, `is blocked by`) or by name (`Blocks`), without case; '' is `relates to`. Where Jira does not tell its
   * types, the usual ones count, and any other name as it is written.
   *
   * @throws {TicketError} INVALID_FIELD with the nearest ones @throws {NoAnswer} @throws {UnexpectedAnswer}
   */
  async find(phrase: string): Promise<FoundLinkType> {
    const told = await this.all();
    const types = told ?? usual;
    const wanted = phrase.trim().toLowerCase() || 'relates to';
    const same = (text: string): boolean => text.trim().toLowerCase() === wanted;
    const outward = types.find((type) => same(type.outward)) ?? types.find((type) => same(type.name));
    if (outward) return { name: outward.name, outward: true };
    const inward = types.find((type) => same(type.inward));
    if (inward) return { name: inward.name, outward: false };
    if (told === undefined) return { name: phrase.trim(), outward: true };
    const phrases = types.flatMap((type) => [type.outward, type.inward]);
    const near = nearest(wanted, phrases, (one) => [one], 3).map((one) => excerpt(one)).join(', ');
    const known = near === '' ? phrases.slice(0, 8).map((one) => excerpt(one)).join(', ') : near;
    throw new TicketError('INVALID_FIELD', `Field link: this Jira has no link ${excerpt(phrase)}. It has ${known}.`);
  }

  /** undefined where issue linking is switched off, or not to be seen, or Jira fails at that alone. */
  private all(): Promise<LinkType[] | undefined> {
    return this.known.get('', async () => {
      const types = await this.told();
      return { value: types, ttlMs: types === undefined ? 60_000 : tenMinutes };
    });
  }

  private told(): Promise<LinkType[] | undefined> {
    const question = async () => (await askFor(this.port, this.address, Answer, `${this.address.apiPath}/issueLinkType`))?.issueLinkTypes;
    return this.doubt.ask(question, () => undefined);
  }
}
