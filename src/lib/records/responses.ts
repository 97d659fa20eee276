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

/** What Jira answered: at most `max` lines; the oldest go first. */
export class Responses {
  private lines: Response[] = [];

  constructor(private readonly max: number) {}

  add(response: Response): void {
    this.lines.push(response);
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
}
