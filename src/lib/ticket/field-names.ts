import { builtInCatalog } from './built-in-fields';
import { TicketError } from './error';
import { excerpt } from './excerpt';
import type { FieldCatalog, FieldSchema } from './field-schema';
import { nearest } from './nearest';

const mostCandidates = 3;
const mostListed = 5;

/** What system fields are called in English, today and before Jira 8, whatever this Jira's language calls them. */
const englishNames = new Map([
  ...builtInCatalog.fields.map(({ id, name }) => [name.toLowerCase(), id] as const),
  ['component', 'components'],
  ['component/s', 'components'],
  ['affects version', 'versions'],
  ['affects version/s', 'versions'],
  ['fix version', 'fixVersions'],
  ['fix version/s', 'fixVersions'],
  ['label', 'labels'],
]);

const systemFields = new Map(builtInCatalog.fields.map((field) => [field.id.toLowerCase(), field]));

/** The type of a field that the metadata does not list. */
export const unlisted = 'unlisted';

/** A Jira may have thousands of fields: to sort 3,000 by name for each command took 2.7 ms, and all else about its fields 0.03 ms. */
const known = new WeakMap<FieldCatalog, FieldNames>();

/** Finds the fields of a catalog by the names that people give them. */
export class FieldNames {
  private readonly byId = new Map<string, FieldSchema>();
  private readonly byName = new Map<string, FieldSchema[]>();

  /** Made once for each catalog, whose fields must not change. */
  static of(catalog: FieldCatalog): FieldNames {
    const before = known.get(catalog);
    if (before !== undefined) return before;
    const names = new FieldNames(catalog);
    known.set(catalog, names);
    return names;
  }

  private constructor(private readonly catalog: FieldCatalog) {
    for (const field of catalog.fields) {
      const name = field.name.trim().toLowerCase();
      this.byId.set(field.id.toLowerCase(), field);
      this.byName.set(name, [...(this.byName.get(name) ?? []), field]);
    }
  }

  /**
   * The field by its id, its display name, `cf[10010]`, or its English name, in this order and without case. A system field that the
   * catalog leaves out is the built-in one: why it cannot be set, Jira says best. Any other name that an incomplete catalog does not
   * have is an unlisted field's id.
   *
   * @throws {TicketError} INVALID_FIELD where there is none, or several have this display name
   */
  find(name: string): FieldSchema {
    const key = name.trim().toLowerCase();
    const id = /^cf\[(\d+)\]$/.exec(key)?.[1];
    const other = id === undefined ? (englishNames.get(key) ?? key).toLowerCase() : `customfield_${id}`;
    const found = this.byId.get(key) ?? this.named(key) ?? this.byId.get(other) ?? systemFields.get(other);
    if (found !== undefined) return found;
    if (this.catalog.complete) throw new TicketError('INVALID_FIELD', this.unknown(name.trim()));
    const written = id === undefined ? name.trim() : `customfield_${id}`;
    return { id: /^customfield_\d+$/i.test(written) ? written.toLowerCase() : written, name: written, type: unlisted };
  }

  private named(key: string): FieldSchema | undefined {
    const fields = this.byName.get(key) ?? [];
    if (fields.length < 2) return fields[0];
    const rest = fields.length > mostListed ? ` … (${fields.length} in all)` : '';
    const candidates = fields.slice(0, mostListed).map(fieldLabel).join(', ');
    throw new TicketError('INVALID_FIELD', `Field ${excerpt(key)} may mean several fields: ${candidates}${rest}. Use the id of one.`);
  }

  private unknown(name: string): string {
    const candidates = nearest(name, this.catalog.fields, (field) => [field.id, field.name], mostCandidates);
    const meant = candidates.map((field) => `${excerpt(field.name)} (${plainly(field.id)})`).join(' or ');
    const advice = meant === '' ? 'Use the id or the name of one of its fields.' : `Did you mean ${meant}?`;
    return `Field ${excerpt(name)} is not known to this Jira. ${advice}`;
  }
}

/** How messages name a field: `Severity (customfield_10007)`. */
export function fieldLabel({ id, name }: FieldSchema): string {
  return name === id ? plainly(name) : `${plainly(name)} (${plainly(id)})`;
}

/** Jira's own words, made fit for a line of log. */
export function plainly(words: string): string {
  return excerpt(words).slice(1, -1);
}
