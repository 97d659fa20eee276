import type { Address } from '../jira/address';
import type { Flavour } from '../jira/flavour';
import { readFlavour } from '../jira/flavour';
import type { IssueMarker } from '../jira/find-marked';
import type { JiraPort } from '../jira/http';
import type { MarkerKind } from '../jira/marker';
import { markerForCreate } from '../jira/marker';
import { Metadata } from '../jira/metadata';
import type { Command, Place } from '../ticket/command';
import type { Dialect, FieldCatalog } from '../ticket/field-schema';
import type { JsonObject } from '../ticket/json';
import { placeOf } from '../ticket/place';
import { resolveFields } from '../ticket/resolve-fields';
import type { Clock } from './clock';

const mostMarkers = 5_000;

export interface Prepared {
  /** The request's body: `fields`, and `properties` where the marker is one. */
  body: JsonObject;
  warnings: string[];
}

/** Makes of a command what this Jira wants to be sent: its version and its fields' schemas, asked for once. */
export class Preparation {
  /** Markers of tickets, read by look-ups: they never change. */
  readonly markers = new Map<string, IssueMarker>();
  private readonly metadata: Metadata;
  private known: Promise<Flavour> | undefined;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    private readonly marker: MarkerKind,
    private readonly timezone: string,
    clock: Clock,
  ) {
    this.metadata = new Metadata(port, address, () => this.flavour(), clock);
  }

  /** @throws {NoAnswer} @throws {UnexpectedAnswer} where Jira cannot be asked now */
  flavour(): Promise<Flavour> {
    const known = (this.known ??= readFlavour(this.port, this.address));
    known.catch(() => {
      if (this.known === known) this.known = undefined;
    });
    return known;
  }

  /** The kind of marker that this Jira can hold. */
  async markerKind(): Promise<MarkerKind> {
    return this.marker === 'property' && !(await this.flavour()).properties ? 'label' : this.marker;
  }

  /** @throws {TicketError} INVALID_FIELD @throws {NoAnswer} @throws {UnexpectedAnswer} */
  async create(command: Command): Promise<Prepared> {
    const { project, issuetype } = this.place(command);
    const catalog = await this.metadata.catalog(project, issuetype);
    const { fields, warnings } = resolveFields(command.fields, catalog, await this.dialect(), command.action);
    const marker = markerForCreate({ kind: await this.markerKind(), guid: command.guid, command: command.id });
    if (marker.label !== undefined) fields['labels'] = [...(Array.isArray(fields['labels']) ? fields['labels'] : []), marker.label];
    return { body: marker.properties ? { fields, properties: marker.properties } : { fields }, warnings };
  }

  /** @param key the ticket's; its project is what the fields are read for where the command does not say */
  async update(command: Command, key: string): Promise<Prepared> {
    const { fields, warnings } = resolveFields(command.fields, await this.catalogFor(command, key), await this.dialect(), command.action);
    return { body: { fields }, warnings };
  }

  /** A ticket of ours was made: no look-up has to ask for its marker. The last few thousand are enough, for look-ups look at new tickets. */
  made(id: string, marker: IssueMarker): void {
    const [oldest] = this.markers.keys();
    if (this.markers.size >= mostMarkers && oldest !== undefined) this.markers.delete(oldest);
    if (id !== '') this.markers.set(id, marker);
  }

  /** What Jira knows of this command's fields may be old: it is read anew next time. */
  forget(command: Command): void {
    const { project, issuetype } = this.place(command);
    this.metadata.refresh(project, issuetype);
  }

  /** Project and issue type that a command speaks of, as far as it says. */
  place(command: Command): Place {
    return { ...command.base, ...placeOf(command.fields) };
  }

  private catalogFor(command: Command, key: string): Promise<FieldCatalog> {
    const project = key.slice(0, key.lastIndexOf('-'));
    return this.metadata.catalog(project, command.base?.project === project ? command.base.issuetype : undefined);
  }

  private async dialect(): Promise<Dialect> {
    return { ...(await this.flavour()).dialect, timezone: this.timezone };
  }
}
