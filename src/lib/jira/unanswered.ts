import type { Address } from './address';
import { serverInfoRequest } from './flavour';
import type { JiraPort } from './http';
import { NoAnswer } from './http';
import { UnexpectedAnswer } from './unexpected-answer';

/**
 * Whether it is this question alone that Jira does not answer: it does answer another one. A time-out may be of one question, also of a
 * gateway (504, and Cloudflare's 524), and so may be Jira's own 500, as one custom field whose plugin is broken fails the whole create
 * metadata, and a user directory that is down every search for people. Any other failure passes.
 */
export async function isOfThisQuestion(error: unknown, port: JiraPort, address: Address): Promise<boolean> {
  const isPossible = error instanceof NoAnswer ? error.sent : error instanceof UnexpectedAnswer && [500, 504, 524].includes(error.answer.status);
  if (!isPossible) return false;
  return port.send(serverInfoRequest(address)).then(
    ({ status }) => status < 500,
    () => false,
  );
}
