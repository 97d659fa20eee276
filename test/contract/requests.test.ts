import assert from 'node:assert/strict';
import type { SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { Contract } from './contract';
import { tell } from './story';

/** What it does not know, and why that is no fault of the request. */
type Known = [problem: RegExp, reason: string];

interface Column {
  version: SandboxVersion;
  document: string;
  path?: string;
  /** Known faults of the document. */
  known: Known[];
}

/** Told in the prose of the operation, and left out of its parameters. */
const expandTransitions: Known = [/transitions: no query parameter expand/, 'the prose has expand=transitions.fields'];
const expandMetadata: Known = [/createmeta: no query parameter expand/, 'the prose has expand=projects.issuetypes.fields'];
const permissions: Known = [/mypermissions: no such operation/, 'left out of this one; the documents before and after have it'];
const myself: Known = [/myself: no such operation/, 'it came after 5.1.2; a test of the connection asks for it'];
const dataCenter: Known[] = [
  expandTransitions,
  [/ body\/(issueUpdates\/\*\/)?fields\/\w+ must be object/, 'every field is said to be an object'],
  [/ body\/(issueUpdates\/\*\/)?properties\/\*\/value must be string/, 'a property is said to be a string; it is any JSON'],
];
const columns: Column[] = [
  { version: 'cloud', path: 'rest/api/3/issue', document: 'cloud-v3-2026-06.openapi.json', known: [] },
  { version: 'cloud', path: 'rest/api/2/issue', document: 'cloud-v2-2024-02.openapi.json', known: [[/search\/jql/, 'it is older than this resource']] },
  { version: 'dc11', document: 'datacenter-10.3.openapi.json', known: dataCenter },
  { version: 'dc10', document: 'datacenter-10.3.openapi.json', known: dataCenter },
  { version: 'dc9', document: 'datacenter-10.3.openapi.json', known: dataCenter },
  { version: 'server8', document: 'server-8.4.3.wadl', known: [expandTransitions, expandMetadata] },
  { version: 'server7', document: 'server-7.6.1.wadl', known: [expandTransitions, expandMetadata, permissions] },
  { version: 'server5', document: 'server-5.1.2.wadl', known: [expandTransitions, expandMetadata, myself, [/^PUT issue.*no example of a body has fields/, 'its one example of an edit shows `update`; `fields` is the short form of it']] },
];

describe('what is asked of Jira is what Atlassian documents', function () {
  this.timeout(120_000);
  for (const { version, document, path = 'rest/api/latest/issue', known } of columns) {
    it(`of ${version} (${path}), in ${document}`, async function () {
      const contract = Contract.of(document);
      if (!contract) return this.skip();
      const { requests } = await tell(version, path);
      const api = `${path.replace(/\/issue$/, '')}/`;
      const found = new Set(requests.flatMap((request) => contract.problems(request, request.path.replace(api, '')).map((problem) => `${request.method} ${request.path.replace(api, '').replaceAll(/[A-Z]+-\d+|\b\d{5}\b/g, '*')}: ${problem}`)));
      assert.deepEqual([...found].filter((problem) => !known.some(([pattern]) => pattern.test(problem))), []);
      console.log(`      ${requests.length} requests, ${new Set(requests.map((request) => contract.operationOf(request, request.path.replace(api, ''))?.template)).size} operations: none that the document does not know`);
    });
  }
});
