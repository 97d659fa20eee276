import type { Action, Fields } from './command';
import { nameKey } from './field-name';
import type { CommandFields } from './field-table';
import { overlay, withoutProjectAndType } from './field-table';
import { saysPlace } from './place';

/** Whether a command of this kind sends the rows of its ticket table at all. */
export function sendsRows(action: Action, baseOnUpdate: boolean): boolean {
  return action === 'CREATE' || baseOnUpdate;
}

/** Of which rows of its ticket table a command needs the values, by their names: what is not sent of a table cannot make it fail. */
export function needsRow({ action, fields }: { action: Action; fields: Fields }, baseOnUpdate: boolean): (name: string) => boolean {
  const own = new Set(Object.keys(fields).map(nameKey));
  return (name) => sendsRows(action, baseOnUpdate) && !own.has(nameKey(name)) && !(action === 'UPDATE' && saysPlace(name));
}

/**
 * What a command of an advanced string sends on top of a ticket table: a CREATE both, where both have a field the command's. An
 * UPDATE sends its own fields alone, or with baseOnUpdate the table's as well, but for project and type.
 */
export function commandFields({ action, fields }: { action: Action; fields: Fields }, table: Fields, baseOnUpdate: boolean): CommandFields {
  if (!sendsRows(action, baseOnUpdate)) return { fields };
  return overlay(action === 'UPDATE' ? withoutProjectAndType(table) : table, fields);
}
