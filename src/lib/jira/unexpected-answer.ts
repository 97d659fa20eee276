import type { Address } from './address';
import type { JiraAnswer, JiraRequest } from './http';
import { describe } from './words';

/** Jira answered, but not the question: a failed login, a rate limit, an error. Carries the answer, for delivery to settle. */
export class UnexpectedAnswer extends Error {
  readonly answer: JiraAnswer;

  constructor(request: JiraRequest, answer: JiraAnswer, address: Address) {
    super(describe(request, answer, address));
    this.name = 'UnexpectedAnswer';
    this.answer = answer;
  }
}
