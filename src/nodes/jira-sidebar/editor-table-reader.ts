import { askRuntime } from '../editor/ask-runtime';

/** A row as the runtime tells it: flat. */
export type TableRow = Readonly<Record<string, string | number | boolean>>;

interface Page {
  rows: TableRow[];
  removed?: string[];
  /** Rows with a lower number are gone. */
  first?: number;
  anew: boolean;
  since: string;
  more: boolean;
}

/** The rows of one table, read in pages; afterwards only what has changed. */
export class TableReader {
  readonly rows = new Map<string | number, TableRow>();
  private connection = '';
  private since = '';

  /** @param key the column that names a row */
  constructor(
    private readonly table: string,
    private readonly key: string,
  ) {}

  /** @param shown called after each page, and where another connection's rows are gone @throws {Refused} */
  async read(connection: string, shown: () => void): Promise<void> {
    if (connection !== this.connection) {
      this.forget(connection);
      shown();
    }
    for (;;) {
      const page = await askRuntime<Page>(`jira-tickets/${connection}/${this.table}${this.since === '' ? '' : `?since=${this.since}`}`);
      if (connection !== this.connection) return; // another was chosen meanwhile
      const changed = page.anew || page.rows.length > 0 || (page.removed?.length ?? 0) > 0 || page.first !== undefined;
      this.take(page);
      if (changed) shown();
      if (!page.more) return;
    }
  }

  private forget(connection: string): void {
    this.connection = connection;
    this.since = '';
    this.rows.clear();
  }

  private take({ rows, removed = [], first, anew, since }: Page): void {
    if (anew) this.rows.clear();
    for (const row of rows) this.rows.set(row[this.key] as string | number, row);
    for (const key of removed) this.rows.delete(key);
    if (first !== undefined) {
      for (const number of this.rows.keys()) {
        if ((number as number) >= first) break;
        this.rows.delete(number);
      }
    }
    this.since = since;
  }
}
