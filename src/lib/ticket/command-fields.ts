import type { Action, Fields } from './command';
import type { CommandFields } from './field-table';
import { overlay, withoutProjectAndType } from './field-table';

/**
 * What a command of an advanced string sends on top of a ticket table: a CREATE both, where both have a field the command's. An
 * UPDATE sends its own fields alone, or with baseOnUpdate the table's as well, but for project and type.
 */
export function commandFields({ action, fields }: { action: Action; fields: Fields }, table: Fields, baseOnUpdate: boolean): CommandFields {
  if (action === 'CREATE') return overlay(table, fields);
  return baseOnUpdate ? overlay(withoutProjectAndType(table), fields) : { fields };
}
