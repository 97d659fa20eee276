import { z } from 'zod';
import { builtInCatalog } from '../ticket/built-in-fields';
import type { FieldCatalog, FieldSchema } from '../ticket/field-schema';
import type { Address } from './address';
import { ask, isOk } from './ask';
import { createFields } from './create-metadata';
import { Doubt } from './doubt';
import { readField } from './field-entry';
import type { Flavour } from './flavour';
import type { JiraPort } from './http';
import { Remembered } from './remembered';

const TEN_MINUTES = 600_000;
/** What could not be had is asked for again soon: a permission may be granted, a project made. */
const ONE_MINUTE = 60_000;

const Entries = z.array(z.unknown());

/** The fields that commands may name, per project and issue type, as Jira's metadata gives them; kept for a while. */
export class Metadata {
  private readonly catalogs: Remembered<FieldCatalog>;
  private readonly lists: Remembered<FieldSchema[] | undefined>;
  /** Catalogs of which a part was asked for in vain: no answer, or a failure. */
  private readonly unanswered = new Set<string>();
  private readonly doubt: Doubt;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    private readonly flavour: () => Promise<Flavour>,
    clock: { now(): number },
  ) {
    this.catalogs = new Remembered(clock);
    this.lists = new Remembered(clock);
    this.doubt = new Doubt(port, address);
  }

  /**
   * The fields of the create screen first, then all others that Jira knows, which an update may name. Where Jira gives neither, the
   * built-in system fields, with `complete: false`. It is done without what Jira refuses, and without what it fails at, or does not
   * answer in time, while it answers other questions.
   *
   * @param project key or id
   * @param issuetype name or id
   * @throws {NoAnswer}
   * @throws {UnexpectedAnswer} failed login, 429, 5xx
   */
  catalog(project = '', issuetype = ''): Promise<FieldCatalog> {
    const key = keyOf(project, issuetype);
    return this.catalogs.get(key, async () => {
      this.unanswered.delete(key);
      const named = project.trim() !== '' && issuetype.trim() !== '';
      const flavour = named ? await this.flavour() : undefined;
      const place = { project: project.trim(), issuetype: issuetype.trim() };
      const screen = flavour ? await this.unlessUnanswered(key, () => createFields(this.port, this.address, flavour, place)) : [];
      const all = await this.unlessUnanswered(key, () => this.allFields());
      // To ask again for what takes until the time-out would hold up commands every minute; a refused one asks at once.
      const ttlMs = (screen !== undefined && all !== undefined) || this.unanswered.has(key) ? TEN_MINUTES : ONE_MINUTE;
      if (all === undefined && (screen === undefined || screen.length === 0)) return { value: builtInCatalog, ttlMs };
      return { value: { fields: merged(screen ?? [], all ?? []), complete: all !== undefined }, ttlMs };
    });
  }

  /** Whether what is known of this project and issue type lacks something that Jira failed at, or did not answer in time. */
  lacksAnswers(project = '', issuetype = ''): boolean {
    return this.unanswered.has(keyOf(project, issuetype));
  }

  /**
   * Forgets what is known of this project and issue type, so that the next catalog() asks Jira.
   *
   * @param before ms since 1970: what was asked for later is kept
   */
  refresh(project = '', issuetype = '', before = Infinity): void {
    this.lists.forget('', before);
    this.catalogs.forget(keyOf(project, issuetype), before);
  }

  /** undefined where this question alone gets no answer. A Jira that answers none is the caller's to wait for. */
  private unlessUnanswered<T>(key: string, question: () => Promise<T>): Promise<T | undefined> {
    return this.doubt.ask<T | undefined>(question, () => {
      this.unanswered.add(key);
      return undefined;
    });
  }

  /** `GET field`: every field of this Jira, without allowed values; undefined where it is not to be had. */
  private allFields(): Promise<FieldSchema[] | undefined> {
    return this.lists.get('', async () => {
      const answer = await ask(this.port, this.address, { method: 'GET', path: `${this.address.apiPath}/field` });
      const entries = Entries.safeParse(isOk(answer) ? answer.json : undefined).data;
      const fields = entries?.flatMap((entry) => readField(entry) ?? []);
      return fields?.length ? { value: fields, ttlMs: TEN_MINUTES } : { value: undefined, ttlMs: ONE_MINUTE };
    });
  }
}

function keyOf(project: string, issuetype: string): string {
  return JSON.stringify([project, issuetype].map((part) => part.trim().toLowerCase()));
}

function merged(screen: FieldSchema[], all: FieldSchema[]): FieldSchema[] {
  return overlaid(screen.map((field) => ({ ...field, onCreateScreen: true as const })), all);
}

/** The fields of a screen, then the others. One that shares its display name with one of the screen is left with its id alone, so that the name means that one. */
export function overlaid(screen: FieldSchema[], all: FieldSchema[]): FieldSchema[] {
  const ids = new Set(screen.map(({ id }) => id));
  const names = new Set(screen.map(({ name }) => name.toLowerCase()));
  const others = all
    .filter(({ id }) => !ids.has(id))
    .map((field) => (names.has(field.name.toLowerCase()) ? { ...field, name: field.id } : field));
  return [...screen, ...others];
}
