import type { FaultRule } from '../../src/lib/sandbox/faults';
import type { SandboxVersion } from '../../src/lib/sandbox/sandbox';
import type { Json } from '../../src/lib/ticket/json';
import { EVERYTHING } from '../lib/sandbox/everything';
import { task } from '../lib/sandbox/running';

export interface Story {
  method: string;
  path: string;
  /** The document's name of the path. */
  template: string;
  body?: Json;
  /** Instead of a body: a file that is attached. */
  file?: string;
  headers?: Record<string, string>;
  /** What goes wrong with it. */
  fault?: FaultRule;
  /** Of a Jira that lets nobody in without a login. */
  closed?: true;
  /** What it has to be answered with, where that is not plain. */
  status?: number;
}

const login = (name: string): Record<string, string> => ({ Authorization: `Basic ${Buffer.from(`${name}:wrong`).toString('base64')}` });

/** Everything that can be asked of the sandbox. */
export function stories(key: string, version: SandboxVersion, api: string): Story[] {
  const cloud = version === 'cloud';
  const text = (words: string): Json => (api === '3' ? { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] } : words);
  const person: Json = cloud ? { accountId: '712020:5a3f0c1e-0000-4000-8000-000000000002' } : { name: 'asmith' };
  const full = { ...task(), ...EVERYTHING, description: text('It is down.'), customfield_10002: text('Look.'), assignee: person, customfield_10012: person, customfield_10013: [person] };
  const issue = 'issue/{issueIdOrKey}';
  const meta = 'issue/createmeta/{projectIdOrKey}/issuetypes';
  const common: Story[] = [
    { method: 'POST', path: 'issue', template: 'issue', body: { fields: full, properties: [{ key: 'marker', value: { guid: 'a' } }] } },
    { method: 'POST', path: 'issue', template: 'issue', body: { fields: { ...task(), summary: '' } } },
    { method: 'POST', path: 'issue/bulk', template: 'issue/bulk', body: { issueUpdates: [{ fields: task() }, { fields: {} }] } },
    { method: 'POST', path: 'issue/bulk', template: 'issue/bulk', body: { issueUpdates: [{ fields: {} }] } },
    { method: 'GET', path: `issue/${key}?expand=changelog&properties=*all`, template: issue },
    { method: 'GET', path: 'issue/NET-999', template: issue },
    { method: 'PUT', path: `issue/${key}`, template: issue, body: { fields: { priority: { name: 'High' } } } },
    { method: 'POST', path: `issue/${key}/comment`, template: `${issue}/comment`, body: { body: text('Seen.') } },
    { method: 'GET', path: `issue/${key}/comment`, template: `${issue}/comment` },
    { method: 'GET', path: `issue/${key}/transitions?expand=transitions.fields`, template: `${issue}/transitions` },
    { method: 'POST', path: `issue/${key}/transitions`, template: `${issue}/transitions`, body: { transition: { id: '11' } } },
    { method: 'PUT', path: `issue/${key}/properties/marker`, template: `${issue}/properties/{propertyKey}`, body: { guid: 'b' } },
    { method: 'GET', path: `issue/${key}/properties`, template: `${issue}/properties` },
    { method: 'GET', path: `issue/${key}/properties/marker`, template: `${issue}/properties/{propertyKey}` },
    { method: 'GET', path: `issue/${key}/editmeta`, template: `${issue}/editmeta` },
    { method: 'GET', path: 'issue/createmeta/NET/issuetypes', template: meta },
    { method: 'GET', path: 'issue/createmeta/NET/issuetypes/10001', template: `${meta}/{issueTypeId}` },
    { method: 'POST', path: `issue/${key}/watchers`, template: `${issue}/watchers`, body: cloud ? '712020:5a3f0c1e-0000-4000-8000-000000000002' : 'asmith' },
    { method: 'POST', path: `issue/${key}/watchers`, template: `${issue}/watchers`, body: 'nobody' },
    { method: 'GET', path: `issue/${key}/watchers`, template: `${issue}/watchers` },
    { method: 'GET', path: 'issueLinkType', template: 'issueLinkType' },
    { method: 'POST', path: 'issueLink', template: 'issueLink', body: { type: { name: 'Blocks' }, inwardIssue: { key }, outwardIssue: { key } } },
    { method: 'POST', path: 'issueLink', template: 'issueLink', body: { type: { name: 'Nothing' }, inwardIssue: { key }, outwardIssue: { key } } },
    { method: 'GET', path: `issue/${key}?fields=issuelinks,attachment,watches,comment`, template: issue },
    { method: 'GET', path: `issue/${key}/comment?expand=properties`, template: `${issue}/comment` },
    { method: 'GET', path: 'comment/1/properties/marker', template: 'comment/{commentId}/properties/{propertyKey}' },
    { method: 'GET', path: 'jql/autocompletedata/suggestions?fieldName=labels&fieldValue=n', template: 'jql/autocompletedata/suggestions' },
    { method: 'GET', path: 'attachment/meta', template: 'attachment/meta' },
    { method: 'GET', path: cloud ? 'user?accountId=712020:5a3f0c1e-0000-4000-8000-000000000002' : 'user?username=asmith', template: 'user' },
    { method: 'GET', path: cloud ? 'user?accountId=none' : 'user?username=none', template: 'user' },
    { method: 'GET', path: 'serverInfo', template: 'serverInfo' },
    { method: 'GET', path: 'myself', template: 'myself' },
    { method: 'GET', path: 'mypermissions?permissions=CREATE_ISSUES', template: 'mypermissions' },
    { method: 'GET', path: 'project', template: 'project' },
    { method: 'GET', path: 'project/NET', template: 'project/{projectIdOrKey}' },
    { method: 'GET', path: 'issuetype', template: 'issuetype' },
    { method: 'GET', path: 'priority', template: 'priority' },
    { method: 'GET', path: 'field', template: 'field' },
    { method: 'GET', path: cloud ? 'user/assignable/search?query=ann&project=NET' : 'user/assignable/search?username=a&project=NET', template: 'user/assignable/search' },
    { method: 'POST', path: `issue/${key}/attachments`, template: `${issue}/attachments`, file: 'log.txt', headers: { 'X-Atlassian-Token': 'no-check' }, status: 200 },
    { method: 'GET', path: 'attachment/{attachment}', template: 'attachment/{id}', status: 200 },
    { method: 'DELETE', path: 'attachment/{attachment}', template: 'attachment/{id}', status: 204 },
    { method: 'GET', path: 'issueLink/{link}', template: 'issueLink/{linkId}', status: 200 },
    { method: 'DELETE', path: 'issueLink/{link}', template: 'issueLink/{linkId}', status: 204 },
    { method: 'DELETE', path: `issue/${key}/watchers?${cloud ? 'accountId=712020:5a3f0c1e-0000-4000-8000-000000000002' : 'username=asmith'}`, template: `${issue}/watchers` },
    { method: 'DELETE', path: `issue/${key}/properties/marker`, template: `${issue}/properties/{propertyKey}` },
    ...refusals(key, cloud, version !== 'dc11'),
    { method: 'DELETE', path: `issue/${key}`, template: issue },
  ];
  const query = { jql: 'project = NET', maxResults: 1 };
  return cloud
    ? [
        { method: 'POST', path: 'search', template: 'search', body: query, status: 410 },
        { method: 'GET', path: 'search?jql=project%3DNET', template: 'search', status: 410 },
        { method: 'POST', path: 'search/jql', template: 'search/jql', body: { jql: 'nonsense' }, status: 400 },
        { method: 'POST', path: 'search/jql', template: 'search/jql', body: { ...query, fields: ['*all'], properties: ['marker'] } },
        { method: 'GET', path: 'search/jql?jql=project%3DNET', template: 'search/jql' },
        { method: 'GET', path: 'issue/createmeta?expand=projects.issuetypes.fields', template: 'issue/createmeta' },
        { method: 'GET', path: 'user/search?query=ann', template: 'user/search' },
        { method: 'GET', path: 'label', template: 'label' },
        { method: 'GET', path: 'project/search?maxResults=2', template: 'project/search' },
        { method: 'GET', path: 'mypermissions?permissions=CREATE_ISSUES', template: 'mypermissions' },
        ...common,
      ]
    : [
        { method: 'POST', path: 'search', template: 'search', body: query },
        { method: 'GET', path: 'issue/createmeta?expand=projects.issuetypes.fields', template: 'issue/createmeta' },
        { method: 'POST', path: 'search', template: 'search', body: { jql: 'nonsense' }, status: 400 },
        { method: 'GET', path: 'search?jql=project%3DNET', template: 'search' },
        { method: 'GET', path: 'user/search?username=a', template: 'user/search' },
        { method: 'GET', path: 'mypermissions', template: 'mypermissions' },
        ...common,
      ];
}

