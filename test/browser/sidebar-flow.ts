import type { FlowNode } from '../e2e/harness/flow';

const row = (field: string, value: string, type = 'str') => ({ mode: 'include', field, value, type });

function inject(id: string, message: Record<string, string | object>, wire: string): FlowNode {
  const props = Object.entries(message).map(([p, v]) => (typeof v === 'string' ? { p, v, vt: 'str' } : { p, v: JSON.stringify(v), vt: 'json' }));
  return { id, type: 'inject', z: 'tab', props, wires: [[wire]] };
}

/** The guid of the one alarm that gets a ticket. */
export const alarm = '11111111-2222-4333-8444-555555555555';

/**
 * Buttons that make what a sidebar shows: a ticket (`good`), a failure (`bad`), an update (`update`; one an hour is let through),
 * and a log full of failures (`many`).
 */
export const sidebarFlow: FlowNode[] = [
  { id: 'tab', type: 'tab', label: 'sidebar' },
  { id: 'server', type: 'jira-config', name: 'Operations', sandbox: true, logMax: '10000', updateMax: '1', updatePeriod: '3600', timezone: 'UTC' },
  { id: 'broken', type: 'jira-config', name: 'Broken', url: 'ftp://jira.example.com' },
  { id: 'create', type: 'jira-create', z: 'tab', server: 'server', fields: [row('project', 'NET'), row('issuetype', 'Task'), row('summary', 'payload', 'msg')], wires: [[]] },
  { id: 'advanced', type: 'jira-advanced', z: 'tab', server: 'server', ticket: ['create'], wires: [[]] },
  { id: 'catch', type: 'catch', z: 'tab', scope: null, wires: [[]] },
  inject('good', { payload: 'Link down', guid: alarm }, 'create'),
  inject('bad', { payload: 'No such type', guid: 'bad', fields: { issuetype: 'Nothing' } }, 'create'),
  inject('update', { payload: `${alarm}|UPDATE|summary;Link still down|` }, 'advanced'),
  inject('many', { payload: '' }, 'ten thousand'),
  { id: 'ten thousand', type: 'function', z: 'tab', func: tenThousand(), outputs: 1, wires: [['advanced']] },
];

function tenThousand(): string {
  return 'msg.payload = Array.from({ length: 10000 }, (_, i) => `${String(i).padStart(8, "0")}-1111-4222-8333-444444444444|NOTHING|summary;x|`).join("\\n"); return msg;';
}
