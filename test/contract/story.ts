import { randomUUID } from 'node:crypto';
import type { SandboxTicket, SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../src/lib/sandbox/sandbox';
import type { Row } from '../../src/lib/records/row';
import type { Command, Fields } from '../../src/lib/ticket/command';
import type { ConnectionReport } from '../../src/lib/jira/connection-test';
import { testConnection } from '../../src/lib/jira/connection-test';
import type { JiraRequest } from '../../src/lib/jira/http';
import { openRecorded } from './recorded-connection';

export interface Told {
  report: ConnectionReport;
  /** What a dialog is told of this Jira. */
  directory: { projects: string[]; types: string[]; fields: string[]; people: string[] };
  requests: JiraRequest[];
  /** The row of each command, by what the story calls it. */
  rows: Record<string, Row>;
  /** The tickets, by their summary. */
  tickets: Record<string, SandboxTicket>;
}

const base: Fields = { project: 'NET', issuetype: 'Incident' };

const told = new Map<string, Promise<Told>>();

/** Everything that a user does, once, with a Jira of this version; the same for all of them. Told once for all tests that look at it. */
export function tell(version: SandboxVersion, path = 'rest/api/latest/issue', contextPath = ''): Promise<Told> {
  const name = [version, path, contextPath].join(' ');
  const before = told.get(name) ?? happen(version, path, contextPath);
  told.set(name, before);
  return before;
}

async function happen(version: SandboxVersion, path: string, contextPath: string): Promise<Told> {
  const sandbox = await startSandbox({ version, contextPath });
  const jira = await openRecorded(sandbox.url, path);
  const names = new Map<string, string>();
  const send = async (name: string, over: Partial<Command>): Promise<void> => {
    const id = randomUUID();
    names.set(id, name);
    await jira.delivery.accept({ id, guid: id, action: 'CREATE', type: 'Automatic', node: 'n', time: new Date().toISOString(), fields: { ...base, summary: name }, ...over });
  };
  try {
    const report = await testConnection(jira.port, jira.address, { auth: 'none', proxied: false, now: Date.now, elsewhere: jira.elsewhere });
    const { directory: asked } = jira.delivery;
    const directory = {
      projects: (await asked.projects()).map(({ value }) => value),
      types: (await asked.issueTypes('NET')).map(({ value }) => value),
      fields: (await asked.fields('NET', 'Incident')).fields.map(({ id }) => id),
      people: (await asked.people('Ann', 'NET')).map(({ name }) => name),
    };
    await send('first', { guid: 'first' });
    await jira.ended(1);
    const firstKey = jira.outcomes[0]?.row.ticketKey ?? '';
    await send('full', {
      guid: 'full',
      fields: {
        ...base,
        summary: 'full',
        description: 'Line one\n\nLine two',
        environment: 'Rack 7',
        priority: 'High',
        labels: 'alarm, core net',
        components: 'Core',
        duedate: '2026-12-24',
        assignee: 'Ann Smith',
        Severity: 'Major',
        comment: 'Seen by the night shift.',
        link: `blocks ${firstKey}`,
        watcher: 'John Doe',
        attachment: { filename: 'log.txt', content: 'link down' },
        transition: 'Done',
        resolution: 'Done',
      },
    });
    await Promise.all([1, 2, 3].map((number) => send(`bulk ${number}`, {})));
    await jira.ended(5);
    await send('update by guid', { guid: 'first', action: 'UPDATE', fields: { priority: 'Low', comment: 'Going down.' } });
    await send('update by key', { guid: firstKey, action: 'UPDATE', fields: { description: 'Changed' } });
    await send('duplicate', { guid: 'first' });
    await send('nobody', { fields: { ...base, summary: 'nobody', priority: 'Sky-high' } });
    await send('unknown', { guid: 'never seen', action: 'UPDATE', fields: { priority: 'Low' }, base: { project: 'NET' } });
    await jira.ended(10);
    // The answers to a create and to a comment get lost: both are found again.
    sandbox.faults.add({ kind: 'reset-after-commit', match: { method: 'POST', path: /\/issue$/ } });
    await send('lost', { guid: 'lost' });
    await jira.ended(11);
    sandbox.faults.add({ kind: 'reset-after-commit', match: { method: 'POST', path: /\/comment$/ } });
    await send('lost comment', { guid: 'lost', action: 'UPDATE', fields: { comment: 'Once.' } });
    await jira.ended(12);
    const rows: Told['rows'] = {};
    for (const { row } of jira.outcomes) rows[names.get(row.id) ?? row.id] = row;
    const tickets: Told['tickets'] = {};
    for (const ticket of sandbox.jira.tickets()) tickets[ticket.summary] = ticket;
    return { report, directory, requests: jira.requests, rows, tickets };
  } finally {
    await jira.close();
    await sandbox.close();
  }
}
