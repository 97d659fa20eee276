import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { Contract } from './contract';
import { takeDetours } from './detours';
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
const elsewhere = 'asked only where the usual resource is closed; what another version has';
const noTokens: Known = [/^POST search\/jql: no such operation/, elsewhere];
const noPages: Known = [/^GET issue\/createmeta\/\{\}\/issuetypes: no such operation/, elsewhere];
const notWhole: Known = [/^GET issue\/createmeta: no query parameter/, elsewhere];
const logins: Known = [/^GET session: no such operation/, 'of the API for logins, which this document leaves out; that of the Data Center has it'];
const permissions: Known = [/mypermissions: no such operation/, 'left out of this one; the documents before and after have it'];
const myself: Known = [/myself: no such operation/, 'it came after 5.1.2; a test of the connection asks for it'];
const dataCenter: Known[] = [
  noTokens,
  notWhole,
  expandTransitions,
  [/ body\/(issueUpdates\/\*\/)?fields\/\w+ must be object/, 'every field is said to be an object'],
  [/ body\/(issueUpdates\/\*\/)?properties\/\*\/value must be string/, 'a property is said to be a string; it is any JSON'],
];
const columns: Column[] = [
  { version: 'cloud', path: 'rest/api/3/issue', document: 'cloud-v3-2026-06.openapi.json', known: [logins] },
  { version: 'cloud', path: 'rest/api/2/issue', document: 'cloud-v2-2024-02.openapi.json', known: [logins, [/search\/jql/, 'it is older than this resource']] },
  { version: 'dc11', document: 'datacenter-10.3.openapi.json', known: dataCenter },
  { version: 'dc10', document: 'datacenter-10.3.openapi.json', known: dataCenter },
  { version: 'dc9', document: 'datacenter-10.3.openapi.json', known: dataCenter },
  { version: 'server8', document: 'server-8.4.3.wadl', known: [expandTransitions, expandMetadata, noTokens, logins] },
  { version: 'server7', document: 'server-7.6.1.wadl', known: [expandTransitions, expandMetadata, permissions, noTokens, noPages, logins] },
  { version: 'server5', document: 'server-5.1.2.wadl', known: [expandTransitions, expandMetadata, myself, noTokens, noPages, logins, [/^PUT issue.*no example of a body has fields/, 'its one example of an edit shows `update`; `fields` is the short form of it']] },
];

/** Every operation that the package asks for; OAuth's token endpoint, which is no part of Jira's REST API, aside. */
const operations = [
  'GET serverInfo', 'GET myself', 'GET session', 'GET mypermissions', 'GET project', 'GET project/search', 'GET field',
  'GET issue/createmeta', 'GET issue/createmeta/{}/issuetypes', 'GET issue/createmeta/{}/issuetypes/{}',
  'GET user', 'GET user/search', 'GET user/assignable/search', 'GET jql/autocompletedata/suggestions',
  'POST issue', 'POST issue/bulk', 'PUT issue/{}', 'GET issue/{}', 'GET issue/{}/editmeta', 'GET issue/{}/properties/{}',
  'POST search', 'GET search', 'POST search/jql', 'GET search/jql',
  'GET issueLinkType', 'POST issueLink', 'POST issue/{}/watchers', 'POST issue/{}/attachments', 'GET issue/{}/comment', 'POST issue/{}/comment', 'GET comment/{}/properties/{}', 'GET issue/{}/transitions', 'POST issue/{}/transitions',
];

/** Below the API's own path. */
const below = (path: string): string => path.replace(/^rest\/(?:api|auth)\/\w+\//, '');
const nameOf = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${below(path)
    .replace(/^issue\/createmeta\/[^/]+\/issuetypes(?:\/[^/]+)?$/, (all) => `issue/createmeta/{}/issuetypes${all.endsWith('/issuetypes') ? '' : '/{}'}`)
    .replace(/^issue\/(?!bulk$|createmeta)[^/]+/, 'issue/{}')
    .replace(/^comment\/[^/]+/, 'comment/{}')
    .replace(/properties\/.*/, 'properties/{}')}`;

describe('what is asked of Jira is what Atlassian documents', function () {
  this.timeout(120_000);
  const asked = new Set<string>();

  for (const { version, document, path = 'rest/api/latest/issue', known } of columns) {
    it(`of ${version} (${path}), in ${document}`, async function () {
      const requests = [...(await tell(version, path)).requests, ...(await takeDetours(version, path))];
      for (const request of requests) asked.add(nameOf(request));
      const contract = Contract.of(document);
      if (!contract) return this.skip();
      const found = new Set(requests.flatMap((request) => contract.problems(request, below(request.path)).map((problem) => `${nameOf(request)}: ${problem}`)));
      const strange = [...found].filter((problem) => !known.some(([pattern]) => pattern.test(problem)));
      assert.deepEqual(strange, []);
      console.log(`      ${requests.length} requests, ${new Set(requests.map(nameOf)).size} operations: none that the document does not know${known.map((one) => leftOut(one, [...found])).join('')}`);
    });
  }

  it('is all that the package can ask', () => {
    assert.deepEqual([...asked].sort(), [...operations].sort());
  });

  it('and its sources name no other resource', () => {
    const named = ['jira', 'jira/steps', 'delivery'].flatMap((folder) => {
      const place = join(process.cwd(), 'src', 'lib', folder);
      return readdirSync(place).filter((name) => name.endsWith('.ts')).flatMap((name) => resourcesIn(readFileSync(join(place, name), 'utf8')));
    });
    assert.ok(named.length > 15, named.join());
    assert.deepEqual(named.filter((resource) => !operations.some((one) => `${one}/`.includes(`/${resource}/`) || `${one}/`.includes(` ${resource}/`))), []);
  });
});

/** A known fault of the document, as the test tells it. */
function leftOut([pattern, reason]: Known, found: readonly string[]): string {
  const [first, ...more] = found.filter((problem) => pattern.test(problem));
  return first === undefined ? '' : `\n        but "${first}"${more.length > 0 ? ` and ${more.length} like it` : ''}: ${reason}`;
}

/** What follows the API's or the issue's path in a source, and what is asked through a function of its own. */
function resourcesIn(source: string): string[] {
  const pattern = /(?:apiPath|issuePath|API_PATH)\}\/([\w/]*\w)|issuePath\(context, '(\w+)'\)|\.ask\('([\w/]+)'/g;
  return Array.from(source.matchAll(pattern), ([, a, b, c]) => a ?? b ?? c ?? '');
}
