import type { FieldRow } from '../../lib/ticket/field-table';
import type { RowContext } from './editor-row';
import { buildRow, fillRow, markRow, readRow } from './editor-row';
import { checkRow, completeRow, nameOf } from './editor-rows';

/** A row of the table. What it looks like is made once it comes near to being seen: a thousand typedInputs take seconds. */
export interface Entry {
  row: FieldRow;
  item: HTMLElement;
  /** What a person sees of it; undefined until then. */
  element: JQuery | undefined;
  selected: boolean;
}

/** Rows this near (px) to what is seen are made ready. */
const margin = '300px 0px';

/** The Ticket Creation Table: Node-RED's editableList, of which this has the rows as they are at every moment. */
export class TicketTable {
  private readonly list: JQuery;
  private readonly byItem = new WeakMap<Element, Entry>();
  private readonly seen: IntersectionObserver;
  /** The table is being written into: what its fields tell of it is known. */
  private writing = false;

  /** @param changed told of every change, also of write() */
  constructor(
    list: JQuery,
    private readonly context: RowContext,
    rows: readonly Partial<FieldRow>[],
    private readonly changed: () => void,
  ) {
    this.list = list.addClass('jira-field-list').editableList({ addButton: false, sortable: '.jira-field-handle', sortItems: changed });
    const scroller = this.list.closest('.red-ui-editableList-container').css({ maxHeight: 'max(240px, 55vh)', overflowY: 'auto' });
    this.seen = new IntersectionObserver((sights) => this.see(sights), { root: scroller[0] ?? null, rootMargin: margin });
    this.list.on('input change', (event) => this.read(event.target as Element));
    this.list.on('click', '.jira-field-remove', (event) => this.remove([this.entryOf(event.target) as Entry]));
    this.insert(rows.map(completeRow), 0);
    changed();
  }

  close(): void {
    this.seen.disconnect();
  }

  /** In their order. */
  entries(): Entry[] {
    return Array.from(this.list[0]?.children ?? [], (item) => this.byItem.get(item)).filter((entry) => entry !== undefined);
  }

  /** The rows as the dialog shows them; rows left wholly empty are dropped. */
  rows(): FieldRow[] {
    return this.entries().map(({ row }) => row).filter(({ field, value }) => field !== '' || value !== '');
  }

  entryOf(element: Element | null): Entry | undefined {
    const item = element?.closest('.jira-field-list > li');
    return item ? this.byItem.get(item) : undefined;
  }

  /** Makes the table these rows: those at its ends that are the same already are left alone. */
  write(rows: readonly FieldRow[]): void {
    const entries = this.entries();
    const same = (entry: Entry | undefined, row: FieldRow | undefined): boolean => entry !== undefined && row !== undefined && isSame(entry.row, row);
    const most = Math.min(entries.length, rows.length);
    let start = 0;
    while (start < most && same(entries[start], rows[start])) start += 1;
    let end = 0;
    while (end < most - start && same(entries.at(-1 - end), rows.at(-1 - end))) end += 1;
    const old = entries.slice(start, entries.length - end);
    const wanted = rows.slice(start, rows.length - end);
    old.slice(0, wanted.length).forEach((entry, index) => {
      const row = wanted[index];
      if (row) this.change(entry, row);
    });
    for (const { item } of old.slice(wanted.length)) this.drop(item);
    this.insert(wanted.slice(old.length), start + old.length);
    if (old.length > 0 || wanted.length > 0) this.changed();
  }

  /** Adds a row behind another, or at the end. */
  add(row: FieldRow, behind?: Entry): Entry {
    const item = this.item(row);
    if (behind) behind.item.after(item);
    else this.list.append(item);
    this.seen.observe(item);
    this.changed();
    return this.byItem.get(item) as Entry;
  }

  /** Brings a row into sight, with the cursor in its field, or in its value where it has a field. */
  focus(entry: Entry): void {
    const element = this.build(entry);
    entry.item.scrollIntoView({ block: 'nearest' });
    element.find(entry.row.field === '' ? '.jira-field-name' : '.red-ui-typedInput-input').trigger('focus');
  }

