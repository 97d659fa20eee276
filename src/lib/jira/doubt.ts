import type { Address } from './address';
import type { JiraPort } from './http';
import { NoAnswer } from './http';
import { isFailure } from './signs';
import { UnexpectedAnswer } from './unexpected-answer';

/**
 * Whether a question alone may fail like this: a time-out may be of one question, also of a gateway (504, and Cloudflare's 524), and so may
 * be Jira's own 500, as one custom field whose plugin is broken fails the whole create metadata, and a user directory that is down every
 * search for people.
 */
export function mayBeAlone(failure: NoAnswer | UnexpectedAnswer): boolean {
  return failure instanceof NoAnswer ? failure.sent : [500, 504, 524].includes(failure.answer.status);
}

export interface DoubtOptions {
  /** What is asked instead: resources that every Jira has. */
  others?: readonly string[];
  /** Whether a failure may be of the one question; any other passes. */
  mayBeAlone?: (failure: NoAnswer | UnexpectedAnswer) => boolean;
}

/**
 * Tells a question that Jira alone fails at, or does not answer in time, from a Jira that fails: that one answers no other question either.
 * While it is not known which it is, a question is asked only after another was answered, so that a Jira that is down is asked one at a time.
 */
export class Doubt {
  private readonly others: readonly string[];
  private readonly isPossible: (failure: NoAnswer | UnexpectedAnswer) => boolean;
  private inDoubt = false;
  private turn = 0;

  constructor(
    private readonly port: JiraPort,
    private readonly address: Address,
    options: DoubtOptions = {},
  ) {
    this.others = options.others ?? ['serverInfo', 'field'];
    this.isPossible = options.mayBeAlone ?? mayBeAlone;
  }

  /**
   * @param without what is made of a failure of this question alone
   * @throws what the question does, where Jira fails at others too, or where that is no failure
   */
  async ask<T>(question: () => Promise<T>, without: (failure: NoAnswer | UnexpectedAnswer) => T): Promise<T> {
    const answersOthers = this.inDoubt;
    // One of them may fail alone as well: with each try it is the next one.
    if (answersOthers) await this.askFor(this.others[this.turn++ % this.others.length] ?? '');
    this.inDoubt = false;
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof NoAnswer || error instanceof UnexpectedAnswer) || !this.isPossible(error)) throw error;
      this.inDoubt = !answersOthers && !(await this.isAnswering());
      if (this.inDoubt) throw error;
      return without(error);
    }
  }

  private async isAnswering(): Promise<boolean> {
    for (const other of this.others) {
      const answers = await this.askFor(other).then(() => true, () => false);
      if (answers) return true;
    }
    return false;
  }

  private async askFor(resource: string): Promise<void> {
    const request = { method: 'GET' as const, path: `${this.address.apiPath}/${resource}` };
    const answer = await this.port.send(request);
    if (answer.status === 429 || isFailure(answer)) throw new UnexpectedAnswer(request, answer, this.address);
  }
}
