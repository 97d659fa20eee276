/** A saved node, as the flow file has it. */
export type Saved = Readonly<Record<string, unknown>>;

interface Migration {
  type: string;
  /** What was saved otherwise, for the person who wonders whether it is still needed. It is: none is ever removed. */
  was: string;
  applies: (saved: Saved) => boolean;
  /** Changes a copy. */
  migrate: (saved: Record<string, unknown>) => void;
}

/** Every older or hand-written form that is understood, in the order in which they are applied. */
export const migrations: readonly Migration[] = [
  {
    type: 'jira-config',
    was: 'host and port apart, as the monitoring platform\'s connector has them',
    applies: ({ url, host }) => (url === undefined || url === '') && typeof host === 'string' && host !== '',
    migrate: (saved) => {
      const port = saved['port'] === undefined || saved['port'] === '' ? '' : `:${String(saved['port'])}`;
      saved['url'] = `${String(saved['host'])}${port}`;
    },
  },
  {
    type: 'jira-create',
    was: 'the fields as an object of names and values',
    applies: ({ fields }) => typeof fields === 'object' && fields !== null && !Array.isArray(fields),
    migrate: (saved) => {
      saved['fields'] = Object.entries(saved['fields'] as object).map(([field, value]: [string, unknown]) =>
        typeof value === 'string' ? { mode: 'include', field, value, type: 'str' } : { mode: 'include', field, value: JSON.stringify(value), type: 'json' },
      );
    },
  },
  {
    type: 'jira-advanced',
    was: 'the id of its jira-create bare, not in an array',
    applies: ({ ticket }) => typeof ticket === 'string',
    migrate: (saved) => {
      saved['ticket'] = saved['ticket'] === '' ? [] : [saved['ticket']];
    },
  },
];

/** @returns the node in today's form; the saved one itself is not changed */
export function migrated<T extends object>(type: string, saved: T): T {
  const copy = { ...saved } as Record<string, unknown>;
  for (const { applies, migrate, type: of } of migrations) if (of === type && applies(copy)) migrate(copy);
  return copy as T;
}
