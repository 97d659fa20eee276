import type { Fields, Place } from './command';
import type { Json } from './json';
import { isObject } from './json';

/** Where a ticket belongs, as far as its fields say. */
export function placeOf(fields: Fields): Place {
  const place: Place = {};
  for (const [name, value] of Object.entries(fields)) {
    const plain = name.trim().toLowerCase().replaceAll(' ', '');
    if (plain !== 'project' && plain !== 'issuetype') continue;
    const text = nameOf(value, plain === 'project' ? ['key', 'id'] : ['name', 'id']);
    if (text !== '') place[plain] = text;
  }
  return place;
}

function nameOf(value: Json, keys: readonly string[]): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (!isObject(value)) return '';
  for (const key of keys) {
    const part = value[key];
    if (typeof part === 'string' || typeof part === 'number') return String(part);
  }
  return '';
}
