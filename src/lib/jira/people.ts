import { z } from 'zod';
import { TicketError } from '../ticket/error';
import { excerpt } from '../ticket/excerpt';
import type { Address } from './address';
import { ask, askFor, isOk } from './ask';
import { Doubt, mayBeAlone } from './doubt';
import type { Flavour } from './flavour';
import type { JiraPort, JiraRequest } from './http';
import { NoAnswer } from './http';
import type { Loaded } from './remembered';
import { Remembered } from './remembered';

const Person = z.looseObject({
  accountId: z.string().min(1).optional().catch(undefined),
  name: z.string().min(1).optional().catch(undefined),
  displayName: z.string().catch(''),
  emailAddress: z.string().catch(''),
  active: z.boolean().catch(true),
});
type Person = z.infer<typeof Person>;
const Persons = z.array(Person);

const tenMinutes = 600_000;
const oneMinute = 60_000;
const mostCandidates = 5;
const mostSearched = 20;

/** What every Jira calls whoever its project says is to be assigned. */
const automatic = '-1';

/** Both forms that Cloud gives: 24 hex digits, and `557058:` with a UUID or the like. */
const accountIdForm = /^(?:[0-9a-f]{24}|[\w-]{1,20}:[\w.:-]{8,100})$/i;

/** Finds the one person whom an account id, a user name, a display name or an e-mail address means; remembered for ten minutes. */
export class People {
  private readonly known: Remembered<Person[] | undefined>;
  private readonly doubt: Doubt;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    private readonly flavour: () => Promise<Flavour>,
    clock: { now(): number },
  ) {
    this.known = new Remembered(clock);
    this.doubt = new Doubt(port, address, { mayBeAlone: (failure) => !(failure instanceof NoAnswer) && mayBeAlone(failure) });
  }

  /**
   * What Jira wants to be given for a person: the account id on Cloud, the user name elsewhere. What looks like an account id is
   * taken for one, and so is any text where Jira does not let us search: it says itself then whom it does not know.
   *
   * @param field for the message
   * @param project key, where only those may be searched for who can be assigned in it
   * @throws {TicketError} INVALID_FIELD where it is nobody, or several, whom it names
   * @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now
   */
  async find(field: string, text: string, project?: string): Promise<string> {
    const { cloud } = await this.flavour();
    if (text === automatic || (cloud && accountIdForm.test(text))) return text;
    const found = await this.candidates(text, cloud, project);
    if (found === undefined) return text;
    const active = found.filter((person) => person.active);
    const exact = active.filter((person) => names(person).includes(text.trim().toLowerCase()));
    const [only, second] = exact.length > 0 ? exact : active;
    const id = cloud ? only?.accountId : only?.name;
    if (second === undefined && id !== undefined) return id;
    const wanted = `Field ${field}: ${excerpt(text)}`;
    if (only === undefined) throw new TicketError('INVALID_FIELD', `${wanted} is nobody whom this Jira knows. Use the person's ${cloud ? 'account id' : 'user name'} or e-mail address.`, field);
    const candidates = active.slice(0, mostCandidates).map((person) => describe(person, cloud)).join(', ');
    throw new TicketError('INVALID_FIELD', `${wanted} may be several: ${candidates}${active.length > mostCandidates ? ' …' : ''}. Use the ${cloud ? 'account id' : 'user name'} of one.`, field);
  }

  /**
   * Who may be meant by the beginning of a name or an e-mail address, for a person to choose from: at most 20.
   *
   * @returns `id` is what {@link find} takes as it is; none where this user may not search for people
   * @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now
   */
  async suggest(text: string, project?: string): Promise<Array<{ id: string; name: string; email: string }>> {
    const { cloud } = await this.flavour();
    const found = (await this.known.get(JSON.stringify([text.toLowerCase(), project]), () => this.search(text, cloud, project))) ?? [];
    return found
      .filter((person) => person.active)
      .slice(0, mostSearched)
      .flatMap(({ accountId, name, displayName, emailAddress }) => {
        const id = cloud ? accountId : name;
        return id === undefined ? [] : [{ id, name: displayName, email: emailAddress }];
      });
  }

  /** undefined where Jira does not tell, or not in time of what may well be a user name of a server. */
  private async candidates(text: string, cloud: boolean, project: string | undefined): Promise<Person[] | undefined> {
    try {
      return await this.known.get(JSON.stringify([text.toLowerCase(), project]), () => this.search(text, cloud, project));
    } catch (error) {
      if (!cloud && !/[\s@]/.test(text) && error instanceof NoAnswer && error.sent) return undefined;
      throw error;
    }
  }

  /** undefined where this user may not search for people, or Jira fails at that alone. */
  private search(text: string, cloud: boolean, project: string | undefined): Promise<Loaded<Person[] | undefined>> {
    return this.doubt.ask(() => this.look(text, cloud, project), () => ({ value: undefined, ttlMs: oneMinute }));
  }

  private async look(text: string, cloud: boolean, project: string | undefined): Promise<Loaded<Person[] | undefined>> {
    const named = cloud ? undefined : await this.named(text);
    const told = Array.isArray(named) ? named : await this.searched({ ...(cloud ? { query: text } : { username: text }), maxResults: mostSearched }, project);
    // What has no id of this Jira's is nobody who can be given to it.
    const found = told?.filter(({ accountId, name }) => (cloud ? accountId : name) !== undefined);
    const isHidden = named === 'hidden' && found?.length === 0;
    return { value: isHidden ? undefined : found, ttlMs: found === undefined || found.length === 0 ? oneMinute : tenMinutes };
  }

  /**
   * Who has this user name on a server, where it may be an e-mail address; `hidden`: this user may not browse users. Whether somebody
   * will do who is no longer active, Jira says best.
   */
  private async named(text: string): Promise<Person[] | 'hidden' | undefined> {
    const answer = await ask(this.port, this.address, { method: 'GET', path: `${this.address.apiPath}/user`, query: { username: text } });
    // Data Center 10.3, `GET user`: 403 where the caller lacks the permission.
    if (answer.status === 403) return 'hidden';
    const person = Person.safeParse(isOk(answer) ? answer.json : undefined).data;
    return person?.name === undefined ? undefined : [{ ...person, active: true }];
  }

  /**
   * Without the permission to browse users, the search finds nobody instead of refusing (Cloud, `GET user/search`). Who can be assigned
   * in a project is told to whoever may assign there, too.
   */
  private async searched(query: NonNullable<JiraRequest['query']>, project: string | undefined): Promise<Person[] | undefined> {
    const all = await this.ask('user/search', query);
    if (project === undefined || (all !== undefined && all.length > 0)) return all;
    return (await this.ask('user/assignable/search', { ...query, project })) ?? all;
  }

  private ask(resource: string, query: NonNullable<JiraRequest['query']>): Promise<Person[] | undefined> {
    return askFor(this.port, this.address, Persons, `${this.address.apiPath}/${resource}`, query);
  }
}

function names({ displayName, emailAddress, name = '', accountId = '' }: Person): string[] {
  return [displayName, emailAddress, name, accountId].map((text) => text.trim().toLowerCase()).filter((text) => text !== '');
}

function describe({ displayName, accountId = '', name = '' }: Person, cloud: boolean): string {
  return `${excerpt(displayName)} (${excerpt(cloud ? accountId : name).slice(1, -1)})`;
}
