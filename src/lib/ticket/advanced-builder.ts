import { formatAdvanced, parseAdvanced } from './advanced';
import type { Action } from './command';
import { TicketError } from './error';
import { FieldNames } from './field-name';

/** A command as a person fills in a form. */
export interface CommandForm {
  guid: string;
  action: Action;
  fields: ReadonlyArray<{ name: string; value: string }>;
}

/**
 * The advanced string of a form; parseAdvanced gives the command back, with the id in its normal form and the names trimmed. Fields
 * left wholly empty are left out.
 *
 * What a string cannot carry is refused: an id that is none, no field at all or more than 500, a field that is there twice, and a
 * name that is empty, longer than 255 characters or has line breaks.
 *
 * @param options anyId: any 1 to 128 printable characters are an id
 * @throws {TicketError} INVALID_COMMAND, INVALID_FIELD
 */
export function buildAdvanced({ guid, action, fields: filled }: CommandForm, options: { anyId: boolean }): string {
  const fields = Object.create(null) as Record<string, string>;
  const names = new FieldNames();
  filled.forEach(({ name, value }, index) => {
    if (name.trim() === '' && value === '') return;
    const problem = names.add(name);
    if (problem !== undefined) throw new TicketError('INVALID_FIELD', `Field ${index + 1}: ${problem}`);
    fields[name.trim()] = value;
  });
  const text = formatAdvanced({ guid: guid.trim(), action, fields });
  const [result] = parseAdvanced(text, options);
  // A form has no lines and columns.
  if (result?.ok === false) throw new TicketError(result.error.code, result.error.message.replace(/^Line \d+, column \d+: /, ''));
  return text;
}
