/** So many removed rows are remembered: whoever has been away for longer reads the table anew. */
const removalsKept = 2_000;

/** How far someone has read: changed rows up to one revision, removals up to another. */
export interface Cursor {
  changed: number;
  removed: number;
}

export interface ChangedRows {
  /** Whoever asked begins anew: nothing was known yet, or for too long. */
  anew: boolean;
  /** Ids of rows that are new or have changed, in the order of their last change. */
  changed: string[];
  /** Rows that are gone, with their guids. */
  removed: Array<{ id: string; guid: string }>;
  /** What to ask for next. */
  cursor: Cursor;
  /** There are more changed rows than were asked for at once. */
  more: boolean;
}

/**
 * Which rows of a table have changed since when, so that whoever shows it reads only those again. Until somebody asks for the first time,
 * nothing is noted: a journal that is read back, or a Node-RED into which nobody looks, has no use for it.
 */
export class Changes {
  private revision = 0;
  private followed = false;
  /** id → revision of its last change, in that order. */
  private readonly changes = new Map<string, number>();
  private readonly removals = new Map<string, { guid: string; revision: number }>();
  /** Removals up to this revision are forgotten. */
  private forgotten = 0;

  /** @param ids of all rows, the oldest first */
  constructor(private readonly ids: () => Iterable<string>) {}

  change(id: string): void {
    if (!this.followed) return;
    this.changes.delete(id);
    this.removals.delete(id);
    this.changes.set(id, (this.revision += 1));
  }

  remove(id: string, guid: string): void {
    if (!this.followed) return;
    this.changes.delete(id);
    this.removals.set(id, { guid, revision: (this.revision += 1) });
    for (const [oldest, { revision }] of this.removals) {
      if (this.removals.size <= removalsKept) break;
      this.removals.delete(oldest);
      this.forgotten = revision;
    }
  }

  /**
   * @param cursor what an earlier answer said; undefined: nothing is known yet
   * @param max at most so many changed rows
   */
  since(cursor: Cursor | undefined, max: number): ChangedRows {
    if (!this.followed) this.follow();
    const anew = !cursor || cursor.changed > this.revision || cursor.removed > this.revision || cursor.removed < this.forgotten;
    const { changed: from, removed: removedFrom } = anew ? { changed: 0, removed: this.revision } : cursor;
    const changed: string[] = [];
    let upTo = from;
    let more = false;
    for (const [id, revision] of this.changes) {
      if (revision <= from) continue;
      more = changed.length === max;
      if (more) break;
      changed.push(id);
      upTo = revision;
    }
    const removed: ChangedRows['removed'] = [];
    for (const [id, { guid, revision }] of this.removals) if (revision > removedFrom) removed.push({ id, guid });
    return { anew, changed, removed, cursor: { changed: upTo, removed: this.revision }, more };
  }
  private follow(): void {
    this.followed = true;
    for (const id of this.ids()) this.changes.set(id, (this.revision += 1));
  }
}
