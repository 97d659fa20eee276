import type { TableDefinition } from './editor-columns';
import { button, element, outward } from './editor-element';
import type { TableRow } from './editor-table-reader';
import { _, wordFor } from './editor-words';

/** All the columns of one row, in words, over the lower part of the table. */
export class Details {
  readonly root = element('section', { class: 'jira-details', 'aria-label': _('jira-sidebar.details.title'), hidden: '' });
  private row: TableRow | undefined;

  /**
   * @param actionsFor what may be done to a row
   * @param closed where the keyboard goes afterwards
   */
  constructor(
    private readonly table: TableDefinition,
    private readonly actionsFor: (row: TableRow) => HTMLElement[],
    private readonly closed: () => void,
  ) {
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    });
  }

  open(row: TableRow, focus: boolean): void {
    this.row = row;
    this.fill(row);
    this.root.hidden = false;
    if (focus) this.root.querySelector<HTMLElement>('a, button')?.focus();
  }

  /** Shows the row as it is now; one that is gone closes. */
  renew(rows: ReadonlyMap<string | number, TableRow>): void {
    if (!this.row) return;
    const now = rows.get(this.row[this.table.key] as string | number);
    if (now === this.row) return;
    const hadFocus = this.root.contains(document.activeElement);
    if (now) this.open(now, hadFocus);
    else this.close(hadFocus);
  }

  private close(focus = true): void {
    this.row = undefined;
    this.root.hidden = true;
    if (focus) this.closed();
  }

  private fill(row: TableRow): void {
    const list = element('dl');
    for (const { name, show } of this.table.columns) {
      if (name === 'note' || name === 'error') continue; // the whole error and the warnings, each by itself below
      list.append(...pair(name, name === 'ticketKey' ? outward(String(row[name]), String(row['ticketUrl'])) : show(row)));
    }
    list.append(...pair('error', String(row['error'] ?? '')), ...pair('warnings', String(row['warnings'] ?? '')));
    const close = button(_('jira-sidebar.details.close'), () => this.close());
    this.root.replaceChildren(element('div', { class: 'jira-actions' }, ...this.actionsFor(row), close), list);
  }
}

function pair(name: string, value: Node | string): Node[] {
  return value === '' ? [] : [element('dt', {}, wordFor('column', name)), element('dd', {}, value)];
}
