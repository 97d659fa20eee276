import { onceAFrame } from '../editor/frame';
import type { Column, Mood, TableDefinition } from './editor-columns';
import { Details } from './editor-details';
import { button, element, select } from './editor-element';
import { Rows } from './editor-rows';
import type { Selection } from './editor-selection';
import { selected } from './editor-selection';
import type { TableRow } from './editor-table-reader';
import { TableReader } from './editor-table-reader';
import { _, wordFor } from './editor-words';

/** One of the sidebar's views. */
export interface View {
  readonly root: HTMLElement;
  /** Reads what is new of this connection, and shows it. @throws {Refused} */
  read(connection: string): Promise<void>;
}

export interface TableViewOptions {
  table: TableDefinition;
  moods: readonly Mood[];
  /** What may be done to the rows that are shown, of which there are other ones by the time that a button is pressed. */
  actionsForAll: (rows: readonly TableRow[], then: () => readonly TableRow[]) => HTMLElement[];
  actionsForOne: (row: TableRow) => HTMLElement[];
}

/** A table with its filter, its order, and the details of one row. */
export class TableView implements View {
  readonly root: HTMLElement;
  private readonly reader: TableReader;
  private readonly selection: Selection;
  private readonly rows: Rows;
  private readonly details: Details;
  private readonly count = element('span', { class: 'jira-count' });
  private readonly actions = element('div', { class: 'jira-actions' });
  private readonly sort: HTMLSelectElement;
  private readonly direction: HTMLButtonElement;
  private readonly header: HTMLElement;
  private readonly renew = onceAFrame(() => this.show());
  private chosen: readonly TableRow[] = [];

  constructor(private readonly options: TableViewOptions) {
    const { table } = options;
    this.reader = new TableReader(table.name, table.key);
    this.selection = { text: '', mood: '', sort: table.newest, descending: true };
    this.header = this.makeHeader(inTable(table));
    this.details = new Details(table, options.actionsForOne, () => this.rows.focus());
    this.rows = new Rows({
      key: table.key,
      label: _(`jira-sidebar.tab.${table.name}`),
      header: this.header,
      render: (row, into) => render(table, row, into),
      open: (row, byKeyboard) => this.details.open(row, byKeyboard),
    });
    this.sort = select(_('jira-sidebar.filter.sort'), inTable(table).map(({ name }) => [name, wordFor('column', name)] as const), (name) => this.order(name, name === table.newest));
    this.direction = button('', () => this.order(this.selection.sort, !this.selection.descending), { class: 'jira-button jira-direction' });
    this.root = element('div', { class: 'jira-view' }, this.makeToolbar(), element('div', { class: 'jira-table' }, this.rows.root, this.details.root));
    this.order(table.newest, true);
  }

  async read(connection: string): Promise<void> {
    await this.reader.read(connection, this.renew);
  }

  private show(): void {
    const { reader, options, selection } = this;
    const rows = selected(reader.rows.values(), selection, options.table);
    this.chosen = rows;
    this.rows.show(rows);
    this.details.renew(reader.rows);
    this.count.textContent = _(rows.length === reader.rows.size ? 'jira-sidebar.filter.rows' : 'jira-sidebar.filter.rowsOf', { number: number(rows.length), all: number(reader.rows.size) });
    this.showActions(rows);
  }

  /** Buttons stay while they say the same, so that none goes away under the pointer. */
  private showActions(rows: readonly TableRow[]): void {
    const buttons = this.options.actionsForAll(rows, () => this.chosen);
    const says = (list: Iterable<Element>): string => Array.from(list, ({ textContent }) => textContent).join('\n');
    const at = Array.from(this.actions.children).indexOf(document.activeElement as Element);
    if (says(buttons) !== says(this.actions.children)) {
      this.actions.replaceChildren(...buttons);
      if (at >= 0) (this.actions.children[at] as HTMLElement | undefined)?.focus();
    }
  }

  private order(sort: string, descending: boolean): void {
    Object.assign(this.selection, { sort, descending });
    this.sort.value = sort;
    this.direction.textContent = descending ? '↓' : '↑';
    this.direction.setAttribute('aria-label', _(descending ? 'jira-sidebar.filter.descending' : 'jira-sidebar.filter.ascending'));
    this.direction.title = this.direction.getAttribute('aria-label') ?? '';
    for (const cell of this.header.children) {
      const isSorted = (cell as HTMLElement).dataset['column'] === sort;
      cell.setAttribute('aria-sort', isSorted ? (descending ? 'descending' : 'ascending') : 'none');
    }
    this.renew();
  }

  private makeToolbar(): HTMLElement {
    const { options, selection } = this;
    const text = element('input', { type: 'search', placeholder: _('jira-sidebar.filter.text'), 'aria-label': _('jira-sidebar.filter.text') });
    text.addEventListener('input', () => {
      selection.text = text.value;
      this.renew();
    });
    const mood = select(_('jira-sidebar.filter.status'), [['', _('jira-sidebar.filter.all')] as const, ...options.moods.map((one) => [one, _(`jira-sidebar.mood.${one}`)] as const)], (value) => {
      selection.mood = value as Mood | '';
      this.renew();
    });
    const order = element('div', { class: 'jira-line-of-two' }, this.count, this.sort, this.direction);
    return element('div', { class: 'jira-toolbar' }, element('div', { class: 'jira-line-of-two' }, text, mood), order, this.actions);
  }

  private makeHeader(columns: readonly Column[]): HTMLElement {
    const header = element('div', { class: 'jira-row jira-rows-header', role: 'row', id: `jira-sidebar-${this.options.table.name}-row`, 'aria-rowindex': '1' });
    columns.forEach(({ name }, i) => {
      const sort = button(wordFor('column', name), () => this.order(name, this.selection.sort === name ? !this.selection.descending : name === this.options.table.newest));
      const cell = element('div', { role: 'columnheader', class: 'jira-cell', 'data-column': name }, sort);
      cell.style.gridColumn = String(i + 1);
      header.append(cell);
    });
    header.style.gridTemplateColumns = columns.map(({ width }) => width).join(' ');
    return header;
  }
}

function inTable({ columns }: TableDefinition): readonly Column[] {
  return columns.filter(({ line }) => line > 0);
}

function render(table: TableDefinition, row: TableRow, into: HTMLElement): void {
  const columns = inTable(table);
  into.classList.add(`jira-row-${table.mood(row)}`);
  into.style.gridTemplateColumns = columns.map(({ width }) => width).join(' ');
  for (const line of [1, 2]) {
    const cells = columns.map(({ name, line: its, show }, i) => {
      if (its !== line) return '';
      const cell = element('div', { role: 'gridcell', class: `jira-cell jira-cell-${name}` }, show(row));
      for (const link of cell.querySelectorAll('a')) link.tabIndex = -1;
      cell.style.gridColumn = String(i + 1);
      return cell;
    });
    into.append(element('div', { class: 'jira-line', role: 'presentation' }, ...cells));
  }
}

const numbers = new Intl.NumberFormat();

function number(value: number): string {
  return numbers.format(value);
}
