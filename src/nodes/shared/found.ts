import { excerpt } from '../../lib/ticket/excerpt';

/** What was found where something else was expected, as an error message says it. */
export function found(value: unknown): string {
  if (typeof value === 'string') return excerpt(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}
