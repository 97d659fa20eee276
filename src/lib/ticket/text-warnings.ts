import { builtInCatalog } from './built-in-fields';
import type { Fields } from './command';
import { FieldNames } from './field-names';
import type { Dialect } from './field-schema';
import { listOf } from './list-shape';
import { label, summary, text } from './plain-text-shapes';
import { cutWarning } from './text-repairs';
import type { Reading, Shape } from './value-shape';

/** The texts that every Jira has. Whether another field is one, only Jira's metadata says. */
const shapes = new Map<string, Shape>([
  ['summary', summary],
  ['description', text],
  ['environment', text],
  ['labels', listOf(label)],
]);

/** What these shapes do not ask for. */
const dialect: Dialect = { users: 'name', text: 'string', timezone: '' };

const names = FieldNames.of(builtInCatalog);

/**
 * What would be repaired in the texts that every Jira has, in the words of resolveFields, each with the field's id before it. Needs
 * no Jira, and so knows nothing of other fields.
 *
 * @param isKept the command has a description, or makes one, that takes the whole text of a summary that is cut
 * @throws {TicketError} INVALID_FIELD for labels that are no texts
 */
export function textWarnings(fields: Fields, isKept: boolean): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = names.find(name);
    const shape = shapes.get(field.id);
    if (shape === undefined || value === null) return [];
    const reading: Reading = { field, dialect, warnings: [], overflow: '' };
    shape.read(value, reading);
    if (reading.overflow !== '') reading.warnings.push(cutWarning(isKept));
    return [...new Set(reading.warnings)].map((warning) => `${field.id}: ${warning}`);
  });
}
