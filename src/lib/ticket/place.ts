import type { Fields, Place } from './command';
import { nameKey } from './field-name';
import type { Json } from './json';
import { isObject } from './json';

/** Whether a field of this name says where a ticket belongs: so much is known without asking Jira. */
export function saysPlace(name: string): boolean {
  return ['project', 'issuetype'].includes(nameKey(name));
}

/** Where a ticket belongs, as far as its fields say. */
export function placeOf(fields: Fields): Place {
  const place: Place = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!saysPlace(name)) continue;
    const part = nameKey(name) as keyof Place;
    const text = nameOf(value, part === 'project' ? ['key', 'id'] : ['name', 'id']);
    if (text !== '') place[part] = text;
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
