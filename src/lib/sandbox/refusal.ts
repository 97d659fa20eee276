import type { Json, JsonObject } from '../ticket/json';

/** What goes back over the wire. At most one of `json` and `text`; neither: no body. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  json?: Json;
  text?: string;
  /** Of `text`. */
  type?: string;
}

/** Ends a request with an answer that is not what was asked for. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** Jira's error body: messages, and reasons by field. */
export function refusal(status: number, errorMessages: string[], errors: JsonObject = {}): Refusal {
  return new Refusal({ status, json: { errorMessages, errors } });
}

/** A page as a Tomcat in front of Jira makes it. */
export function htmlPage(status: number, title: string, words: string): Answer {
  const text = `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${words}</p></body></html>`;
  return { status, text, type: 'text/html;charset=UTF-8' };
}
