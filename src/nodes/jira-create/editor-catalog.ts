import { FieldNames } from '../../lib/ticket/field-names';
import type { FieldRow } from '../../lib/ticket/field-table';
import { includedRows } from '../../lib/ticket/field-table';
import type { Json } from '../../lib/ticket/json';
import type { Place } from '../../lib/ticket/command';
import { placeOf } from '../../lib/ticket/place';
import { withQuery } from '../editor/ask-runtime';
import type { Choice } from '../editor/pick-list';
import { askConnection, isConnection, noConnection } from './editor-connection';

/** A field as the runtime tells it. */
export interface CatalogField {
  id: string;
  name: string;
  type: string;
  items?: string;
  custom?: string;
  /** On the create screen, and not filled in by Jira itself. */
  required: boolean;
  onCreateScreen?: true;
  /** How many values Jira allows; `choices` has the first few hundred of them. */
  count: number;
  choices: string[];
}

/** A table whose project is being typed is not asked for at every key, ms. */
const pause = 350;

/** What Jira knows, asked for through the deployed connection. Whatever cannot be had is left out, and the dialog goes on without. */
export class JiraCatalog {
  fields: readonly CatalogField[] = [];
  /** Why there are no fields; undefined where there are, or may soon be. */
  refusal: Error | undefined;
  place: Place = {};
  private names: FieldNames | undefined;
  private key = '';
  private server = '';
  private waiting = 0;
  private readonly lists = new Map<string, Promise<Choice[]>>();

  /** @param changed told when there are other fields */
  constructor(
    private readonly node: EditorNode,
    private readonly changed: () => void,
  ) {}

  /** Asks for the fields of another connection, project or type, where it is another. */
  look(server: string, rows: readonly FieldRow[]): void {
    this.place = placeOf(literals(rows));
    const { project = '', issuetype = '' } = this.place;
    const key = JSON.stringify([server, project, issuetype]);
    if (key === this.key) return;
    const isFirst = this.key === '';
    if (server !== this.server) this.lists.clear();
    this.key = key;
    this.server = server;
    window.clearTimeout(this.waiting);
    if (!isConnection(server)) return this.take([], noConnection(this.node));
    this.waiting = window.setTimeout(
      () => {
        this.ask<{ fields: CatalogField[] }>('fields', { project, issuetype }).then(
          ({ fields }) => key === this.key && this.take(fields, undefined),
          (refusal: Error) => key === this.key && this.take([], refusal),
        );
      },
      isFirst ? 0 : pause,
    );
  }

  close(): void {
    window.clearTimeout(this.waiting);
    this.key = 'closed';
  }

  /** The field that a row's name means; undefined where Jira has not told of one. */
  find(name: string): CatalogField | undefined {
    try {
      const { id } = this.names?.find(name) ?? { id: '' };
      return this.fields.find((field) => field.id === id);
    } catch {
      return undefined; // several have this name: the runtime says so
    }
  }

  projects(): Promise<Choice[]> {
    return this.list('projects', {});
  }

  issueTypes(): Promise<Choice[]> {
    return this.list('issuetypes', { project: this.place.project ?? '' });
  }

  async people(text: string): Promise<Choice[]> {
    if (text === '' || !isConnection(this.server)) return [];
    const found = await this.ask<Array<{ id: string; name: string; email: string }>>('people', { q: text, project: this.place.project ?? '' });
    return found.map(({ id, name, email }) => ({ value: id, label: name, detail: email || id }));
  }

  /** @param field its id */
  async labels(field: string, text: string): Promise<Choice[]> {
    if (!isConnection(this.server)) return [];
    const found = await this.ask<string[]>('labels', { field, q: text });
    return found.map((value) => ({ value }));
  }

  /** Asked for once; a list that could not be had is asked for again. */
  private list(what: string, query: Record<string, string>): Promise<Choice[]> {
    // Those of another connection are forgotten with it.
    const path = withQuery(what, query);
    const known = this.lists.get(path) ?? this.places(what, query);
    this.lists.set(path, known);
    known.catch(() => this.lists.get(path) === known && this.lists.delete(path));
    return known;
  }

  private async places(what: string, query: Record<string, string>): Promise<Choice[]> {
    if (!isConnection(this.server)) return [];
    const found = await this.ask<Array<{ value: string; name: string }>>(what, query);
    return found.map(({ value, name }) => ({ value, ...(name === value ? {} : { detail: name }) }));
  }

  private ask<T>(what: string, query: Record<string, string>): Promise<T> {
    return askConnection<T>(this.node, this.server, withQuery(what, query));
  }

  private take(fields: CatalogField[], refusal: Error | undefined): void {
    this.fields = fields;
    this.refusal = refusal;
    this.names = FieldNames.of({ fields, complete: false });
    this.changed();
  }
}

/** What stands in the rows themselves: values of messages are known only to the runtime. */
function literals(rows: readonly FieldRow[]): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const { field, type, value } of includedRows(rows)) {
    if (type === 'str' || type === 'num') values[field] = value;
    if (type !== 'json') continue;
    try {
      values[field] = JSON.parse(value) as Json;
    } catch {
      // It is being written.
    }
  }
  return values;
}
