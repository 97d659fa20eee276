import { nameKey } from '../../lib/ticket/field-name';
import { mayDeploy } from '../editor/may-deploy';
import type { Choice } from '../editor/pick-list';
import type { CatalogField, JiraCatalog } from './editor-catalog';
import { fixedFields } from './editor-rows';
import type { Help } from './editor-value';

/** The fields that a text may mean: required ones first, then those of the create screen, then all others, and the text itself. */
export function fieldChoices(node: EditorNode, catalog: JiraCatalog, text: string): Choice[] {
  const wanted = text.toLowerCase();
  const fixed = new Map(fixedFields.map((id) => [id as string, node._(`jira-create.field.${id}`)]));
  const known = new Set(catalog.fields.map(({ id }) => id));
  const listed = [...catalog.fields].sort((a, b) => rank(b) - rank(a)).map((field) => ({ value: field.id, label: labelOf(field, fixed), detail: describe(node, field) }));
  const others = [...fixed].filter(([id]) => !known.has(id)).map(([value, label]) => ({ value, label, detail: value }));
  const found = [...listed, ...others].filter(({ value, label }) => `${value}\n${label}`.toLowerCase().includes(wanted));
  const isThere = text === '' || found.some(({ value, label }) => [value, label].some((one) => nameKey(one) === nameKey(text)));
  return isThere ? closestFirst(found, wanted) : [...closestFirst(found, wanted), { value: text, label: node._('jira-create.add.asIs', { field: text }) }];
}

/** The words of the steps say what they take; for a field of Jira its own name counts. */
function labelOf({ id, name, onCreateScreen }: CatalogField, fixed: ReadonlyMap<string, string>): string {
  return onCreateScreen ? name : (fixed.get(id) ?? name);
}

function closestFirst(found: Choice[], wanted: string): Choice[] {
  if (wanted === '') return found;
  const distance = ({ value, label = '' }: Choice): number => {
    const starts = [value, label].map((one) => one.toLowerCase());
    if (starts.includes(wanted)) return 0;
    return starts.some((one) => one.startsWith(wanted)) ? 1 : 2;
  };
  return found.sort((a, b) => distance(a) - distance(b));
}

function rank({ required, onCreateScreen }: CatalogField): number {
  return Number(required) + Number(onCreateScreen ?? false);
}

function describe(node: EditorNode, { id, type, items, required, count }: CatalogField): string {
  const parts = [id, items ? `${type}: ${items}` : type];
  if (required) parts.push(node._('jira-create.add.required'));
  if (count > 0) parts.push(node._('jira-create.add.values', { total: count }));
  return parts.join(' · ');
}

/** What helps to write the value of a field. */
export function helpFor(node: EditorNode, catalog: JiraCatalog, name: string): Help | undefined {
  const key = nameKey(name);
  if (key === 'project') return { search: async (text) => containing(await catalog.projects(), text) };
  if (key === 'issuetype') return { search: async (text) => containing(await catalog.issueTypes(), text) };
  const people = mayDeploy() ? { search: (text: string) => catalog.people(text), delay: 250 } : {};
  if (key === 'watcher') return { ...people, several: true };
  const field = catalog.find(name);
  if (!field) return undefined;
  const several = field.type === 'array';
  const kind = several ? field.items : field.type;
  if (kind === 'user') return { ...people, several, placeholder: node._('jira-create.add.person') };
  if (field.choices.length > 0) return { search: (text) => containing(field.choices.map((value) => ({ value })), text), several };
  if (kind === 'date') return { date: 'date', placeholder: '2026-12-31' };
  if (kind === 'datetime') return { date: 'datetime-local', placeholder: '2026-12-31T08:00' };
  if (!several) return undefined;
  const placeholder = node._('jira-create.add.several');
  const isLabels = field.id === 'labels' || (field.custom?.endsWith(':labels') ?? false);
  return isLabels ? { search: (text) => catalog.labels(field.id, text), delay: 250, several, placeholder } : { placeholder };
}

function containing(choices: readonly Choice[], text: string): Choice[] {
  const wanted = text.toLowerCase();
  const found = choices.filter(({ value, detail = '' }) => `${value}\n${detail}`.toLowerCase().includes(wanted));
  // What is chosen already is no search: all others are offered then.
  return found.length === 1 && found[0]?.value === text ? [...choices] : found;
}
