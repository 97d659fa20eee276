import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv';
import type { Json } from '../../../src/lib/ticket/json';
import type { SandboxVersion } from '../../../src/lib/sandbox/sandbox';
import { EVERYTHING } from './everything';
import type { Loose } from './running';
import { Running, task } from './running';

/** Atlassian's OpenAPI documents, which are not part of this repository. */
const SPECS = process.env['JIRA_SPECS'] ?? resolve('../shared/jira-contract/specs');

interface Document {
  file: string;
  version: SandboxVersion;
  /** What the document's paths begin with. */
  prefix: string;
  api: string;
  /** Where the document is wrong, and how. */
  faults: Array<[RegExp, string]>;
  /** Where Jira gives a list, the document describes one element of it. */
  elements?: true;
}

const DOCUMENTS: Document[] = [
  { file: 'cloud-v3-2026-06.openapi.json', version: 'cloud', prefix: '/rest/api/3/', api: '3', faults: [] },
  {
    file: 'cloud-v2-2024-02.openapi.json',
    version: 'cloud',
    prefix: '/rest/api/2/',
    api: '2',
    faults: [[/the document has no (GET|POST) .*search\/jql/, 'it is older than this resource']],
  },
  {
    file: 'datacenter-10.3.openapi.json',
    version: 'dc10',
    prefix: '/api/2/',
    api: '2',
    faults: [
      [/ \/(issues\/\*\/)?fields\/\w+ must be object/, 'every field is said to be an object'],
      [/properties\/\{propertyKey\} 200: \/value must be string/, 'a property is said to be a string; it is any JSON'],
    ],
    elements: true,
  },
];

interface Story {
  method: string;
  path: string;
  template: string;
  body?: Json;
}

/** Everything that is asked of the sandbox, with the document's name of its path. */
function stories(key: string, api: string, cloud: boolean): Story[] {
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
        ...common,
      ]
    : [
        { method: 'POST', path: 'search', template: 'search', body: query },
        { method: 'GET', path: 'search?jql=project%3DNET', template: 'search' },
        { method: 'GET', path: 'user/search?username=a', template: 'user/search' },
        ...common,
      ];
}

describe('sandbox: what it answers is what Atlassian documents', () => {
  const running = new Running();
  for (const document of DOCUMENTS) {
    it(`fits ${document.file}`, async function () {
      const file = `${SPECS}/${document.file}`;
      if (!existsSync(file)) {
        console.log(`      skipped: ${file} is not here (set JIRA_SPECS to where the documents are)`);
        return this.skip();
      }
      this.timeout(30_000);
      const validator = new Validator(JSON.parse(readFileSync(file, 'utf8')), document.elements === true);
      await running.start({ version: document.version });
      const key = await running.create({ labels: ['a'] }, { properties: [{ key: 'marker', value: { guid: 'x' } }] });
      const wrong: string[] = [];
      let checked = 0;
      for (const story of stories(key, document.api, document.version === 'cloud')) {
        const answer = await running.ask(story.method, `/rest/api/${document.api}/${story.path}`, story.body);
        const found = validator.check(document.prefix + story.template, story.method, answer.status, answer.json);
        if (found === undefined) continue;
        checked += 1;
        wrong.push(...found.map((words) => `${story.method} ${story.template} ${answer.status}: ${words}`));
      }
      assert.deepEqual(wrong.filter((words) => !document.faults.some(([fault]) => fault.test(words))), []);
      assert.ok(checked >= 20, `only ${checked} answers could be checked`);
    });
  }
});

class Validator {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });

  constructor(
    private readonly spec: Loose,
    private readonly elements: boolean,
  ) {
    this.ajv.addSchema(spec, 'spec');
  }

  /** What is wrong with an answer; undefined where the document says nothing of its body. */
  check(path: string, method: string, status: number, json: unknown): string[] | undefined {
    const responses = this.spec.paths[path]?.[method.toLowerCase()]?.responses;
    if (responses === undefined) return [`the document has no ${method} ${path}`];
    const content = responses[status]?.content;
    if (responses[status] === undefined) return [`the document has no answer ${status}`];
    if (content?.['application/json']?.schema === undefined) return undefined;
    const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', 'application/json', 'schema'];
    const reference = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = this.ajv.compile({ $ref: `spec#/${reference}` });
    const wrong = (this.elements && Array.isArray(json) ? json : [json]).flatMap((part) => (validate(part) ? [] : (validate.errors ?? [])));
    return [...new Set(wrong.map(({ instancePath, message, params }) => `${instancePath.replace(/\/\d+/g, '/*')} ${message} ${JSON.stringify(params)}`))];
  }
}
