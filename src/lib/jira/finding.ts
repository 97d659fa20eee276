import { oneLine } from './plain-text';

/** One line of what a connection test found: a key of the catalog of jira-config, so that it can be said in any language. */
export interface Finding {
  level: 'ok' | 'warning' | 'error';
  /** `test.user` */
  key: string;
  /** What is put into the text. Names come from Jira: they are shown as text, never as HTML. */
  values: Record<string, string | number>;
}

const LONGEST_VALUE = 300;

export function finding(level: Finding['level'], key: string, values: Finding['values'] = {}): Finding {
  const told = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? oneLine(value, LONGEST_VALUE) : value] as const);
  return { level, key: `test.${key}`, values: Object.fromEntries(told) };
}
