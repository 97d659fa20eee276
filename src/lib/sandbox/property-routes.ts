import type { Json } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { Call, Route } from './call';
import { ticketOf } from './call';
import { refusal } from './refusal';
import type { Traits } from './versions';

const LONGEST_KEY = 255;
const LONGEST_VALUE = 32_768;

const exists = ({ properties }: Traits): boolean => properties;

export const propertyRoutes: Route[] = [
  {
    method: 'GET',
    path: 'issue/{issue}/properties',
    exists,
    handle(call) {
      const ticket = ticketOf(call);
      const keys = [...ticket.properties.keys()].map((key) => ({ self: `${call.rest}/issue/${ticket.key}/properties/${encodeURIComponent(key)}`, key }));
      return { status: 200, json: { keys } };
    },
  },
  {
    method: 'GET',
    path: 'issue/{issue}/properties/{property}',
    exists,
    handle: (call) => ({ status: 200, json: { key: keyOf(call), value: existing(call) } }),
  },
  {
    method: 'PUT',
    path: 'issue/{issue}/properties/{property}',
    exists,
    handle(call) {
      const { properties } = ticketOf(call);
      const [{ key, value }] = readProperties([{ key: keyOf(call), value: call.body ?? null }]) as [Property];
      const status = properties.has(key) ? 200 : 201;
      properties.set(key, value);
      return { status };
    },
  },
  {
    method: 'DELETE',
    path: 'issue/{issue}/properties/{property}',
    exists,
    handle(call) {
      existing(call);
      ticketOf(call).properties.delete(keyOf(call));
      return { status: 204 };
    },
  },
];

interface Property {
  key: string;
  value: Json;
}

/** `[{ key, value }]` as it stands in the body of a create. @throws {Refusal} 400 */
export function readProperties(given: Json): Property[] {
  if (!Array.isArray(given)) throw refusal(400, ["'properties' has to be a list of entity properties."]);
  return given.map((entry) => {
    const { key, value = null } = isObject(entry) ? entry : {};
    if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY) throw refusal(400, [`The key of an entity property has 1 to ${LONGEST_KEY} characters.`]);
    if (JSON.stringify(value).length > LONGEST_VALUE) throw refusal(400, [`The value of an entity property has at most ${LONGEST_VALUE} characters.`]);
    return { key, value };
  });
}

function existing(call: Call): Json {
  const value = ticketOf(call).properties.get(keyOf(call));
  if (value === undefined) throw refusal(404, [`The property with key '${keyOf(call)}' does not exist.`]);
  return value;
}

function keyOf({ params }: Call): string {
  return String(params['property']);
}