  handleOf(entry: Entry): JQuery {
    return this.build(entry).find('.jira-field-handle');
  }

  /** Makes a row another one. */
  change(entry: Entry, row: FieldRow): void {
    entry.row = row;
    if (entry.element) this.quietly(() => fillRow(entry.element as JQuery, row));
    else entry.item.querySelector('.jira-field-light')?.replaceChildren(lightText(row));
    this.changed();
  }

  remove(entries: readonly Entry[]): void {
    const all = this.entries();
    const first = all.findIndex((entry) => entries.includes(entry));
    const next = all.slice(first).find((entry) => !entries.includes(entry)) ?? all.findLast((entry) => !entries.includes(entry));
    for (const { item } of entries) this.drop(item);
    if (next) this.handleOf(next).trigger('focus');
    this.changed();
  }

  /** @param by -1: up, 1: down */
  move(entry: Entry, by: -1 | 1): void {
    const { item } = entry;
    if (by < 0) item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    this.handleOf(entry).trigger('focus');
    item.scrollIntoView({ block: 'nearest' });
    this.changed();
  }

  select(entry: Entry, selected: boolean): void {
    entry.selected = selected;
    entry.item.classList.toggle('jira-selected', selected);
    this.handleOf(entry).attr('aria-pressed', String(selected));
  }

  /** A mark at each row that cannot be sent, with the reason as its tooltip. */
  mark(): void {
    const others = new Set<string>();
    for (const { row, element } of this.entries()) {
      if (element) {
        const checked = checkRow(this.context.node, row, others);
        markRow(element, checked === true ? '' : checked, this.context.called(row.field));
      }
      others.add(nameOf(row));
    }
  }

  /** Shows words at a row, in place of those that were there; '' for none. */
  say(entry: Entry, words: string): void {
    if (words !== '' || entry.element) this.build(entry).find('.jira-field-words').text(words);
  }

  /** As editableList's insertItemAt, which takes most of a second for a thousand rows: it counts them all for each. */
  private insert(rows: readonly FieldRow[], index: number): void {
    const items = rows.map((row) => this.item(row));
    this.list[0]?.insertBefore(fragmentOf(items), this.list[0].children[index] ?? null);
    for (const item of items) this.seen.observe(item);
  }

  private item(row: FieldRow): HTMLElement {
    const item = document.createElement('li');
    const content = document.createElement('div');
    content.className = 'red-ui-editableList-item-content';
    const light = document.createElement('div');
    light.className = 'jira-field-light';
    light.append(lightText(row));
    content.append(light);
    item.append(content);
    this.byItem.set(item, { row, item, element: undefined, selected: false });
    return item;
  }

  private see(sights: readonly IntersectionObserverEntry[]): void {
    let isNew = false;
    for (const { target, isIntersecting } of sights) {
      const entry = isIntersecting ? this.byItem.get(target) : undefined;
      if (!entry || entry.element) continue;
      this.build(entry);
      isNew = true;
    }
    if (isNew) this.mark();
  }

  private build(entry: Entry): JQuery {
    if (entry.element) return entry.element;
    this.seen.unobserve(entry.item);
    const element = this.quietly(() => buildRow(this.context, entry.row));
    entry.element = element;
    $(entry.item).children('.red-ui-editableList-item-content').empty().append(element);
    return element;
  }

  private read(target: Element): void {
    const entry = this.writing ? undefined : this.entryOf(target);
    if (!entry?.element) return;
    entry.row = readRow(entry.element);
    this.changed();
  }

  private drop(item: HTMLElement): void {
    this.seen.unobserve(item);
    $(item).remove();
  }

  private quietly<T>(act: () => T): T {
    this.writing = true;
    try {
      return act();
    } finally {
      this.writing = false;
    }
  }
}

function isSame(a: FieldRow, b: FieldRow): boolean {
  return a.field === b.field && a.value === b.value && a.type === b.type && a.mode === b.mode;
}

function fragmentOf(items: readonly HTMLElement[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(...items);
  return fragment;
}

function lightText({ field, value }: FieldRow): string {
  return `${field}: ${value.slice(0, 200)}`;
}