/** What is refused, of each kind that there is. */
function refusals(key: string, cloud: boolean, basic: boolean): Story[] {
  const issue = 'issue/{issueIdOrKey}';
  const on = (template: string, more: Partial<Story> & Pick<Story, 'method' | 'status'>): Story => ({ path: template.replace('{issueIdOrKey}', key), template, ...more });
  const withBasic = (status: number): number => (basic ? status : 403);
  const limited: FaultRule = { kind: '429', retryAfter: 5 };
  return [
    on(issue, { method: 'PUT', body: { fields: { customfield_99999: 'x' } }, status: 400 }),
    on(issue, { method: 'PUT', path: 'issue/NET-999', body: { fields: {} }, status: 404 }),
    on(issue, { method: 'DELETE', path: 'issue/NET-999', status: 404 }),
    on(`${issue}/comment`, { method: 'POST', body: { body: '' }, status: 400 }),
    on(`${issue}/comment`, { method: 'POST', path: 'issue/NET-999/comment', body: { body: 'x' }, status: 404 }),
    on(`${issue}/comment`, { method: 'GET', path: 'issue/NET-999/comment', status: 404 }),
    on(`${issue}/transitions`, { method: 'POST', body: { transition: { id: '999' } }, status: 400 }),
    on(`${issue}/transitions`, { method: 'GET', path: 'issue/NET-999/transitions', status: 404 }),
    on(`${issue}/attachments`, { method: 'POST', file: 'log.txt', status: 403 }),
    on(`${issue}/attachments`, { method: 'POST', path: 'issue/NET-999/attachments', file: 'log.txt', headers: { 'X-Atlassian-Token': 'no-check' }, status: 404 }),
    on('attachment/{id}', { method: 'GET', path: 'attachment/1', status: 404 }),
    on('issueLink/{linkId}', { method: 'GET', path: 'issueLink/1', status: 404 }),
    on('project/{projectIdOrKey}', { method: 'GET', path: 'project/XYZ', status: 404 }),
    on('issue', { method: 'POST', body: [], status: 400 }),
    on('issue', { method: 'POST', body: { fields: { project: { key: 'XYZ' } } }, status: 400 }),
    on('issue', { method: 'POST', body: { fields: task() }, headers: { 'Content-Type': 'text/plain' }, status: 415 }),
    on('issue', { method: 'POST', body: { fields: task() }, headers: { 'User-Agent': 'Mozilla/5.0' }, status: 403 }),
    on('issue', { method: 'PUT', body: {}, status: 405 }),
    on('nothing', { method: 'GET', status: 404 }),
    on('issue', { method: 'POST', body: { fields: task() }, fault: limited, status: 429 }),
    on('issue', { method: 'POST', body: { fields: task() }, fault: { kind: 'status', status: 500 }, status: 500 }),
    on('issue', { method: 'POST', body: { fields: task() }, fault: { kind: 'status', status: 503, headers: { 'Retry-After': '5' } }, status: 503 }),
    on(issue, { method: 'GET', fault: { kind: 'captcha' }, status: 403 }),
    on(issue, { method: 'GET', fault: { kind: 'redirect' }, status: 302 }),
    ...[
      on('myself', { method: 'GET', headers: login('stranger'), status: withBasic(401) }),
      on(issue, { method: 'GET', headers: login('stranger'), status: withBasic(cloud ? 404 : 401) }),
      on('issue', { method: 'POST', body: { fields: task() }, headers: login('stranger'), status: withBasic(cloud ? 400 : 401) }),
      on('myself', { method: 'GET', headers: { Authorization: 'Bearer wrong' }, status: cloud ? 403 : 401 }),
      on('myself', { method: 'GET', status: 401 }),
    ].map((story): Story => ({ ...story, closed: true })),
  ];
}
