/** A text of the sidebar's own catalog, by its whole key: `jira-sidebar.log.retry`. */
export function _(key: string, values: Record<string, string | number> = {}): string {
  // A plugin has its catalog under its own name; i18next takes `count` for a plural form of the key.
  return RED._(`node-red-contrib-jira-tickets/jira-sidebar:${key}`, values);
}

/** Looked up once: thousands of rows have the same few words. */
const words = new Map<string, string>();

/** The word for a value that the runtime tells, such as a status; the value itself where there is none. */
export function wordFor(group: string, value: unknown): string {
  const key = `jira-sidebar.${group}.${String(value)}`;
  if (!/^[\w.-]{1,60}$/.test(key)) return String(value);
  const known = words.get(key) ?? _(key);
  words.set(key, known);
  return known === '' || known.endsWith(key) ? String(value) : known;
}

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });

/** A moment as people here write it; `value`: ISO 8601, or ms since 1970. */
export function moment(value: unknown): string {
  const time = new Date(value as string | number);
  return value === '' || Number.isNaN(time.getTime()) ? String(value) : dateAndTime.format(time);
}
