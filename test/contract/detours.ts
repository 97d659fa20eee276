import { randomUUID } from 'node:crypto';
import type { SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { startSandbox } from '../../src/lib/sandbox/sandbox';
import { testConnection } from '../../src/lib/jira/connection-test';
import { readFlavour } from '../../src/lib/jira/flavour';
import type { JiraRequest } from '../../src/lib/jira/http';
import { search } from '../../src/lib/jira/search';
import type { Fields } from '../../src/lib/ticket/command';
import { openRecorded } from './recorded-connection';

const base: Fields = { project: 'NET', issuetype: 'Incident', summary: 'detour' };
const text = (path: string): string => (/\/3\//.test(path) ? 'document' : 'string');

/** What is asked only where the usual way is closed, or where there is more than fits on one page. */
export async function takeDetours(version: SandboxVersion, path: string): Promise<JiraRequest[]> {
  const sandbox = await startSandbox({ version });
  const jira = await openRecorded(sandbox.url, path);
  const refuse = (status: number, where: RegExp, method?: string, times = 1): void => {
    sandbox.faults.add({ kind: 'status', status, times, match: { path: where, ...(method === undefined ? {} : { method }) } });
  };
  let ended = 0;
  const send = async (fields: Fields, guid = randomUUID() as string, action: 'CREATE' | 'UPDATE' = 'CREATE'): Promise<void> => {
    await jira.delivery.accept({ id: randomUUID(), guid, action, type: 'Manual', node: 'n', time: new Date().toISOString(), fields });
    await jira.ended((ended += 1));
  };
  try {
    refuse(404, /\/myself$/);
    refuse(404, /\/project\/search$/);
    await testConnection(jira.port, jira.address, { auth: 'none', proxied: false, now: Date.now, elsewhere: jira.elsewhere });

    refuse(403, /\/user$/);
    refuse(403, /\/user\/search$/);
    await send({ ...base, assignee: 'Ann Smith' }, 'first');

    // The metadata of a project and type of its own, from the resource that is not this version's.
    const usual = version === 'server5' || version === 'server7' ? /\/createmeta$/ : /\/createmeta\/[^/]+\/issuetypes$/;
    for (const [project, issuetype] of [['NET', 'task'], ['10000', '10001'], ['RAD', 'INCIDENT']] as const) {
      refuse(404, usual);
      await send({ ...base, project, issuetype });
    }

    const key = jira.outcomes[0]?.row.ticketKey ?? '';
    const words = text(path) === 'string' ? 'Seen.' : { type: 'doc', version: 1, content: [] };
    for (let number = 0; number < 55; number += 1) await jira.port.send({ method: 'POST', path: `${jira.address.issuePath}/${key}/comment`, body: { body: words } });
    sandbox.faults.add({ kind: 'reset-after-commit', match: { method: 'POST', path: /\/comment$/ } });
    await send({ comment: 'Once.' }, 'first', 'UPDATE');

    await jira.delivery.directory.labels('labels', 'night');

    // Nobody says of which type this ticket is.
    await send({ priority: 'HIGH' }, 'first', 'UPDATE');

    const flavour = await readFlavour(jira.port, jira.address);
    const issueUpdates = Array.from({ length: 50 }, () => ({ fields: { project: { key: 'NET' }, issuetype: { name: 'Incident' }, summary: 'many' } }));
    if (flavour.bulk) for (const _ of [1, 2, 3]) await jira.port.send({ method: 'POST', path: `${jira.address.issuePath}/bulk`, body: { issueUpdates } });
    else for (const one of [...issueUpdates, ...issueUpdates]) await jira.port.send({ method: 'POST', path: jira.address.issuePath, body: one });
    const query = { jql: 'project = NET', fields: ['created'], properties: ['node-red.jira-tickets'] };
    await search(jira.port, jira.address, flavour, query, () => false);
    refuse(404, /\/search(\/jql)?$/, 'POST');
    await search(jira.port, jira.address, flavour, query, () => false);
    return jira.requests;
  } finally {
    await jira.close();
    await sandbox.close();
  }
}
