/** One line of the responses log: what Jira answered to one request. */
export interface Response {
  /** ISO 8601. */
  time: string;
  method: string;
  path: string;
  /** HTTP status; 0 where no answer came. */
  status: number;
  /** Milliseconds to the answer. */
  ms: number;
  /** Ids of the log rows it was sent for, blank-separated; '' for a request of the package's own. */
  rows: string;
  /** Jira's words, or why there was no answer; '' for a success. */
  error: string;
}

/** A part of the responses that someone else has not seen yet. */
export interface ResponsesPage {
  /** From the beginning: nothing was seen yet, or of another log. */
  anew: boolean;
  /** Oldest first. */
  lines: Response[];
  /** The number of the first of these lines; they are numbered in the order in which they came. */
  from: number;
  /** Lines with a lower number are gone. */
  first: number;
  /** The number to ask for next. */
  next: number;
  more: boolean;
}

/** What Jira answered: at most `max` lines; the oldest go first. */
export class Responses {
  private lines: Response[] = [];
  /** How many lines there ever were. */
  private added = 0;

  constructor(private readonly max: number) {}

  add(response: Response): void {
    this.lines.push(response);
    this.added += 1;
    // Shifting one by one would cost as much as the whole table each time.
    if (this.lines.length >= this.max * 2) this.lines = this.lines.slice(-this.max);
  }

  clear(): void {
    this.lines = [];
  }

  prune(before: string): void {
    this.lines = this.lines.filter((line) => line.time >= before);
  }

  /** Oldest first; the lines are copies. */
  list(): Response[] {
    return this.lines.slice(-this.max).map((line) => ({ ...line }));
  }

  /**
   * The lines from this number on.
   *
   * @param next what the last page said; undefined: all that are kept
   * @param max at most so many
   */
  since(next: number | undefined, max: number): ResponsesPage {
    const anew = next === undefined || next > this.added;
    const lines = this.list();
    const first = this.added - lines.length;
    const from = anew ? first : Math.max(next, first);
    const page = lines.slice(from - first, from - first + max);
    return { anew, lines: page, from, first, next: from + page.length, more: from + page.length < this.added };
  }
}
