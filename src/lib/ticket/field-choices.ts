import { labelsOf, nameOf } from './allowed-values';
import type { FieldSchema } from './field-schema';
import type { JsonObject } from './json';

/**
 * The texts that a command can give for a field of which Jira lists the values, in Jira's order: `High`, `Europe`,
 * `Europe/Belgium`.
 *
 * @param most so many at most
 */
export function choicesOf({ type, allowedValues = [] }: FieldSchema, most: number): string[] {
  const choices: string[] = [];
  for (const allowed of allowedValues) {
    if (choices.length >= most) break;
    const text = type === 'project' && typeof allowed['key'] === 'string' ? allowed['key'] : nameOf(allowed);
    if (labelsOf(allowed).length > 0) choices.push(text, ...childrenOf(allowed).map((child) => `${text}/${nameOf(child)}`));
  }
  return choices.slice(0, most);
}

function childrenOf({ children }: JsonObject): JsonObject[] {
  return Array.isArray(children) ? (children as JsonObject[]) : [];
}
