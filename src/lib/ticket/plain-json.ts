import type { Json } from './json';

const deepest = 100;

/**
 * Whether the value can be copied and sent: at most 100 levels deep, as JSON.stringify does not survive any depth, and without a
 * member `__proto__`, which would change the prototype of what it is assigned to.
 */
export function isPlain(value: Json, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth < deepest && Object.entries(value).every(([key, member]) => key !== '__proto__' && isPlain(member, depth + 1));
}

/** The object or array that the text is in plain JSON; undefined where it is none. */
export function jsonIn(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const json = JSON.parse(text) as Json;
    return isPlain(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
