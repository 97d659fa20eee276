import type { TableRow } from './editor-table-reader';

/** So many rows are kept ready above and below of what is seen. */
const ready = 6;

export interface RowsOptions {
  key: string;
  label: string;
  /** What stands above the rows, and stays there. */
  header: HTMLElement;
  /** Fills a row's element. */
  render: (row: TableRow, into: HTMLElement) => void;
  /** A row was pressed, or Enter on it. */
  open: (row: TableRow, byKeyboard: boolean) => void;
}

/**
 * Shows any number of rows of the same height: in the page are only those that are seen. One of them is active; arrow keys
 * move it, and screen readers follow it.
 */
export class Rows {
  readonly root = document.createElement('div');
  private readonly body = document.createElement('div');
  private readonly shown = new Map<number, { row: TableRow; element: HTMLElement }>();
  private rows: readonly TableRow[] = [];
  private active: string | number | undefined;
  private height = 1;
  private wide = false;

  constructor(private readonly options: RowsOptions) {
    const { root, body } = this;
    root.className = 'jira-rows';
    root.tabIndex = 0;
    root.setAttribute('role', 'grid');
    root.setAttribute('aria-label', options.label);
    body.className = 'jira-rows-body';
    body.setAttribute('role', 'rowgroup');
    root.append(options.header, body);
    root.addEventListener('scroll', () => this.paint(), { passive: true });
    root.addEventListener('keydown', (event) => this.press(event));
    body.addEventListener('click', (event) => this.click(event));
    new ResizeObserver(() => this.resize()).observe(root);
  }

  /** Shows these instead; what is read at this moment stays where it is. */
  show(rows: readonly TableRow[]): void {
    const first = Math.floor(this.root.scrollTop / this.height);
    const anchor = this.root.scrollTop > 0 ? this.rows[first] : undefined;
    this.rows = rows;
    this.root.setAttribute('aria-rowcount', String(rows.length + 1));
    this.body.style.height = `${rows.length * this.height}px`;
    const now = anchor ? this.indexOf(this.keyOf(anchor)) : -1;
    if (now >= 0 && now !== first) this.root.scrollTop += (now - first) * this.height;
    this.paint();
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
  }

  private keyOf(row: TableRow): string | number {
    return row[this.options.key] as string | number;
  }

  private indexOf(key: string | number): number {
    return this.rows.findIndex((row) => this.keyOf(row) === key);
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.root;
    if (clientHeight === 0) return; // hidden
    this.wide = clientWidth >= 700;
    this.root.classList.toggle('jira-wide', this.wide);
    const height = this.wide ? 26 : 46;
    if (height !== this.height) {
      this.height = height;
      for (const { element } of this.shown.values()) element.remove();
      this.shown.clear();
    }
    this.show(this.rows);
  }

  private paint(): void {
    const { scrollTop, clientHeight } = this.root;
    const first = Math.max(0, Math.floor(scrollTop / this.height) - ready);
    const last = clientHeight === 0 ? -1 : Math.min(this.rows.length - 1, Math.ceil((scrollTop + clientHeight) / this.height) + ready);
    for (const [index, { row, element }] of this.shown) {
      if (index >= first && index <= last && this.rows[index] === row) continue;
      element.remove();
      this.shown.delete(index);
    }
    const active = this.active;
    this.root.removeAttribute('aria-activedescendant');
    for (let index = first; index <= last; index++) {
      const row = this.rows[index];
      if (!row) break;
      const { element } = this.shown.get(index) ?? this.add(index, row);
      const isActive = this.keyOf(row) === active;
      element.setAttribute('aria-selected', String(isActive));
      if (isActive) this.root.setAttribute('aria-activedescendant', element.id);
    }
  }

  private add(index: number, row: TableRow): { row: TableRow; element: HTMLElement } {
    const element = document.createElement('div');
    element.id = `${this.options.header.id}-${index}`;
    element.className = 'jira-row';
    element.setAttribute('role', 'row');
    element.setAttribute('aria-rowindex', String(index + 2));
    element.dataset['index'] = String(index);
    element.style.transform = `translateY(${index * this.height}px)`;
    this.options.render(row, element);
    this.body.append(element);
    const added = { row, element };
    this.shown.set(index, added);
    return added;
  }

  private click(event: Event): void {
    const target = event.target as Element;
    if (target.closest('a')) return;
    const row = this.rows[Number(target.closest<HTMLElement>('.jira-row')?.dataset['index'] ?? -1)];
    if (row) this.choose(row, false);
  }

  private choose(row: TableRow, byKeyboard: boolean): void {
    this.active = this.keyOf(row);
    this.paint();
    this.options.open(row, byKeyboard);
  }

  private press(event: KeyboardEvent): void {
    if (event.target !== this.root || this.rows.length === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = this.active === undefined ? -1 : this.indexOf(this.active);
    const page = Math.max(1, Math.floor(this.root.clientHeight / this.height) - 1);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.rows.length - 1 };
    const to = steps[event.key];
    const row = this.rows[at];
    if (to !== undefined) this.move(Math.min(this.rows.length - 1, Math.max(0, to)));
    else if ((event.key === 'Enter' || event.key === ' ') && row) this.choose(row, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(index: number): void {
    const row = this.rows[index];
    if (!row) return;
    this.active = this.keyOf(row);
    const { root, height } = this;
    const seen = root.clientHeight - this.options.header.offsetHeight;
    if (index * height < root.scrollTop) root.scrollTop = index * height;
    else if ((index + 1) * height > root.scrollTop + seen) root.scrollTop = (index + 1) * height - seen;
    this.paint();
  }
}
