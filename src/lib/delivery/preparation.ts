import type { Address } from '../jira/address';
import { Bounded } from '../jira/bounded';
import type { Flavour } from '../jira/flavour';
import { readField } from '../jira/field-entry';
import type { IssueMarker } from '../jira/find-marked';
import type { JiraPort } from '../jira/http';
import { KnownFlavour } from '../jira/known-flavour';
import type { MarkerKind } from '../jira/marker';
import { markerForCreate } from '../jira/marker';
import { editFields } from '../jira/edit-metadata';
import { Metadata, overlaid } from '../jira/metadata';
import { Labels } from '../jira/labels';
import { LinkTypes } from '../jira/link-types';
import { People } from '../jira/people';
import { Places } from '../jira/places';
import type { Redact } from '../jira/redact';
import { redacting } from '../jira/redact';
import type { StepContext } from '../jira/steps/step-context';
import type { Command, Fields, Place } from '../ticket/command';
import type { Dialect, FieldCatalog, FieldSchema } from '../ticket/field-schema';
import type { JsonObject } from '../ticket/json';
import { placeOf } from '../ticket/place';
import { projectOf } from '../ticket/request-id';
import type { ResolvedFields } from '../ticket/resolve-fields';
import { resolveFields } from '../ticket/resolve-fields';
import type { Step } from '../ticket/steps';
import { splitSteps } from '../ticket/steps';
import { readValue } from '../ticket/values';
import type { Clock } from './clock';

/** As many as twenty look-ups go through, each in a project of its own. */
const mostMarkers = 20_000;
const mostEditScreens = 100;

export interface Prepared {
  /** The request's body: `fields`, and `properties` where the marker is one. */
  body: JsonObject;
  warnings: string[];
}

