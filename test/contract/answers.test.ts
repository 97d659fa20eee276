import assert from 'node:assert/strict';
import type { Json } from '../../src/lib/ticket/json';
import type { SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { Contract } from './contract';
import { EVERYTHING } from '../lib/sandbox/everything';
import { Running, task } from '../lib/sandbox/running';

interface Document {
  file: string;
  version: SandboxVersion;
  api: string;
  /** Where the document is wrong, and how. */
  faults: Array<[RegExp, string]>;
  /** Where Jira gives a list, the document describes one element of it. */
  elements?: true;
}

/** Faults of the documents of servers. */
const SERVER: Document['faults'] = [
  [/POST issue\/bulk .*additionalProperty":"(issues|errors)"/, 'its schema is that of what is sent; its example has both'],
  [/GET mypermissions .*additionalProperty":"havePermission"/, 'its schema leaves out what its example shows'],
  [/GET mypermissions 200: no such operation/, 'that of 7.6.1 leaves it out; those before and after have it'],
  [/GET issue\/\{issueIdOrKey\} .*additionalProperty":"marker"/, 'its schema forbids every property, by whatever key'],
];

const DOCUMENTS: Document[] = [
  { file: 'cloud-v3-2026-06.openapi.json', version: 'cloud', api: '3', faults: [] },
  {
    file: 'cloud-v2-2024-02.openapi.json',
    version: 'cloud',
    api: '2',
    faults: [[/search\/jql.*no such operation/, 'it is older than this resource']],
  },
  {
    file: 'datacenter-10.3.openapi.json',
    version: 'dc10',
    api: '2',
    faults: [
      [/ body\/(issues\/\*\/)?fields\/\w+ must be object/, 'every field is said to be an object'],
      [/properties\/\{propertyKey\} 200: body\/value must be string/, 'a property is said to be a string; it is any JSON'],
    ],
    elements: true,
  },
  { file: 'server-8.4.3.wadl', version: 'server8', api: '2', faults: SERVER },
  { file: 'server-7.6.1.wadl', version: 'server7', api: '2', faults: SERVER },
  {
    file: 'server-5.1.2.wadl',
    version: 'server5',
    api: '2',
    faults: [
      [/(user|user\/search|priority|field|issue\/\{issueIdOrKey\}) 200: no example of a body has (emailAddress|timeZone|id|clauseNames|changelog)$/, 'it has no schemas, and its examples leave these out; those of later versions have them'],
      [/PUT issue\/\{issueIdOrKey\} 204|POST issueLink 201/, 'it says 200; every later document says this'],
      [/GET myself 200/, 'it came after 5.1.2'],
    ],
  },
];

interface Story {
  method: string;
  path: string;
  template: string;
  body?: Json;
}

/** Everything that is asked of the sandbox, with the document's name of its path. */
function stories(key: string, version: SandboxVersion, api: string): Story[] {
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
    { method: 'DELETE', path: `issue/${key}`, template: issue },
  ];
  const query = { jql: 'project = NET', maxResults: 1 };
  return cloud
    ? [
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
        { method: 'GET', path: 'search?jql=project%3DNET', template: 'search' },
        { method: 'GET', path: 'user/search?username=a', template: 'user/search' },
        { method: 'GET', path: 'mypermissions', template: 'mypermissions' },
        ...common,
      ];
}

describe('what the sandbox answers is what Atlassian documents', () => {
  const running = new Running();
  for (const { file, version, api, faults, elements } of DOCUMENTS) {
    it(`of ${version}, in ${file}`, async function () {
      const contract = Contract.of(file);
      if (!contract) return this.skip();
      this.timeout(30_000);
      await running.start({ version });
      const properties = version === 'server5' ? {} : { properties: [{ key: 'marker', value: { guid: 'x' } }] };
      const key = await running.create({ labels: ['a'] }, properties);
      const wrong: string[] = [];
      let checked = 0;
      for (const { method, path, template, body } of stories(key, version, api)) {
        const answer = await running.ask(method, `/rest/api/${api}/${path}`, body);
        const found = contract.answerProblems(method, template, answer.status, answer.json, elements);
        if (found === undefined) continue;
        checked += 1;
        wrong.push(...found.map((words) => `${method} ${template} ${answer.status}: ${words}`));
      }
      assert.deepEqual(wrong.filter((words) => !faults.some(([fault]) => fault.test(words))), []);
      console.log(`      ${checked} answers: none that the document does not know`);
      assert.ok(checked >= 15, `only ${checked} answers could be checked`);
    });
  }
});
