import assert from 'node:assert/strict';
import { ROUTES } from '../../src/lib/sandbox/router';
import type { SandboxVersion } from '../../src/lib/sandbox/sandbox';
import { TRAITS } from '../../src/lib/sandbox/versions';
import type { Story } from './answer-stories';
import { stories } from './answer-stories';
import { Contract } from './contract';
import type { Answered } from '../lib/sandbox/running';
import { Running } from '../lib/sandbox/running';

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
  [/attachment.* 200: .*additionalProperty":"id"/, 'its schema leaves out the id; that of the Data Center has it'],
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
  ...(['dc11', 'dc10', 'dc9'] as const).map((version) => ({
    file: 'datacenter-10.3.openapi.json',
    version,
    api: '2',
    faults: [
      [/ body\/(issues\/\*\/)?fields\/\w+ must be object/, 'every field is said to be an object'],
      [/POST issue\/bulk 400: /, 'it does not describe it; that of the Cloud describes this'],
      [/ 403: body must (have required property 'error(Message)?s'|NOT have additional properties \{"additionalProperty":"message"\})/, 'what takes no passwords is in front of the resources, and has words of its own'],
      [/properties\/\{propertyKey\} 200: body\/value must be string/, 'a property is said to be a string; it is any JSON'],
    ] as Document['faults'],
    elements: true as const,
  })),
  { file: 'server-8.4.3.wadl', version: 'server8', api: '2', faults: SERVER },
  { file: 'server-7.6.1.wadl', version: 'server7', api: '2', faults: SERVER },
  {
    file: 'server-5.1.2.wadl',
    version: 'server5',
    api: '2',
    faults: [
      [/ (user|user\/search|user\/assignable\/search|priority|field|issue\/\{issueIdOrKey\}(\/attachments)?|attachment\/\{id\}|issueLink\/\{linkId\}) 200: no example of a body has (emailAddress|timeZone|id|clauseNames|changelog|self)$/, 'it has no schemas, and its examples leave these out; those of later versions have them'],
      [/PUT issue\/\{issueIdOrKey\} 204|POST issueLink 201/, 'it says 200; every later document says this'],
      [/GET myself /, 'it came after 5.1.2'],
    ],
  },
];

describe('what the sandbox answers is what Atlassian documents', () => {
  const running = new Running();
  for (const { file, version, api, faults, elements } of DOCUMENTS) {
    it(`of ${version}, in ${file}`, async function () {
      const contract = Contract.of(file);
      if (!contract) return this.skip();
      this.timeout(30_000);
      const answers = [...(await answersOf(version, api, false)), ...(await answersOf(version, api, true))];
      const wrong: string[] = [];
      let checked = 0;
      for (const { story: { method, template, status }, answer } of answers) {
        assert.equal(answer.status, status ?? answer.status, `${method} ${template}: ${answer.text}`);
        const found = contract.answerProblems(method, template, answer.status, answer.json, elements);
        if (found === undefined) continue;
        checked += 1;
        wrong.push(...found.map((words) => `${method} ${template} ${answer.status}: ${words}`));
      }
      assert.deepEqual(wrong.filter((words) => !faults.some(([fault]) => fault.test(words))), []);
      const known = faults.filter(([fault]) => wrong.some((words) => fault.test(words)));
      console.log(`      ${checked} of ${answers.length} answers are described: none that the document does not know${known.map(([fault, reason]) => `\n        but ${wrong.find((words) => fault.test(words))}: ${reason}`).join('')}`);
      assert.ok(checked >= 40, `only ${checked} answers could be checked`);
      const shapeOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
      const asked = new Set(answers.map(({ story }) => shapeOf({ method: story.method, path: story.template })));
      assert.deepEqual(ROUTES.filter((route) => route.exists?.(TRAITS[version]) !== false).map(shapeOf).filter((route) => !asked.has(route)), [], 'every route is asked');
    });
  }

  /** What is answered to the stories of a Jira that is open, or that lets nobody in. */
  async function answersOf(version: SandboxVersion, api: string, closed: boolean): Promise<Array<{ story: Story; answer: Answered }>> {
    const sandbox = await running.start({ version, ...(closed ? { users: { someone: 'secret' }, token: 'secret' } : {}) });
    const properties = version === 'server5' ? {} : { properties: [{ key: 'marker', value: { guid: 'x' } }] };
    const key = closed ? 'NET-1' : await running.create({ labels: ['a'] }, properties);
    const answers: Array<{ story: Story; answer: Answered }> = [];
    let [attachment, link] = ['', ''];
    for (const story of stories(key, version, api).filter((one) => (one.closed ?? false) === closed)) {
      if (story.fault !== undefined) sandbox.faults.add(story.fault);
      const path = `/rest/api/${api}/${story.path.replace('{attachment}', attachment).replace('{link}', link)}`;
      const answer = await running.ask(story.method, path, story.body, story.headers, story.file);
      if (story.file !== undefined && answer.status === 200) attachment = answer.json[0].id;
      link = answer.json?.fields?.issuelinks?.[0]?.id ?? link;
      answers.push({ story, answer });
    }
    await running.stop();
    return answers;
  }
});