/** Makes of a command what this Jira wants to be sent: its version and its fields' schemas, asked for once. */
export class Preparation {
  /** Markers of tickets, read by look-ups: they never change. */
  readonly markers = new Bounded<string, IssueMarker>(mostMarkers);
  readonly metadata: Metadata;
  readonly people: People;
  readonly places: Places;
  readonly labels: Labels;
  /** Blanks the connection's secrets out of what is shown or stored. */
  readonly redact: Redact;
  private readonly known: KnownFlavour;
  private readonly linkTypes: LinkTypes;
  /** Fields whose values' names Jira has refused. */
  private readonly byId = new Set<string>();
  /** What can be edited of tickets whose updates Jira refused: the last few. */
  private readonly editScreens = new Bounded<string, FieldSchema[]>(mostEditScreens);

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    private readonly marker: MarkerKind,
    private readonly timezone: string,
    clock: Clock,
  ) {
    this.redact = redacting(port);
    this.known = new KnownFlavour(port, address, clock);
    this.metadata = new Metadata(port, address, () => this.flavour(), clock);
    this.people = new People(port, address, () => this.flavour(), clock);
    this.places = new Places(port, address, () => this.flavour(), clock);
    this.labels = new Labels(port, address, () => this.flavour(), clock);
    this.linkTypes = new LinkTypes(port, address, clock);
  }

  /** @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now */
  flavour(): Promise<Flavour> {
    return this.known.get();
  }

  /** Behind the gateway: where people go has been asked for. Elsewhere it is known. Never rejects, for a link is not worth a ticket. */
  async site(): Promise<void> {
    if (this.address.gateway) await this.flavour().catch(() => undefined);
  }

  /** The kind of marker that this Jira can hold. */
  async markerKind(): Promise<MarkerKind> {
    return this.marker === 'property' && !(await this.flavour()).properties ? 'label' : this.marker;
  }

  /** @throws {TicketError} INVALID_FIELD @throws {NoAnswer} @throws {UnexpectedAnswer} */
  async create(command: Command): Promise<Prepared> {
    const { project, issuetype } = this.place(command);
    const catalog = await this.metadata.catalog(project, issuetype);
    const { fields: named, steps } = splitSteps(command.fields);
    await this.check(steps, project);
    const { fields, warnings } = await this.resolve(named, catalog, command, project);
    if (steps.some(({ kind }) => kind === 'transition')) for (const id of offCreateScreen(Object.keys(fields), catalog)) delete fields[id];
    const marker = markerForCreate({ kind: await this.markerKind(), guid: command.guid, command: command.id });
    if (marker.label !== undefined) {
      // With it the ticket would be refused. Without it a lost answer is settled as where the marker is `none`.
      if (offCreateScreen(['labels'], catalog).length > 0) warnings.push('the ticket has no marker, for labels are not on its create screen');
      else fields['labels'] = [...(Array.isArray(fields['labels']) ? fields['labels'] : []), marker.label];
    }
    return { body: marker.properties ? { fields, properties: marker.properties } : { fields }, warnings };
  }

  /**
   * @param key the ticket's; its project is what the fields are read for where the command does not say
   * @param elsewhere ids of fields that are set by something else, a transition
   */
  async update(command: Command, key: string, elsewhere: readonly string[] = []): Promise<Prepared> {
    const { fields: named } = splitSteps(command.fields);
    const { fields, warnings } = await this.resolve(named, await this.catalogFor(command, key), command, placeFor(command, key).project);
    for (const id of elsewhere) delete fields[id];
    return { body: { fields }, warnings };
  }

  /** What the steps of a command need to know. @param repeated the next one may have been carried out before */
  async stepContext(command: Command, key: string, repeated: boolean): Promise<StepContext> {
    const dialect = await this.dialect(command);
    const warnings = new Set<string>();
    return {
      port: this.port,
      address: this.address,
      flavour: await this.flavour(),
      people: this.people,
      linkTypes: this.linkTypes,
      key,
      marker: { guid: command.guid, command: command.id },
      repeated,
      warnings,
      richText: (text) => {
        const repaired: string[] = [];
        const rich = readValue(text, { field: commentField, dialect, warnings: repaired, overflow: '' });
        for (const warning of repaired) warnings.add(`comment: ${warning}`);
        return rich;
      },
      fieldsOf: (screen) => this.withTransition(screen, command, key),
    };
  }

  /**
   * The fields that go with a transition: those on its screen, and those that neither the create nor the update has sent; of these Jira
   * says what is wrong with them. What the screen says of a field counts more than what is known of it elsewhere: it alone lists the
   * resolutions.
   */
  private async withTransition(screen: JsonObject, command: Command, key: string): Promise<JsonObject> {
    const { project, issuetype } = command.action === 'CREATE' ? this.place(command) : placeFor(command, key);
    const known = await this.metadata.catalog(project, issuetype);
    const shown = Object.entries(screen).flatMap(([id, entry]) => readField(entry, id) ?? []);
    const catalog = { ...known, fields: overlaid(shown, known.fields) };
    const { fields } = await this.resolve(splitSteps(command.fields).fields, catalog, command, project);
    const left = command.action === 'CREATE' ? offCreateScreen(Object.keys(fields), known) : ['resolution'];
    return Object.fromEntries(Object.entries(fields).filter(([id]) => Object.hasOwn(screen, id) || left.includes(id)));
  }

  /** What can be known to be wrong with steps before their ticket is made. */
  private async check(steps: readonly Step[], project?: string): Promise<void> {
    for (const step of steps) {
      if (step.kind === 'link') await this.linkTypes.find(step.phrase);
      if (step.kind === 'watcher') await this.people.find('watcher', step.user, project);
    }
  }

  /** People are looked up between a first reading, which tells who they are, and the one that counts. */
  private async resolve(fields: Fields, catalog: FieldCatalog, command: Command, project?: string): Promise<ResolvedFields> {
    const dialect = await this.dialect(command);
    const meant = new Map<string, string>();
    const first = resolveFields(fields, catalog, { ...dialect, person: ({ id }, text) => (meant.set(text, id), text) }, command);
    if (meant.size === 0) return first;
    const found = new Map<string, string>();
    for (const [text, field] of meant) found.set(text, await this.people.find(field, text, project));
    return resolveFields(fields, catalog, { ...dialect, person: (_field, text) => found.get(text) ?? text }, command);
  }

  /** A ticket of ours was made: no look-up has to ask for its marker. */
  made(id: string, marker: IssueMarker): void {
    if (id !== '') this.markers.set(id, marker);
  }

  /**
   * What is known of this command's fields may be old: it is read anew next time.
   *
   * @param key the ticket's, of an update
   * @param before ms since 1970: what was read later is kept
   */
  forget(command: Command, key: string | undefined, before: number): void {
    const { project, issuetype } = key === undefined ? this.place(command) : placeFor(command, key);
    this.metadata.refresh(project, issuetype, before);
  }

  /** Jira refused these fields: a name may be a translated one, and the id says the same. From now on ids are sent, where the metadata has them. */
  preferIds(fields: Iterable<string>): void {
    for (const field of fields) this.byId.add(field);
  }

  /** Whether nobody says of which type the ticket of an update is, so that its values are read by their fields' schemas alone. */
  knowsNoType(command: Command, key: string | undefined): boolean {
    return key !== undefined && placeFor(command, key).issuetype === undefined;
  }

  /** Asks what can be edited of this ticket: to ask for each that is updated would double the requests. @throws {NoAnswer} @throws {UnexpectedAnswer} */
  async learnEditScreen(key: string): Promise<void> {
    const fields = await editFields(this.port, this.address, key);
    if (fields !== undefined) this.editScreens.set(key, fields);
  }

  /** Whether this command was read without something that Jira failed at, or did not tell in time. @param key the ticket's, of an update */
  lacksAnswers(command: Command, key?: string): boolean {
    const { project, issuetype } = key === undefined ? this.place(command) : placeFor(command, key);
    return this.metadata.lacksAnswers(project, issuetype);
  }

  /** Project and issue type that a command speaks of, as far as it says. */
  place(command: Command): Place {
    return { ...command.base, ...placeOf(command.fields) };
  }

  private async catalogFor(command: Command, key: string): Promise<FieldCatalog> {
    const { project, issuetype } = placeFor(command, key);
    const catalog = await this.metadata.catalog(project, issuetype);
    const screen = issuetype === undefined ? this.editScreens.get(key) : undefined;
    return screen === undefined ? catalog : { ...catalog, fields: overlaid(screen, catalog.fields) };
  }

  private async dialect({ textFormat }: Command): Promise<Dialect> {
    return { ...(await this.flavour()).dialect, timezone: this.timezone, byId: this.byId, ...(textFormat === undefined ? {} : { textFormat }) };
  }
}

/** A ticket's project is in its key; its type is known only where the command's table is of that project. */
function placeFor({ base }: Command, key: string): Place {
  const project = projectOf(key);
  return { project, ...(base?.project === project && base.issuetype !== undefined ? { issuetype: base.issuetype } : {}) };
}

const commentField: FieldSchema = { id: 'comment', name: 'Comment', type: 'string' };

/** Not every Jira lists these among the fields of the screen, and without them there is no ticket. */
const alwaysCreated = ['project', 'issuetype', 'parent'];

/** What a transition sets, and not the create: a resolution, and whatever else only a later screen has. */
function offCreateScreen(ids: string[], { fields }: FieldCatalog): string[] {
  const onScreen = new Set(fields.filter(({ onCreateScreen }) => onCreateScreen).map(({ id }) => id));
  return ids.filter((id) => id === 'resolution' || (onScreen.size > 0 && !onScreen.has(id) && !alwaysCreated.includes(id)));
}
