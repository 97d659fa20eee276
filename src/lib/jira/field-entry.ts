import { z } from 'zod';
import { builtInCatalog } from '../ticket/built-in-fields';
import type { FieldSchema } from '../ticket/field-schema';
import type { Json, JsonObject } from '../ticket/json';
import { isObject } from '../ticket/json';

const text = z.string().min(1).optional().catch(undefined);
const Schema = z.looseObject({ type: z.string().min(1), items: text, custom: text });
/** A field as create metadata and `GET field` give it: the id is the key of the map, `fieldId` (pages), or `id` (`GET field`). */
const Entry = z.looseObject({
  fieldId: text,
  id: text,
  key: text,
  name: text,
  required: z.boolean().optional().catch(undefined),
  hasDefaultValue: z.boolean().catch(false),
  schema: Schema.optional().catch(undefined),
  allowedValues: z.array(z.unknown()).optional().catch(undefined),
});

/** One field of Jira's metadata; undefined where it cannot be told which field it is. */
export function readField(entry: unknown, keyInMap?: string): FieldSchema | undefined {
  const read = Entry.safeParse(entry).data;
  const id = keyInMap ?? read?.fieldId ?? read?.id ?? read?.key;
  if (read === undefined || id === undefined) return undefined;
  // `GET field` gives no schema for some system fields (parent, issuekey …).
  const builtIn = builtInCatalog.fields.find((field) => field.id === id);
  const schema = read.schema ?? builtIn ?? { type: 'any', items: undefined, custom: undefined };
  const allowedValues = read.allowedValues && allowed(read.allowedValues);
  return {
    id,
    name: read.name ?? id,
    type: schema.type,
    ...(schema.items === undefined ? {} : { items: schema.items }),
    ...(schema.custom === undefined ? {} : { custom: schema.custom }),
    ...(read.required === undefined ? {} : { required: read.required }),
    ...(read.hasDefaultValue ? { hasDefault: true as const } : {}),
    ...(allowedValues === undefined ? {} : { allowedValues }),
  };
}

/** Server 5 lists versions within a list of its own; anything that is no object names nothing, and then nothing is checked. */
function allowed(values: unknown[]): JsonObject[] | undefined {
  const objects = values.flat().filter((value): value is JsonObject => isObject(value as Json));
  return objects.length === 0 && values.length > 0 ? undefined : objects;
}
