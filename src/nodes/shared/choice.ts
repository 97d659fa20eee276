import { TicketError } from '../../lib/ticket/error';
import { found } from './found';

/**
 * A word of a message that has to be one of a few; nothing at all is the default.
 *
 * @throws {TicketError} INVALID_COMMAND naming where it stood and what was expected
 */
export function choiceOf<T extends string>(where: string, value: unknown, choices: readonly T[], fallback: T): T {
  if (value === undefined || value === null || value === '') return fallback;
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw new TicketError('INVALID_COMMAND', `${where}: expected ${choices.map((one) => `"${one}"`).join(', ')}, got ${found(value)}.`);
}
